"""Laws and documents: which there are, what rests on one, and what legal affairs registers about them (C1.3)."""

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from closedloop.errors import DomainError, Forbidden
from closedloop.opinion import KEEP_INSTRUMENTS
from closedloop.orgs import selectors as orgs
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.workdays import clock

from .. import paging, reading, selectors, services
from ..forms.filters import InstrumentFilterForm
from ..forms.instruments import EndForm, InstrumentForm, NewInstrumentForm, initial_of
from ..forms.refusals import show
from ..models import CleanUp, Instrument


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Laws and documents with their rank, their force and how many measures rest on them."""
    form = InstrumentFilterForm(request.GET)
    form.is_valid()
    said = form.cleaned_data
    found = selectors.instruments(q=said.get("q", ""), level=said.get("level", ""), live_on=said.get("live_on"))
    page = paging.by_key(found, after=request.GET.get("after", ""))
    narrowed = any(said.get(name) for name in ("q", "level", "live_on"))
    context = {"form": form, "page": page, "keeps": _keeps(request.actor), "narrowed": narrowed}
    return render(request, "measures/instruments.html", context)


@require_safe
@login_required
def detail(request: HttpRequest, code: str) -> HttpResponse:
    """One law or document, what rests on it, and its history. C1.3"""
    today = clock.today()
    kept = selectors.instrument(code)
    context = {
        "instrument": kept,
        "impact": selectors.impact_of(kept, on=today),
        "keeps": _keeps(request.actor),
        "history": reading.history_of(kept) if reading.sees_inside(request.actor) else [],
        "inside": reading.sees_inside(request.actor),
        "cleanups": selectors.cleanups_for(request.actor).filter(instrument=kept, done_on=None),
    }
    return render(request, "measures/instrument.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Legal affairs registers a law or document. C1.3"""
    _keeper(request)
    form, status = NewInstrumentForm(request.POST or None), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                made = services.register_instrument(form.entry(), actor=request.actor, on=clock.today())
            except DomainError as refusal:
                status = show(form, refusal)
            else:
                messages.success(request, f"已登记《{made.title_zh}》")
                return redirect("measures:instrument", made.pk)
    return render(request, "measures/instrument_form.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, code: str) -> HttpResponse:
    """Legal affairs corrects an entry; versions keep the instrument as it was when they were made. C1.3"""
    _keeper(request)
    kept = selectors.instrument(code)
    form, status = InstrumentForm(request.POST or None, initial=initial_of(kept)), 200
    if request.method == "POST":
        status = 400
        if form.is_valid():
            try:
                services.amend_instrument(code, fields=form.entry(), actor=request.actor, on=clock.today())
            except DomainError as refusal:
                status = show(form, refusal)
            else:
                messages.success(request, "已修订登记；此前形成的版本保留当时的依据")
                return redirect("measures:instrument", code)
    context = {"form": form, "instrument": kept, "impact": selectors.impact_of(kept, on=clock.today())}
    return render(request, "measures/instrument_form.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: HttpRequest, code: str) -> HttpResponse:
    """Legal affairs records the last day: first what would follow, then the button that does it. C1.3"""
    _keeper(request)
    kept = selectors.instrument(code)
    asked = request.POST if request.method == "POST" else request.GET if "last_day" in request.GET else None
    form, status = EndForm(asked), 200
    readable = form.is_valid()
    if request.method == "POST":
        seen = readable and request.POST.get("seen") == form.cleaned_data["last_day"].isoformat()
        status = 200 if readable else 400
        if seen:
            try:
                services.end_instrument(code, actor=request.actor, on=clock.today(), **form.cleaned_data)
            except DomainError as refusal:
                status = show(form, refusal)
            else:
                messages.success(request, f"已登记施行到 {form.cleaned_data['last_day']}，需要清理的主管机构各收到一项任务")
                return redirect("measures:instrument", code)
    last_day = form.cleaned_data.get("last_day") if readable else None
    context = {"form": form, "instrument": kept, "last_day": last_day} | _follows(kept, last_day, on=clock.today())
    return render(request, "measures/instrument_end.html", context, status=status)


def _follows(kept: Instrument, last_day: date | None, *, on: date) -> dict[str, Any]:
    """What rests on the instrument on the day after its last one, and for whom clean-ups will be opened."""
    if not last_day:
        return {"impact": selectors.impact_of(kept, on=on), "opened": []}
    impact = selectors.impact_of(kept, on=max(on, last_day + timedelta(days=1)))
    known = set(CleanUp.objects.filter(instrument=kept, done_on=None).values_list("measure", flat=True))
    return {"impact": impact, "opened": [line for line in impact.lines if line.owner and line.version.measure_id not in known]}


def _keeps(actor: Actor) -> bool:
    """Whether this actor keeps the entries; the service asks again."""
    city = actor.agency is not None and orgs.climbs_to(actor.agency, level=Agency.Level.CITY)
    return city and actor.has(*KEEP_INSTRUMENTS.by)


def _keeper(request: HttpRequest) -> None:
    if not _keeps(request.actor):
        raise Forbidden("依据文件由市局法制机构登记，请把变化报市局法规处", clause=KEEP_INSTRUMENTS.clause)
