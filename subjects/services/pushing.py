"""Pushing a case to the business authority, and its receiving or returning it (C2.2a, C2.2c, C2.3a)."""

from datetime import date

from django.db import transaction
from django.urls import reverse

from closedloop.deadlines import services as deadlines
from closedloop.errors import InvalidInput, Problem, RuleViolated
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import DISPATCH_CASE, RECEIVE_CASE, RETURN_CASE
from closedloop.orgs.actor import Actor
from closedloop.outbox import services as outbox

from ..models import Case
from ..selectors.cases import PUSH_RULES, rule_of
from .cases import end_case, end_sanctions, locked

NOTE_MAX = 1000
declare({"case.pushed": "推送案件", "case.received": "接收案件", "case.returned": "退回案件"})


@transaction.atomic
def push_case(case_no: str, *, actor: Actor, on: date) -> Case:
    """Sends the case to the business authority; two deadlines of three working days start there. C2.2a, C2.2c, C2.3a, C2.3b"""
    case = locked(case_no, actor=actor, act="push")
    _refuse_empty(case)
    case.push(on=on)
    case.save()
    deadlines.close_for(case, rules=PUSH_RULES, on=on, actor=actor)
    for rule in (RECEIVE_CASE, DISPATCH_CASE):
        deadlines.open_deadline(
            rule,
            obj=case,
            responsible=case.receiver,
            start=on,
            title=f"{rule.act} {case.case_no}",
            url_path=reverse("subjects:case", args=[case.case_no]),
            actor=actor,
            on=on,
        )
    journal.record(
        case, "case.pushed", actor=actor, rule=rule_of("push", cause=case.cause), on=on, detail={"receiver": case.receiver_id}
    )
    outbox.publish("case.pushed", key=case.case_no, payload={"case": case.case_no, "receiver": case.receiver_id})
    return case


@transaction.atomic
def receive_case(case_no: str, *, actor: Actor, on: date) -> Case:
    """The business authority receives the case. C2.3a"""
    case = locked(case_no, actor=actor, act="receive")
    case.receive(on=on)
    case.save()
    deadlines.close_for(case, rules=[RECEIVE_CASE], on=on, actor=actor)
    journal.record(case, "case.received", actor=actor, rule=RECEIVE_CASE, on=on)
    outbox.publish("case.received", key=case.case_no, payload={"case": case.case_no, "producer": case.producer_id})
    return case


@transaction.atomic
def return_case(case_no: str, *, actor: Actor, on: date, reason: str) -> Case:
    """The business authority sends the case back with its reasons; its sanctions are withdrawn. C2.3a"""
    case = locked(case_no, actor=actor, act="return")
    case.send_back(on=on)
    case.note = _reason(reason)
    case.save()
    end_sanctions(case)
    deadlines.close_for(case, rules=[RECEIVE_CASE], on=on, actor=actor)
    deadlines.void_for(case, rules=[DISPATCH_CASE], on=on, reason="案件已退回", actor=actor)
    journal.record(case, "case.returned", actor=actor, rule=RETURN_CASE, on=on, detail={"reason": case.note})
    outbox.publish("case.returned", key=case.case_no, payload={"case": case.case_no, "producer": case.producer_id})
    return case


@transaction.atomic
def withdraw_case(case_no: str, *, actor: Actor, on: date, reason: str) -> Case:
    """The producer takes the case back until it was received, with its reasons."""
    case = locked(case_no, actor=actor, act="withdraw")
    end_case(case, reason=_reason(reason), on=on, actor=actor)
    return case


def _reason(reason: str) -> str:
    said = reason.strip()
    if not said or len(said) > NOTE_MAX:
        problem = Problem("/reason", "required", f"请写明理由，最多 {NOTE_MAX} 字，对方才知道怎么办")
        raise InvalidInput(problem.detail, problems=(problem,))
    return said


def _refuse_empty(case: Case) -> None:
    """A case without a measure brings nothing; a subject without one is only named."""
    if not case.sanctions.exists():
        problem = Problem("/subjects", "no_sanction", "案件没有任何措施，请至少为一个对象选择一项措施再推送", "C2.2a")
        raise RuleViolated(problem.detail, clause="C2.2a", code=problem.code, problems=(problem,))
