"""Working days of 2024–2026 against the notices, day by day, and against two libraries."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from closedloop.workdays.calendar import COUNTED, ROLLED, SKIPPED, START, months_after
from tests.workdays.official import CALENDAR, SPECIAL, UNKNOWN

FIRST, LAST = date(2024, 1, 1), date(2026, 12, 31)
EVERY_DAY = [FIRST + timedelta(days=step) for step in range((LAST - FIRST).days + 1)]
CN = holidays.CN(years=range(FIRST.year, LAST.year + 1))

# start, working days, due day: counted by hand from the notices; the day after the start is the first that may count
CASES = [
    # the examples of law/check.py
    ("2025-09-24", 3, "2025-09-28"),
    ("2025-09-28", 3, "2025-10-09"),
    ("2026-02-12", 3, "2026-02-24"),
    ("2025-12-29", 3, "2026-01-04"),
    ("2025-12-29", 15, "2026-01-20"),
    ("2026-04-29", 3, "2026-05-07"),
    ("2026-06-17", 3, "2026-06-23"),
    ("2026-05-26", 7, "2026-06-04"),
    # every weekend day that a notice turns into a working day
    ("2024-02-03", 1, "2024-02-04"),
    ("2024-02-17", 1, "2024-02-18"),
    ("2024-04-06", 1, "2024-04-07"),
    ("2024-04-27", 1, "2024-04-28"),
    ("2024-05-10", 1, "2024-05-11"),
    ("2024-09-13", 1, "2024-09-14"),
    ("2024-09-28", 1, "2024-09-29"),
    ("2024-10-11", 1, "2024-10-12"),
    ("2025-01-25", 1, "2025-01-26"),
    ("2025-02-07", 1, "2025-02-08"),
    ("2025-04-26", 1, "2025-04-27"),
    ("2025-09-27", 1, "2025-09-28"),
    ("2025-10-10", 1, "2025-10-11"),
    ("2026-01-03", 1, "2026-01-04"),
    ("2026-02-13", 1, "2026-02-14"),
    ("2026-02-27", 1, "2026-02-28"),
    ("2026-05-08", 1, "2026-05-09"),
    ("2026-09-19", 1, "2026-09-20"),
    ("2026-10-09", 1, "2026-10-10"),
    # across the holidays of each year
    ("2024-02-08", 3, "2024-02-19"),
    ("2024-02-09", 15, "2024-03-07"),
    ("2024-04-03", 3, "2024-04-09"),
    ("2024-04-30", 3, "2024-05-08"),
    ("2024-06-07", 3, "2024-06-13"),
    ("2024-09-13", 3, "2024-09-19"),
    ("2024-09-27", 3, "2024-10-08"),
    ("2024-09-30", 15, "2024-10-25"),
    ("2025-01-24", 3, "2025-02-05"),
    ("2025-01-27", 15, "2025-02-24"),
    ("2025-04-03", 3, "2025-04-09"),
    ("2025-04-30", 3, "2025-05-08"),
    ("2025-05-30", 3, "2025-06-05"),
    ("2025-09-30", 3, "2025-10-11"),
    ("2025-09-30", 15, "2025-10-28"),
    ("2026-02-13", 15, "2026-03-12"),
    ("2026-04-03", 3, "2026-04-09"),
    ("2026-04-30", 3, "2026-05-08"),
    ("2026-06-18", 15, "2026-07-10"),
    ("2026-09-24", 3, "2026-09-30"),
    ("2026-09-24", 15, "2026-10-22"),
    ("2026-09-30", 3, "2026-10-10"),
    # ends of months and of years, the leap day, a start on a weekend or on a holiday
    ("2024-02-29", 3, "2024-03-05"),
    ("2024-03-29", 5, "2024-04-08"),
    ("2025-02-28", 3, "2025-03-05"),
    ("2025-06-30", 15, "2025-07-21"),
    ("2024-12-31", 3, "2025-01-06"),
    ("2025-12-31", 3, "2026-01-06"),
    ("2026-01-01", 3, "2026-01-06"),
    ("2026-11-28", 3, "2026-12-02"),
    ("2026-11-30", 3, "2026-12-03"),
    ("2026-12-10", 15, "2026-12-31"),
    ("2026-12-28", 3, "2026-12-31"),
]


@pytest.mark.req("R19")
@pytest.mark.parametrize(("start", "working_days", "due"), CASES, ids=str)
def test_a_period_ends_on_the_day_that_the_notices_say(start, working_days, due):
    counted = CALENDAR.add(date.fromisoformat(start), working_days)

    assert counted.due == date.fromisoformat(due)
    assert not counted.provisional


def test_the_table_has_every_shifted_working_day_of_three_years():
    worked = {day.isoformat() for day, (kind, _) in SPECIAL.items() if kind == "work"}

    assert len(worked) == 19
    assert worked <= {due for _, working_days, due in CASES if working_days == 1}
    assert len(CASES) >= 40


@pytest.mark.req("R19")
def test_two_libraries_agree_on_every_day_of_the_published_years():
    ours = [day for day in EVERY_DAY if CALENDAR.is_working(day)]

    assert ours == [day for day in EVERY_DAY if chinese_calendar.is_workday(day)]
    assert ours == [day for day in EVERY_DAY if CN.is_working_day(day)]


@pytest.mark.parametrize("working_days", [1, 3, 15])
def test_every_start_of_three_years_ends_where_a_library_counts_to(working_days):
    work = [day for day in EVERY_DAY if chinese_calendar.is_workday(day)]
    for start in EVERY_DAY:
        later = [day for day in work if day > start][:working_days]
        if len(later) == working_days:
            assert CALENDAR.add(start, working_days).due == later[-1], start


def test_a_due_day_explains_each_day_that_it_passed_over():
    due = CALENDAR.add(date(2026, 2, 12), 3)

    assert [(day.date.day, day.kind, day.why) for day in due.days] == [
        (12, START, "开始当日不计"),
        (13, COUNTED, ""),
        (14, COUNTED, "春节调休上班"),
        (15, SKIPPED, "周日"),
        (16, SKIPPED, "春节"),
        (17, SKIPPED, "春节"),
        (18, SKIPPED, "春节"),
        (19, SKIPPED, "春节"),
        (20, SKIPPED, "春节"),
        (21, SKIPPED, "周六"),
        (22, SKIPPED, "周日"),
        (23, SKIPPED, "春节"),
        (24, COUNTED, ""),
    ]
    assert len(due.skipped) == 9


@pytest.mark.parametrize(
    ("day", "due", "why"),
    [
        ("2026-12-07", "2026-12-07", [(7, COUNTED)]),
        ("2026-11-07", "2026-11-09", [(7, SKIPPED), (8, SKIPPED), (9, ROLLED)]),
        ("2025-10-07", "2025-10-09", [(7, SKIPPED), (8, SKIPPED), (9, ROLLED)]),
        ("2024-04-07", "2024-04-07", [(7, COUNTED)]),
        ("2026-02-15", "2026-02-24", [*((day, SKIPPED) for day in range(15, 24)), (24, ROLLED)]),
    ],
)
def test_a_last_day_that_is_no_working_day_moves_to_the_next_one(day, due, why):
    rolled = CALENDAR.roll(date.fromisoformat(day))

    assert rolled.due == date.fromisoformat(due)
    assert [(item.date.day, item.kind) for item in rolled.days] == why


@pytest.mark.parametrize(
    ("first", "last", "working_days"),
    [
        ("2026-02-12", "2026-02-24", 3),
        ("2026-02-24", "2026-02-12", -3),
        ("2026-02-24", "2026-02-24", 0),
        ("2026-02-14", "2026-02-23", 0),
        ("2026-09-18", "2026-09-20", 1),
        ("2026-01-01", "2026-12-31", 248),
    ],
)
def test_days_between_are_counted_after_the_first_up_to_the_last(first, last, working_days):
    assert CALENDAR.between(date.fromisoformat(first), date.fromisoformat(last)) == working_days


@pytest.mark.req("R19")
@pytest.mark.fault("F31")
def test_a_year_without_a_notice_is_estimated_by_weekends_and_says_so():
    known, crossing, unknown = (CALENDAR.add(date(2026, 12, day), 3) for day in (28, 29, 31))

    assert (known.due, known.provisional) == (date(2026, 12, 31), False)
    assert (crossing.due, crossing.provisional) == (date(2027, 1, 1), True)
    assert (unknown.due, unknown.provisional) == (date(2027, 1, 5), True)
    assert not CALENDAR.known(date(2027, 1, 1))


@pytest.mark.fault("F31")
def test_no_notice_at_all_is_weekends_only_and_never_an_exception():
    due = UNKNOWN.add(date(2026, 2, 12), 3)

    assert (due.due, due.provisional) == (date(2026, 2, 17), True)
    assert UNKNOWN.roll(date(2026, 2, 14)).due == date(2026, 2, 16)


@pytest.mark.fault("F30")
@pytest.mark.parametrize(
    ("start", "months", "day"),
    [
        ("2024-02-29", 12, "2025-02-28"),
        ("2024-02-29", 48, "2028-02-29"),
        ("2025-01-31", 1, "2025-02-28"),
        ("2024-01-31", 1, "2024-02-29"),
        ("2025-10-31", 6, "2026-04-30"),
        ("2025-11-30", 3, "2026-02-28"),
        ("2025-12-31", 12, "2026-12-31"),
        ("2025-09-24", 60, "2030-09-24"),
        ("2025-12-15", 1, "2026-01-15"),
        ("2026-05-31", 0, "2026-05-31"),
    ],
)
def test_a_period_of_months_ends_on_the_corresponding_day(start, months, day):
    assert months_after(date.fromisoformat(start), months) == date.fromisoformat(day)
