"""Who keeps which part of the lists, the quarterly confirmation, and the clean-ups of what loses its basis (C3.3a, C1.3)."""

from datetime import timedelta
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import DomainError, Forbidden, NotFound
from closedloop.opinion import CONFIRM_LIST, Role
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock

from .. import paging, reading, selectors, services
from ..forms.acts import AnswerForm, NoteForm
from ..forms.refusals import show
from ..models import CleanUp

KEEPERS = (Role.BUSINESS_AUTHORITY, Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Each business office with its lines, its measures and its last confirmation; one's own office confirms here. C3.3a"""
    actor, today = _keeper(request), clock.today()
    form, status = NoteForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.confirm_list(actor=actor, on=today, note=form.cleaned_data["note"])
        except DomainError as refusal:
            status = show(form, refusal)
        else:
            messages.success(request, f"已确认 {made.measures_count} 项措施核对无变动，下一次自今天起算一季度")
            return redirect("measures:keeping")
    kept = selectors.keeping_on(today)
    own = next((item for item in kept if actor.has(Role.BUSINESS_AUTHORITY) and item.office == actor.agency), None)
    context = {
        "form": form,
        "kept": kept,
        "own": own,
        "owned": list(selectors.owned_by(actor, on=today)) if own else [],
        "never": sum(item.last is None for item in kept),
    }
    return render(request, "measures/keeping.html", context, status=status)


@require_safe
@login_required
def cleanups(request: HttpRequest) -> HttpResponse:
    """What must be cleaned up by whom until when; done ones on demand. C1.3"""
    seen = selectors.cleanups_for(_keeper(request))
    done = request.GET.get("done") == "1"
    page = paging.newest_first(seen.filter(done_on__isnull=not done), by="opened_on", after=request.GET.get("after", ""))
    due = deadlines.for_objects(page.rows)
    context = {
        "page": page,
        "lines": [(row, _open(due[("cleanup", str(row.pk))])) for row in page.rows],
        "done": done,
        "open_count": seen.filter(done_on=None).count(),
        "done_count": seen.filter(done_on__isnull=False).count(),
    }
    return render(request, "measures/cleanups.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def cleanup(request: HttpRequest, cleanup_id: str) -> HttpResponse:
    """One clean-up: amend, repeal, or answer that the basis stands after all. C1.3"""
    actor, today = _keeper(request), clock.today()
    form, status = AnswerForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            made = services.answer_cleanup(cleanup_id, actor=actor, on=today, reason=form.cleaned_data["reason"])
        except NotFound:
            raise
        except DomainError as refusal:
            status = show(form, refusal)
        else:
            messages.success(request, f"已答复：{made.measure_id} 依据仍有效，清理办结")
            return redirect("measures:cleanup", made.pk)
    found = selectors.cleanup_for(actor, id=cleanup_id)
    return render(request, "measures/cleanup.html", {"form": form} | _page(found, actor), status=status)


def _page(found: CleanUp, actor: Actor) -> dict[str, Any]:
    versions = selectors.versions_of(found.measure_id)
    standing = reading.standing(versions, on=found.basis_ends_on)
    changes = selectors.changes_for(actor).filter(measure_code=found.measure_id, decided_on=None)
    return {
        "cleanup": found,
        "version": standing.version,
        "after": found.basis_ends_on + timedelta(days=1),
        "remaining": [basis for basis in standing.version.bases.all() if basis.instrument_id != found.instrument_id],
        "articles": [basis for basis in standing.version.bases.all() if basis.instrument_id == found.instrument_id],
        "deadline": _open(deadlines.for_object(found)),
        "owns": found.owner == actor.agency and actor.has(Role.BUSINESS_AUTHORITY),
        "open_changes": changes,
        "history": reading.history_of(found),
    }


def _keeper(request: HttpRequest) -> Actor:
    """Those who keep the lists, and those who look after the keeping."""
    actor: Actor = request.actor
    if not actor.has(*KEEPERS):
        words = "清单核对和清理由业务主管、信用监管、法制机构办理；要看现行清单，请到「两张清单」"
        raise Forbidden(words, clause=CONFIRM_LIST.clause)
    return actor


def _open(due: list[Any]) -> Any:
    return next((item for item in due if item.done_on is None), None)
