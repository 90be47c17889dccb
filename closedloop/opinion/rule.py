"""What a rule is: an act, who may do it, under which clause, and until when. `due` is the only way to a deadline."""

from dataclasses import dataclass
from datetime import date, timedelta

from closedloop.workdays import selectors
from closedloop.workdays.calendar import Calendar, Due, months_after

from .clauses import CLAUSES
from .roles import Role


@dataclass(frozen=True)
class Rule:
    """One act that the opinion lets somebody do. At most one of the three periods is set; without one it has no deadline of its own.

    `working_days` run from the start event, `months` from it to the corresponding day, `month_day` is a day of each month.
    """

    name: str
    clause: str
    by: tuple[Role, ...]
    act: str
    start_event: str = ""
    working_days: int | None = None
    months: int | None = None
    month_day: int | None = None
    reading: str = ""

    @property
    def place(self) -> str:
        """Where the clause stands in the opinion: 「二（二）」."""
        return CLAUSES[self.clause].place

    @property
    def citation(self) -> str:
        """The clause as a page cites it: 「指导意见 二（二）」."""
        return CLAUSES[self.clause].citation

    @property
    def who(self) -> str:
        """Who may act, in Chinese."""
        return "、".join(role.label for role in self.by) or "系统"

    @property
    def counts(self) -> bool:
        """Whether this rule sets a period, so that a change of the calendar can move its deadlines."""
        return bool(self.working_days or self.months or self.month_day)

    @property
    def period_zh(self) -> str:
        """The period in Chinese, or an empty string."""
        if self.working_days:
            return f"{self.working_days} 个工作日"
        if self.months:
            return f"{self.months} 个月"
        return f"每月 {self.month_day} 日" if self.month_day else ""

    def due(self, start: date, calendar: Calendar | None = None) -> Due:
        """Until when the act must be done if the period starts on this day, which is not counted (rules.md §10)."""
        calendar = calendar or selectors.current()
        if self.working_days:
            return calendar.add(start, self.working_days)
        if self.months:
            return calendar.rolled_from(start, months_after(start, self.months))
        if self.month_day:
            return self.due_in_month(start.year, start.month, calendar)
        raise LookupError(f"{self.name} sets no period of its own")

    def due_in_month(self, year: int, month: int, calendar: Calendar | None = None) -> Due:
        """The due day in the month in which the act is due: its fixed day, or the next working day where that is none."""
        if not self.month_day:
            raise LookupError(f"{self.name} is not due on a day of the month")
        first = date(year, month, 1)
        return (calendar or selectors.current()).rolled_from(first, first + timedelta(days=self.month_day - 1))
