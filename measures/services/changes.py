"""Proposing a change of the lists (立, 改, 废), changing the proposal, submitting it, taking it back (C2.1a)."""

import re
import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse

from closedloop.deadlines import services as deadlines
from closedloop.errors import InvalidInput, NotFound, Problem, RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import PROPOSE_LIST_CHANGE
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services import authorize
from closedloop.workdays import clock

from ..content import Content, content_of, merged
from ..models import Measure, MeasureChange, MeasureVersion
from ..models.vocabulary import ChangeKind, ChangeState, Side, Verified
from ..names import Names
from ..proposal import EMPTY, faults_of, problems_of
from ..selectors.changes import REVIEW_RULES, change_for, last_version, open_changes_of, refusal_of, reviewing_agency
from ..selectors.lists import owners

CODE = re.compile(r"(CJ|QH)-\d{3}")
PREFIX = {"punishment": "CJ", "enhanced": "QH"}
REASON_MAX = 1000
declare(
    {
        "change.proposed": "提出清单变动",
        "change.revised": "修改清单变动",
        "change.submitted": "提交清单变动审核",
        "change.withdrawn": "撤回清单变动",
    }
)


@transaction.atomic
def propose_change(
    kind: str,
    *,
    actor: Actor,
    on: date,
    reason: str,
    effective_on: date,
    measure: str = "",
    proposal: Mapping[str, Any] | None = None,
) -> MeasureChange:
    """The owning business authority drafts a change: `enact`, `amend` or `repeal`. Every problem of its shape at once. C2.1a"""
    draft = _judged(kind, measure=measure, proposal=proposal or {}, reason=reason)
    owner = _owner(draft)
    authorize(actor, PROPOSE_LIST_CHANGE, owner)
    assert actor.user is not None  # noqa: S101 - authorize lets nobody through without an account
    _refuse_past(effective_on, last=draft.last, on=on)
    change = MeasureChange(
        kind=kind,
        list=draft.list,
        measure_code=measure,
        measure_name=draft.name,
        owner=owner,
        proposal=draft.content,
        base_number=draft.last.number if draft.last else None,
        reason=reason.strip(),
        effective_on=effective_on,
        proposer=actor.user,
        proposed_at=clock.now(),
    )
    change.save(force_insert=True)
    detail = {"kind": kind, "measure": measure, "effective_on": effective_on.isoformat()}
    journal.record(change, "change.proposed", actor=actor, rule=PROPOSE_LIST_CHANGE, on=on, detail=detail)
    return change


@transaction.atomic
def revise_change(
    change_id: str | uuid.UUID,
    *,
    actor: Actor,
    on: date,
    proposal: Mapping[str, Any] | None = None,
    reason: str | None = None,
    effective_on: date | None = None,
) -> MeasureChange:
    """The owner changes its proposal; one that was submitted is a draft again and loses the reviews it had. C2.1a, C2.1b"""
    change = locked(change_id, actor=actor, act="revise")
    before = {"proposal": change.proposal, "reason": change.reason, "effective_on": change.effective_on.isoformat()}
    said = merged(change.proposal, proposal or {}) if change.kind != ChangeKind.REPEAL else proposal or {}
    draft = _judged(change.kind, measure=change.measure_code, proposal=said, reason=change.reason if reason is None else reason)
    if _owner(draft).pk != change.owner_id:
        raise RuleViolated("修改不能换主管机构，请撤回后由有权机构另行提出", clause="C2.1a", code="owner_changed")
    change.effective_on = effective_on or change.effective_on
    _refuse_past(change.effective_on, last=draft.last, on=on)
    change.proposal, change.measure_name, change.list = draft.content, draft.name, draft.list
    change.base_number = draft.last.number if draft.last else None
    change.reason = change.reason if reason is None else reason.strip()
    if change.state == ChangeState.SUBMITTED:
        change.reopen()
        _void_reviews(change, reason="提出机构修改了内容", actor=actor, on=on)
    change.save()
    journal.record(change, "change.revised", actor=actor, rule=PROPOSE_LIST_CHANGE, on=on, detail={"before": before})
    return change


@transaction.atomic
def submit_change(change_id: str | uuid.UUID, *, actor: Actor, on: date) -> MeasureChange:
    """Goes to credit supervision and legal affairs as a new round; a deadline starts for each of them. C2.1b"""
    change = locked(change_id, actor=actor, act="submit")
    _refuse_past(change.effective_on, last=None, on=on)
    lock_measure(change)
    if (
        change.measure_code
        and open_changes_of(change.measure_code).filter(state=ChangeState.SUBMITTED).exclude(pk=change.pk).exists()
    ):
        words = f"{change.measure_code} 已有一份变动在审核，请等它办结，或者先撤回它"
        raise WrongState(words, clause="C2.1a", code="another_in_review")
    change.submit(on=on)
    change.save()
    _open_reviews(change, actor=actor, on=on)
    journal.record(change, "change.submitted", actor=actor, rule=PROPOSE_LIST_CHANGE, on=on, detail={"round": change.round})
    return change


@transaction.atomic
def withdraw_change(change_id: str | uuid.UUID, *, actor: Actor, on: date, reason: str = "") -> MeasureChange:
    """The owner takes its proposal back before it is decided. C2.1a"""
    change = locked(change_id, actor=actor, act="withdraw")
    change.withdraw(on=on)
    change.save()
    _void_reviews(change, reason="提出机构撤回", actor=actor, on=on)
    journal.record(change, "change.withdrawn", actor=actor, rule=PROPOSE_LIST_CHANGE, on=on, detail={"reason": reason.strip()})
    return change


def lock_measure(change: MeasureChange) -> None:
    """What is decided about a measure is decided one after the other: two submissions, two approvals of different changes."""
    list(Measure.objects.select_for_update().filter(pk=change.measure_code))


def locked(change_id: str | uuid.UUID, *, actor: Actor, act: str) -> MeasureChange:
    """The change as it is now, locked; refuses where it is not visible, not this actor's, or not in the state for the act."""
    change_for(actor, id=change_id)
    MeasureChange.objects.select_for_update().get(pk=change_id)
    change = change_for(actor, id=change_id)
    refusal = refusal_of(change, act=act, actor=actor)
    if refusal is not None:
        raise refusal
    return change


class _Draft:
    """A judged proposal: its whole content, its list and name, and the version on which it stands."""

    def __init__(self, content: Content, *, list: str, name: str, last: MeasureVersion | None, line: str) -> None:
        self.content, self.list, self.name, self.last, self.line = content, list, name, last, line


def _judged(kind: str, *, measure: str, proposal: Mapping[str, Any], reason: str) -> _Draft:
    """The draft, or every problem of its shape at once."""
    names = Names()
    found = [*_heading_problems(kind, measure=measure, proposal=proposal, reason=reason), *problems_of(proposal)]
    last = last_version(measure) if measure else None
    known = last is not None and not last.repeals
    if kind in (ChangeKind.AMEND, ChangeKind.REPEAL) and measure and not known:
        where = "已废止，不能再改、再废" if last else "不在清单上，请核对编号"
        found.append(Problem("/measure", "unknown_measure", f"{measure} {where}"))
    if found:
        raise _invalid(found)
    if kind == ChangeKind.REPEAL:
        assert last is not None  # noqa: S101 - judged above
        return _Draft({}, list=last.measure.list, name=last.name_zh, last=last, line=last.owner_line_id)
    content = merged(content_of(last) if last and kind == ChangeKind.AMEND else EMPTY, proposal)
    content["bases"] = [_base_with_reading(basis, last=last) for basis in content["bases"]]
    found = faults_of(content, names=names)
    if found:
        raise _invalid(found)
    list_of = names.categories[content["category"]].list
    _refuse_other_list(kind, list_of=list_of, measure=measure, last=last)
    line = last.owner_line_id if last and kind == ChangeKind.AMEND else content["owner_line"]
    return _Draft(content, list=list_of, name=content["name"], last=last, line=line)


def _heading_problems(kind: str, *, measure: str, proposal: Mapping[str, Any], reason: str) -> list[Problem]:
    found = []
    if kind not in ChangeKind.values:
        found.append(Problem("/kind", "unknown_code", "类别应为 enact（立）、amend（改）或者 repeal（废）"))
    if kind in (ChangeKind.AMEND, ChangeKind.REPEAL) and not measure:
        found.append(Problem("/measure", "required", "请写明要改、要废的措施编号"))
    if kind == ChangeKind.ENACT and measure and not CODE.fullmatch(measure):
        found.append(Problem("/measure", "format", "新措施的编号由系统编排，请留空；恢复已废止的措施才填写原编号"))
    if kind == ChangeKind.REPEAL and proposal:
        found.append(Problem("/proposal", "not_for_repeal", "废止不需要填写内容，请去掉 proposal"))
    if kind in (ChangeKind.ENACT, ChangeKind.AMEND) and not proposal:
        found.append(Problem("/proposal", "required", "请填写措施的内容"))
    if not reason.strip():
        found.append(Problem("/reason", "required", "请写明变动的理由和依据"))
    elif len(reason) > REASON_MAX:
        found.append(Problem("/reason", "too_long", f"理由最多 {REASON_MAX} 字"))
    return found


def _base_with_reading(basis: Mapping[str, Any], *, last: MeasureVersion | None) -> dict[str, Any]:
    """How far an article was read: as said, else as the version before it knew, else by memory (待核)."""
    known = {(row.instrument_id, row.article_zh): row.verified for row in last.bases.all()} if last else {}
    reading = basis.get("verified") or known.get((str(basis.get("instrument")), str(basis.get("article"))), Verified.MEMORY)
    return {
        "instrument": basis.get("instrument"),
        "article": basis.get("article"),
        "is_term_basis": False if basis.get("is_term_basis") is None else basis["is_term_basis"],
        "verified": reading,
    }


def _refuse_other_list(kind: str, *, list_of: str, measure: str, last: MeasureVersion | None) -> None:
    """A code belongs to its list for ever; a code that is in use cannot be enacted again."""
    if last is not None and last.measure.list != list_of:
        raise RuleViolated("类别属于另一张清单：措施不能换清单，请废止后另立", clause="C2.1a", code="other_list")
    if kind != ChangeKind.ENACT or not measure:
        return
    if last is not None and not last.repeals:
        raise RuleViolated(f"{measure} 还在清单上，请用“改”", clause="C2.1a", code="still_listed")
    if last is None and not measure.startswith(PREFIX[list_of]):
        raise RuleViolated(f"这张清单的编号以 {PREFIX[list_of]} 开头，请留空由系统编号", clause="C2.1a", code="prefix")


def _owner(draft: _Draft) -> Agency:
    office = owners().get(draft.line)
    if office is None:
        raise RuleViolated("这个业务条线在市局没有业务主管机构，请系统管理员先登记", clause="C2.1a", code="no_owner")
    return office


def _refuse_past(effective_on: date, *, last: MeasureVersion | None, on: date) -> None:
    if effective_on < on:
        words = f"生效日 {effective_on} 已过，清单变动不能溯及既往，请改为 {on} 或者以后"
        raise _rule("/effective_on", "past", words)
    if last is not None and effective_on <= last.effective_from:
        earliest = last.effective_from + timedelta(days=1)
        words = f"第 {last.number} 版自 {last.effective_from} 起生效，新的变动须晚于它，请改为 {earliest} 或者以后"
        raise _rule("/effective_on", "before_last_version", words)


def _rule(pointer: str, code: str, words: str) -> RuleViolated:
    return RuleViolated(words, clause="C2.1a", code=code, problems=(Problem(pointer, code, words, "C2.1a"),))


def _invalid(found: list[Problem]) -> InvalidInput:
    return InvalidInput("填写有误，没有保存：" + "；".join(problem.detail for problem in found), problems=tuple(found))


def _open_reviews(change: MeasureChange, *, actor: Actor, on: date) -> None:
    for side in Side:
        agency = reviewing_agency(side, owner=change.owner)
        if agency is None:
            raise NotFound(f"没有与{change.owner.short_name_zh}同级的{side.label}机构，请系统管理员先登记", code="no_reviewer")
        deadlines.open_deadline(
            REVIEW_RULES[side],
            obj=change,
            responsible=agency,
            start=on,
            due_on=change.effective_on - timedelta(days=1),
            title=f"审核清单变动：{change}",
            url_path=reverse("measures:change", args=[change.pk]),
            actor=actor,
            on=on,
        )


def _void_reviews(change: MeasureChange, *, reason: str, actor: Actor, on: date) -> None:
    deadlines.void_for(change, rules=REVIEW_RULES.values(), on=on, reason=reason, actor=actor)


def next_code(list_of: str) -> str:
    """The next free number of a list. The caller holds the lock of that list's categories."""
    prefix = PREFIX[list_of]
    used = Measure.objects.filter(code__startswith=f"{prefix}-").order_by("-code").values_list("code", flat=True).first()
    return f"{prefix}-{int(used.split('-')[1]) + 1 if used else 1:03d}"
