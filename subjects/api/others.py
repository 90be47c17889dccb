"""Sanctions, consultations, and the full identifier for a purpose on record."""

import uuid
from typing import Any

from closedloop.errors import InvalidInput, Problem
from closedloop.rest.endpoint import KEY_HEADER, Endpoint, ListQuery, Query, acts, lists, reads
from closedloop.rest.fields import Day, Text, Word

from .. import selectors, services
from ..models.vocabulary import SanctionState
from .answers import ConsultationAnswer, RevealAnswer, SanctionAnswer
from .bodies import OpinionTextBody, PurposeBody


class SanctionQuery(ListQuery):
    """What narrows the sanctions."""

    case = Text(default="", max_length=40, help_text="案件编号")
    measure = Text(default="", max_length=10, help_text="措施编号")
    state = Word(SanctionState, default="")
    in_force_on = Day(required=False, help_text="只列这一天有效的")


class SanctionEndpoint(Endpoint):
    """What shows sanctions shows how they stand today."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """Today."""
        return {"endpoint": self}


class Sanctions(SanctionEndpoint):
    """The sanctions of the cases that the caller may see."""

    @lists(query=SanctionQuery, answers=SanctionAnswer, by=("case_id", "measure_id", "id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """惩戒适用：调用方看得到的案件里的措施。"""
        named = {name: asked[name] for name in ("case", "measure", "state")}
        return selectors.sanctions_for(self.actor, in_force_on=asked.get("in_force_on"), **named)


class Sanction(SanctionEndpoint):
    """One sanction."""

    @reads(query=Query, answers=SanctionAnswer)
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """一项惩戒适用。"""
        return selectors.sanction_for(self.actor, id=id)


class Consultation(Endpoint):
    """One consultation."""

    @reads(query=Query, answers=ConsultationAnswer)
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """一次会商，连同各方意见。受邀机构和看得到案件的机构可以看。"""
        return services.consultation_for(self.actor, id=id)


class Opinions(Endpoint):
    """An invited agency says what it thinks."""

    @acts(body=OpinionTextBody, answers=ConsultationAnswer, status=201)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """提出会商意见；结论后提出的标明「结论后」。由受邀机构办理。"""
        return services.give_opinion(id, actor=self.actor, on=self.today, **said).consultation


class Reveal(Endpoint):
    """The full identifier of a person, for a purpose on record."""

    @acts(body=PurposeBody, answers=RevealAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """查看完整证件号码，须写明用途，留痕。只有看得到其案件的机构可以看。不要带 Idempotency-Key：答案不保存。"""
        _refuse_key(self)
        subject = selectors.subject_for(self.actor, id=id)
        return {"value": services.reveal(subject, actor=self.actor, **said)}


def _refuse_key(endpoint: Endpoint) -> None:
    """An answer that is kept for a key would keep the identifier in clear (R28)."""
    if endpoint.request.headers.get(KEY_HEADER):
        words = "查看完整证件号码不要带 Idempotency-Key：答案不保存，重发会再留一次痕"
        raise InvalidInput(words, problems=(Problem("", "no_idempotency_key", words),))
