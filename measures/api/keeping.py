"""Keeping the lists current: confirmations and clean-ups (C3.3a, C1.3)."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.deadlines import selectors as deadlines
from closedloop.opinion import CLEAN_UP_BASIS, Role
from closedloop.rest.endpoint import Endpoint, ListQuery, Query, acts, lists, reads
from closedloop.rest.fields import Word
from closedloop.workdays import selectors as workdays

from .. import selectors, services
from ..models import CleanUp as CleanUpRow
from ..models import ListConfirmation
from .bodies import ConfirmationBody, ReasonBody
from .deadlines import DeadlineShownAnswer, sees_all
from .queries import CleanUpQuery


class ListConfirmationAnswer(serializers.Serializer):
    """An office went through its part of the lists."""

    id = serializers.IntegerField()
    office = serializers.CharField(source="office_id")
    confirmed_on = serializers.DateField()
    confirmed_by = serializers.CharField(source="confirmed_by.name_zh")
    confirmed_at = serializers.DateTimeField()
    measures_count = serializers.IntegerField()
    note = serializers.CharField(allow_blank=True)


class CleanUpAnswer(serializers.Serializer):
    """A measure that loses a basis, and what came of it. Needs `endpoint`, `deadlines` and `calendar` beside the rows."""

    id = serializers.UUIDField()
    instrument = serializers.CharField(source="instrument_id")
    measure = serializers.CharField(source="measure_id")
    owner = serializers.CharField(source="owner_id")
    opened_on = serializers.DateField()
    basis_ends_on = serializers.DateField()
    loses_all = serializers.BooleanField(help_text="届时再无适格依据，只能修改或者废止")
    state = Word(CleanUpRow.Outcome, name="CleanUpState", source="outcome")
    transitions = serializers.SerializerMethodField(help_text="调用方现在可以办的")
    done_on = serializers.DateField(allow_null=True)
    change = serializers.UUIDField(source="change_id", allow_null=True, help_text="办结它的清单变动")
    deadlines = serializers.SerializerMethodField()

    @extend_schema_field(serializers.ListField(child=serializers.CharField()))
    def get_transitions(self, cleanup: CleanUpRow) -> Any:
        """The owner may answer what is open."""
        actor = self.context["endpoint"].actor
        may = cleanup.done_on is None and actor.agency_code == cleanup.owner_id and actor.has(*CLEAN_UP_BASIS.by)
        return ["answer"] if may else []

    @extend_schema_field(DeadlineShownAnswer(many=True))
    def get_deadlines(self, cleanup: CleanUpRow) -> Any:
        """Until when it must be done."""
        found = self.context["deadlines"][("cleanup", str(cleanup.pk))]
        today, calendar = self.context["endpoint"].today, self.context["calendar"]
        return [DeadlineShownAnswer(deadlines.as_json(item, on=today, calendar=calendar)).data for item in found]


class ListConfirmations(Endpoint):
    """Who confirmed its part of the lists, and when."""

    @lists(query=ListQuery, answers=ListConfirmationAnswer, by=("-confirmed_on", "-id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """清单核对记录：本机构的；市局信用监管、法制机构可以看全部。"""
        found = ListConfirmation.objects.select_related("confirmed_by")
        if sees_all(self.actor.agency) and self.actor.has(Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS):
            return found
        return found.filter(office=self.actor.agency)

    @acts(body=ConfirmationBody, answers=ListConfirmationAnswer, status=201)
    def post(self, said: dict[str, Any]) -> Any:
        """核对并确认本机构的清单。没有变动也要确认。由主管措施的市级业务主管机构办理。"""
        return services.confirm_list(actor=self.actor, on=self.today, **said)


class CleanUpEndpoint(Endpoint):
    """What shows clean-ups shows their deadlines and what the caller may do."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """The deadlines of all rows, asked for once."""
        return {"endpoint": self, "deadlines": deadlines.for_objects(rows), "calendar": workdays.current()}


class CleanUps(CleanUpEndpoint):
    """The clean-ups that the caller may see."""

    @lists(query=CleanUpQuery, answers=CleanUpAnswer, by=("basis_ends_on", "id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """清理任务：本机构的；市局信用监管、法制机构可以看全部。"""
        found = selectors.cleanups_for(self.actor)
        if asked["state"]:
            found = found.filter(done_on__isnull=asked["state"] == "open")
        return found.filter(measure=asked["measure"]) if asked["measure"] else found


class CleanUp(CleanUpEndpoint):
    """One clean-up."""

    @reads(query=Query, answers=CleanUpAnswer)
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """一项清理任务。"""
        return selectors.cleanup_for(self.actor, id=id)


class Answer(CleanUpEndpoint):
    """The owner finds that the measure keeps its basis."""

    @acts(body=ReasonBody, answers=CleanUpAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """答复：依据仍然有效，不需清理，须写明理由。另有依据才可以。由主管机构办理。"""
        return services.answer_cleanup(id, actor=self.actor, on=self.today, **said)
