"""The one clock. Legal dates are those of Beijing; instants are UTC and are never moved, in the demo neither (R18, B21)."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.conf import settings

from .models import DemoClock

BEIJING = ZoneInfo("Asia/Shanghai")


def now() -> datetime:
    """This instant, aware, in UTC: for sessions, keys, leases, signatures and for the time that a record was made."""
    return datetime.now(UTC)


def today() -> date:
    """The legal date: Beijing's, plus the days by which the demo was moved forward."""
    return legal_date(now()) + timedelta(days=days_ahead())


def legal_date(instant: datetime) -> date:
    """The Beijing date of an aware instant, whatever the time zone of the process."""
    return instant.astimezone(BEIJING).date()


def days_ahead() -> int:
    """By how many days the demo runs ahead; 0 wherever this is no demo, whatever the database holds."""
    if not settings.DEMO:
        return 0
    return DemoClock.objects.values_list("days_ahead", flat=True).first() or 0
