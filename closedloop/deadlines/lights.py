"""The light of a deadline on a day: a colour and words, from dates alone, whether or not any sweep ran (R20)."""

from dataclasses import dataclass
from datetime import date
from typing import Protocol

from closedloop.opinion import Rule
from closedloop.workdays.calendar import Calendar, Due

GREEN, YELLOW, RED, GREY = "green", "yellow", "red", "grey"
RUNNING, MET, LATE, OVERDUE = "running", "met", "late", "overdue"
# api.md: yellow when at most max(1, a third of the period) working days are left
YELLOW_FRACTION, YELLOW_LEAST = 3, 1


class DeadlineLike(Protocol):
    """What a light needs to know of a deadline."""

    starts_on: date
    due_on: date
    done_on: date | None
    provisional: bool

    @property
    def law(self) -> Rule: ...


@dataclass(frozen=True)
class Light:
    """How a deadline stands on a day: `colour`, `words` and `state` as api.md names them; `why` explains the due day.

    `left`: working days from that day to the due day, negative once it has passed; `period`: the whole period in working days.
    """

    colour: str
    words: str
    state: str
    provisional: bool
    why: Due
    period: int
    left: int


def light(deadline: DeadlineLike, *, on: date, calendar: Calendar) -> Light:
    """The light on a day. A deadline that was met or late stays so; an open one is overdue from the day after its due day."""
    period = calendar.between(deadline.starts_on, deadline.due_on)
    left = calendar.between(deadline.done_on or on, deadline.due_on)
    colour, words, state = _done(deadline, left) if deadline.done_on else _open(deadline.due_on, on=on, left=left, period=period)
    return Light(colour, words, state, deadline.provisional, explain(deadline, calendar=calendar), period, left)


def explain(deadline: DeadlineLike, *, calendar: Calendar) -> Due:
    """Why the due day is the due day. Where the calendar has changed since it was closed, the days up to the day that held then."""
    if deadline.law.counts:
        due = deadline.law.due(deadline.starts_on, calendar)
        if due.due == deadline.due_on:
            return due
    return calendar.span(deadline.starts_on, deadline.due_on)


def _done(deadline: DeadlineLike, left: int) -> tuple[str, str, str]:
    if deadline.done_on and deadline.due_on < deadline.done_on:
        return GREY, f"已办结（{_over(left)}）", LATE
    return GREY, "已办结", MET


def _open(due_on: date, *, on: date, left: int, period: int) -> tuple[str, str, str]:
    if due_on < on:
        return RED, _over(left), OVERDUE
    if due_on == on:
        return YELLOW, "今天到期", RUNNING
    words = f"剩 {left} 个工作日" if left else f"剩 {(due_on - on).days} 天，无工作日"
    soon = left <= max(YELLOW_LEAST, period // YELLOW_FRACTION)
    return (YELLOW if soon else GREEN), words, RUNNING


def _over(left: int) -> str:
    return f"超 {-left} 个工作日" if left else "已超期"
