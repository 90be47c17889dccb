"""会商: asking others about a complex case, their opinions, the conclusion (C2.2b, C2.2d)."""

import uuid
from collections.abc import Sequence
from datetime import date

from django.db import transaction

from closedloop.deadlines import services as deadlines
from closedloop.errors import Forbidden, InvalidInput, NotFound, Problem, RuleViolated
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import (
    GIVE_OPINION,
    GIVE_OPINION_EXTERNAL,
    PUSH_CASE,
    PUSH_CASE_AFTER_CONSULTATION,
    PUSH_EXTERNAL_CASE,
    PUSH_EXTERNAL_CASE_AFTER_CONSULTATION,
    Role,
    Rule,
)
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.outbox import services as outbox
from closedloop.workdays import clock

from ..models import Case, Consultation, Invitation, Opinion
from ..selectors.cases import cases_for, push_deadline, rule_of
from .cases import locked

AFTER = {PUSH_CASE.name: PUSH_CASE_AFTER_CONSULTATION, PUSH_EXTERNAL_CASE.name: PUSH_EXTERNAL_CASE_AFTER_CONSULTATION}
TEXT_MAX = 4000
declare({"consultation.opened": "提请会商", "consultation.opinion": "提出会商意见", "consultation.concluded": "作出会商结论"})


@transaction.atomic
def consult(case_no: str, *, invite: Sequence[str], question: str, actor: Actor, on: date) -> Consultation:
    """Asks business, credit, enforcement or legal about a draft, before its three working days have run out. C2.2b, C2.2d"""
    case = locked(case_no, actor=actor, act="consult")
    invited = _invited(invite, case=case)
    said = _text(question, "/question", "会商问题")
    deadline = push_deadline(case)
    late = deadline is not None and deadline.rule in AFTER and deadline.due_on < on
    if late and deadline is not None:
        words = f"会商须在 3 个工作日内（{deadline.due_on} 前，含当日）提请，现已超过，请直接推送"
        raise RuleViolated(words, clause=rule_of("consult", cause=case.cause).clause, code="consultation_late")
    assert actor.user is not None  # noqa: S101 - locked() saw to it
    consultation = Consultation.objects.create(case=case, question=said, opened_on=on, opened_by=actor.user)
    Invitation.objects.bulk_create(Invitation(consultation=consultation, agency=agency) for agency in invited)
    rule = rule_of("consult", cause=case.cause)
    if deadline is not None and deadline.rule in AFTER:
        deadlines.move_deadline(deadline, rule=AFTER[deadline.rule], reason="提请会商", actor=actor, on=on)
    detail = {"consultation": str(consultation.pk), "invited": [agency.pk for agency in invited]}
    journal.record(case, "consultation.opened", actor=actor, rule=rule, on=on, detail=detail)
    outbox.publish("consultation.opened", key=case.case_no, payload={"consultation": str(consultation.pk)})
    return consultation


@transaction.atomic
def give_opinion(consultation_id: str | uuid.UUID, *, text: str, actor: Actor, on: date) -> Opinion:
    """An invited agency says what it thinks; after the conclusion its opinion is kept as late. C2.2b, C2.2d"""
    consultation = consultation_for(actor, id=consultation_id)
    consultation = Consultation.objects.select_for_update().get(pk=consultation.pk)
    rule = opinion_rule(consultation.case)
    invited = actor.agency is not None and consultation.invitations.filter(agency=actor.agency).exists()
    if not invited or not actor.has(*rule.by):
        raise Forbidden("会商意见由受邀机构提出", clause=rule.clause, code="not_invited")
    assert actor.user is not None and actor.agency is not None  # noqa: S101, PT018 - invited
    opinion = Opinion.objects.create(
        consultation=consultation,
        agency=actor.agency,
        text=_text(text, "/text", "会商意见"),
        late=consultation.concluded_on is not None,
        given_by=actor.user,
        given_on=on,
        given_at=clock.now(),
    )
    detail = {"consultation": str(consultation.pk), "late": opinion.late}
    journal.record(consultation.case, "consultation.opinion", actor=actor, rule=rule, on=on, detail=detail)
    return opinion


@transaction.atomic
def conclude(case_no: str, *, conclusion: str, actor: Actor, on: date) -> Consultation:
    """The initiator concludes, with or without all opinions; the case may then be pushed, or consulted about again. C2.2b, C2.2d"""
    case = locked(case_no, actor=actor, act="conclude")
    consultation = Consultation.objects.select_for_update().get(case=case, concluded_on=None)
    consultation.conclusion, consultation.concluded_on = _text(conclusion, "/conclusion", "会商结论"), on
    consultation.save(update_fields=["conclusion", "concluded_on"])
    rule = rule_of("conclude", cause=case.cause)
    journal.record(case, "consultation.concluded", actor=actor, rule=rule, on=on, detail={"consultation": str(consultation.pk)})
    return consultation


def consultation_for(actor: Actor, *, id: str | uuid.UUID) -> Consultation:
    """A consultation that the actor may see: of a case that it sees, or to which it was invited (a late opinion is one too)."""
    agency = actor.agency
    try:
        key = uuid.UUID(str(id))
    except ValueError:
        key = uuid.UUID(int=0)
    found = Consultation.objects.select_related("case__cause", "case__producer").filter(pk=key).first()
    invited = found is not None and agency is not None and found.invitations.filter(agency=agency).exists()
    if found is None or not (invited or cases_for(actor).filter(pk=found.case_id).exists()):
        raise NotFound("没有找到这次会商，或者本机构没有受邀", code="unknown_consultation")
    return found


def opinion_rule(case: Case) -> Rule:
    """Who may be asked about this kind of cause: business, credit and legal; from outside: business, enforcement and legal."""
    return GIVE_OPINION_EXTERNAL if case.cause.is_external else GIVE_OPINION


def _invited(codes: Sequence[str], *, case: Case) -> list[Agency]:
    rule = opinion_rule(case)
    found = {agency.pk: agency for agency in Agency.objects.filter(pk__in=codes, active=True).prefetch_related("roles")}
    problems = []
    if not codes:
        problems.append(Problem("/invite", "required", "请至少邀请一个机构会商"))
    for index, code in enumerate(codes):
        agency = found.get(code)
        if agency is None:
            problems.append(Problem(f"/invite/{index}", "unknown_code", f"没有代码为“{code}”的机构"))
        elif agency.pk == case.producer_id:
            problems.append(Problem(f"/invite/{index}", "own_agency", "不能邀请本机构会商"))
        elif not agency.role_set & {role.value for role in rule.by}:
            who = "、".join(Role(role).label for role in rule.by)
            problems.append(Problem(f"/invite/{index}", "role", f"{agency.short_name_zh}不在可邀请之列，可邀请{who}"))
    if problems:
        raise InvalidInput("；".join(problem.detail for problem in problems), problems=tuple(problems))
    return [found[code] for code in dict.fromkeys(codes)]


def _text(given: str, pointer: str, label: str) -> str:
    said = given.strip()
    if not said or len(said) > TEXT_MAX:
        problem = Problem(pointer, "required", f"请填写{label}，最多 {TEXT_MAX} 字")
        raise InvalidInput(problem.detail, problems=(problem,))
    return said
