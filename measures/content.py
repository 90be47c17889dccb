"""What a measure says, in one shape for versions, proposals, differences and the API (api.md "Lists"): JSON with our names."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import TextChoices

from .models import MeasureVersion
from .models.vocabulary import Effect, ImplementingLevel, PartyKind, Status, TermKind, TermSource, Verified
from .names import Names

Content = dict[str, Any]
TERM_KEYS = ("kind", "min_months", "max_months", "until_condition", "cap_months", "anchor", "text", "source")
# What `until_condition` of the lists may say (law/measures.csv).
CONDITIONS = {
    "removed_from_list_serious": "移出严重违法失信名单",
    "removed_from_list_abnormal": "移出经营异常名录",
    "removed_from_list_serious_or_abnormal": "移出严重违法失信名单或者经营异常名录",
    "removed_from_list_judgment_defaulter": "移出失信被执行人名单",
    "condition_cleared": "情形消除",
    "corrected": "改正完毕",
    "repaid_and_corrected": "退还并改正完毕",
    "recheck_passed": "复查合格",
    "risk_grade_lowered": "风险等级下调",
    "obligation_fulfilled": "履行义务完毕",
    "credit_repaired": "信用修复",
    "deregistered": "注销登记",
    "restriction_expires": "所限事项的限制期满",
}
PARAMETERS = {
    "inspection_frequency": "检查频次",
    "inspection_ratio": "抽查比例",
    "key_target": "列为重点监管对象",
    "risk_grades_producer": "生产者风险等级",
    "risk_grades_operator": "经营者风险等级",
    "credit_risk_grades": "信用风险等级",
    "credit_grade": "信用等级",
    "unannounced_inspection": "飞行检查",
    "on_site_inspection": "现场检查",
    "interview": "约谈",
    "coverage": "检查覆盖",
    "recheck": "复查",
    "model_input": "进入监测预警模型",
}
PARAMETER_VALUES = {"increase": "提高", "lower": "下调", "full": "全覆盖", "True": "是", "False": "否"}


@dataclass(frozen=True)
class FieldChange:
    """One field before and after, in Chinese; an empty text where there was or will be nothing."""

    name: str
    label: str
    before: str
    after: str


def content_of(version: MeasureVersion) -> Content:
    """What a version says. Its bases and matters should be prefetched where there are many."""
    return {
        "category": version.category_id,
        "name": version.name_zh,
        "cause": version.cause_zh,
        "party_kinds": list(version.party_kinds),
        "person_roles": list(version.person_roles_zh),
        "term": {
            "kind": version.term_kind,
            "min_months": version.term_min_months,
            "max_months": version.term_max_months,
            "until_condition": version.until_condition,
            "cap_months": version.cap_months,
            "anchor": version.term_anchor_id,
            "text": version.term_text_zh,
            "source": version.term_source,
        },
        "owner_line": version.owner_line_id,
        "implementer_roles": list(version.implementer_roles),
        "implementing_level": version.implementing_level,
        "effect": version.effect,
        "matters": [matter.pk for matter in version.matters.all()],
        "enhanced_parameters": dict(version.enhanced_parameters),
        "must_narrow": version.must_narrow,
        "bases": [
            {
                "instrument": basis.instrument_id,
                "article": basis.article_zh,
                "is_term_basis": basis.is_term_basis,
                "verified": basis.verified,
            }
            for basis in version.bases.all()
        ],
        "note": version.note_zh,
    }


def merged(base: Content, proposal: Mapping[str, Any]) -> Content:
    """The base with what the proposal says; what it leaves out or says null stays as it is, in the term too unless its kind is said."""
    said = {key: value for key, value in proposal.items() if value is not None and key != "term"}
    term = proposal.get("term")
    if not isinstance(term, Mapping):
        return base | said | ({} if term is None else {"term": term})
    kept = dict(base.get("term", {}))
    if term.get("kind"):
        # who names the kind says the term anew: of the old numbers none is left
        kept |= {"min_months": None, "max_months": None, "until_condition": "", "cap_months": None}
    return base | said | {"term": kept | {key: value for key, value in term.items() if value is not None}}


def changes_between(before: Content | None, after: Content | None, *, names: Names) -> tuple[FieldChange, ...]:
    """The fields that differ; against nothing, every field that says something."""
    left, right = (words_of(content, names=names) if content else {} for content in (before, after))
    return tuple(
        FieldChange(name, label, left.get(name, ""), right.get(name, ""))
        for name, label, _ in FIELDS
        if left.get(name, "") != right.get(name, "")
    )


def words_of(content: Content, *, names: Names) -> dict[str, str]:
    """Each field in Chinese; a code that no table knows stands for itself."""
    return {name: say(content, names) for name, _, say in FIELDS}


def _choice(enumeration: type[TextChoices], value: Any) -> str:
    return str(dict(enumeration.choices).get(value, value or ""))


def _choices(enumeration: type[TextChoices], values: Iterable[object]) -> str:
    return "、".join(_choice(enumeration, value) for value in values)


def _named(rows: Mapping[str, object], code: str | None) -> str:
    return str(rows.get(code or "", code or ""))


def _months(term: Mapping[str, Any]) -> str:
    least, most = term.get("min_months"), term.get("max_months")
    if least is None and most is None:
        return ""
    if least == most:
        return f"{least} 个月"
    return f"{least or 0} 个月以上" if most is None else f"{least or 0}—{most} 个月"


def _term(content: Content, names: Names) -> str:
    term = content["term"]
    parts = [_choice(TermKind, term.get("kind")), _months(term)]
    if term.get("until_condition"):
        parts.append("至" + CONDITIONS.get(term["until_condition"], term["until_condition"]))
    if term.get("cap_months"):
        parts.append(f"满 {term['cap_months']} 个月由主管机构确认是否移出")
    return "，".join(part for part in parts if part)


def _bases(content: Content, names: Names) -> str:
    return "；".join(_basis(basis, names) for basis in content["bases"])


def _basis(basis: Mapping[str, Any], names: Names) -> str:
    marks = (["期限依据"] if basis.get("is_term_basis") else []) + ([] if basis.get("verified") == Verified.TEXT else ["待核"])
    tail = f"（{'，'.join(marks)}）" if marks else ""
    instrument = names.instruments.get(basis["instrument"])
    return f"《{instrument.short_title_zh if instrument else basis['instrument']}》{basis['article']}{tail}"


def _parameters(content: Content, names: Names) -> str:
    return "；".join(
        f"{PARAMETERS.get(key, key)}：{_parameter_value(value)}" for key, value in sorted(content["enhanced_parameters"].items())
    )


def _parameter_value(value: object) -> str:
    if isinstance(value, list):
        return "、".join(str(item) for item in value)
    return PARAMETER_VALUES.get(str(value), str(value))


Say = Callable[[Content, Names], str]
FIELDS: tuple[tuple[str, str, Say], ...] = (
    ("category", "类别", lambda content, names: _named(names.categories, content["category"])),
    ("name", "名称", lambda content, names: content["name"]),
    ("cause", "适用情形", lambda content, names: content["cause"]),
    ("party_kinds", "对象", lambda content, names: _choices(PartyKind, content["party_kinds"])),
    ("person_roles", "个人身份", lambda content, names: "、".join(content["person_roles"])),
    ("term", "期限", _term),
    ("term_text", "期限表述", lambda content, names: content["term"].get("text") or ""),
    ("term_anchor", "起算事件", lambda content, names: _named(names.anchors, content["term"].get("anchor"))),
    ("term_source", "期限来源", lambda content, names: _choice(TermSource, content["term"].get("source"))),
    ("bases", "依据", _bases),
    ("effect", "作用", lambda content, names: _choice(Effect, content["effect"])),
    ("matters", "事项", lambda content, names: "、".join(_named(names.matters, code) for code in content["matters"])),
    ("must_narrow", "须收窄事项", lambda content, names: "是" if content["must_narrow"] else ""),
    ("enhanced_parameters", "强化监管参数", _parameters),
    ("implementing_level", "实施层级", lambda content, names: _choice(ImplementingLevel, content["implementing_level"])),
    (
        "implementer_roles",
        "实施机构",
        lambda content, names: "、".join(names.roles.get(role, role) for role in content["implementer_roles"]),
    ),
    ("owner_line", "主管条线", lambda content, names: _named(names.lines, content["owner_line"])),
    ("status", "状态", lambda content, names: _choice(Status, content.get("status", ""))),
    ("note", "说明", lambda content, names: content["note"]),
)
