"""Questions of the portal: the worklists, merged from what every app offers."""

from collections import Counter
from collections.abc import Iterable
from datetime import date

from django.urls import reverse

from closedloop.deadlines.workitem import WorkItem, in_order
from closedloop.opinion import Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.selectors import agencies
from measures import selectors as measures
from measures.models import Instrument, MeasureVersion
from subjects import selectors as subjects

from .search import FOUND_MAX, Found, Hit, any_of

APPS = (measures, subjects)


def todo_for(actor: Actor, *, on: date) -> list[WorkItem]:
    """What waits for this actor on a day, what is due first comes first."""
    return in_order(item for app in APPS for item in app.todo_for(actor, on=on))


def done_by(actor: Actor) -> list[WorkItem]:
    """What this actor's agency has done, the latest first."""
    return _latest_first(item for app in APPS for item in app.done_by(actor))


def sent_by(actor: Actor) -> list[WorkItem]:
    """What this actor's agency has sent to others, the latest first."""
    return _latest_first(item for app in APPS for item in app.sent_by(actor))


def counts(items: list[WorkItem]) -> dict[str, int]:
    """How many items wait: all of them under `todo`, and by kind."""
    return {"todo": len(items)} | Counter(item.kind for item in items)


def _latest_first(items: Iterable[WorkItem]) -> list[WorkItem]:
    return sorted(items, key=lambda item: (item.since, item.url), reverse=True)


def find(spellings: list[str], *, on: date) -> list[Found]:
    """Measures as they stand on a day, instruments and agencies whose name, code or number contains one of the spellings."""
    return [_measures(spellings, on=on), _instruments(spellings), _agencies(spellings)]


def _measures(spellings: list[str], *, on: date) -> Found:
    words = any_of(("measure__code", "name_zh", "cause_zh", "category__name_zh"), spellings)
    found = measures.current_versions(on).filter(words, repeals=False)
    rows = found.select_related("measure", "category").order_by("measure_id")[:FOUND_MAX]
    return Found("措施", "项", tuple(_measure(row) for row in rows), found.count())


def _measure(row: MeasureVersion) -> Hit:
    url = reverse("measures:detail", args=[row.measure_id])
    return Hit(row.measure_id, row.name_zh, row.category.name_zh, url, row.measure.list, row.verified)


def _instruments(spellings: list[str]) -> Found:
    found = Instrument.objects.filter(any_of(("code", "title_zh", "short_title_zh", "document_no", "issuer"), spellings))
    hits = (
        Hit(
            row.document_no,
            row.title_zh,
            row.get_level_display(),
            reverse("measures:instrument", args=[row.pk]),
            "",
            row.verified,
        )
        for row in found.order_by("code")[:FOUND_MAX]
    )
    return Found("依据文件", "件", tuple(hits), found.count())


def _agencies(spellings: list[str]) -> Found:
    found = agencies().filter(any_of(("code", "name_zh", "short_name_zh"), spellings)).order_by("code")
    hits = (Hit(row.pk, row.name_zh, "、".join(Role(role).label for role in sorted(row.role_set))) for row in found[:FOUND_MAX])
    return Found("机构", "个", tuple(hits), found.count())
