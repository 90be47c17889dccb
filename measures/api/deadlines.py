"""Whatever runs against a deadline, in the one shape of api.md."""

from typing import Any

from rest_framework import serializers

from closedloop.deadlines import selectors
from closedloop.opinion import Role
from closedloop.orgs.models import Agency
from closedloop.rest.endpoint import Endpoint, lists
from closedloop.rest.fields import Word
from closedloop.workdays import selectors as workdays

from .queries import DEADLINE_STATES, DeadlineQuery

LIGHTS = {"green": "正常", "yellow": "临近", "red": "超期", "grey": "办结"}


class DeadlineShownAnswer(serializers.Serializer):
    """A deadline as every resource carries it."""

    clause = serializers.CharField()
    rule_zh = serializers.CharField()
    starts_on = serializers.DateField()
    due_on = serializers.DateField()
    done_on = serializers.DateField(allow_null=True)
    state = Word(DEADLINE_STATES, name="DeadlineState")
    light = Word(LIGHTS, name="DeadlineLight")
    responsible = serializers.CharField()
    provisional = serializers.BooleanField(help_text="跨过尚无放假通知的年份，按推算")


class DeadlineAnswer(DeadlineShownAnswer):
    """A deadline with what it runs against."""

    id = serializers.IntegerField()
    title = serializers.CharField()
    object_kind = serializers.CharField()
    object_key = serializers.CharField()

    def to_representation(self, instance: Any) -> dict[str, Any]:
        """The row together with how it stands today. Needs `today` and `calendar` beside the rows."""
        shown = selectors.as_json(instance, on=self.context["today"], calendar=self.context["calendar"])
        own = {
            "id": instance.pk,
            "title": instance.title_zh,
            "object_kind": instance.object_kind,
            "object_key": instance.object_key,
        }
        return super().to_representation(shown | own)


class Deadlines(Endpoint):
    """The deadlines that the caller may see."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """Today and the calendar, asked for once."""
        return {"today": self.today, "calendar": workdays.current()}

    @lists(query=DeadlineQuery, answers=DeadlineAnswer, by=("due_on", "id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """本机构的时限；市局信用监管、法制机构可以看全部。"""
        found = selectors.in_state(asked["state"], on=self.today) if asked["state"] else selectors.live()
        agency = self.actor.agency
        if not (sees_all(agency) and self.actor.has(Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS)):
            found = found.filter(responsible=agency)
        return found.filter(responsible=asked["responsible"]) if asked["responsible"] else found


def sees_all(agency: Agency | None) -> bool:
    """Whether an agency stands at the city, whose overseers see every office."""
    return agency is not None and agency.level == Agency.Level.CITY
