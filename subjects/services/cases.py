"""Drafting a case from a decision, changing the draft, correcting what was pushed (C2.2a, C2.2c)."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import reverse

from closedloop.deadlines import services as deadlines
from closedloop.errors import Forbidden, InvalidInput, Problem, RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import (
    DISPATCH_CASE,
    DRAFT_CASE,
    PUSH_CASE,
    PUSH_EXTERNAL_CASE,
    RECEIVE_CASE,
    RECEIVE_EXTERNAL_CAUSE,
    WITHDRAW_CASE,
    Role,
    Rule,
)
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.selectors import agencies
from closedloop.workdays import clock
from measures.selectors import owner_of_most, owners

from ..admission import Admitted, Judge, Verdict, cause_problems, unknown_measures
from ..intake import CaseIntake, CauseIntake, Reader
from ..models import Case, CaseSubject, Cause, Sanction
from ..models.vocabulary import OWN_CAUSES, CaseState
from ..selectors.cases import PUSH_RULES, case_for, push_deadline, refusal_of
from ..suggestions import Facts, suggest_by_kind
from .subjects import register

declare(
    {
        "case.drafted": "登记案件",
        "case.revised": "修改案件",
        "case.corrected": "更正案件",
        "case.withdrawn": "撤回案件",
    }
)


class Drafted:
    """A case that was stored, with what a person should look at."""

    def __init__(self, case: Case, *, warnings: tuple[str, ...]) -> None:
        self.case, self.warnings = case, warnings


@transaction.atomic
def draft_case(body: Mapping[str, Any], *, actor: Actor, on: date) -> Drafted:
    """A draft with its subjects and proposed sanctions; the deadline to push it runs from the decision, or from receipt. C2.2a, C2.2c"""
    return _drafted(body, actor=actor, on=on, supersedes=None)


@transaction.atomic
def correct_case(case_no: str, *, body: Mapping[str, Any], actor: Actor, on: date) -> Drafted:
    """A new draft in the place of a case that was pushed or returned: the old one is withdrawn and kept, never overwritten."""
    old = locked(case_no, actor=actor, act="correct")
    if old.state == CaseState.PUSHED:
        end_case(old, reason="由更正的案件取代", on=on, actor=actor)
    made = _drafted(body, actor=actor, on=on, supersedes=old)
    journal.record(old, "case.corrected", actor=actor, rule=PUSH_CASE, on=on, detail={"by": made.case.pk})
    return made


@transaction.atomic
def revise_case(case_no: str, *, body: Mapping[str, Any], revision: int | None, actor: Actor, on: date) -> Drafted:
    """The draft as it is sent now takes the place of the draft as it was; an edit of an older revision is refused. C2.2a"""
    case = locked(case_no, actor=actor, act="revise")
    if revision is not None and revision != case.revision:
        words = f"案件已被别人修改（现为第 {case.revision} 次修订），请刷新后在新内容上修改，您填写的内容没有丢失"
        raise WrongState(words, clause="C2.2a", code="stale")
    intake = _read(body, on=on)
    _refuse_producer(intake.cause, actor=actor)
    verdict = _judge(intake, on=on)
    receiver = _receiver(intake, lines=verdict.lines)
    case.cause = _cause(intake.cause, case=case, agency=case.producer)
    case.receiver = receiver
    case.revision += 1
    case.save()
    case.sanctions.all().delete()
    case.subjects.all().delete()
    _store(case, intake, verdict.admitted, actor=actor)
    _restart(case, actor=actor, on=on)
    journal.record(case, "case.revised", actor=actor, rule=_draft_rule(intake.cause), on=on, detail={"revision": case.revision})
    return Drafted(case, warnings=(*verdict.warnings, *receiver_warnings(case)))


def end_case(case: Case, *, reason: str, on: date, actor: Actor) -> None:
    """The producer takes the case back: its sanctions are withdrawn, its deadlines are void."""
    case.withdraw(on=on)
    case.note = reason
    case.save()
    end_sanctions(case)
    deadlines.void_for(case, rules=(*PUSH_RULES, RECEIVE_CASE, DISPATCH_CASE), on=on, reason=reason, actor=actor)
    journal.record(case, "case.withdrawn", actor=actor, rule=WITHDRAW_CASE, on=on, detail={"reason": reason})


def end_sanctions(case: Case) -> None:
    """Those of a returned or withdrawn case are withdrawn, so that the same measure may be entered again."""
    for sanction in case.sanctions.select_for_update():
        sanction.withdraw()
        sanction.save(update_fields=["state"])


def suggest_measures(body: Mapping[str, Any], *, on: date) -> dict[str, Any]:
    """Per subject, in the order sent, the candidate measures with certainty and why; nothing is stored (B17)."""
    intake = _read(body, on=on)
    cause = intake.cause
    kinds = {subject.kind for subject in intake.subjects}
    found = suggest_by_kind(Facts.of(cause), party_kinds=kinds, on=cause.decided_on)
    subjects = [{"name": item.name, "kind": item.kind, "suggestions": found[item.kind]} for item in intake.subjects]
    return {"subjects": subjects}


def locked(case_no: str, *, actor: Actor, act: str) -> Case:
    """The case as it is now, locked; refuses where it is not visible, not this actor's, or not in the state for the act."""
    case_for(actor, case_no=case_no)
    Case.objects.select_for_update().get(pk=case_no)
    case = case_for(actor, case_no=case_no)
    refusal = refusal_of(case, act=act, actor=actor)
    if refusal is not None:
        raise refusal
    return case


def receiver_warnings(case: Case) -> tuple[str, ...]:
    """A measure of another office: the receiver dispatches all the same, but linked cases are proposed (api.md)."""
    offices = owners()
    strangers: dict[str, list[str]] = {}
    for sanction in case.sanctions.select_related("version"):
        owner = offices.get(sanction.version.owner_line_id)
        if owner and owner.pk != case.receiver_id and sanction.version.owner_line_id not in case.receiver.line_set:
            strangers.setdefault(owner.pk, []).append(sanction.measure_id)
    names = {office.pk: office.short_name_zh for office in offices.values()}
    return tuple(
        f"{'、'.join(sorted(codes))} 由{names[code]}主管，建议就同一事由另立案件推送给{names[code]}（{code}）"
        for code, codes in sorted(strangers.items())
    )


def _drafted(body: Mapping[str, Any], *, actor: Actor, on: date, supersedes: Case | None) -> Drafted:
    intake = _read(body, on=on)
    producer = _refuse_producer(intake.cause, actor=actor)
    verdict = _judge(intake, on=on)
    receiver = _receiver(intake, lines=verdict.lines)
    assert actor.user is not None  # noqa: S101 - _refuse_producer saw to it
    case = Case(
        case_no=_next_number(producer, on=on),
        cause=_cause(intake.cause, case=None, agency=producer),
        producer=producer,
        receiver=receiver,
        supersedes=supersedes,
        created_by=actor.user,
        created_at=clock.now(),
    )
    case.save(force_insert=True)
    _store(case, intake, verdict.admitted, actor=actor)
    _start(case, actor=actor, on=on)
    detail = {"cause": str(case.cause_id), "receiver": receiver.pk, "subjects": len(intake.subjects)}
    journal.record(case, "case.drafted", actor=actor, rule=_draft_rule(intake.cause), on=on, detail=detail)
    return Drafted(case, warnings=(*verdict.warnings, *receiver_warnings(case)))


def _read(body: Mapping[str, Any], *, on: date) -> CaseIntake:
    """The case, or every fault of its shape and every unknown code at once."""
    reader = Reader(on=on)
    intake = reader.read(body)
    found = list(reader.problems)
    if intake is not None:
        found += [*unknown_measures(intake), *_unknown_receiver(intake)]
    if found or intake is None:
        raise InvalidInput("填写有误，没有保存：" + "；".join(problem.detail for problem in found), problems=tuple(found))
    return intake


def _unknown_receiver(intake: CaseIntake) -> list[Problem]:
    if not intake.receiver or Agency.objects.filter(pk=intake.receiver, active=True).exists():
        return []
    return [Problem("/receiver", "unknown_code", f"没有代码为“{intake.receiver}”的机构，请选择业务主管机构")]


def _refuse_producer(cause: CauseIntake, *, actor: Actor) -> Agency:
    """Own causes come from enforcement and approval, causes from outside through credit supervision only."""
    rule = _draft_rule(cause)
    if actor.agency is None or not actor.has(*rule.by):
        who = "、".join(Role(role).label for role in rule.by)
        raise Forbidden(f"这类事由由{who}登记，请转交有权机构", clause=rule.clause, code="not_a_producer")
    return actor.agency


def _draft_rule(cause: CauseIntake) -> Rule:
    return DRAFT_CASE if cause.kind in OWN_CAUSES else RECEIVE_EXTERNAL_CAUSE


def _judge(intake: CaseIntake, *, on: date) -> Verdict:
    verdict = Judge(intake).verdict()
    found = [*cause_problems(intake.cause, on=on), *verdict.problems]
    if found:
        words = "不能登记：" + "；".join(problem.detail for problem in found)
        raise RuleViolated(words, clause=found[0].clause, code=found[0].code, problems=tuple(found))
    return verdict


def _receiver(intake: CaseIntake, *, lines: Collection[str]) -> Agency:
    """Whoever was named, if it is a business authority; else the owner of most of the measures."""
    if intake.receiver:
        found = agencies(role=Role.BUSINESS_AUTHORITY).filter(pk=intake.receiver).first()
        if found is None:
            problem = Problem("/receiver", "not_a_business_authority", "接收机构须是业务主管机构，请另选", "C2.2a")
            raise RuleViolated(problem.detail, clause=problem.clause, code=problem.code, problems=(problem,))
        return found
    proposed = owner_of_most(lines, offices=owners())
    if proposed is None:
        problem = Problem("/receiver", "required", "请选择接收的业务主管机构")
        raise InvalidInput(problem.detail, problems=(problem,))
    return proposed


def _cause(given: CauseIntake, *, case: Case | None, agency: Agency) -> Cause:
    """The document, once: a second case under it must tell the same about it."""
    issuer = given.issuer or agency.name_zh
    said = {
        "decided_on": given.decided_on, "received_on": given.received_on, "facts": given.facts, "legal_basis": given.legal_basis,
        "penalty_kinds": list(given.penalty_kinds), "violation_type": given.violation_type,
    }  # fmt: skip
    found = Cause.objects.select_for_update().filter(kind=given.kind, issuer=issuer, document_no=given.document_no).first()
    if found is None:
        return Cause.objects.create(kind=given.kind, issuer=issuer, document_no=given.document_no, created_at=clock.now(), **said)
    others = found.cases.exclude(pk=case.pk if case else "")
    if found.decided_on != given.decided_on and others.exists():
        words = f"文书 {given.document_no} 已登记，作出日期为 {found.decided_on}，与填写的不一致，请核对"
        raise WrongState(words, clause="C2.2a", code="cause_differs")
    if not others.exists():
        Cause.objects.filter(pk=found.pk).update(**said)
        found.refresh_from_db()
    return found


def _store(case: Case, intake: CaseIntake, admitted: tuple[tuple[Admitted, ...], ...], *, actor: Actor) -> None:
    for position, (given, sanctions) in enumerate(zip(intake.subjects, admitted, strict=True)):
        subject = register(given.kind, scheme=given.scheme, value=given.value, name=given.name, actor=actor)
        row = CaseSubject.objects.create(case=case, subject=subject, name_zh=given.name, role_zh=given.role_zh, position=position)
        for item in sanctions:
            _sanction(case, row, item)


def _sanction(case: Case, row: CaseSubject, item: Admitted) -> None:
    """Refuses the second entry of the same measure on the same subject for the same cause (R13, I9)."""
    try:
        with transaction.atomic():
            Sanction.objects.create(
                case=case,
                case_subject=row,
                subject_id=row.subject_id,
                cause_id=case.cause_id,
                measure_id=item.version.measure_id,
                version=item.version,
                anchor_on=item.anchor_on,
                starts_on=item.anchor_on,
                ends_on=item.ends_on,
                term_months=item.months,
                lifetime=item.lifetime,
                matters=list(item.matters) if item.matters is not None else None,
                certainty=item.certainty,
                reason=item.reason,
            )
    except IntegrityError as error:
        words = f"同一文书对同一对象的 {item.version.measure_id} 已在另一个案件里登记，不能重复；更正请在原案件上办理"
        raise WrongState(words, clause="C2.2a", code="sanction_entered_already") from error


def _next_number(producer: Agency, *, on: date) -> str:
    """The producer's next number of the year; the lock on the agency keeps two from taking the same one."""
    Agency.objects.select_for_update().get(pk=producer.pk)
    prefix = f"{producer.pk}-{on.year}-"
    last = Case.objects.filter(case_no__startswith=prefix).order_by("-case_no").values_list("case_no", flat=True).first()
    return f"{prefix}{int(last.rsplit('-', 1)[1]) + 1 if last else 1:06d}"


def _start(case: Case, *, actor: Actor, on: date, rule: Rule | None = None) -> None:
    deadlines.open_deadline(
        rule or (PUSH_EXTERNAL_CASE if case.cause.is_external else PUSH_CASE),
        obj=case,
        responsible=case.producer,
        start=_start_day(case.cause),
        title=f"推送案件 {case.case_no}",
        url_path=reverse("subjects:case", args=[case.case_no]),
        actor=actor,
        on=on,
    )


def _start_day(cause: Cause) -> date:
    """From receipt for what comes from outside (C2.2c), from the decision for our own (C2.2a)."""
    return (cause.received_on or cause.decided_on) if cause.is_external else cause.decided_on


def _restart(case: Case, *, actor: Actor, on: date) -> None:
    """Where the day from which the deadline runs was corrected, the old deadline is void and a new one runs by the same rule."""
    running = push_deadline(case)
    if running is not None and running.starts_on == _start_day(case.cause):
        return
    deadlines.void_for(case, rules=PUSH_RULES, on=on, reason="更正了文书的日期", actor=actor)
    _start(case, actor=actor, on=on, rule=running.law if running else None)
