"""Loads the two lists of `fixtures/` (law/README.md "How to read them"). What people changed afterwards is never overwritten."""

import csv
import json
from datetime import date
from pathlib import Path
from typing import Any

from django.db import models, transaction

from .content import Content
from .models import Basis, Category, Instrument, Matter, Measure, MeasureVersion, TermAnchor
from .names import Names
from .services.reviews import basis_row

Row = dict[str, str]
# law/README.md "Sanction matters": these three are narrowed to the one licence or occupation concerned.
MUST_NARROW = ("CJ-025", "CJ-026", "CJ-052")


@transaction.atomic
def load(fixtures_dir: Path) -> dict[str, int]:
    """Loads or updates code tables and instruments, and the first version of each measure that is not there yet. Safe to repeat.

    A version is never changed: a line of the file that says something else than the version in the database is counted, not written.
    """
    _load_lookups(fixtures_dir)
    counts = {"instruments": _load_instruments(fixtures_dir), "measures": 0, "measures_kept": 0}
    bases = _bases(fixtures_dir)
    present = set(Measure.objects.values_list("pk", flat=True))
    names = Names()
    for row in _rows(fixtures_dir / "measures.csv"):
        known = row["code"] in present
        counts["measures_kept" if known else "measures"] += 1
        if not known:
            _load_measure(row, bases=bases[row["code"]], names=names)
    return counts


def first_day(bases: list[Content], *, instruments: dict[str, Instrument]) -> date:
    """The first day on which a qualifying basis stood, else the earliest basis; law/README.md "First version"."""
    cited = [instruments[basis["instrument"]] for basis in bases]
    dated = [item for item in cited if item.in_force_from]
    qualifying = [item.in_force_from for item in dated if item.qualifies]
    return min(day for day in (qualifying or [item.in_force_from for item in dated]) if day)


def _load_lookups(fixtures_dir: Path) -> None:
    for position, row in enumerate(_rows(fixtures_dir / "categories.csv")):
        _keep(Category, row["code"], name_zh=row["name_zh"], list=row["list"], clause=row["clause"], position=position)
    for row in _rows(fixtures_dir / "term_anchors.csv"):
        _keep(TermAnchor, row["code"], name_zh=row["name_zh"], from_which_document=row["from_which_document"])
    for position, row in enumerate(_rows(fixtures_dir / "matters.csv")):
        _keep(
            Matter,
            row["code"],
            name_zh=row["name_zh"],
            group_zh=row["group_zh"],
            party_kinds=_many(row["party_kinds"]),
            clause=row["clause"],
            description_zh=row["description_zh"],
            position=position,
        )


def _keep(model: type[models.Model], code: str, **fields: Any) -> None:
    model._default_manager.update_or_create(pk=code, defaults=fields)


def _load_instruments(fixtures_dir: Path) -> int:
    """An entry that legal affairs has amended stays as they left it."""
    kept = set(Instrument.objects.filter(revision__gt=0).values_list("pk", flat=True))
    rows = [row for row in _rows(fixtures_dir / "instruments.csv") if row["code"] not in kept]
    for row in rows:
        fields: dict[str, Any] = {name: value for name, value in row.items() if name != "code"}
        fields |= {name: date.fromisoformat(row[name]) if row[name] else None for name in ("in_force_from", "in_force_to")}
        _keep(Instrument, row["code"], **fields)
    return len(rows)


def _bases(fixtures_dir: Path) -> dict[str, list[Content]]:
    found: dict[str, list[Content]] = {}
    for row in _rows(fixtures_dir / "measure_bases.csv"):
        basis = {
            "instrument": row["instrument"],
            "article": row["article_zh"],
            "is_term_basis": row["is_term_basis"] == "true",
            "verified": row["verified"],
        }
        found.setdefault(row["measure"], []).append(basis)
    return found


def _load_measure(row: Row, *, bases: list[Content], names: Names) -> None:
    measure = Measure.objects.create(code=row["code"], list=row["list"])
    version = MeasureVersion.objects.create(
        measure=measure, number=1, effective_from=first_day(bases, instruments=names.instruments), **_fields(row)
    )
    version.matters.set(Matter.objects.filter(pk__in=_many(row["matters"])))
    Basis.objects.bulk_create(basis_row(version, basis=basis, names=names) for basis in bases)


def _fields(row: Row) -> dict[str, Any]:
    as_written = (
        "name_zh", "cause_zh", "term_kind", "until_condition", "term_text_zh", "term_source", "implementing_level", "effect",
        "status", "verified", "confidence", "note_zh",
    )  # fmt: skip
    return {name: row[name] for name in as_written} | {
        "category_id": row["category"],
        "term_anchor_id": row["term_anchor"],
        "owner_line_id": row["owner_line"],
        "party_kinds": _many(row["party_kinds"]),
        "person_roles_zh": _many(row["person_roles_zh"]),
        "implementer_roles": _many(row["implementer_roles"]),
        "term_min_months": _number(row["term_min_months"]),
        "term_max_months": _number(row["term_max_months"]),
        "cap_months": _number(row["cap_months"]),
        "statutory_term": row["statutory_term"] == "true",
        "enhanced_parameters": json.loads(row["enhanced_parameters"] or "{}"),
        "must_narrow": row["code"] in MUST_NARROW,
    }


def _many(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _number(cell: str) -> int | None:
    return int(cell) if cell else None


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
