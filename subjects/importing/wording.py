"""Texts as texts: what is missing, too long, lost, garbled, or would run as a formula; and names in the standard's writing."""

from functools import cache, lru_cache

from subjects.importing import texts
from subjects.importing.drafts import JUDGED_CODES, TYPED, Draft
from subjects.importing.headers import OPERATION
from subjects.importing.reference import fields

PERSONS_AND_PARTIES = ("party_name", "legal_rep")
OFFICES = ("agency_name", "source_org_name")
DELETIONS = frozenset({"d", "delete", "删除"})
UNBOUNDED = 10**9
_HALF_BRACKETS = str.maketrans("()", "（）")


def check(draft: Draft, *, missing: frozenset[str]) -> None:
    """Everything about texts as texts; `missing` are the fields for which the file has no column."""
    for name, text in draft.values.items():
        _check_text(draft, name=name, text=text)
    for name in (*PERSONS_AND_PARTIES, *OFFICES):
        _check_name(draft, name=name)
    for field in _required():
        if not draft.get(field):
            draft.reject(field, code="no_column" if field in missing else "required")
    if draft.get(OPERATION).casefold() in DELETIONS:
        draft.review(OPERATION, code="operation_delete")


def _check_text(draft: Draft, *, name: str, text: str) -> None:
    if texts.LOST in text and not (name in PERSONS_AND_PARTIES and texts.is_garbled(text)):
        draft.reject(name, code="unreadable")
    if text in texts.SPREADSHEET_ERRORS:
        draft.reject(name, code="spreadsheet_error")
    if name not in TYPED:
        if texts.is_formula(text):
            draft.review(name, code="formula")
        if len(text) > _lengths().get(name, UNBOUNDED):
            draft.reject(name, code="too_long", longest=_lengths()[name])


def _check_name(draft: Draft, *, name: str) -> None:
    text = draft.get(name)
    if not text:
        return
    code = _office_fault(text) if name in OFFICES else _name_fault(text)
    if code == "garbled":
        draft.reject(name, code=code)
    elif code == "lost_character":
        draft.review(name, code=code)
    elif code == "rare":
        draft.change(name, to=text, codes=("rare",))
    if name == "party_name" and ("(" in text or ")" in text):
        draft.change(name, to=text.translate(_HALF_BRACKETS), codes=("brackets",))


def _name_fault(text: str) -> str:
    if texts.is_garbled(text):
        return "garbled"
    if texts.has_lost_characters(text):
        return "lost_character"
    return "rare" if texts.is_beyond_gbk(text) else ""


@lru_cache(maxsize=5_000)
def _office_fault(text: str) -> str:
    """An agency's name stands in thousands of rows, and a rare character in it is no news."""
    fault = _name_fault(text)
    return "" if fault == "rare" else fault


@cache
def _required() -> tuple[str, ...]:
    return tuple(field.name for field in fields().values() if field.required)


@cache
def _lengths() -> dict[str, int]:
    return {name: field.longest for name, field in fields().items() if name not in TYPED and name not in JUDGED_CODES}
