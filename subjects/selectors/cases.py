"""Questions about cases: who sees them, who may act on them now and why not, what they bring with them (C2.2, C2.3a)."""

import unicodedata
import uuid
from datetime import date

from django.db.models import Q, QuerySet

from closedloop.deadlines.models import Deadline
from closedloop.deadlines.selectors import for_object
from closedloop.errors import DomainError, Forbidden, NotFound, WrongState
from closedloop.opinion import (
    CONCLUDE_CONSULTATION,
    CONCLUDE_EXTERNAL_CONSULTATION,
    CONSULT,
    CONSULT_EXTERNAL,
    PUSH_CASE,
    PUSH_CASE_AFTER_CONSULTATION,
    PUSH_EXTERNAL_CASE,
    PUSH_EXTERNAL_CASE_AFTER_CONSULTATION,
    RECEIVE_CASE,
    RETURN_CASE,
    WITHDRAW_CASE,
    Role,
    Rule,
)
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency

from ..models import Case, CaseSubject, Cause, Sanction, Subject
from ..models.vocabulary import CaseState, SanctionState

PUSH_RULES = (PUSH_CASE, PUSH_CASE_AFTER_CONSULTATION, PUSH_EXTERNAL_CASE, PUSH_EXTERNAL_CASE_AFTER_CONSULTATION)
DRAFT, PUSHED, RECEIVED = CaseState.DRAFT, CaseState.PUSHED, CaseState.RECEIVED
# act → (from which states, by which side of the case)
ACTS: dict[str, tuple[tuple[str, ...], str]] = {
    "push": ((DRAFT,), "producer"),
    "revise": ((DRAFT,), "producer"),
    "consult": ((DRAFT,), "producer"),
    "conclude": ((DRAFT,), "producer"),
    "attach": ((DRAFT, PUSHED), "producer"),
    "correct": ((PUSHED, CaseState.RETURNED), "producer"),
    "withdraw": ((DRAFT, PUSHED), "producer"),
    "receive": ((PUSHED,), "receiver"),
    "return": ((PUSHED, RECEIVED), "receiver"),
}
TRANSITIONS = ("push", "consult", "conclude", "receive", "return", "withdraw", "correct")


def cases_for(actor: Actor) -> QuerySet[Case]:
    """The cases that an actor may see: its producer, its receiver once pushed, who is invited, and the reviewers of the division.

    Credit supervision and legal affairs see the cases of their own division, those of the city see all (api.md "Who sees a case").
    """
    agency = actor.agency
    if agency is None:
        return Case.objects.none()
    seen = Q(producer=agency) | (Q(receiver=agency) & ~Q(state=DRAFT, pushed_on=None))
    seen |= Q(consultations__invitations__agency=agency, consultations__concluded_on=None)
    if actor.has(Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS):
        seen |= Q() if agency.level == Agency.Level.CITY else Q(producer__division=agency.division_id)
        if agency.level == Agency.Level.CITY:
            seen = Q(pk__isnull=False)
    related = Case.objects.select_related("cause", "producer", "receiver", "created_by", "supersedes")
    return related.prefetch_related("consultations").filter(pk__in=Case.objects.filter(seen).values("pk"))


def case_for(actor: Actor, *, case_no: str) -> Case:
    """One case; not there and not visible are the same answer."""
    found = cases_for(actor).filter(pk=case_no).first()
    if found is None:
        raise NotFound("没有找到这个案件，或者它不由本机构办理", code="unknown_case")
    return found


def narrowed(cases: QuerySet[Case], *, actor: Actor, state: str = "", box: str = "", q: str = "") -> QuerySet[Case]:
    """Cases in a state, in one of the actor's boxes (`todo`, `sent`, `done`), or with a number or name that contains the words."""
    if state:
        cases = cases.filter(state=state)
    if box == "todo":
        waiting = Q(producer=actor.agency, state=DRAFT) | Q(receiver=actor.agency, state__in=(PUSHED, RECEIVED))
        cases = cases.filter(waiting)
    elif box == "sent":
        cases = cases.filter(producer=actor.agency).exclude(pushed_on=None)
    elif box == "done":
        cases = cases.filter(state__in=(CaseState.RETURNED, CaseState.WITHDRAWN, CaseState.DISPATCHED, CaseState.CLOSED))
    return cases.filter(_says(q)) if q.strip() else cases


def sanctions_for(
    actor: Actor, *, case: str = "", measure: str = "", state: str = "", in_force_on: date | None = None
) -> QuerySet[Sanction]:
    """The sanctions of the cases that an actor may see, narrowed; in force on a day by recorded facts alone (I2)."""
    found = Sanction.objects.filter(case__in=cases_for(actor).values("pk")).select_related(
        "version", "case__cause", "case__producer", "subject"
    )
    named = {"case": case, "measure": measure, "state": state}
    found = found.filter(**{name: value for name, value in named.items() if value}).order_by("case_id", "measure_id", "id")
    if in_force_on is None:
        return found
    begun, lasting = Q(starts_on=None) | Q(starts_on__lte=in_force_on), Q(ends_on=None) | Q(ends_on__gte=in_force_on)
    return found.filter(begun & lasting, state=SanctionState.DISPATCHED)


def anchorless() -> QuerySet[Sanction]:
    """The sanctions of pushed cases whose term counts from a day that is not known yet."""
    waiting = Sanction.objects.filter(anchor_on=None, case__state__in=(PUSHED, RECEIVED, CaseState.DISPATCHED))
    return waiting.exclude(state__in=(SanctionState.WITHDRAWN, SanctionState.LIFTED)).order_by("case_id", "pk")


def sanction_for(actor: Actor, *, id: uuid.UUID) -> Sanction:
    """One sanction; not there and not visible are the same answer."""
    found = sanctions_for(actor).filter(pk=id).first()
    if found is None:
        raise NotFound("没有找到这项惩戒适用，或者它的案件不由本机构办理", code="unknown_sanction")
    return found


def subject_for(actor: Actor, *, id: uuid.UUID) -> Subject:
    """A subject of a case that the actor may see."""
    found = Subject.objects.filter(pk=id, in_cases__case__in=cases_for(actor).values("pk")).first()
    if found is None:
        raise NotFound("没有找到这个对象，或者它的案件不由本机构办理", code="unknown_subject")
    return found


def may_reveal(subject: Subject, *, actor: Actor) -> bool:
    """Whether the full identifier is for this actor: it produces, receives or oversees a case of it; an invitation is not enough."""
    cases = cases_for(actor).filter(subjects__subject=subject)
    if not actor.has(Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS):
        cases = cases.filter(Q(producer=actor.agency) | Q(receiver=actor.agency))
    return cases.exists()


def whole(cases: QuerySet[Case]) -> QuerySet[Case]:
    """With everything that a case shows, in a constant number of queries."""
    return cases.prefetch_related(
        "subjects__subject",
        "subjects__sanctions__version__bases__instrument",
        "subjects__sanctions__version__term_anchor",
        "subjects__sanctions__version__measure",
        "consultations__invitations__agency",
        "consultations__opinions__agency",
        "consultations__opinions__given_by",
        "attachments",
    )


def transitions_for(case: Case, *, actor: Actor) -> list[str]:
    """The names of the acts that this actor may perform now, as api.md names them."""
    return [name for name in TRANSITIONS if refusal_of(case, act=name, actor=actor) is None]


def refusal_of(case: Case, *, act: str, actor: Actor) -> DomainError | None:
    """Why this actor may not perform this act now: who may, then the state, then what the act itself asks for."""
    states, side = ACTS[act]
    rule = rule_of(act, cause=case.cause)
    agency: Agency = getattr(case, side)
    if actor.agency is None or actor.agency.pk != agency.pk or not actor.has(*rule.by):
        words = f"「{rule.act}」由{agency.short_name_zh}办理，请与其联系"
        return Forbidden(words, clause=rule.clause)
    if case.state not in states:
        words = f"案件现在是“{case.get_state_display()}”，不能再这样办理，请刷新页面查看"
        return WrongState(words, clause=rule.clause, code="wrong_state")
    return _of_consultation(case, act)


def rule_of(act: str, *, cause: Cause) -> Rule:
    """The rule of an act for this kind of cause."""
    external = cause.is_external
    return {
        "push": PUSH_EXTERNAL_CASE if external else PUSH_CASE,
        "revise": PUSH_EXTERNAL_CASE if external else PUSH_CASE,
        "attach": PUSH_EXTERNAL_CASE if external else PUSH_CASE,
        "correct": PUSH_EXTERNAL_CASE if external else PUSH_CASE,
        "consult": CONSULT_EXTERNAL if external else CONSULT,
        "conclude": CONCLUDE_EXTERNAL_CONSULTATION if external else CONCLUDE_CONSULTATION,
        "withdraw": WITHDRAW_CASE,
        "receive": RECEIVE_CASE,
        "return": RETURN_CASE,
    }[act]


def push_deadline(case: Case) -> Deadline | None:
    """The open deadline until which a draft must be pushed."""
    names = {rule.name for rule in PUSH_RULES}
    return next((item for item in for_object(case) if item.rule in names and item.done_on is None), None)


def _says(text: str) -> Q:
    """Document number, case number, a subject's name, an organisation's code; never a person's identifier."""
    words = unicodedata.normalize("NFKC", text).strip()
    named = CaseSubject.objects.filter(Q(name_zh__icontains=words) | Q(subject__identifier__iexact=words)).exclude(name_zh="")
    spelled = text.strip()
    own = Q(case_no__icontains=words) | Q(cause__document_no__icontains=spelled) | Q(cause__document_no__icontains=words)
    return own | Q(pk__in=named.values("case"))


def _of_consultation(case: Case, act: str) -> DomainError | None:
    open_now = any(item.concluded_on is None for item in case.consultations.all())
    if act == "consult" and open_now:
        return WrongState("这个案件正在会商，请先作出会商结论", clause="C2.2b", code="consulting")
    if act == "conclude" and not open_now:
        return WrongState("这个案件没有进行中的会商", clause="C2.2b", code="no_consultation")
    if act == "push" and open_now:
        return WrongState("会商还没有结论，请先作出会商结论再推送", clause="C2.2b", code="consulting")
    return None
