"""The strip of days beside a light says how a due day was reached."""

from datetime import date

import pytest

from closedloop import opinion
from closedloop.portal import strip

ON = date(2026, 10, 8)


def _shown(due, *, on=ON):
    return [
        (f"{field.first:%m-%d}", f"{field.last:%m-%d}", field.kind, field.label, field.today)
        for field in strip.fields(due, on=on)
    ]


def test_a_holiday_in_the_middle_is_one_field_with_its_name(official):
    assert _shown(official.add(date(2026, 9, 29), 3)) == [
        ("09-29", "09-29", "is-start", "起算日", False),
        ("09-30", "09-30", "", "第 1 日", False),
        ("10-01", "10-07", "is-skip", "国庆节 7 天", False),
        ("10-08", "10-08", "", "第 2 日", True),
        ("10-09", "10-09", "is-due", "届满", False),
    ]


def test_a_weekend_is_called_a_weekend_and_a_single_day_by_its_name(official):
    weekend = _shown(official.add(date(2026, 11, 6), 1))
    # 2026-09-20 is a Sunday that was worked, so only the Saturday before it is free
    single = _shown(official.add(date(2026, 9, 18), 2))

    assert weekend[1] == ("11-07", "11-08", "is-skip", "周末", False)
    assert single[1] == ("09-19", "09-19", "is-skip", "周六", False)


def test_a_weekend_day_that_was_worked_is_named(official):
    assert [(day.date, day.why) for day in strip.worked(official.add(date(2026, 9, 18), 2))] == [
        (date(2026, 9, 20), "国庆节调休上班")
    ]


def test_many_days_are_drawn_in_runs_of_working_days(official):
    shown = _shown(official.add(date(2026, 9, 10), 15))

    assert shown[3] == ("09-14", "09-18", "", "第 2 至 6 日", False)
    assert shown[-1] == ("10-08", "10-08", "is-due", "届满", True)
    assert len(shown) <= strip.FIELDS_MAX


def test_a_period_in_months_shows_its_start_and_the_rolled_end(official):
    # three months after 2026-07-03 is Saturday 3 October: the holiday rolls it to the 8th
    due = opinion.CONFIRM_LIST.due(date(2026, 7, 3), official)

    assert _shown(due) == [
        ("07-03", "07-03", "is-start", "起算日", False),
        ("10-03", "10-07", "is-skip", "国庆节 5 天", False),
        ("10-08", "10-08", "is-due", "届满", True),
    ]


def test_the_years_without_a_notice_are_named(official):
    assert strip.unknown_years(official.add(date(2026, 12, 30), 3), official) == [2027]
    assert strip.unknown_years(official.add(date(2026, 9, 29), 3), official) == []


@pytest.mark.parametrize("days", [0, 1, 3, 15, 40])
def test_every_day_of_the_way_is_in_exactly_one_field(official, days):
    due = official.add(date(2026, 1, 20), days)
    fields = strip.fields(due, on=ON)

    covered = [day for field in fields for day in range(field.first.toordinal(), field.last.toordinal() + 1)]
    assert covered == [day.date.toordinal() for day in due.days]
