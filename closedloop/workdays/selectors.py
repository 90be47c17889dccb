"""Questions about the calendar."""

from datetime import date

from django.db.models import Prefetch, QuerySet

from .calendar import Calendar
from .models import HolidayNotice, SpecialDay

# The notice of the next year usually comes in November: from then on its absence is worth a warning (R19).
WARNING_MONTH = 11


def current() -> Calendar:
    """The calendar as it stands in the database; two queries."""
    special = {day: (kind, name) for day, kind, name in SpecialDay.objects.values_list("date", "kind", "name_zh")}
    return Calendar(special, frozenset(HolidayNotice.objects.values_list("year", flat=True)))


def notices() -> QuerySet[HolidayNotice]:
    """The notices, newest year first, each with its days; two queries."""
    return HolidayNotice.objects.prefetch_related(Prefetch("days", queryset=SpecialDay.objects.order_by("date")))


def missing_years(*, on: date) -> list[int]:
    """The years whose notice should be there on this day and is not: this year's, and from November the next one's (R19)."""
    wanted = [on.year] + ([on.year + 1] if on.month >= WARNING_MONTH else [])
    known = set(HolidayNotice.objects.filter(year__in=wanted).values_list("year", flat=True))
    return [year for year in wanted if year not in known]


def claimed(days: list[date], *, year: int) -> dict[date, int]:
    """Those of the days that another year's notice has set already, with that year."""
    return dict(SpecialDay.objects.filter(date__in=days).exclude(notice=year).values_list("date", "notice"))
