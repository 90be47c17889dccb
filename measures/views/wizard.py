"""Proposing a change and changing the proposal: one page in sections, and nothing that was typed is lost (C2.1a)."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from closedloop.errors import DomainError, Forbidden, NotFound
from closedloop.opinion import PROPOSE_LIST_CHANGE, Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.workdays import clock

from .. import reading, selectors, services
from ..content import Content, content_of, merged
from ..forms.proposal import BasisRows, EffectForm, ProposalForm, StartForm, initial_of, place, show, typed
from ..models import MeasureChange, MeasureVersion
from ..models.vocabulary import ChangeKind, Side
from ..names import Names
from ..proposal import EMPTY, faults_of

KEPT = "change_typed"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """First what and which, then the content; a draft comes of it. What cannot become one yet stays in the session. C2.1a"""
    actor, today = request.actor, clock.today()
    kept = request.session.get(KEPT)
    if request.POST.get("act") == "discard":
        request.session.pop(KEPT, None)
        return redirect("measures:change_new")
    if kept and "resume" in request.GET and request.method != "POST":
        draft = _Draft(actor, kind=kept["kind"], measure=kept["measure"], on=today)
        return _shown(request, draft, *draft.forms(QueryDict(kept["body"]), bound=False))
    start = StartForm(request.GET if "kind" in request.GET else None, owned=selectors.owned_by(actor, on=today))
    kind, measure = request.GET.get("kind", ""), request.GET.get("measure", "")
    if kind not in ChangeKind.values or (kind != ChangeKind.ENACT and not measure):
        context = {"start": start, "kept": kept, "may": _is_owner(actor), "measure": measure}
        return render(request, "measures/change_start.html", context)
    draft = _Draft(actor, kind=kind, measure=measure, on=today)
    if request.method != "POST":
        return _shown(request, draft, *draft.forms(None))
    return _proposed(request, draft)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, change_id: str) -> HttpResponse:
    """The owner changes its proposal; one that was submitted is a draft again and loses its reviews. C2.1a, C2.1b"""
    actor, today = request.actor, clock.today()
    change = selectors.change_for(actor, id=change_id)
    refusal = selectors.refusal_of(change, act="revise", actor=actor)
    if refusal is not None:
        raise refusal
    draft = _Draft(actor, kind=change.kind, measure=change.measure_code, on=today, change=change)
    if request.method != "POST":
        return _shown(request, draft, *draft.forms(None))
    return _proposed(request, draft)


class _Draft:
    """What is proposed about which measure, by whom; makes its forms and calls its service."""

    def __init__(self, actor: Actor, *, kind: str, measure: str, on: date, change: MeasureChange | None = None) -> None:
        self.actor, self.kind, self.measure, self.on, self.change = actor, kind, measure, on, change
        self.last = _last_that_spoke(measure) if measure else None
        self.office = change.owner if change else _office(actor, self.last)
        self.base: Content | None = content_of(self.last) if self.last else None

    def forms(self, data: QueryDict | None, *, bound: bool = True) -> tuple[EffectForm, BasisRows]:
        """The form and the rows of bases: of what was typed, else of the proposal, else of what the measure says now."""
        content = self.change.proposal if self.change and self.change.proposal else self.base
        if data is not None and bound:
            return self._form(data), BasisRows(data)
        if data is not None:
            return self._form(None, initial=typed(self._form(None), data)), BasisRows(data, bound=False)
        initial = initial_of(content) if content and self.kind != ChangeKind.REPEAL else {}
        if self.change:
            initial |= {"effective_on": self.change.effective_on, "reason": self.change.reason}
        return self._form(None, initial=initial), BasisRows(bases=content["bases"] if content else ())

    def _form(self, data: QueryDict | None, initial: dict[str, Any] | None = None) -> EffectForm:
        if self.kind == ChangeKind.REPEAL:
            return EffectForm(data, initial=initial)
        return ProposalForm(data, initial=initial, office=self.office, base=self.base)

    def save(self, form: EffectForm, rows: BasisRows) -> MeasureChange:
        """One service does it: a new draft, or the change of one."""
        proposal = form.proposal()
        if proposal is not None:
            proposal["bases"] = rows.proposal()
        said = {"actor": self.actor, "on": self.on, "proposal": proposal, **form.cleaned_data_of("reason", "effective_on")}
        if self.change:
            return services.revise_change(self.change.pk, **said)
        return services.propose_change(self.kind, measure=self.measure, **said)

    def faults(self, form: EffectForm, rows: BasisRows) -> None:
        """Shows what is missing beside what cannot be read, so that everything is said at once."""
        proposal = form.proposal()
        if proposal is not None:
            place(form, rows, faults_of(merged(EMPTY, proposal | {"bases": rows.proposal()}), names=Names()))


def _proposed(request: HttpRequest, draft: _Draft) -> HttpResponse:
    """Saves what was typed, or shows it again with what is wrong."""
    if request.POST.get("act") == "more":
        return _shown(request, draft, *draft.forms(request.POST, bound=False), anchor="bases")
    form, rows = draft.forms(request.POST)
    status = 400
    readable = [form.is_valid(), rows.is_valid()]
    if all(readable):
        try:
            change = draft.save(form, rows)
        except NotFound:
            raise
        except DomainError as refusal:
            status = show(form, rows, refusal)
        else:
            request.session.pop(KEPT, None)
            messages.success(request, "草稿已保存，核对后提交审核")
            return redirect("measures:change", change.pk)
    else:
        draft.faults(form, rows)
    if draft.change is None:
        request.session[KEPT] = {"kind": draft.kind, "measure": draft.measure, "body": request.POST.urlencode()}
    return _shown(request, draft, form, rows, status=status)


def _shown(
    request: HttpRequest, draft: _Draft, form: EffectForm, rows: BasisRows, *, status: int = 200, anchor: str = ""
) -> HttpResponse:
    reviewers = [selectors.reviewing_agency(side, owner=draft.office) for side in Side]
    context = {
        "draft": draft,
        "kind": ChangeKind(draft.kind),
        "form": form,
        "rows": rows,
        "reviewers": [agency for agency in reviewers if agency],
        "impact": reading.impact_of(draft.measure, on=draft.on) if draft.kind != ChangeKind.ENACT else None,
        "anchor": anchor,
    }
    return render(request, "measures/change_form.html", context, status=status)


def _last_that_spoke(code: str) -> MeasureVersion:
    """The last version that says something, whether or not its day has come."""
    versions = selectors.versions_of(code)
    return next((version for version in versions if not version.repeals), versions[0])


def _is_owner(actor: Actor) -> bool:
    return actor.agency is not None and actor.agency.level == Agency.Level.CITY and actor.has(Role.BUSINESS_AUTHORITY)


def _office(actor: Actor, last: MeasureVersion | None) -> Agency:
    """The office that may propose: the measure's owner, or for a new measure the actor's own."""
    office = selectors.owners().get(last.owner_line_id) if last else actor.agency
    if office is None or office != actor.agency or not _is_owner(actor):
        who = f"由{office.short_name_zh}提出，请与其联系" if office and last else "由市局业务主管机构提出，请联系主管处室"
        raise Forbidden(f"清单变动{who}", clause=PROPOSE_LIST_CHANGE.clause)
    return office
