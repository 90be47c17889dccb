"""The tables of subjects, causes and cases, split by noun."""

from .cases import Attachment, Case, CaseSubject
from .causes import Cause
from .consultations import Consultation, Invitation, Opinion
from .sanctions import Sanction
from .subjects import Subject

__all__ = ["Attachment", "Case", "CaseSubject", "Cause", "Consultation", "Invitation", "Opinion", "Sanction", "Subject"]
