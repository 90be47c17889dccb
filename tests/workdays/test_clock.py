"""The one clock: Beijing's date to the millisecond, whatever the machine thinks, and moved forward only in the demo."""

import time
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.db import IntegrityError, transaction

from closedloop.errors import InvalidInput, RuleViolated
from closedloop.workdays import clock, services
from closedloop.workdays.models import DemoClock

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 23, 4, tzinfo=UTC)


@pytest.fixture(params=["UTC", "Asia/Shanghai", "America/New_York"])
def time_zone_of_the_process(request, monkeypatch):
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


@pytest.mark.req("R18")
@pytest.mark.fault("F28", "F29")
@pytest.mark.parametrize(
    ("instant", "today"),
    [
        ("2026-11-22T15:59:59.999+00:00", "2026-11-22"),
        ("2026-11-22T16:00:00+00:00", "2026-11-23"),
        ("2026-12-31T15:59:59.999+00:00", "2026-12-31"),
        ("2026-12-31T16:00:00+00:00", "2027-01-01"),
        ("2024-02-29T15:59:59.999+00:00", "2024-02-29"),
        ("2024-02-29T16:00:00+00:00", "2024-03-01"),
        ("2026-11-23T00:30:00-05:00", "2026-11-23"),
        ("2026-11-23T12:30:00-05:00", "2026-11-24"),
    ],
)
def test_today_is_the_date_in_beijing_whatever_the_process_thinks(time_zone_of_the_process, instant, today):
    with time_machine.travel(datetime.fromisoformat(instant), tick=False):
        assert clock.today() == date.fromisoformat(today)
        assert clock.now() == datetime.fromisoformat(instant)
        assert clock.now().utcoffset() == timedelta(0)


@pytest.mark.parametrize("days", [1, 7, 400])
def test_the_demo_moves_the_legal_date_and_not_the_instant(settings, days):
    settings.DEMO = True
    with time_machine.travel(NOON, tick=False):
        services.move_clock(days)
        services.move_clock(1)

        assert clock.today() == date(2026, 11, 23) + timedelta(days=days + 1)
        assert clock.now() == NOON


def test_outside_the_demo_the_clock_cannot_be_moved_and_ignores_what_is_stored(settings):
    DemoClock.objects.create(days_ahead=30)
    settings.DEMO = False

    with time_machine.travel(NOON, tick=False):
        assert clock.today() == date(2026, 11, 23)
    with pytest.raises(RuleViolated, match="只有演示环境") as refusal:
        services.move_clock(1)
    assert refusal.value.code == "demo_only"
    assert DemoClock.objects.get().days_ahead == 30


@pytest.mark.parametrize("days", [0, -1, -400, 3661])
def test_the_demo_moves_forward_only_and_not_beyond_ten_years(settings, days):
    settings.DEMO = True

    with pytest.raises(InvalidInput) as refusal:
        services.move_clock(days)

    assert [problem.pointer for problem in refusal.value.problems] == ["/days"]
    assert clock.days_ahead() == 0


@pytest.mark.parametrize("row", [{"id": 2, "days_ahead": 1}, {"id": 1, "days_ahead": 3661}])
def test_the_database_keeps_a_single_clock_within_ten_years(row):
    with pytest.raises(IntegrityError), transaction.atomic():
        DemoClock.objects.create(**row)
