"""What a request may say about the lists. The content of a measure is judged by measures.proposal, here as in the portal."""

from collections.abc import Iterable, Mapping
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.errors import Problem
from closedloop.rest.fields import Day, Strict, Text, Word

from ..content import content_of, merged
from ..models.vocabulary import ChangeKind, InstrumentLevel, Verified
from ..names import Names
from ..proposal import EMPTY, faults_of, problems_of
from ..selectors.changes import last_version
from .shapes import ProposalShape

REASON_MAX, OPINION_MAX, NOTE_MAX = 1000, 1000, 400


@extend_schema_field(ProposalShape)
class Proposal(serializers.JSONField):
    """The content of a measure, as an object."""

    default_error_messages = {"type": '应为一个 JSON 对象，例如 {{"name": "……"}}'}

    def to_internal_value(self, data: Any) -> Any:
        """Takes an object; what stands in it is judged as a whole."""
        if not isinstance(data, Mapping):
            self.fail("type")
        return super().to_internal_value(data)


class MeasureChangeBody(Strict):
    """A proposed change of the lists (立、改、废)."""

    kind = Word(ChangeKind)
    measure = Text(default="", max_length=10, help_text="要改、要废的措施编号；新措施留空")
    proposal = Proposal(required=False, help_text="措施的内容；废止不填。改只写要改的项")
    reason = Text(max_length=REASON_MAX)
    effective_on = Day()

    def more_problems(self, said: Mapping[str, Any]) -> Iterable[Problem]:
        """Every problem of the proposal, beside those of the fields."""
        kind, proposal = said.get("kind"), said.get("proposal")
        if kind not in (ChangeKind.ENACT, ChangeKind.AMEND) or not isinstance(proposal, Mapping) or not proposal:
            return []
        found = problems_of(proposal)
        last = last_version(str(said.get("measure", ""))) if kind == ChangeKind.AMEND else None
        if found or (kind == ChangeKind.AMEND and (last is None or last.repeals)):
            return found
        return faults_of(merged(content_of(last) if last else EMPTY, proposal), names=Names())


class MeasureChangeRevisionBody(Strict):
    """What the owner changes in its proposal; what is left out stays as it is."""

    proposal = Proposal(required=False)
    reason = Text(required=False, max_length=REASON_MAX)
    effective_on = Day(required=False)

    def more_problems(self, said: Mapping[str, Any]) -> Iterable[Problem]:
        """What is wrong with the kinds of values in the proposal."""
        proposal = said.get("proposal")
        return problems_of(proposal) if isinstance(proposal, Mapping) else []


class OpinionBody(Strict):
    """A reviewer's opinion."""

    opinion = Text(default="", allow_blank=True, max_length=OPINION_MAX)


class ReasonBody(Strict):
    """Why."""

    reason = Text(max_length=REASON_MAX)


class OptionalReasonBody(Strict):
    """Why, where one wants to say it."""

    reason = Text(default="", allow_blank=True, max_length=REASON_MAX)


class ConfirmationBody(Strict):
    """What the office found when it went through its part of the lists."""

    note = Text(default="", allow_blank=True, max_length=NOTE_MAX, help_text="说明；没有变动也可以不写")


class InstrumentFields(Strict):
    """What is registered of a law or document."""

    short_title_zh = Text(required=False, allow_blank=True, max_length=60)
    document_no = Text(required=False, allow_blank=True, max_length=80)
    issuer = Text(required=False, allow_blank=True, max_length=80)
    version_note = Text(required=False, allow_blank=True, max_length=120)
    in_force_from = Day(required=False)
    in_force_to = Day(required=False)
    verified = Word(Verified, required=False)
    note = Text(required=False, allow_blank=True, max_length=400)


class InstrumentBody(InstrumentFields):
    """A law or document to be registered."""

    code = Text(max_length=60, help_text="小写字母开头，小写字母、数字、_ 或者 -")
    title_zh = Text(max_length=120)
    level = Word(InstrumentLevel)


class InstrumentAmendmentBody(InstrumentFields):
    """What is corrected in the entry of a law or document; what is left out stays as it is."""

    title_zh = Text(required=False, max_length=120)
    level = Word(InstrumentLevel, required=False)


class InstrumentEndBody(Strict):
    """The last day on which the cited provisions stand."""

    last_day = Day(help_text="最后有效日")
    note = Text(default="", allow_blank=True, max_length=400)
