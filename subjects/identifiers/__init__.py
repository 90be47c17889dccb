"""Identifiers of organisations and persons: judged with the reason, masked, never guessed for the user (C2.2a).

Pure: no database, no settings, no clock. No function here raises on a bad value, and no repr shows one (R27).
"""

from subjects.identifiers.judging import birth_date_of, judge, kind_of
from subjects.identifiers.masking import mask, shown
from subjects.identifiers.normal import Normal, normalise
from subjects.identifiers.remarks import ID_CARD, OTHER, PASSPORT, SCHEMES, USCC, Judgement, Remark

__all__ = [
    "ID_CARD",
    "OTHER",
    "PASSPORT",
    "SCHEMES",
    "USCC",
    "Judgement",
    "Normal",
    "Remark",
    "birth_date_of",
    "judge",
    "kind_of",
    "mask",
    "normalise",
    "shown",
]
