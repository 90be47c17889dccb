"""The days between the start and the due day as they are drawn beside a light: free days in a row are one field."""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from closedloop.workdays.calendar import COUNTED, ROLLED, SATURDAY, SKIPPED, START, Calendar, Day, Due

# More fields than this cannot be read: then working days in a row are one field too.
FIELDS_MAX = 12
ORDINARY = ("周六", "周日")


@dataclass(frozen=True)
class Field:
    """One field of the strip: a day or days in a row, `kind` is its class in the style sheet."""

    first: date
    last: date
    kind: str
    label: str
    today: bool = False


@dataclass(frozen=True)
class WorkedDay:
    """A weekend day that was worked and therefore counted."""

    date: date
    why: str


def fields(due: Due, *, on: date) -> list[Field]:
    """The strip of a due day; `on` is marked as today."""
    numbered = _numbered(due)
    dense = len({_key(day, number, due=due, dense=False) for day, number in numbered}) > FIELDS_MAX
    runs = groupby(numbered, key=lambda pair: _key(pair[0], pair[1], due=due, dense=dense))
    return [_field(list(run), key[0], on=on) for key, run in runs]


def worked(due: Due) -> list[WorkedDay]:
    """The weekend days on the way that were worked (调休上班)."""
    return [
        WorkedDay(day.date, day.why) for day in due.days if day.kind == COUNTED and day.why and day.date.weekday() >= SATURDAY
    ]


def unknown_years(due: Due, calendar: Calendar) -> list[int]:
    """The years on the way whose notice is not known."""
    return sorted({day.date.year for day in due.days if day.kind != START and not calendar.known(day.date)})


def reason_of(days: list[Day]) -> str:
    """Why days in a row are free: 「国庆节 7 天」, 「周末」, 「周日」."""
    names = list(dict.fromkeys(day.why for day in days if day.why and day.why not in ORDINARY))
    if names:
        return "、".join(names) + (f" {len(days)} 天" if len(days) > 1 else "")
    return "周末" if len(days) > 1 else days[0].why


def _numbered(due: Due) -> list[tuple[Day, int]]:
    """Each day with its number among the counted ones; a free day has the number of the last counted day before it."""
    number, found = 0, []
    for day in due.days:
        number += day.kind == COUNTED
        found.append((day, number))
    return found


def _key(day: Day, number: int, *, due: Due, dense: bool) -> tuple[str, int]:
    """Days with the same key, in a row, are one field."""
    if day.date == due.due and day.kind != START:
        return "due", 0
    if day.kind in (START, ROLLED):
        return day.kind, 0
    return (SKIPPED, number) if day.kind == SKIPPED else (COUNTED, 0 if dense else number)


def _field(run: list[tuple[Day, int]], kind: str, *, on: date) -> Field:
    days, first, last = [day for day, _ in run], run[0][1], run[-1][1]
    label, style = {
        START: ("起算日", "is-start"),
        "due": ("届满", "is-due"),
        SKIPPED: (reason_of(days), "is-skip"),
        COUNTED: (f"第 {first} 日" if first == last else f"第 {first} 至 {last} 日", ""),
        ROLLED: ("顺延", ""),
    }[kind]
    return Field(days[0].date, days[-1].date, style, label, days[0].date <= on <= days[-1].date)
