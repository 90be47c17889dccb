"""What may be done with a decision on its way to a received case."""

from .cases import Drafted, correct_case, draft_case, receiver_warnings, revise_case, suggest_measures
from .consultations import conclude, consult, consultation_for, give_opinion
from .pushing import push_case, receive_case, return_case, withdraw_case
from .subjects import find, register, reveal, rotate_keys

__all__ = [
    "Drafted",
    "conclude",
    "consult",
    "consultation_for",
    "correct_case",
    "draft_case",
    "find",
    "give_opinion",
    "push_case",
    "receive_case",
    "receiver_warnings",
    "register",
    "return_case",
    "reveal",
    "revise_case",
    "rotate_keys",
    "suggest_measures",
    "withdraw_case",
]
