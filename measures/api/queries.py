"""What may stand behind the question mark: every filter with the words that it knows."""

from typing import Any

from rest_framework import serializers

from closedloop.deadlines.selectors import STATES
from closedloop.opinion import Role
from closedloop.orgs.models import Agency, BusinessLine
from closedloop.rest.endpoint import ListQuery, Query
from closedloop.rest.fields import Code, Day, Text, Word

from ..models import Category, Matter, Measure
from ..models.vocabulary import ChangeKind, ChangeState, ImplementingLevel, InstrumentLevel, List, PartyKind, Status

DEADLINE_STATES = dict(zip(STATES, ("在办", "按时办结", "逾期办结", "超期未办"), strict=True))


def words(longest: int = 100) -> Text:
    """Free text to search for."""
    return Text(default="", max_length=longest, help_text="查找的文字")


class OnQuery(Query):
    """The day on which a resource is looked at."""

    on = Day(required=False, help_text="哪一天的清单，缺省为今天；可以是将来，已通过的变动计算在内")


class MeasureQuery(ListQuery):
    """What narrows the lists."""

    on = Day(required=False, help_text="哪一天的清单，缺省为今天；可以是将来，已通过的变动计算在内")
    list = Word(List, name="MeasureList", default="")
    category = Code(known=Category.objects, default="", help_text="措施类别代码")
    matter = Code(known=Matter.objects, default="", help_text="事项代码")
    party_kind = Word(PartyKind, default="")
    line = Code(known=BusinessLine.objects, default="", help_text="主管条线代码")
    status = Word(Status, name="MeasureStatus", default="")
    level = Word(ImplementingLevel, default="")
    q = words()


class DiffQuery(ListQuery):
    """Two days between which the lists are compared."""

    list = Word(List, name="MeasureList", default="")

    def get_fields(self) -> dict[str, serializers.Field]:
        """`from` is a word of Python and cannot be an attribute."""
        day: dict[str, Any] = {"required": True}
        return {"from": Day(help_text="从哪一天", **day), "to": Day(help_text="到哪一天", **day), **super().get_fields()}


class MatterQuery(ListQuery):
    """What narrows the matters."""

    party_kind = Word(PartyKind, default="")
    q = words()


class AgencyQuery(ListQuery):
    """What narrows the agencies."""

    role = Word(Role, name="AgencyRole", default="")
    line = Code(known=BusinessLine.objects, default="", help_text="业务条线代码")
    level = Word(Agency.Level, name="AgencyLevel", default="")


class InstrumentQuery(ListQuery):
    """What narrows the instruments."""

    level = Word(InstrumentLevel, default="")
    live_on = Day(required=False, help_text="只列这一天在施行的")
    q = words()


class ChangeQuery(ListQuery):
    """What narrows the change requests."""

    state = Word(ChangeState, default="")
    kind = Word(ChangeKind, default="")
    measure = Code(known=Measure.objects, default="", help_text="措施编号")


class CleanUpQuery(ListQuery):
    """What narrows the clean-ups."""

    state = Word({"open": "待清理", "done": "已办结"}, name="CleanUpStateFilter", default="")
    measure = Code(known=Measure.objects, default="", help_text="措施编号")


class DeadlineQuery(ListQuery):
    """What narrows the deadlines."""

    state = Word(DEADLINE_STATES, name="DeadlineState", default="")
    responsible = Code(known=Agency.objects, default="", help_text="责任机构代码")
