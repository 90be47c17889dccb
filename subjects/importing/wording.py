"""Texts as texts: what is missing, too long, lost, garbled, or would run as a formula; and names in the standard's writing."""

from functools import lru_cache

from subjects.importing import texts
from subjects.importing.drafts import JUDGED_CODES, TYPED, Draft
from subjects.importing.headers import OPERATION
from subjects.importing.reference import fields

PERSONS_AND_PARTIES = ("party_name", "legal_rep")
OFFICES = ("agency_name", "source_org_name")
NAMES = (*PERSONS_AND_PARTIES, *OFFICES)
REQUIRED = tuple(field.name for field in fields().values() if field.required)
REQUIRED_NAMES = frozenset(REQUIRED)
# Dates, amounts and identifiers have rules of their own.
UNBOUNDED = dict.fromkeys([*TYPED, *JUDGED_CODES, OPERATION], 10**9)
LONGEST = {name: field.longest for name, field in fields().items()} | UNBOUNDED
DELETIONS = frozenset({"d", "delete", "删除"})
_HALF_BRACKETS = str.maketrans("()", "（）")


def check(draft: Draft, *, missing: frozenset[str]) -> None:
    """Everything about texts as texts; `missing` are the fields for which the file has no column."""
    values = draft.values
    if not draft.plain or texts.LOST in draft.whole:
        for name, text in values.items():
            _check_signs(draft, name=name, text=text)
    for name in [name for name, text in values.items() if len(text) > LONGEST[name]]:
        draft.reject(name, code="too_long", longest=LONGEST[name])
    for name in () if draft.plain and values.keys() >= REQUIRED_NAMES else [name for name in REQUIRED if not values.get(name)]:
        draft.reject(name, code="no_column" if name in missing else "required")
    for name in [name for name in NAMES if values.get(name)]:
        _check_name(draft, name=name, text=values[name])
    if OPERATION in values and values[OPERATION].casefold() in DELETIONS:
        draft.review(OPERATION, code="operation_delete")


def _check_signs(draft: Draft, *, name: str, text: str) -> None:
    if texts.LOST in text and not (name in PERSONS_AND_PARTIES and texts.is_garbled(text)):
        draft.reject(name, code="unreadable")
    if text in texts.SPREADSHEET_ERRORS:
        draft.reject(name, code="spreadsheet_error")
    if name not in TYPED and texts.is_formula(text):
        draft.review(name, code="formula")


def _check_name(draft: Draft, *, name: str, text: str) -> None:
    code = _office_fault(text) if name in OFFICES else texts.name_fault(text)
    if code == "garbled":
        draft.reject(name, code=code)
    elif code == "lost_character":
        draft.review(name, code=code)
    elif code == "rare":
        draft.change(name, to=text, codes=("rare",))
    if name == "party_name" and ("(" in text or ")" in text):
        draft.change(name, to=text.translate(_HALF_BRACKETS), codes=("brackets",))


@lru_cache(maxsize=5_000)
def _office_fault(text: str) -> str:
    """An agency's name stands in thousands of rows, and a rare character in it is no news."""
    fault = texts.name_fault(text)
    return "" if fault == "rare" else fault
