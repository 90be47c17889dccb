"""The acts on a case: what each is called, what it needs of the form, which service does it, and what is said afterwards."""

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.http import QueryDict

from closedloop.errors import DomainError, InvalidInput, NotFound, Problem
from closedloop.opinion import RECEIVE_CASE
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock

from .. import selectors, services
from ..forms.cause import day_of
from ..models import Case

TITLES = {
    "push": "推送",
    "revise": "修改草稿",
    "consult": "提请会商",
    "conclude": "作出会商结论",
    "receive": "接收",
    "return": "退回",
    "withdraw": "撤回",
    "correct": "更正",
}
SAYINGS = {
    "push": "已推送，接收机构收到一项待办",
    "consult": "已提请会商，受邀机构各收到一项待办，推送期限已延长",
    "conclude": "已作出会商结论，可以推送，也可以再次会商",
    "receive": "已接收，接下来推送给实施机构",
    "return": "已退回，措施随之撤回，产生机构收到说明",
    "withdraw": "已撤回，措施随之撤回",
    "opinion": "已提出会商意见",
    "anchor": "已补录起算日，末日随之算出",
}


@dataclass(frozen=True)
class Refused:
    """An act that is not there now, and why."""

    title: str
    why: str
    clause: str


def _words(said: QueryDict, name: str) -> str:
    """What was written, without the character that no database takes."""
    return said.get(name, "").replace("\x00", "")


def _push(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    return services.push_case(case_no, actor=actor, on=on)


def _receive(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    return services.receive_case(case_no, actor=actor, on=on)


def _return(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    return services.return_case(case_no, actor=actor, on=on, reason=_words(said, "return_reason"))


def _withdraw(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    return services.withdraw_case(case_no, actor=actor, on=on, reason=_words(said, "withdraw_reason"))


def _consult(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    invite = [code.replace("\x00", "") for code in said.getlist("invite")]
    return services.consult(case_no, invite=invite, question=_words(said, "question"), actor=actor, on=on)


def _conclude(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    return services.conclude(case_no, conclusion=_words(said, "conclusion"), actor=actor, on=on)


def _opinion(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    case = selectors.case_for(actor, case_no=case_no)
    running = next((item for item in case.consultations.all() if item.concluded_on is None), None)
    return services.give_opinion(running.pk if running else "", text=_words(said, "text"), actor=actor, on=on)


def _anchor(case_no: str, said: QueryDict, *, actor: Actor, on: date) -> Any:
    day = day_of(said.get("anchor_on", ""))
    if day is None:
        problem = Problem("/anchor_on", "format", "请填写起算日，例如 2026-02-12")
        raise InvalidInput(problem.detail, problems=(problem,))
    case = selectors.case_for(actor, case_no=case_no)
    sanction = case.sanctions.filter(pk__in=_uuids(said.get("sanction", ""))).first()
    if sanction is None:
        raise NotFound("这个案件里没有这项措施，请刷新页面", code="unknown_sanction")
    return services.fill_anchor(sanction.pk, anchor_on=day, actor=actor, on=on)


def _uuids(text: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(text)]
    except ValueError:
        return []


ACTS: dict[str, Callable[..., Any]] = {
    "push": _push,
    "receive": _receive,
    "return": _return,
    "withdraw": _withdraw,
    "consult": _consult,
    "conclude": _conclude,
    "opinion": _opinion,
    "anchor": _anchor,
}


def refusals(case: Case, *, actor: Actor) -> tuple[list[str], list[Refused]]:
    """The acts that are there now, and why the others are not."""
    allowed, refused = [], []
    for act, title in TITLES.items():
        why: DomainError | None = selectors.refusal_of(case, act=act, actor=actor)
        if why is None:
            allowed.append(act)
        else:
            refused.append(Refused(title, why.message, why.clause))
    return allowed, refused


def after_push(on: date | None = None) -> date:
    """Until when the receiver has to receive and to dispatch what is pushed today."""
    return RECEIVE_CASE.due(on or clock.today()).due
