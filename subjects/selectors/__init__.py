"""Questions about subjects, causes and cases."""

from .attachments import attachment_for, attachments_of
from .cases import (
    anchorless,
    case_for,
    cases_for,
    narrowed,
    push_deadline,
    refusal_of,
    rule_of,
    sanction_for,
    sanctions_for,
    subject_for,
    transitions_for,
    whole,
)
from .reviews import Followed, followed, review_for, reviews_for
from .work import done_by, sent_by, todo_for

__all__ = [
    "Followed",
    "anchorless",
    "attachment_for",
    "attachments_of",
    "case_for",
    "cases_for",
    "done_by",
    "followed",
    "narrowed",
    "push_deadline",
    "refusal_of",
    "review_for",
    "reviews_for",
    "rule_of",
    "sanction_for",
    "sanctions_for",
    "sent_by",
    "subject_for",
    "todo_for",
    "transitions_for",
    "whole",
]
