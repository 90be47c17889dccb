"""The tables of subjects, causes and cases, split by noun."""

from .cases import Attachment, Case, CaseSubject
from .causes import Cause
from .consultations import Consultation, Invitation, Opinion
from .imports import ImportFile, ImportRow
from .reviews import AnchorReminder, LegalReview, ReviewReminder
from .sanctions import Sanction
from .subjects import Subject

__all__ = [
    "AnchorReminder",
    "Attachment",
    "Case",
    "CaseSubject",
    "Cause",
    "Consultation",
    "ImportFile",
    "ImportRow",
    "Invitation",
    "LegalReview",
    "Opinion",
    "ReviewReminder",
    "Sanction",
    "Subject",
]
