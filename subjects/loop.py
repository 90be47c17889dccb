"""Where a case stands in the loop, for the stepper of its page: 推送, 接收, 推送实施, 实施, 反馈, 解除 (C2.2 to C2.7)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from closedloop.deadlines.models import Deadline
from closedloop.opinion import DISPATCH_CASE, RECEIVE_CASE

from .models import Case, Sanction
from .models.vocabulary import CaseState, SanctionState
from .selectors.cases import PUSH_RULES

DONE, NOW, NEXT = "is-done", "is-now", "is-next"
DRAFT, PUSHED, RECEIVED, RETURNED = CaseState.DRAFT, CaseState.PUSHED, CaseState.RECEIVED, CaseState.RETURNED
SENT_ON = (CaseState.DISPATCHED, CaseState.CLOSED)


@dataclass(frozen=True)
class Step:
    """One step: its title, how far it is, its words, its day, and the open deadline where it is the one that waits."""

    title: str
    style: str
    words: str
    day: date | None = None
    deadline: Deadline | None = None


def steps(case: Case, *, due: Sequence[Deadline], sanctions: Sequence[Sanction]) -> list[Step]:
    """All six, whatever the state."""
    return [
        _pushed(case, due),
        _received(case, due),
        _dispatched(case, due, sanctions),
        Step("实施", NEXT, "实施机构"),
        Step("反馈", NEXT, "每月第一周"),
        _released(sanctions),
    ]


def holder_of(case: Case) -> str:
    """Who has the ball."""
    if case.state in (PUSHED, RECEIVED):
        return case.receiver.short_name_zh
    if case.state in (DRAFT, RETURNED):
        return case.producer.short_name_zh
    return "实施机构" if case.state == CaseState.DISPATCHED else ""


def open_of(due: Iterable[Deadline]) -> Deadline | None:
    """The open deadline that ends first."""
    return min((item for item in due if item.done_on is None), key=lambda item: item.due_on, default=None)


def running(due: Iterable[Deadline], *, names: Iterable[str]) -> Deadline | None:
    """The open deadline of one of these rules."""
    wanted = set(names)
    return open_of(item for item in due if item.rule in wanted)


def _pushed(case: Case, due: Sequence[Deadline]) -> Step:
    who = case.producer.short_name_zh
    if case.pushed_on:
        return Step("推送", DONE, who, case.pushed_on)
    if case.state != DRAFT:
        return Step("推送", NEXT, "没有推送，已撤回", case.ended_on)
    return Step("推送", NOW, who, None, running(due, names=[rule.name for rule in PUSH_RULES]))


def _received(case: Case, due: Sequence[Deadline]) -> Step:
    who = case.receiver.short_name_zh
    if case.state == RETURNED:
        return Step("接收", NOW, f"{who}退回", case.ended_on)
    if case.received_on:
        return Step("接收", DONE, who, case.received_on)
    if case.state == CaseState.WITHDRAWN and case.pushed_on:
        return Step("接收", NEXT, "未接收，已撤回", case.ended_on)
    if case.state == PUSHED:
        return Step("接收", NOW, who, None, running(due, names=[RECEIVE_CASE.name]))
    return Step("接收", NEXT, who)


def _dispatched(case: Case, due: Sequence[Deadline], sanctions: Sequence[Sanction]) -> Step:
    sent = sum(row.state not in (SanctionState.PROPOSED, SanctionState.WITHDRAWN) for row in sanctions)
    words = f"{sent} / {len(sanctions)} 项"
    if case.state in SENT_ON:
        return Step("推送实施", DONE, words)
    if case.state == RECEIVED:
        return Step("推送实施", NOW, words, None, running(due, names=[DISPATCH_CASE.name]))
    return Step("推送实施", NEXT, words)


def _released(sanctions: Sequence[Sanction]) -> Step:
    """The day after the last known end; not said where something has no end."""
    live = [row for row in sanctions if row.state != SanctionState.WITHDRAWN]
    if not live:
        return Step("解除", NEXT, "")
    if any(row.ends_on is None for row in live):
        return Step("解除", NEXT, "有的措施没有末日")
    return Step("解除", NEXT, "最晚", max(row.ends_on for row in live if row.ends_on) + timedelta(days=1))
