"""What may be done with a decision on its way to a received case."""

from .anchors import fill_anchor, remind_of_anchors
from .attachments import add_attachment, open_attachment
from .cases import Drafted, correct_case, draft_case, receiver_warnings, revise_case, suggest_measures
from .consultations import conclude, consult, consultation_for, give_opinion
from .import_drafts import draft_if_few, draft_rows, request_drafts
from .import_keys import rotate_import_keys
from .imports import accept_file, original, store_if_small, store_rows, take_file
from .legal_reviews import link_review, remind_of_measures
from .pushing import push_case, receive_case, return_case, withdraw_case
from .subjects import find, register, reveal, rotate_keys
from .sweeping import IMPORT_STEPS, resume_imports, sweep

__all__ = [
    "IMPORT_STEPS",
    "Drafted",
    "accept_file",
    "add_attachment",
    "conclude",
    "consult",
    "consultation_for",
    "correct_case",
    "draft_case",
    "draft_if_few",
    "draft_rows",
    "fill_anchor",
    "find",
    "give_opinion",
    "link_review",
    "open_attachment",
    "original",
    "push_case",
    "receive_case",
    "receiver_warnings",
    "register",
    "remind_of_anchors",
    "remind_of_measures",
    "request_drafts",
    "resume_imports",
    "return_case",
    "reveal",
    "revise_case",
    "rotate_import_keys",
    "rotate_keys",
    "store_if_small",
    "store_rows",
    "suggest_measures",
    "sweep",
    "take_file",
    "withdraw_case",
]
