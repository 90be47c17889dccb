"""The two lists and their vocabulary, read (C1.3, C2.1)."""

from typing import Any

from closedloop.orgs import selectors as orgs
from closedloop.rest.endpoint import Endpoint, lists, reads

from .. import selectors
from ..models import Matter
from ..selectors import Filters
from .answers import AgencyAnswer, DifferenceAnswer, MatterAnswer, MeasureAnswer, MeasureVersionAnswer
from .queries import AgencyQuery, DiffQuery, MatterQuery, MeasureQuery, OnQuery

FILTERS = ("list", "category", "matter", "party_kind", "line", "status", "level", "q")


class MeasureEndpoint(Endpoint):
    """What shows measures shows who owns them."""

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """The owning offices, asked for once."""
        return {"offices": selectors.owners()}


class Measures(MeasureEndpoint):
    """The lists on a day."""

    @lists(query=MeasureQuery, answers=MeasureAnswer, by=("measure_id",))
    def get(self, asked: dict[str, Any]) -> Any:
        """某一天的两张清单。`on` 缺省为今天，可以是将来：已通过的变动计算在内。"""
        filters = Filters(**{name: asked[name] for name in FILTERS})
        return selectors.list_on(asked.get("on", self.today), filters=filters)


class Measure(MeasureEndpoint):
    """One measure on a day."""

    @reads(query=OnQuery, answers=MeasureAnswer)
    def get(self, asked: dict[str, Any], code: str) -> Any:
        """一项措施在某一天的内容。那一天不在清单上的为 404，并说明原因。"""
        return selectors.version_on(code, on=asked.get("on", self.today))


class Versions(MeasureEndpoint):
    """Everything that a measure ever said."""

    @lists(answers=MeasureVersionAnswer, by=("-number",))
    def get(self, asked: dict[str, Any], code: str) -> Any:
        """一项措施的全部版本，新的在前；废止也是一版。"""
        return selectors.versions_of(code)


class Diff(MeasureEndpoint):
    """What changed between two days."""

    @lists(query=DiffQuery, answers=DifferenceAnswer, by=("code",))
    def get(self, asked: dict[str, Any]) -> Any:
        """两天之间清单的差别：立、改、废，逐项列出改动前后。"""
        return selectors.diff(from_on=asked["from"], to_on=asked["to"], list=asked["list"])


class Matters(Endpoint):
    """What may be asked about."""

    @lists(query=MatterQuery, answers=MatterAnswer, by=("position", "code"))
    def get(self, asked: dict[str, Any]) -> Any:
        """事项表：审批、评优、招聘等系统可以就哪些事项核验。"""
        found = Matter.objects.filter(name_zh__icontains=asked["q"])
        return found.filter(pk__in=_matters_of(asked["party_kind"])) if asked["party_kind"] else found


class Agencies(Endpoint):
    """Who acts."""

    @lists(query=AgencyQuery, answers=AgencyAnswer, by=("code",))
    def get(self, asked: dict[str, Any]) -> Any:
        """在用的机构，可按职责、条线、层级筛选。"""
        return orgs.agencies(role=asked["role"], line=asked["line"], level=asked["level"])


def _matters_of(party_kind: str) -> list[str]:
    """The matters of a kind of party; the table is small, and its kinds are JSON, which SQLite cannot search."""
    return [matter.pk for matter in Matter.objects.all() if party_kind in matter.party_kinds]
