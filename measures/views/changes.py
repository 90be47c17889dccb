"""Change requests: which there are, one of them on its review page, and what may be done to it (C2.1a, C2.1b)."""

from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import DomainError, NotFound
from closedloop.opinion import Role
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock

from .. import paging, reading, selectors, services, stages
from ..forms.acts import ActForm
from ..forms.refusals import show
from ..models import MeasureChange
from ..models.vocabulary import ChangeKind, ChangeState, Side
from ..names import Names

MINE = "mine"
SAYINGS = {
    "submit": "已提交，两家审核机构各收到一项待办",
    "approve": "已登记同意",
    "return": "已退回，提出机构收到一项待办",
    "withdraw": "已撤回",
}


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The change requests that the actor may see, by state; for a reviewer those that wait for it."""
    actor: Actor = request.actor
    seen = selectors.changes_for(actor)
    waiting = [change for change in seen.filter(state=ChangeState.SUBMITTED) if _waits_for(change, actor)]
    state = request.GET.get("state", "")
    if state == MINE:
        seen = seen.filter(pk__in=[change.pk for change in waiting])
    elif state in ChangeState.values:
        seen = seen.filter(state=state)
    kind = request.GET.get("kind", "")
    seen = seen.filter(kind=kind) if kind in ChangeKind.values else seen
    page = paging.newest_first(seen, by="proposed_at", after=request.GET.get("after", ""))
    due = deadlines.for_objects(page.rows)
    context = {
        "page": page,
        "lines": [(change, _open(due[("measurechange", str(change.pk))])) for change in page.rows],
        "state_now": state,
        "kind_now": kind,
        "kinds": ChangeKind.choices,
        "states": _states(actor),
        "reviews": selectors.side_of(actor) is not None,
        "waiting": len(waiting),
        "may_propose": actor.has(Role.BUSINESS_AUTHORITY),
    }
    return render(request, "measures/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, change_id: str) -> HttpResponse:
    """The review page of a change, and the acts on it. C2.1a, C2.1b, C1.3"""
    actor, today = request.actor, clock.today()
    form, status = ActForm(request.POST or None), 200
    act = ACTS.get(request.POST.get("act", ""))
    if act is not None:
        try:
            change = act(change_id, form, actor=actor, on=today)
        except NotFound:
            raise
        except DomainError as refusal:
            fields = {"/reason": "opinion"} if request.POST["act"] == "return" else {}
            status = show(form, refusal, fields=fields)
        else:
            messages.success(request, _said(request.POST["act"], change))
            return redirect("measures:change", change.pk)
    change = selectors.change_for(actor, id=change_id)
    return render(request, "measures/change.html", {"form": form} | _page(change, actor=actor, on=today), status=status)


def _submit(change_id: str, form: ActForm, *, actor: Actor, on: date) -> MeasureChange:
    return services.submit_change(change_id, actor=actor, on=on)


def _approve(change_id: str, form: ActForm, *, actor: Actor, on: date) -> MeasureChange:
    return services.approve_change(change_id, actor=actor, on=on, opinion=form.words("approve"))


def _return(change_id: str, form: ActForm, *, actor: Actor, on: date) -> MeasureChange:
    return services.return_change(change_id, actor=actor, on=on, reason=form.words("return"))


def _withdraw(change_id: str, form: ActForm, *, actor: Actor, on: date) -> MeasureChange:
    return services.withdraw_change(change_id, actor=actor, on=on, reason=form.words("withdraw"))


ACTS: dict[str, Callable[..., MeasureChange]] = {
    "submit": _submit,
    "approve": _approve,
    "return": _return,
    "withdraw": _withdraw,
}


def _said(act: str, change: MeasureChange) -> str:
    if act == "approve" and change.state == ChangeState.APPROVED:
        return f"两家都已同意：{change.measure_code} 自 {change.effective_on} 起按这份变动执行"
    return SAYINGS[act]


def _page(change: MeasureChange, *, actor: Actor, on: date) -> dict[str, Any]:
    """Everything that the review page shows."""
    names = Names()
    due = deadlines.for_object(change)
    reviewers = {side.value: selectors.reviewing_agency(side, owner=change.owner) for side in Side}
    is_open = change.decided_on is None
    allowed = selectors.transitions_for(change, actor=actor)
    refusal = selectors.refusal_of(change, act="approve", actor=actor)
    shown = stages.stages(change, due=due, reviewers=reviewers, on=on)
    return {
        "change": change,
        "stages": shown,
        "agreed": any(stage.style == stages.DONE for stage in shown[1:3]),
        "rounds": stages.rounds(change),
        "fields": selectors.change_fields(change, names=names),
        "objections": selectors.objections_to(change, on=on, names=names) if is_open else [],
        "is_open": is_open,
        "bases": _bases(change, names),
        "allowed": allowed,
        "owns": actor.agency == change.owner and actor.has(Role.BUSINESS_AUTHORITY),
        "reviews_it": selectors.side_of(actor) is not None,
        "why_not": "" if refusal is None else refusal.message,
        "reviewers": [reviewers[side] for side in Side],
        "due_on": change.effective_on - timedelta(days=1),
        "impact": reading.impact_of(change.measure_code, on=on),
        "history": reading.history_of(change),
    }


def _bases(change: MeasureChange, names: Names) -> list[tuple[dict[str, Any], Any]]:
    """The bases that the change proposes, each with its instrument."""
    return [(basis, names.instruments.get(basis["instrument"])) for basis in selectors.proposed_version(change).get("bases", [])]


def _waits_for(change: MeasureChange, actor: Actor) -> bool:
    return selectors.refusal_of(change, act="approve", actor=actor) is None


def _open(due: list[Any]) -> Any:
    return min((item for item in due if item.done_on is None), key=lambda item: item.due_on, default=None)


def _states(actor: Actor) -> list[tuple[str, str, int]]:
    counts = Counter(selectors.changes_for(actor).values_list("state", flat=True))
    return [(state.value, state.label, counts[state]) for state in ChangeState]
