"""The light of a deadline on each side of each boundary; pure, without a database."""

from dataclasses import dataclass
from datetime import date

import pytest

from closedloop import opinion
from closedloop.deadlines.lights import light
from closedloop.workdays.calendar import ROLLED, SKIPPED
from tests.workdays.official import CALENDAR


@dataclass
class Held:
    law: opinion.Rule
    starts_on: date
    due_on: date
    done_on: date | None = None
    provisional: bool = False


def held(rule, start, *, done=None, due=None):
    start = date.fromisoformat(start)
    due = date.fromisoformat(due) if due else rule.due(start, CALENDAR).due
    return Held(rule, start, due, date.fromisoformat(done) if done else None)


def shown(deadline, on):
    seen = light(deadline, on=date.fromisoformat(on), calendar=CALENDAR)
    return seen.colour, seen.words, seen.state


THREE = opinion.RECEIVE_CASE, "2026-11-09"  # a Monday; due on Thursday the 12th
FIFTEEN = opinion.PUSH_CASE_AFTER_CONSULTATION, "2026-11-09"  # due on Monday the 30th
OVER_SPRING = opinion.RECEIVE_CASE, "2026-02-12"  # due on the 24th, after the festival


@pytest.mark.req("R20")
@pytest.mark.parametrize(
    ("deadline", "on", "seen"),
    [
        (THREE, "2026-11-09", ("green", "剩 3 个工作日", "running")),
        (THREE, "2026-11-10", ("green", "剩 2 个工作日", "running")),
        (THREE, "2026-11-11", ("yellow", "剩 1 个工作日", "running")),
        (THREE, "2026-11-12", ("yellow", "今天到期", "running")),
        (THREE, "2026-11-13", ("red", "超 1 个工作日", "overdue")),
        (THREE, "2026-11-14", ("red", "超 1 个工作日", "overdue")),
        (THREE, "2026-11-16", ("red", "超 2 个工作日", "overdue")),
        (FIFTEEN, "2026-11-20", ("green", "剩 6 个工作日", "running")),
        (FIFTEEN, "2026-11-23", ("yellow", "剩 5 个工作日", "running")),
        (FIFTEEN, "2026-11-28", ("yellow", "剩 1 个工作日", "running")),
        (FIFTEEN, "2026-11-30", ("yellow", "今天到期", "running")),
        (FIFTEEN, "2026-12-01", ("red", "超 1 个工作日", "overdue")),
        (OVER_SPRING, "2026-02-13", ("green", "剩 2 个工作日", "running")),
        (OVER_SPRING, "2026-02-14", ("yellow", "剩 1 个工作日", "running")),
        (OVER_SPRING, "2026-02-20", ("yellow", "剩 1 个工作日", "running")),
        (OVER_SPRING, "2026-02-24", ("yellow", "今天到期", "running")),
        (OVER_SPRING, "2026-02-25", ("red", "超 1 个工作日", "overdue")),
    ],
)
def test_an_open_deadline_shows_its_colour_and_words(deadline, on, seen):
    assert shown(held(*deadline), on) == seen


@pytest.mark.parametrize(
    ("due", "on", "seen"),
    [
        ("2026-11-15", "2026-11-13", ("yellow", "剩 2 天，无工作日", "running")),
        ("2026-11-13", "2026-11-14", ("red", "已超期", "overdue")),
        ("2026-11-13", "2026-11-15", ("red", "已超期", "overdue")),
        ("2026-11-13", "2026-11-16", ("red", "超 1 个工作日", "overdue")),
    ],
)
def test_weekends_beside_a_fixed_day_are_said_in_words(due, on, seen):
    assert shown(held(opinion.CLEAN_UP_BASIS, "2026-11-02", due=due), on) == seen


@pytest.mark.req("R20")
@pytest.mark.parametrize(
    ("done", "seen"),
    [
        ("2026-11-09", ("grey", "已办结", "met")),
        ("2026-11-12", ("grey", "已办结", "met")),
        ("2026-11-13", ("grey", "已办结（超 1 个工作日）", "late")),
        ("2026-11-17", ("grey", "已办结（超 3 个工作日）", "late")),
    ],
)
@pytest.mark.parametrize("on", ["2026-11-17", "2027-06-01"])
def test_a_done_deadline_is_grey_and_late_stays_late(done, seen, on):
    assert shown(held(*THREE, done=done), on) == seen


@pytest.mark.parametrize(("period", "yellow_at"), [(1, 1), (2, 1), (3, 1), (5, 1), (6, 2), (15, 5), (20, 6)])
def test_yellow_begins_at_a_third_of_the_period_and_at_one_day_at_least(period, yellow_at):
    start = date(2026, 10, 12)
    due = CALENDAR.add(start, period).due
    deadline = Held(opinion.CLEAN_UP_BASIS, start, due)
    days = [CALENDAR.add(start, step).due for step in range(period)] if period else []
    left = {day: CALENDAR.between(day, due) for day in days}

    colours = {left[day]: light(deadline, on=day, calendar=CALENDAR).colour for day in days}

    assert colours == {days_left: "yellow" if days_left <= yellow_at else "green" for days_left in range(1, period + 1)}


def test_a_light_says_why_the_day_is_the_day():
    seen = light(held(*OVER_SPRING), on=date(2026, 2, 13), calendar=CALENDAR)

    assert seen.why.due == date(2026, 2, 24)
    assert {day.why for day in seen.why.skipped} == {"周六", "周日", "春节"}
    assert (seen.period, seen.left) == (3, 2)


def test_a_monthly_report_says_that_the_seventh_was_rolled():
    seen = light(held(opinion.SUBMIT_REPORT, "2026-11-01"), on=date(2026, 11, 2), calendar=CALENDAR)

    assert [(day.date.day, day.kind) for day in seen.why.days] == [(1, "start"), (7, SKIPPED), (8, SKIPPED), (9, ROLLED)]


def test_a_day_that_the_calendar_no_longer_gives_is_still_explained_up_to_itself():
    seen = light(
        held(opinion.RECEIVE_CASE, "2026-02-12", due="2026-02-17", done="2026-02-16"), on=date(2026, 3, 2), calendar=CALENDAR
    )

    assert seen.why.days[-1].date == seen.why.due == date(2026, 2, 17)
    assert seen.state == "met"
