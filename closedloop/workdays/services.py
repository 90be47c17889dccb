"""Writing a notice, and moving the demo's clock. The act of the administrator, with journal and recomputation, is in deadlines."""

from collections.abc import Sequence
from datetime import date

from django.conf import settings
from django.db import transaction

from closedloop.errors import InvalidInput, Problem, RuleViolated

from . import clock
from .models import DemoClock, HolidayNotice, SpecialDay
from .notices import NoticeDay


@transaction.atomic
def store_notice(
    year: int,
    *,
    days: Sequence[NoticeDay],
    document_no: str,
    title: str,
    issued_on: date,
    source: str,
    verified: str,
    origin: str,
) -> HolidayNotice:
    """Writes a notice that was judged, in the place of the one that the year had; its days replace the earlier days."""
    notice, _ = HolidayNotice.objects.update_or_create(
        year=year,
        defaults={
            "title_zh": title,
            "document_no": document_no,
            "issued_on": issued_on,
            "source": source,
            "verified": verified,
            "origin": origin,
            "loaded_at": clock.now(),
        },
    )
    SpecialDay.objects.filter(notice=notice).delete()
    SpecialDay.objects.bulk_create(SpecialDay(date=day.date, kind=day.kind, name_zh=day.name_zh, notice=notice) for day in days)
    return notice


@transaction.atomic
def move_clock(days: int) -> DemoClock:
    """Moves the demo's legal date forward. Refused wherever this is no demo, and never backward (B21)."""
    if not settings.DEMO:
        raise RuleViolated("只有演示环境才能快进日期；正式环境的日期以北京时间为准", code="demo_only")
    DemoClock.objects.get_or_create(pk=1)
    row = DemoClock.objects.select_for_update().get(pk=1)
    if days < 1 or row.days_ahead + days > DemoClock.DAYS_MAX:
        problem = Problem("/days", "range", f"只能向前快进，每次至少 1 天，累计不超过 {DemoClock.DAYS_MAX} 天")
        raise InvalidInput(problem.detail, problems=(problem,))
    row.days_ahead += days
    row.save(update_fields=["days_ahead"])
    return row
