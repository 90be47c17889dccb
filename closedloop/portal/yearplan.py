"""A year of the working-day calendar as twelve small tables."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from closedloop.workdays.calendar import OFF, SATURDAY, Calendar

MONTHS = range(1, 13)


@dataclass(frozen=True)
class Square:
    """A day of the plan; `why` says in words what the colour says."""

    day: date
    style: str
    why: str
    today: bool


@dataclass(frozen=True)
class Month:
    """A month in weeks from Monday to Sunday; days of the neighbouring months are None."""

    number: int
    weeks: tuple[tuple[Square | None, ...], ...]


def months(year: int, *, calendar: Calendar, today: date) -> list[Month]:
    """The twelve months of a year."""
    weeks = Weeks(firstweekday=0)
    return [
        Month(
            number,
            tuple(
                tuple(_square(day, calendar=calendar, today=today) if day.month == number else None for day in week)
                for week in weeks.monthdatescalendar(year, number)
            ),
        )
        for number in MONTHS
    ]


def working_days(year: int, *, calendar: Calendar) -> int:
    """How many working days a year has."""
    return calendar.between(date(year - 1, 12, 31), date(year, 12, 31))


def _square(day: date, *, calendar: Calendar, today: date) -> Square:
    kind, why = calendar.special.get(day, ("", ""))
    if kind:
        return Square(day, "is-off" if kind == OFF else "is-work", why, day == today)
    return Square(day, "is-weekend" if day.weekday() >= SATURDAY else "", "", day == today)
