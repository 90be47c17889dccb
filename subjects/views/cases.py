"""The cases of an agency, and one case: facts on top, subjects and sanctions, the next acts and why the others are not there."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import DomainError, NotFound
from closedloop.opinion import PRODUCERS_OF_ALL_CAUSES
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock
from measures.forms.refusals import show

from .. import bars, loop, selectors, services
from ..forms.acts import FIELDS, SEARCH_MAX, ActForm
from ..identifiers import USCC, kind_of, normalise
from ..models import Case, Sanction
from ..models.vocabulary import CaseState, SanctionState
from ..selectors import pages
from ..timeline import timeline
from .acts import ACTS, SAYINGS, after_push, refusals
from .prospects import consulting

BOXES = (("todo", "待办"), ("sent", "我发起"), ("done", "已办结"), ("", "全部"))


@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The cases that the actor may see, by box and state, what is due first comes first. C2.2a, C2.3a"""
    return _listed(request, title="案件", box=request.GET.get("box", "todo"), state=request.GET.get("state", ""))


@sensitive_post_parameters("q")
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def inbox(request: HttpRequest) -> HttpResponse:
    """What was pushed to the actor's agency and is not received yet. C2.3a"""
    return _listed(request, title="待接收", box="todo", state=request.GET.get("state", CaseState.PUSHED))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, case_no: str) -> HttpResponse:
    """One case, and the acts on it. C2.2a, C2.2b, C2.3a"""
    actor, today = request.actor, clock.today()
    name, refusal = request.POST.get("act", ""), None
    if name in ACTS:
        try:
            ACTS[name](case_no, request.POST, actor=actor, on=today)
        except NotFound:
            raise
        except DomainError as error:
            refusal = error
        else:
            messages.success(request, SAYINGS[name])
            return redirect("subjects:case", case_no)
    selectors.case_for(actor, case_no=case_no)
    case = selectors.whole(selectors.cases_for(actor)).get(pk=case_no)
    form = ActForm(request.POST if name in ACTS else None, invitable=pages.invitable(case) if _asks(case, actor) else ())
    status = 200
    if refusal is not None:
        form.is_valid()
        form.errors.clear()
        status = show(form, refusal, fields=_places(name, refusal))
    return render(request, "subjects/case.html", {"form": form, "act": name} | _page(case, request), status=status)


def _page(case: Case, request: HttpRequest) -> dict[str, Any]:
    """Everything that the page of a case shows."""
    actor, today = request.actor, clock.today()
    due = deadlines.for_object(case)
    rows = list(case.subjects.all())
    sanctions = [sanction for row in rows for sanction in row.sanctions.all()]
    axis, matters = bars.axis_for(sanctions, today=today), pages.matter_names(sanctions)
    allowed, refused = refusals(case, actor=actor)
    asked = next((item for item in case.consultations.all() if item.concluded_on is None), None)
    invited = asked is not None and any(row.agency_id == actor.agency_code for row in asked.invitations.all())
    return {
        "case": case,
        "deadlines": due,
        "open_deadline": loop.open_of(due),
        "holder": loop.holder_of(case),
        "steps": loop.steps(case, due=due, sanctions=sanctions),
        "axis": axis,
        "subjects": [(row, bars.lines(list(row.sanctions.all()), axis=axis, matters=matters)) for row in rows],
        "sanctions": sanctions,
        "kinds": sorted({sanction.version.measure.list for sanction in sanctions}, reverse=True),
        "allowed": allowed,
        "refused": refused,
        "anchorless": _anchorless(case, sanctions, actor),
        "sent": request.POST.get("sanction", ""),
        "asked": asked,
        "invited": invited,
        "answered": invited and pages.standing_of(asked, actor=actor) == pages.ANSWERED,
        "linked": pages.linked_to(case, actor=actor),
        "corrections": pages.corrections_of(case, actor=actor),
        "warnings": services.receiver_warnings(case) if "revise" in allowed or "receive" in allowed else (),
        "timeline": timeline(case),
        "after_push": after_push(today) if "push" in allowed else None,
        "consulting": consulting(case.cause, on=today) if "consult" in allowed else None,
    }


def _asks(case: Case, actor: Actor) -> bool:
    """Whether the form that invites may be shown; the service asks again."""
    return case.state == CaseState.DRAFT and actor.agency_code == case.producer_id


def _anchorless(case: Case, sanctions: list[Sanction], actor: Actor) -> list[Sanction]:
    """The sanctions whose day is asked of this actor; in a draft it is filled in by changing the draft. C2.7.1a"""
    ours = actor.agency_code == case.producer_id and actor.has(*PRODUCERS_OF_ALL_CAUSES)
    live = [row for row in sanctions if row.anchor_on is None and row.state != SanctionState.WITHDRAWN]
    return live if ours and case.state != CaseState.DRAFT else []


def _places(name: str, refusal: DomainError) -> dict[str, str]:
    """Where the problems of a service belong: an item of a list at its list."""
    known = FIELDS.get(name, {})
    return {
        problem.pointer: field
        for problem in refusal.problems
        for pointer, field in known.items()
        if problem.pointer == pointer or problem.pointer.startswith(f"{pointer}/")
    }


def _listed(request: HttpRequest, *, title: str, box: str, state: str) -> HttpResponse:
    actor = request.actor
    if request.method == "POST":
        return _searched(request, title=title)
    box = box if box in dict(BOXES) else "todo"
    q = _words(request.GET.get("q", ""))
    if _is_personal(q):
        messages.warning(request, "证件号码不能放在网址里，请在下面的搜索框里再查一次")
        return redirect(request.path)
    seen = selectors.cases_for(actor)
    in_box = selectors.narrowed(seen, actor=actor, box=box, q=q)
    counts = pages.states_of(in_box)
    state = state if state in CaseState.values else ""
    page = pages.by_deadline(in_box.filter(state=state) if state else in_box, after=request.GET.get("after", ""))
    context = {"q": q, "box": box, "state_now": state, "states": _states(counts), "total": sum(counts.values())}
    return _shown(request, page, title=title, **context)


def _searched(request: HttpRequest, *, title: str) -> HttpResponse:
    """A search by POST: words go into the address, a person's identifier never does and is not shown again (R27)."""
    q = _words(request.POST.get("q", ""))
    if not _is_personal(q):
        kept = {name: request.GET[name] for name in ("box", "state") if request.GET.get(name)}
        box = {"box": ""} if q else {}
        return HttpResponseRedirect(f"{request.path}?{urlencode(kept | box | {'q': q})}" if q else request.path)
    scheme = kind_of(q)
    subject = services.find(scheme, value=normalise(q).text)
    page = pages.by_deadline(pages.naming(selectors.cases_for(request.actor), subject=subject), after="")
    masked = subject.masked if subject else "所填证件号码"
    answer = _shown(request, page, title=title, q="", box="", state_now="", states=[], total=page.total, person=masked)
    answer["Cache-Control"] = "no-store"
    return answer


def _shown(request: HttpRequest, page: pages.Page, **said: Any) -> HttpResponse:
    due = deadlines.for_objects(page.rows)
    context = {
        "page": page,
        "lines": [(case, loop.open_of(due[("case", case.pk)]), loop.holder_of(case)) for case in page.rows],
        "boxes": BOXES,
        "may_produce": request.actor.has(*PRODUCERS_OF_ALL_CAUSES),
        "path": reverse("subjects:cases"),
    }
    return render(request, "subjects/cases.html", context | said)


def _words(text: str) -> str:
    """What is searched for: short, and without the character that no database takes."""
    return text.replace("\x00", "").strip()[:SEARCH_MAX]


def _is_personal(q: str) -> bool:
    return kind_of(q) not in ("", USCC)


def _states(counts: dict[str, int]) -> list[tuple[str, str, int]]:
    return [(state.value, state.label, counts[state.value]) for state in CaseState if counts.get(state.value)]
