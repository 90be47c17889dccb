"""How long a sanction lasts, and whether it is in force on a day: by 民法典 201–202, from facts alone (C2.7.1a, C2.7.3b).

Pure: no database, no clock. A last day is never moved for a holiday (rules.md §10), and no sweep has a say in it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from closedloop.workdays.calendar import MONTHS, months_after
from subjects.identifiers.remarks import Remark, Remarks

FIXED, RANGE, LIFETIME, UNTIL, FOLLOWS_PUBLICITY = "fixed", "range", "lifetime", "until", "follows_publicity"
KINDS = (FIXED, RANGE, LIFETIME, UNTIL, FOLLOWS_PUBLICITY)
IN_FORCE, NOT_DISPATCHED, NOT_STARTED = "in_force", "not_dispatched", "not_started"
EXPIRED, LIFTED, SUSPENDED = "expired", "lifted", "suspended"
LONGEST_MONTHS = 1200  # a hundred years: whoever types more means a lifetime, or has slipped

Suspension = tuple[date, date | None]


@dataclass(frozen=True)
class Term:
    """A term as it is stored: so many months, or for life, or neither; and the last day where the anchor is known."""

    kind: str
    months: int | None = None
    lifetime: bool = False
    ends_on: date | None = None
    problems: Remarks = ()

    @property
    def ok(self) -> bool:
        """Whether the given term may stand."""
        return not self.problems


def last_day(anchor_on: date | None, months: int | None) -> date | None:
    """The last day of force: the corresponding day so many months after the anchor (民法典第二百零一、二百零二条, C2.7.1a).

    The month's last day where there is no such day: 2024-02-29 and 12 months end on 2025-02-28. None where the anchor is not
    known or no months are set (lifetime, until a condition). A holiday does not move it: that would lengthen the burden.
    """
    if anchor_on is None or months is None:
        return None
    return months_after(anchor_on, months)


def judge_term(
    kind: str,
    *,
    least: int | None,
    most: int | None,
    given: Any,
    anchor_on: date | None = None,
) -> Term:
    """The term that a sanction of this kind gets when the case says `given`: a number of months, "lifetime", or nothing.

    A `range` comes from the decision: required, within its bounds, "lifetime" where its maximum is open (rules.md §8: nobody
    chooses it, and there is no default). Every other kind follows from the measure, and a given term must equal it. For
    `follows_publicity`, `most` is the longest period of the tier in the rule set in force on the publicity's first day,
    None where the tier has none. C2.7.3b rests on this: what the law sets cannot be set shorter by whoever types.
    """
    if kind not in KINDS:
        raise ValueError(f"unknown kind of term: {kind}")
    if given is not None and given != LIFETIME and not _is_months(given):
        return _refused(kind, "invalid", "期限请填整数月数；终身的填 lifetime。")
    term = _ranged(least, most=most, given=given) if kind == RANGE else _set_by_measure(kind, months=most, given=given)
    if not term.ok or anchor_on is None or term.months is None:
        return term
    if (anchor_on.year * MONTHS + anchor_on.month + term.months - 1) // MONTHS > date.max.year:
        return _refused(kind, "anchor_on", "起算日太晚，算不出末日，请核对起算日。")
    return Term(term.kind, term.months, ends_on=last_day(anchor_on, term.months))


def standing(
    on: date,
    *,
    starts_on: date | None,
    ends_on: date | None,
    dispatched_on: date | None,
    released_on: date | None = None,
    suspensions: Iterable[Suspension] = (),
) -> str:
    """Where a sanction stands on a day, by api.md "Check" (C2.7.1a): in force, or why not.

    `dispatched_on` matters only as knowledge: a sanction that was dispatched later answers for an earlier day too. Without a
    known start it is in force from the day of its dispatch. `ends_on` is still a day of force. `released_on` is the first day
    on which a release has effect: the day after `ends_on` where it is natural, `starts_on` where the cause was revoked, found
    unlawful or void. A suspension runs from its first to its last day, both included, or until further notice.
    """
    if dispatched_on is None:
        return NOT_DISPATCHED
    last = ends_on or date.max
    if released_on is not None and released_on <= min(on, last):
        return LIFTED
    if last < on:
        return EXPIRED
    if on < (starts_on or dispatched_on):
        return NOT_STARTED
    if any(first <= on <= (until or date.max) for first, until in suspensions):
        return SUSPENDED
    return IN_FORCE


def in_force(
    on: date,
    *,
    starts_on: date | None,
    ends_on: date | None,
    dispatched_on: date | None,
    released_on: date | None = None,
    suspensions: Iterable[Suspension] = (),
) -> bool:
    """Whether a sanction binds on a day, from recorded facts alone: dispatched, begun, not over, not released, not suspended.

    C2.7.1a: it ends by itself at the end of its last day, whether or not any job has run.
    """
    found = standing(
        on, starts_on=starts_on, ends_on=ends_on, dispatched_on=dispatched_on, released_on=released_on, suspensions=suspensions
    )
    return found == IN_FORCE


def _ranged(least: int | None, *, most: int | None, given: Any) -> Term:
    if given is None:
        bounds = _bounds(least, most=most)
        return _refused(RANGE, "required", f"这项措施的期限由决定或者判决载明，请填写月数（{bounds}）。")
    if given == LIFETIME and most is None:
        return Term(RANGE, lifetime=True)
    if given != LIFETIME and (least or 1) <= given <= (LONGEST_MONTHS if most is None else most):
        return Term(RANGE, given)
    return _refused(RANGE, "range", f"期限应在措施规定的范围内（{_bounds(least, most=most)}），请核对决定、判决所载的月数。")


def _set_by_measure(kind: str, *, months: int | None, given: Any) -> Term:
    own = {LIFETIME: LIFETIME, UNTIL: None}.get(kind, months)
    if given is not None and given != own:
        return _refused(kind, "not_from_measure", f"这项措施的期限是{_words(kind, months=months)}，不能另填；请留空。")
    if kind == LIFETIME:
        return Term(kind, lifetime=True)
    return Term(kind, None if kind == UNTIL else months)


def _is_months(given: Any) -> bool:
    return isinstance(given, int) and not isinstance(given, bool)


def _bounds(least: int | None, *, most: int | None) -> str:
    longest = f"{most} 个月" if most is not None else "终身"
    return f"{least or 1} 个月至{longest}"


def _words(kind: str, *, months: int | None) -> str:
    if kind == LIFETIME:
        return "终身"
    if kind == UNTIL:
        return "至条件成就"
    if months is None:
        return "随公示"
    return f"{months} 个月" if kind == FIXED else f"随公示 {months} 个月"


def _refused(kind: str, code: str, words: str) -> Term:
    return Term(kind, problems=(Remark(code, words),))
