"""Counting working days: pure, from the special days of the years whose notice is known (rules.md §10)."""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

START, COUNTED, SKIPPED, ROLLED = "start", "counted", "skipped", "rolled"
OFF, WORK = "off", "work"
SATURDAY = 5
MONTHS = 12
WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Day:
    """One day on the way to a due day: `start`, `counted`, `skipped` or `rolled`, and the reason in Chinese."""

    date: date
    kind: str
    why: str = ""


@dataclass(frozen=True)
class Due:
    """A due day that can say why: the start, then each day that was counted or skipped.

    Provisional while one of those days lies in a year whose notice is not known: an estimate by weekends.
    """

    start: date
    due: date
    days: tuple[Day, ...]
    provisional: bool

    @property
    def skipped(self) -> tuple[Day, ...]:
        """The days that did not count, each with its reason."""
        return tuple(day for day in self.days if day.kind == SKIPPED)


@dataclass(frozen=True)
class Calendar:
    """The special days (day → kind, name) and the years whose notice is known. An unknown year has weekends only."""

    special: Mapping[date, tuple[str, str]]
    years: frozenset[int]

    def known(self, day: date) -> bool:
        """Whether the notice of this day's year is in the calendar."""
        return day.year in self.years

    def is_working(self, day: date) -> bool:
        """Whether agencies work on this day."""
        if day in self.special:
            return self.special[day][0] == WORK
        return day.weekday() < SATURDAY

    def reason(self, day: date) -> str:
        """Why a day is no ordinary working day: 「周六」, 「国庆节」, 「国庆节调休上班」; empty for an ordinary one."""
        if day in self.special:
            return self.special[day][1]
        return WEEKDAYS_ZH[day.weekday()] if day.weekday() >= SATURDAY else ""

    def add(self, start: date, working_days: int) -> Due:
        """The last of so many working days (0 or more) after `start`, which is not counted itself (民法典第二百零一条)."""
        days, day, left = [Day(start, START, "开始当日不计")], start, working_days
        while left > 0:
            day += ONE_DAY
            working = self.is_working(day)
            left -= working
            days.append(Day(day, COUNTED if working else SKIPPED, self.reason(day)))
        return self._due(start, days)

    def roll(self, day: date) -> Due:
        """The day itself, or the next working day where it is none (民法典第二百零三条)."""
        if self.is_working(day):
            return self._due(day, [Day(day, COUNTED, self.reason(day))])
        days = [Day(day, SKIPPED, self.reason(day))]
        while not self.is_working(days[-1].date + ONE_DAY):
            following = days[-1].date + ONE_DAY
            days.append(Day(following, SKIPPED, self.reason(following)))
        return self._due(day, [*days, Day(days[-1].date + ONE_DAY, ROLLED, "顺延至下一工作日")])

    def rolled_from(self, start: date, nominal: date) -> Due:
        """A period by the calendar, from `start` to `nominal`, whose last day is rolled."""
        rolled = self.roll(nominal)
        first = (Day(start, START, "起算日"),) if start < nominal else ()
        return Due(start, rolled.due, (*first, *rolled.days), rolled.provisional)

    def span(self, start: date, due: date) -> Due:
        """The days from `start` to a due day that was fixed otherwise, each counted or skipped."""
        days, day = [Day(start, START, "开始当日不计")], start
        while day < due:
            day += ONE_DAY
            days.append(Day(day, COUNTED if self.is_working(day) else SKIPPED, self.reason(day)))
        return self._due(start, days)

    def between(self, first: date, last: date) -> int:
        """How many working days lie after `first`, up to `last` included; negative where `last` is the earlier one."""
        if last < first:
            return -self.between(last, first)
        days = (last - first).days
        return sum(self.is_working(first + timedelta(days=step)) for step in range(1, days + 1))

    def _due(self, start: date, days: list[Day]) -> Due:
        provisional = any(not self.known(day.date) for day in days if day.kind != START)
        return Due(start, days[-1].date, tuple(days), provisional)


def months_after(start: date, months: int) -> date:
    """The corresponding day so many months later, the month's last day where there is none (民法典第二百零二条)."""
    year, month = divmod(start.year * MONTHS + start.month - 1 + months, MONTHS)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))
