"""Change requests of the lists and their two reviews (C2.1a, C2.1b)."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.deadlines import selectors as deadlines
from closedloop.rest.endpoint import Endpoint, Query, acts, lists, reads
from closedloop.rest.fields import Word
from closedloop.workdays import selectors as workdays

from .. import selectors, services
from ..models import MeasureChange
from ..models.vocabulary import ChangeKind, ChangeState, List, Side, Verdict
from ..names import Names
from .bodies import MeasureChangeBody, MeasureChangeRevisionBody, OpinionBody, OptionalReasonBody, ReasonBody
from .deadlines import DeadlineShownAnswer
from .queries import ChangeQuery
from .shapes import ProposalShape

DECIDED = (ChangeState.APPROVED, ChangeState.WITHDRAWN)


class MeasureChangeReviewAnswer(serializers.Serializer):
    """One review of one round by one side."""

    round = serializers.IntegerField()
    side = Word(Side)
    verdict = Word(Verdict)
    opinion = serializers.CharField(allow_blank=True)
    agency = serializers.CharField(source="agency_id")
    reviewed_by = serializers.CharField(source="reviewer.name_zh")
    reviewed_at = serializers.DateTimeField()


class MeasureChangeRowAnswer(serializers.Serializer):
    """A change request as a list shows it. Needs `endpoint`, `deadlines` and `calendar` beside the rows."""

    id = serializers.UUIDField()
    kind = Word(ChangeKind)
    measure = serializers.SerializerMethodField(help_text="措施编号；新措施通过之前为 null")
    list = Word(List, name="MeasureList")
    name = serializers.CharField(source="measure_name")
    owner = serializers.CharField(source="owner_id")
    proposal = serializers.SerializerMethodField(help_text="措施将来的全部内容；废止的为 null")
    reason = serializers.CharField()
    effective_on = serializers.DateField()
    state = Word(ChangeState)
    transitions = serializers.SerializerMethodField(help_text="调用方现在可以办的")
    round = serializers.IntegerField(help_text="提交轮次")
    reviews = MeasureChangeReviewAnswer(many=True)
    version = serializers.SerializerMethodField(help_text="通过后形成的版次")
    deadlines = serializers.SerializerMethodField()
    proposed_by = serializers.CharField(source="proposer.name_zh")
    proposed_at = serializers.DateTimeField()

    def get_measure(self, change: MeasureChange) -> str | None:
        """The code, once there is one."""
        return change.measure_code or None

    @extend_schema_field(ProposalShape(allow_null=True))
    def get_proposal(self, change: MeasureChange) -> Any:
        """The whole content."""
        return selectors.proposed_version(change) or None

    def get_version(self, change: MeasureChange) -> int | None:
        """The number of the version that came of it."""
        return change.version.number if change.version else None

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_transitions(self, change: MeasureChange) -> Any:
        """What this caller may do now."""
        endpoint = self.context["endpoint"]
        return selectors.transitions_for(change, actor=endpoint.actor)

    @extend_schema_field(DeadlineShownAnswer(many=True))
    def get_deadlines(self, change: MeasureChange) -> Any:
        """Until when its reviews are due."""
        found = self.context["deadlines"][("measurechange", str(change.pk))]
        today, calendar = self.context["endpoint"].today, self.context["calendar"]
        return [DeadlineShownAnswer(deadlines.as_json(item, on=today, calendar=calendar)).data for item in found]


class ObjectionAnswer(serializers.Serializer):
    """Why the law does not let a change pass."""

    pointer = serializers.CharField(allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    clause = serializers.CharField(required=False)


class MeasureChangeAnswer(MeasureChangeRowAnswer):
    """A change request, with what the law says today."""

    objections = serializers.SerializerMethodField(help_text="合法性审核今天会提出的问题；空的才能通过")

    @extend_schema_field(ObjectionAnswer(many=True))
    def get_objections(self, change: MeasureChange) -> Any:
        """Nothing to object to in what is decided."""
        if change.state in DECIDED:
            return []
        found = selectors.objections_to(change, on=self.context["endpoint"].today, names=Names())
        return [problem.as_json() for problem in found]


class ChangeEndpoint(Endpoint):
    """What shows change requests shows their deadlines and what the caller may do."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """The deadlines of all rows, asked for once."""
        return {"endpoint": self, "deadlines": deadlines.for_objects(rows), "calendar": workdays.current()}

    def again(self, change: MeasureChange) -> MeasureChange:
        """The change as it is after an act."""
        return selectors.change_for(self.actor, id=change.pk)


class Changes(ChangeEndpoint):
    """The change requests that the caller may see."""

    @lists(query=ChangeQuery, answers=MeasureChangeRowAnswer, by=("-proposed_at", "-id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """清单变动：本机构提出的，和由本机构审核的。合法性审核的意见见单项。"""
        named = {"state": asked["state"], "kind": asked["kind"], "measure_code": asked["measure"]}
        return selectors.changes_for(self.actor).filter(**{name: value for name, value in named.items() if value})

    @acts(body=MeasureChangeBody, answers=MeasureChangeAnswer, status=201)
    def post(self, said: dict[str, Any]) -> Any:
        """提出清单变动（立、改、废），先为草拟。由主管条线的市级业务主管机构办理。"""
        return self.again(services.propose_change(said.pop("kind"), actor=self.actor, on=self.today, **said))


class Change(ChangeEndpoint):
    """One change request."""

    @reads(query=Query, answers=MeasureChangeAnswer)
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """一份清单变动。"""
        return selectors.change_for(self.actor, id=id)


class Submit(ChangeEndpoint):
    """Draft or returned → submitted."""

    @acts(answers=MeasureChangeAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """提交审核。由提出机构办理。"""
        return self.again(services.submit_change(id, actor=self.actor, on=self.today))


class Revise(ChangeEndpoint):
    """The owner changes its proposal."""

    @acts(body=MeasureChangeRevisionBody, answers=MeasureChangeAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """修改草拟、已退回或者审核中的变动；审核中的回到草拟，已作的审核作废。由提出机构办理。"""
        return self.again(services.revise_change(id, actor=self.actor, on=self.today, **said))


class Approve(ChangeEndpoint):
    """One side agrees."""

    @acts(body=OpinionBody, answers=MeasureChangeAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """审核同意。信用监管、法制两方都同意才通过，提出人不能审核。"""
        return self.again(services.approve_change(id, actor=self.actor, on=self.today, **said))


class Return(ChangeEndpoint):
    """One side sends it back."""

    @acts(body=ReasonBody, answers=MeasureChangeAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """退回，须写明理由。由审核的信用监管、法制机构办理。"""
        return self.again(services.return_change(id, actor=self.actor, on=self.today, **said))


class Withdraw(ChangeEndpoint):
    """The owner takes it back."""

    @acts(body=OptionalReasonBody, answers=MeasureChangeAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """撤回，办结以前都可以。由提出机构办理。"""
        return self.again(services.withdraw_change(id, actor=self.actor, on=self.today, **said))
