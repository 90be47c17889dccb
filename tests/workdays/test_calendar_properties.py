"""What must hold for every start and every period, not only for those in a table."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from closedloop.workdays.calendar import COUNTED, OFF, WORK, Calendar, months_after
from tests.workdays.official import CALENDAR

DAYS = st.dates(date(2023, 1, 1), date(2030, 12, 31))
PERIODS = st.integers(1, 40)


@st.composite
def calendars(draw):
    """Any calendar that a ministry could think of: weekdays off, weekend days worked, years known or not."""
    chosen = draw(st.sets(st.dates(date(2026, 1, 1), date(2027, 12, 31)), max_size=40))
    special = {day: (WORK, "调休上班") if day.weekday() >= 5 else (OFF, "放假") for day in chosen}
    return Calendar(special, frozenset(draw(st.sets(st.sampled_from([2026, 2027])))))


@pytest.mark.req("R19")
@given(calendars(), DAYS, PERIODS)
def test_a_due_day_is_a_working_day_and_exactly_so_many_were_counted(calendar, start, working_days):
    due = calendar.add(start, working_days)

    assert calendar.is_working(due.due)
    assert sum(day.kind == COUNTED for day in due.days) == working_days == calendar.between(start, due.due)
    assert [day.date for day in due.days] == [start + timedelta(days=step) for step in range(len(due.days))]


@given(calendars(), DAYS, PERIODS)
def test_one_more_day_or_a_later_start_never_ends_earlier(calendar, start, working_days):
    due = calendar.add(start, working_days).due

    assert due < calendar.add(start, working_days + 1).due
    assert due <= calendar.add(start + timedelta(days=1), working_days).due


@given(calendars(), DAYS)
def test_rolling_never_goes_back_and_stays_where_it_arrived(calendar, day):
    rolled = calendar.roll(day).due

    assert day <= rolled
    assert calendar.is_working(rolled)
    assert calendar.roll(rolled).due == rolled
    assert not any(calendar.is_working(day + timedelta(days=step)) for step in range((rolled - day).days))


@given(calendars(), DAYS, DAYS, DAYS)
def test_days_between_add_up(calendar, first, second, third):
    assert calendar.between(first, second) == -calendar.between(second, first)
    assert calendar.between(first, second) + calendar.between(second, third) == calendar.between(first, third)


@pytest.mark.req("R19")
@pytest.mark.fault("F31")
@given(st.dates(date(1990, 1, 1), date(2200, 12, 31)), PERIODS)
def test_a_missing_year_never_raises_and_is_always_marked(start, working_days):
    due = CALENDAR.add(start, working_days)

    crossed = {day.date.year for day in due.days[1:]}
    assert due.provisional == (not crossed <= {2024, 2025, 2026})


@pytest.mark.fault("F30")
@given(DAYS, st.integers(0, 600))
def test_months_later_is_the_corresponding_day_or_the_last_of_its_month(start, months):
    later = months_after(start, months)

    assert (later.year * 12 + later.month) - (start.year * 12 + start.month) == months
    assert later.day == start.day or (later.day < start.day and (later + timedelta(days=1)).day == 1)
