"""The tables of the two lists, split by noun."""

from .changes import ChangeReview, MeasureChange
from .keeping import CleanUp, ListConfirmation
from .lists import Basis, Measure, MeasureVersion
from .lookups import Category, Instrument, Matter, TermAnchor

__all__ = [
    "Basis",
    "Category",
    "ChangeReview",
    "CleanUp",
    "Instrument",
    "ListConfirmation",
    "Matter",
    "Measure",
    "MeasureChange",
    "MeasureVersion",
    "TermAnchor",
]
