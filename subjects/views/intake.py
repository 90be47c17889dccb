"""A decision becomes a draft on one page: cause, subjects, measures, receiver, what will happen. Nothing that was typed is lost."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from closedloop.errors import DomainError, Forbidden, NotFound
from closedloop.opinion import DRAFT_CASE, PRODUCERS_OF_ALL_CAUSES
from closedloop.workdays import clock
from measures.selectors import list_on, owner_of_most, owners

from .. import selectors, services
from ..forms.cause import day_of
from ..forms.intake import Intake
from ..models import Case
from ..selectors import pages
from .acts import after_push
from .prospects import consulting_from, prospect, push_rule

DIGITS_MAX = 10
SEEN_FIRST = "按填写的事由建议了 {} 项措施，已按把握勾选。请逐项核对，再按一次「{}」"


@dataclass(frozen=True)
class Mode:
    """New, changed or corrected: what the page says and which service it calls."""

    title: str
    button: str
    save: Callable[[dict[str, Any], int | None], services.Drafted]
    case: Case | None = None
    source: Case | None = None


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """A new case; with `from`, another one under the same cause. C2.2a, C2.2c"""
    actor, today = request.actor, clock.today()
    if not actor.has(*PRODUCERS_OF_ALL_CAUSES):
        words = "案件由执法办案、行政审批机构登记，外单位文书由信用监管机构登记；请把文书转交有权机构"
        raise Forbidden(words, clause=DRAFT_CASE.clause)
    source = _source(request) if request.GET.get("from") else None

    def save(body: dict[str, Any], revision: int | None) -> services.Drafted:
        return services.draft_case(body, actor=actor, on=today)

    return _page(request, Mode("新建推送", "保存草稿", save, source=source))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: HttpRequest, case_no: str) -> HttpResponse:
    """The draft as it is sent now takes the place of the draft as it was; a stale edit is refused. C2.2a"""
    actor, today = request.actor, clock.today()
    case = _mine(request, case_no, act="revise")

    def save(body: dict[str, Any], revision: int | None) -> services.Drafted:
        return services.revise_case(case_no, body=body, revision=revision, actor=actor, on=today)

    return _page(request, Mode("修改草稿", "保存草稿", save, case=case))


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def correct(request: HttpRequest, case_no: str) -> HttpResponse:
    """A new draft in the place of a case that was pushed or returned; the old one is kept. C2.2a"""
    actor, today = request.actor, clock.today()
    case = _mine(request, case_no, act="correct")

    def save(body: dict[str, Any], revision: int | None) -> services.Drafted:
        return services.correct_case(case_no, body=body, actor=actor, on=today)

    return _page(request, Mode("更正案件", "另立草稿", save, case=case))


def _source(request: HttpRequest) -> Case:
    """The case of which another one under the same cause is made; its subjects come along, its measures do not."""
    found = selectors.case_for(request.actor, case_no=request.GET["from"])
    return selectors.whole(selectors.cases_for(request.actor)).get(pk=found.pk)


def _mine(request: HttpRequest, case_no: str, *, act: str) -> Case:
    case = selectors.case_for(request.actor, case_no=case_no)
    refusal = selectors.refusal_of(case, act=act, actor=request.actor)
    if refusal is not None:
        raise refusal
    return selectors.whole(selectors.cases_for(request.actor)).get(pk=case_no)


def _page(request: HttpRequest, mode: Mode) -> HttpResponse:
    actor, today = request.actor, clock.today()
    if request.method != "POST":
        intake = Intake(actor=actor, on=today, case=mode.case or mode.source, bare=mode.case is None)
        intake.offer()
        return _shown(request, mode, intake)
    act = request.POST.get("act", "save")
    name, _, number = act.partition("-")
    missing = {}
    data = request.POST.copy()
    if name == "add":
        missing = _added(data, f"s-{number}")
    intake = Intake(actor=actor, on=today, data=data)
    if name == "save":
        return _saved(request, mode, intake)
    if name == "more":
        intake.more()
    elif name == "drop" and number.isascii() and number.isdecimal() and len(number) < DIGITS_MAX:
        intake.drop(int(number))
    elif name == "check":
        intake.look_up()
    intake.offer()
    return _shown(request, mode, intake, missing=missing)


def _saved(request: HttpRequest, mode: Mode, intake: Intake) -> HttpResponse:
    """Stores it; shows first what was suggested and never seen; shows again what is wrong, all of it."""
    intake.offer()
    lacking = intake.lacking()
    if lacking or intake.fresh:
        intake.place([*lacking, *intake.judged()])
        return _shown(request, mode, intake, status=422 if intake.faults else 200)
    try:
        made = mode.save(intake.body(), _revision(request))
    except NotFound:
        raise
    except DomainError as refusal:
        return _shown(request, mode, intake, status=intake.show(refusal))
    messages.success(request, "草稿已保存，核对以后推送")
    shown_there = services.receiver_warnings(made.case)
    for warning in made.warnings:
        if warning not in shown_there:
            messages.warning(request, warning)
    return redirect("subjects:case", made.case.pk)


def _shown(
    request: HttpRequest,
    mode: Mode,
    intake: Intake,
    *,
    status: int = 200,
    missing: dict[str, str] | None = None,
) -> HttpResponse:
    picks = [pick for row in intake.filled() for pick in row.chosen()]
    begins, today = intake.cause.begins, clock.today()
    rule = push_rule(external=intake.cause.external)
    context = {
        "mode": mode,
        "intake": intake,
        "missing": missing or {},
        "fresh": SEEN_FIRST.format(len(intake.fresh), mode.button) if request.POST.get("act") == "save" and intake.fresh else "",
        "revision": request.POST.get("revision") or (mode.case.revision if mode.case else ""),
        "deadline": _deadline(mode, intake, rule=rule, request=request),
        "rule": rule,
        "consulting": consulting_from(begins, external=intake.cause.external, on=today) if begins else None,
        "after_push": after_push(today),
        "picked": picks,
        "by_list": [(kind, count) for kind, count in sorted(Counter(pick.version.measure.list for pick in picks).items())],
        "proposal": _proposal(intake, picks),
        "known_measures": list_on(intake.cause.decided) if intake.cause.decided and intake.filled() else [],
    }
    return render(request, "subjects/intake.html", context, status=status)


def _deadline(mode: Mode, intake: Intake, *, rule: Any, request: HttpRequest) -> Any:
    """The one that runs, while its day has not been changed; else the one that would run."""
    begins = intake.cause.begins
    running = selectors.push_deadline(mode.case) if mode.case else None
    if running is not None and running.starts_on == begins:
        return running
    return prospect(rule, start=begins, responsible=request.actor.agency) if begins else None


def _proposal(intake: Intake, picks: list[Any]) -> dict[str, Any]:
    """Who owns most of the measures, and which belong to others."""
    offices = owners()
    votes: dict[str, list[str]] = {}
    for pick in picks:
        office = offices.get(pick.version.owner_line_id)
        if office:
            votes.setdefault(office.pk, []).append(pick.code)
    names = {office.pk: office.short_name_zh for office in offices.values()}
    owner = owner_of_most([pick.version.owner_line_id for pick in picks], offices=offices)
    best = owner.pk if owner else ""
    chosen = intake.receiver.chosen or best
    others = [(names[code], sorted(set(codes))) for code, codes in sorted(votes.items()) if code != chosen]
    labels = dict(pair for group in intake.receiver.fields["receiver"].widget.choices[1:] for pair in group[1])
    return {"best": names.get(best, ""), "count": len(votes.get(best, [])), "others": others, "name": labels.get(chosen, "")}


def _added(data: QueryDict, prefix: str) -> dict[str, str]:
    """Puts a measure of the list on a subject; says why not where it cannot be told which one is meant."""
    text = data.get(f"{prefix}-add", "")
    decided = day_of(data.get("decided_on", ""))
    if decided is None:
        return {prefix: "请先填写作出日期，再从那一天的清单里选"}
    found = pages.measures_named(text, on=decided)
    if len(found) != 1:
        names = "；".join(f"{version.measure_id} {version.name_zh}" for version in found)
        return {prefix: f"有几项相近：{names}。请填编号" if found else "当日的清单上没有这一项，请填编号或者名称的一部分"}
    code = found[0].measure_id
    codes = [part for part in data.get(f"{prefix}-codes", "").split(",") if part]
    data[f"{prefix}-codes"] = ",".join(dict.fromkeys([*codes, code]))
    data[f"{prefix}-{code}-chosen"] = "on"
    data[f"{prefix}-add"] = ""
    return {}


def _revision(request: HttpRequest) -> int | None:
    """The revision of the draft that the page showed."""
    said = request.POST.get("revision", "")
    return int(said) if said.isascii() and said.isdecimal() and len(said) < DIGITS_MAX else None
