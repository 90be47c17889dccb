"""The two lists on a day, as a spreadsheet, compared between two days, and one measure with its law and its history."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from closedloop import spreadsheet
from closedloop.opinion import Role
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock

from .. import export as sheets
from .. import reading, rests, selectors, wording
from ..content import content_of, words_of
from ..forms.days import DayForm, ListDayForm, TwoDaysForm
from ..forms.filters import FilterForm
from ..models import MeasureVersion
from ..models.vocabulary import ChangeKind, List, Status
from ..names import Names

NEIGHBOURS = 3


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Both lists as they stand on a day, narrowed as the address says; with `vs`, what differs from another day. C2.1a"""
    today = clock.today()
    days, conditions = ListDayForm(_with_day(request, "on", today)), FilterForm(request.GET)
    on = days.day(today=today)
    found = list(selectors.list_on(on, filters=conditions.filters()))
    shown = narrowed(found, conditions)
    context = {
        "days": days,
        "on": on,
        "conditions": conditions,
        "found": found,
        "shown": shown,
        "groups": grouped(shown),
        "tabs_of_lists": _tabs(found),
        "unread_count": sum(wording.unverified(version) for version in found),
        "standing": Counter((version.measure.list, version.status) for version in found),
        "pending": sum(version.status == Status.PENDING_LEGAL_REVIEW for version in found),
        "compared": _compared(days.other(), on, conditions),
    }
    return render(request, "measures/list.html", context)


@require_safe
@login_required
def export(request: HttpRequest) -> HttpResponse:
    """The same lines as the page, as a spreadsheet."""
    on = DayForm(request.GET).day(today=clock.today())
    conditions = FilterForm(request.GET)
    shown = narrowed(list(selectors.list_on(on, filters=conditions.filters())), conditions)
    return download(shown, on=on, narrowed=conditions.in_words())


@require_safe
@login_required
def diff(request: HttpRequest) -> HttpResponse:
    """What the lists say otherwise on one day than on another, side by side. C2.1a"""
    today = clock.today()
    given = request.GET.copy()
    given.setdefault("start", today.replace(month=1, day=1).isoformat())
    given.setdefault("end", today.isoformat())
    form, list_of = TwoDaysForm(given), request.GET.get("list", "")
    list_of = list_of if list_of in List.values else ""
    differences = []
    if form.is_valid():
        differences = selectors.diff(from_on=form.cleaned_data["start"], to_on=form.cleaned_data["end"], list=list_of)
    context = {
        "form": form,
        "list_of": list_of,
        "lists": List.choices,
        "differences": differences,
        "counts": [(kind, Counter(item.kind for item in differences)[kind]) for kind in ChangeKind],
    }
    return render(request, "measures/diff.html", context)


@require_safe
@login_required
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One measure as an annotated statute: what it says on a day, on what it rests, how it ends, how it came about. C1.3, C2.1a"""
    today = clock.today()
    days = DayForm(_with_day(request, "on", today))
    on = days.day(today=today)
    versions = selectors.versions_of(code)
    standing = reading.standing(versions, on=on)
    version, names = standing.version, Names()
    context = {
        "days": days,
        "on": on,
        "standing": standing,
        "version": version,
        "steps": reading.steps(versions, names=names),
        "parameters": words_of(content_of(version), names=names)["enhanced_parameters"],
        "neighbours": _neighbours(version, on=on),
        "sanctions": rests.sanctions_on([version.measure_id], on=on)[version.measure_id],
    }
    return render(request, "measures/detail.html", context | _for_the_desk(request, version, on=today))


def narrowed(found: Sequence[MeasureVersion], conditions: FilterForm) -> list[MeasureVersion]:
    """The lines of the chosen tab, only the unverified ones where they were asked for."""
    return [
        version
        for version in found
        if (not conditions.list or version.measure.list == conditions.list)
        and (not conditions.unread or wording.unverified(version))
    ]


def grouped(shown: Sequence[MeasureVersion]) -> list[tuple[Any, list[MeasureVersion]]]:
    """The lines under their categories, in the order of the opinion."""
    in_order = sorted(shown, key=lambda version: (version.category.position, version.measure_id))
    return [(category, list(lines)) for category, lines in groupby(in_order, key=lambda version: version.category)]


def download(shown: Sequence[MeasureVersion], *, on: date, narrowed: str) -> HttpResponse:
    """The spreadsheet as an attachment."""
    content = sheets.workbook(shown, on=on, data_time=clock.now(), narrowed=narrowed)
    name = content_disposition_header(as_attachment=True, filename=sheets.filename(on))
    return HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE, headers={"Content-Disposition": name})


def _with_day(request: HttpRequest, name: str, today: date) -> Any:
    """The address with today where it names no day, so that the field shows it."""
    given = request.GET.copy()
    if not given.get(name):
        given[name] = today.isoformat()
    return given


def _tabs(found: Sequence[MeasureVersion]) -> list[tuple[str, str, int]]:
    counts = Counter(version.measure.list for version in found)
    return [("", "全部", len(found)), *((kind.value, kind.label, counts[kind]) for kind in List)]


def _compared(other: date | None, on: date, conditions: FilterForm) -> dict[str, Any] | None:
    if other is None:
        return None
    differences = selectors.diff(from_on=other, to_on=on, list=conditions.list)
    kinds = Counter(item.kind for item in differences)
    return {
        "day": other,
        "counts": [(kind.label, kinds[kind]) for kind in ChangeKind],
        "marks": {item.code: item.kind.label for item in differences},
        "gone": [item for item in differences if item.after is None],
    }


def _neighbours(version: MeasureVersion, *, on: date) -> list[MeasureVersion]:
    """The measures of the same category that stand next to it."""
    filters = selectors.Filters(category=version.category_id)
    others = [row for row in selectors.list_on(on, filters=filters) if row.measure_id != version.measure_id]
    place = sum(row.measure_id < version.measure_id for row in others)
    first = max(0, min(place - NEIGHBOURS // 2 - 1, len(others) - NEIGHBOURS))
    return others[first : first + NEIGHBOURS]


def _for_the_desk(request: HttpRequest, version: MeasureVersion, *, on: date) -> dict[str, Any]:
    """Who owns the measure and what this actor may do; opinions and history are for authorities, not for market entities."""
    actor: Actor = request.actor
    owner = selectors.owners().get(version.owner_line_id)
    inside = reading.sees_inside(actor)
    open_changes = selectors.changes_for(actor).filter(measure_code=version.measure_id, decided_on=None)
    return {
        "owner": owner,
        "kept": selectors.keeping_of(owner, on=on) if owner else None,
        "owns": owner is not None and actor.agency == owner and actor.has(Role.BUSINESS_AUTHORITY),
        "inside": inside,
        "open_changes": open_changes,
        "history": reading.history_of(version.measure) if inside else [],
    }
