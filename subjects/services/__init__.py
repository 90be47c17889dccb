"""What may be done with a decision on its way to a received case."""

from .anchors import fill_anchor, remind_of_anchors
from .cases import Drafted, correct_case, draft_case, receiver_warnings, revise_case, suggest_measures
from .consultations import conclude, consult, consultation_for, give_opinion
from .legal_reviews import link_review, remind_of_measures
from .pushing import push_case, receive_case, return_case, withdraw_case
from .subjects import find, register, reveal, rotate_keys
from .sweeping import sweep

__all__ = [
    "Drafted",
    "conclude",
    "consult",
    "consultation_for",
    "correct_case",
    "draft_case",
    "fill_anchor",
    "find",
    "give_opinion",
    "link_review",
    "push_case",
    "receive_case",
    "receiver_warnings",
    "register",
    "remind_of_anchors",
    "remind_of_measures",
    "return_case",
    "reveal",
    "revise_case",
    "rotate_keys",
    "suggest_measures",
    "sweep",
    "withdraw_case",
]
