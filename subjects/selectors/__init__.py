"""Questions about subjects, causes and cases."""

from .cases import case_for, cases_for, push_deadline, refusal_of, rule_of, transitions_for, whole
from .work import done_by, sent_by, todo_for

__all__ = [
    "case_for",
    "cases_for",
    "done_by",
    "push_deadline",
    "refusal_of",
    "rule_of",
    "sent_by",
    "todo_for",
    "transitions_for",
    "whole",
]
