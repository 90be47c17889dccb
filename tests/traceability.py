"""Writes docs/traceability.md: each clause of the opinion with the acts that serve it and the tests that prove it.

Run it as `python -m tests.traceability`; it needs no database.
"""

import importlib
import os
from collections.abc import Iterable
from typing import Any

import django

from tests.clause_marks import Test, proofs
from tests.source import ROOT

PAGE = ROOT / "docs/traceability.md"
HEAD = """# 条款与证明

由 `python -m tests.traceability` 根据测试上的 `@pytest.mark.clause` 标记生成，请勿手改。
条款原文与口径见 `closedloop/opinion/clauses.py`；「待建」的条款列在 `tests/test_opinion.py` 的 `PENDING_CLAUSES`，只减不增。

| 条款 | 出处 | 办理事项 | 证明（测试） |
|---|---|---|---|
"""


def page(*, clauses: Iterable[Any], rules: Iterable[Any]) -> str:
    """The page as it should be now."""
    proven, rules, rows = proofs(), list(rules), []
    for clause in clauses:
        acts = "、".join(rule.act for rule in rules if rule.clause == clause.id)
        rows.append(f"| {clause.id} | {clause.place} | {acts or '—'} | {_tests(proven.get(clause.id, []))} |\n")
    return HEAD + "".join(rows)


def _tests(tests: list[Test]) -> str:
    by_file = {file: [name for place, name in tests if place == file] for file, _ in sorted(tests)}
    return "<br>".join(f"`{file}`：{'、'.join(names)}" for file, names in by_file.items()) or "待建"


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closedloop.settings.test")
    django.setup()
    opinion = importlib.import_module("closedloop.opinion")
    PAGE.write_text(page(clauses=opinion.CLAUSES.values(), rules=opinion.RULES.values()), encoding="utf-8")
    print(PAGE.relative_to(ROOT))
