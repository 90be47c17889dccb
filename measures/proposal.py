"""The shape of a proposal: every problem at once, each with its pointer (api.md "Conventions"); legality.py judges by the law."""

import difflib
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from closedloop.errors import Problem

from .content import CONDITIONS, TERM_KEYS, Content
from .models.vocabulary import Effect, ImplementingLevel, List, PartyKind, TermKind, TermSource, Verified
from .names import Names

ROOT = "/proposal"
TEXTS = {"name": 120, "cause": 2000, "note": 2000}
KEYS = (
    "category", "name", "cause", "party_kinds", "person_roles", "term", "owner_line", "implementer_roles", "implementing_level",
    "effect", "matters", "enhanced_parameters", "must_narrow", "bases", "note",
)  # fmt: skip
BASIS_KEYS = ("instrument", "article", "is_term_basis", "verified")
MONTHS_MAX, ARTICLE_MAX, TERM_TEXT_MAX = 1200, 120, 200
LABELS = {
    "category": "类别", "name": "名称", "cause": "适用情形", "party_kinds": "对象", "term": "期限", "owner_line": "主管条线",
    "implementer_roles": "实施机构", "implementing_level": "实施层级", "effect": "作用", "matters": "事项", "bases": "依据",
    "person_roles": "个人身份", "note": "说明",
}  # fmt: skip
EMPTY: Content = {
    "bases": [], "party_kinds": [], "matters": [], "implementer_roles": [],
    "person_roles": [], "enhanced_parameters": {}, "must_narrow": False, "note": "",
    "term": {"min_months": None, "max_months": None, "until_condition": "", "cap_months": None},
}  # fmt: skip


def problems_of(proposal: Mapping[str, Any]) -> list[Problem]:
    """What is wrong with the keys and the kinds of values, before anything is merged: unknown keys, wrong types."""
    found = list(_unknown(proposal, KEYS, ROOT))
    term, bases = proposal.get("term"), proposal.get("bases")
    if term is not None and not isinstance(term, Mapping):
        found.append(Problem(f"{ROOT}/term", "type", '期限应为一个对象，例如 {"kind": "fixed", "min_months": 36}'))
    elif term is not None:
        found += _unknown(term, TERM_KEYS, f"{ROOT}/term")
    if bases is not None and not _is_rows(bases):
        found.append(Problem(f"{ROOT}/bases", "type", "依据应为一个列表，每条写明 instrument 和 article"))
    elif bases is not None:
        for index, basis in enumerate(bases):
            found += _unknown(basis, BASIS_KEYS, f"{ROOT}/bases/{index}")
    return found + _types(proposal)


def faults_of(content: Content, *, names: Names) -> list[Problem]:
    """What is missing from a complete content, or names a code that no table knows, or counts wrongly."""
    found = [*_texts(content), *_codes(content, names), *_lists(content, names), *_bases(content["bases"], names)]
    return found + list(_term(content["term"], names))


def _is_rows(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(row, Mapping) for row in value)


def _unknown(given: Mapping[str, Any], known: Collection[str], place: str) -> Iterator[Problem]:
    for key in given:
        if key not in known:
            near = difflib.get_close_matches(str(key), known, n=1)
            hint = f"，是否应为 {near[0]}" if near else ""
            yield Problem(f"{place}/{key}", "unknown_field", f"没有“{key}”这一项{hint}")


def _types(proposal: Mapping[str, Any]) -> list[Problem]:
    wanted: dict[str, tuple[type, str]] = {
        **dict.fromkeys(("category", "name", "cause", "owner_line", "implementing_level", "effect", "note"), (str, "文字")),
        **dict.fromkeys(("party_kinds", "person_roles", "implementer_roles", "matters"), (list, "列表")),
        "enhanced_parameters": (dict, "对象"),
        "must_narrow": (bool, "true 或者 false"),
    }
    found = []
    for key, (kind, words) in wanted.items():
        value = proposal.get(key)
        if value is not None and not isinstance(value, kind):
            found.append(Problem(f"{ROOT}/{key}", "type", f"“{LABELS.get(key, key)}”应为{words}"))
        elif isinstance(value, list) and not all(isinstance(item, str) for item in value):
            found.append(Problem(f"{ROOT}/{key}", "type", f"“{LABELS[key]}”的每一项应为文字"))
    return found


def _texts(content: Content) -> Iterator[Problem]:
    for key, longest in TEXTS.items():
        text = content.get(key) or ""
        if not text.strip() and key != "note":
            yield Problem(f"{ROOT}/{key}", "required", f"请填写{LABELS[key]}")
        elif len(text) > longest:
            yield Problem(f"{ROOT}/{key}", "too_long", f"{LABELS[key]}最多 {longest} 字，现有 {len(text)} 字")


def _codes(content: Content, names: Names) -> Iterator[Problem]:
    tables: dict[str, Collection[str]] = {
        "category": names.categories,
        "owner_line": names.lines,
        "implementing_level": ImplementingLevel.values,
        "effect": Effect.values,
    }
    for key, known in tables.items():
        yield from _code(content.get(key), known, place=f"{ROOT}/{key}", label=LABELS[key])


def _code(value: object, known: Collection[str], *, place: str, label: str) -> Iterator[Problem]:
    if not value:
        yield Problem(place, "required", f"请选择{label}")
    elif not isinstance(value, str) or value not in known:
        near = difflib.get_close_matches(str(value), known, n=1)
        hint = f"，是否应为 {near[0]}" if near else "，请从代码表中选择"
        yield Problem(place, "unknown_code", f"{label}没有代码“{value}”{hint}")


def _lists(content: Content, names: Names) -> Iterator[Problem]:
    tables: dict[str, Collection[str]] = {
        "party_kinds": PartyKind.values,
        "matters": names.matters,
        "implementer_roles": names.roles,
    }
    for key, known in tables.items():
        values = content.get(key) or []
        if not values and not (key == "matters" and _is_enhanced(content, names)):
            yield Problem(f"{ROOT}/{key}", "required", f"请至少选择一项{LABELS[key]}")
        for index, value in enumerate(values):
            yield from _code(value, known, place=f"{ROOT}/{key}/{index}", label=LABELS[key])
        if len(set(values)) < len(values):
            yield Problem(f"{ROOT}/{key}", "duplicate", f"{LABELS[key]}有重复，请去掉重复的")


def _is_enhanced(content: Content, names: Names) -> bool:
    category = names.categories.get(content.get("category") or "")
    return category is not None and category.list == List.ENHANCED


def _bases(bases: list[Mapping[str, Any]], names: Names) -> Iterator[Problem]:
    if not bases:
        yield Problem(f"{ROOT}/bases", "required", "请至少列出一条依据：没有依据的措施不能列入清单", "C1.3")
    seen: set[tuple[str, str]] = set()
    for index, basis in enumerate(bases):
        place = f"{ROOT}/bases/{index}"
        yield from _code(basis.get("instrument"), names.instruments, place=f"{place}/instrument", label="依据文件")
        article = basis.get("article")
        if not isinstance(article, str) or not article.strip():
            yield Problem(f"{place}/article", "required", "请写明条、款、项，例如“第一百三十五条第一款”")
        elif len(article) > ARTICLE_MAX:
            yield Problem(f"{place}/article", "too_long", f"条款最多 {ARTICLE_MAX} 字")
        if basis.get("verified") is not None:
            yield from _code(basis["verified"], Verified.values, place=f"{place}/verified", label="核对情况")
        if not isinstance(basis.get("is_term_basis", False), bool | None):
            yield Problem(f"{place}/is_term_basis", "type", "“期限依据”应为 true 或者 false")
        key = (str(basis.get("instrument")), str(article))
        if key in seen:
            yield Problem(place, "duplicate", "同一条款列了两次，请去掉一条")
        seen.add(key)


def _term(term: Mapping[str, Any], names: Names) -> Iterator[Problem]:
    place = f"{ROOT}/term"
    yield from _code(term.get("kind"), TermKind.values, place=f"{place}/kind", label="期限类型")
    yield from _code(term.get("source"), TermSource.values, place=f"{place}/source", label="期限来源")
    yield from _code(term.get("anchor"), names.anchors, place=f"{place}/anchor", label="起算事件")
    text = term.get("text")
    if not isinstance(text, str) or not text.strip() or len(text) > TERM_TEXT_MAX:
        yield Problem(f"{place}/text", "required", f"请用法律的原话写明期限，最多 {TERM_TEXT_MAX} 字")
    bad = [key for key in ("min_months", "max_months", "cap_months") if not _is_months(term.get(key))]
    for key in bad:
        yield Problem(f"{place}/{key}", "range", f"月数应为 1 至 {MONTHS_MAX} 的整数")
    if not bad:
        yield from _numbers(term, place)


def _is_months(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MONTHS_MAX)


def _numbers(term: Mapping[str, Any], place: str) -> Iterator[Problem]:
    """Fixed has one number, a range has its least, `until` its condition; the others have none to contradict them."""
    kind, least, most = term.get("kind"), term.get("min_months"), term.get("max_months")
    if kind == TermKind.FIXED and (not least or least != most):
        yield Problem(f"{place}/max_months", "fixed", "固定期限的最短月数和最长月数须相同，且大于零")
    if kind == TermKind.RANGE and least is None:
        yield Problem(f"{place}/min_months", "required", "由决定确定的期限须写明最短月数；没有上限（可到终身）的，最长月数留空")
    if least is not None and most is not None and most < least:
        yield Problem(f"{place}/max_months", "order", "最长月数不能小于最短月数")
    condition = term.get("until_condition")
    if kind == TermKind.UNTIL and not condition:
        yield Problem(f"{place}/until_condition", "required", "请写明终止条件")
    if condition and condition not in CONDITIONS:
        yield from _code(condition, CONDITIONS, place=f"{place}/until_condition", label="终止条件")
    if kind == TermKind.LIFETIME and (least or most):
        yield Problem(f"{place}/min_months", "lifetime", "终身措施没有月数，请留空")
