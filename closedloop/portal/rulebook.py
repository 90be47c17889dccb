"""规则与口径: the opinion, clause by clause, with who may act, until when, and how we read it."""

from dataclasses import dataclass
from itertools import groupby

from closedloop.opinion import CLAUSES, RULES, Clause, Rule

# The opinion's own headings (C3.4 asks that everybody can read them).
HEADINGS = {
    "一": "适用范围",
    "二": "工作程序",
    "二（一）": "失信惩戒（强化监管）措施清单管理",
    "二（二）": "失信惩戒（强化监管）对象管理",
    "二（三）": "失信惩戒（强化监管）信息推送或共享",
    "二（四）": "失信惩戒（强化监管）措施实施",
    "二（六）": "失信惩戒（强化监管）结果反馈",
    "二（七）": "失信惩戒（强化监管）措施解除",
    "三（一）": "加强组织领导",
    "三（二）": "加强协同配合",
    "三（三）": "加强督查考核",
    "三（四）": "加强宣传培训",
}


@dataclass(frozen=True)
class ClauseWithActs:
    """A clause and the acts that it lets somebody do."""

    clause: Clause
    acts: tuple[Rule, ...]

    @property
    def readings(self) -> list[str]:
        """How we read it, and how we read the periods of its acts."""
        found = [self.clause.reading, *(f"{rule.act}：{rule.reading}" for rule in self.acts if rule.reading)]
        return list(dict.fromkeys(reading for reading in found if reading))


@dataclass(frozen=True)
class Part:
    """The clauses under one heading of the opinion."""

    place: str
    heading: str
    clauses: tuple[ClauseWithActs, ...]


def parts(*, role: str = "", readings_only: bool = False) -> list[Part]:
    """The opinion in its own order, narrowed to the acts of one role or to what we had to read into it."""
    found = [_with_acts(clause, role=role) for clause in _in_order()]
    kept = [item for item in found if (item.acts or not role) and (item.readings or not readings_only)]
    by_section = groupby(kept, key=lambda item: section(item.clause.place))
    return [Part(place, HEADINGS.get(place, ""), tuple(items)) for place, items in by_section]


def section(place: str) -> str:
    """The heading under which a place stands: 「二（四）」 for 二（四）3."""
    return place[: place.index("）") + 1] if "）" in place else place


def _with_acts(clause: Clause, *, role: str) -> ClauseWithActs:
    acts = (rule for rule in RULES.values() if rule.clause == clause.id)
    return ClauseWithActs(clause, tuple(rule for rule in acts if not role or role in rule.by))


def _in_order() -> list[Clause]:
    """In the order of the opinion: what it says of part 二 as a whole stands before 二（一）."""
    return sorted(CLAUSES.values(), key=lambda clause: (clause.place[0] != "一", clause.place[0] != "二", clause.place != "二"))
