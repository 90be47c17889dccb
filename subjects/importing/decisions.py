"""What was decided: number, dates, kinds of penalty, amounts, and whether they agree with each other and with the text."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from subjects.importing import amounts, codes, dates, docnumbers
from subjects.importing.amounts import AmountRead, Comparison
from subjects.importing.drafts import DATES, Draft
from subjects.importing.headers import UNSAID, YEARS

CONFISCATION = frozenset({"confiscate_income", "confiscate_property"})
LICENCE = frozenset({"suspend_license", "revoke_license"})
# A date that is only asked for where it is known: what is wrong with it is for a person to look at.
OPTIONAL_DATES = frozenset({"publish_until"})


def check(draft: Draft, *, on: date) -> None:
    """Everything about the decision itself."""
    _check_number(draft)
    for field in DATES:
        _check_date(draft, field=field)
    _check_order(draft, on=on)
    _check_kinds(draft)
    _check_amount(draft, field="fine_wan", kinds=frozenset({"fine"}), named=amounts.fines_in)
    _check_amount(draft, field="confiscated_wan", kinds=CONFISCATION, named=amounts.confiscated_in)
    _check_missing(draft)


def _check_number(draft: Draft) -> None:
    number = draft.get("decision_no")
    if not number:
        return
    normal = docnumbers.normal(number)
    if normal != number:
        draft.change("decision_no", to=normal, codes=("number_style",))
    if not docnumbers.is_plausible(normal):
        draft.review("decision_no", code="number_shape")


def _check_date(draft: Draft, *, field: str) -> None:
    cell, unit = draft.typed.get(field, ("", ""))
    if cell == "":
        return
    if unit == YEARS and len(draft.get(field)) < len("YYYY"):
        draft.review(field, code="years_of_publicity")
        return
    read = dates.read(cell)
    if field in OPTIONAL_DATES and read.problem:
        _check_optional(draft, field=field, problem=read.problem)
    elif read.problem:
        draft.reject(field, code=read.problem)
    else:
        _take_date(draft, field=field, read=read)


def _check_optional(draft: Draft, *, field: str, problem: str) -> None:
    if problem == "unknown_date":
        draft.change(field, to="", codes=("unknown_date",))
    else:
        draft.review(field, code=problem)


def _take_date(draft: Draft, *, field: str, read: dates.DateRead) -> None:
    if read.day:
        draft.days[field] = read.day
    if read.repaired:
        draft.change(field, to=read.text, codes=("long_term" if read.long_term else "date_style",))
    draft.values[field] = read.text


def _check_order(draft: Draft, *, on: date) -> None:
    decided = draft.days.get("decision_date")
    if not decided:
        return
    if decided > on:
        draft.reject("decision_date", code="future_date", on=f"{on:%Y/%m/%d}")
    if draft.days.get("valid_until", decided) < decided:
        draft.reject("valid_until", code="ends_before_decision")
    if draft.days.get("publish_until", decided) < decided:
        draft.review("publish_until", code="published_before_decision")


def _check_kinds(draft: Draft) -> None:
    text = draft.get("penalty_categories")
    if not text:
        return
    content = draft.get("penalty_content") if "暂扣或" in text else ""
    found = codes.kinds(text, content)
    draft.kinds = found.codes
    if found.unknown:
        draft.reject("penalty_categories", code="kind_number" if found.numbers else "kind_unknown")
    elif found.text != text:
        draft.change("penalty_categories", to=found.text, codes=("separator",))
    for doubtful, code in ((found.bare_other, "bare_other"), (found.ambiguous, "kind_ambiguous")):
        if doubtful:
            draft.review("penalty_categories", code=code)
    if "detention" in found.codes:
        draft.review("penalty_categories", code="detention")


def _check_amount(draft: Draft, *, field: str, kinds: frozenset[str], named: Callable[[str], list[Decimal]]) -> None:
    cell, unit = draft.typed.get(field, ("", ""))
    if cell == "":
        return
    read = amounts.read(cell, unit=unit)
    if read.wan is None:
        draft.reject(field, code=read.problem)
        return
    if read.repaired:
        draft.change(field, to=read.text, codes=("amount_style",))
    draft.values[field], draft.amounts[field] = read.text, read
    if read.wan and draft.kinds and not kinds & set(draft.kinds):
        draft.review(field, code="amount_not_named")
    _compare(draft, field=field, wan=read.wan, unit=unit, said=named(draft.get("penalty_content")))


def _compare(draft: Draft, *, field: str, wan: Decimal, unit: str, said: list[Decimal]) -> None:
    """The unit trap: 元 in a column of 万元 is told by the decision's own text (formats.md 0.2)."""
    compared = amounts.compare(wan, named=said)
    if compared is Comparison.YUAN_FOR_WAN and unit == UNSAID:
        read = AmountRead(wan / amounts.WAN_IN_YUAN, repaired=True)
        draft.change(field, to=read.text, codes=("yuan",))
        draft.amounts[field] = read
    elif compared is Comparison.YUAN_FOR_WAN:
        draft.review(field, code="yuan_for_wan", meant=f"{wan / amounts.WAN_IN_YUAN:.6f}")
    elif compared is Comparison.DIFFERENT:
        draft.review(field, code="amount_differs", meant=f"{sum(said, Decimal(0)):.6f}")
    elif compared is Comparison.UNSAID and unit == UNSAID and wan:
        draft.review(field, code="unit_unsaid")


def _check_missing(draft: Draft) -> None:
    kinds = set(draft.kinds)
    if "fine" in kinds and not draft.get("fine_wan"):
        draft.reject("fine_wan", code="no_fine")
    elif "fine" in kinds and "fine_wan" in draft.amounts and not draft.amounts["fine_wan"].wan:
        draft.review("fine_wan", code="zero_fine")
    if kinds & CONFISCATION and not draft.get("confiscated_wan"):
        draft.review("confiscated_wan", code="no_confiscated")
    if kinds & LICENCE and not draft.get("license_revoked"):
        draft.review("license_revoked", code="no_license")
