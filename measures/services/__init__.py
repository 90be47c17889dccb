"""What may be done to the two lists: changing them, keeping the law they rest on, keeping them current."""

from .changes import propose_change, revise_change, submit_change, withdraw_change
from .instruments import amend_instrument, end_instrument, register_instrument
from .keeping import answer_cleanup, confirm_list, sweep
from .reviews import approve_change, return_change

__all__ = [
    "amend_instrument",
    "answer_cleanup",
    "approve_change",
    "confirm_list",
    "end_instrument",
    "propose_change",
    "register_instrument",
    "return_change",
    "revise_change",
    "submit_change",
    "sweep",
    "withdraw_change",
]
