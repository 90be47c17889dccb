"""Loads divisions, business lines and agencies of `fixtures/`; safe to repeat. Who is no longer in use stays as people left it."""

import csv
from pathlib import Path

from django.db import transaction

from .models import Agency, AgencyRole, BusinessLine, Division

Row = dict[str, str]


@transaction.atomic
def load(fixtures_dir: Path) -> dict[str, int]:
    """Loads or updates the bodies of the demonstration; parents after their children exist. Returns how many of each."""
    divisions, lines = _rows(fixtures_dir / "divisions.csv"), _rows(fixtures_dir / "business_lines.csv")
    agencies = _rows(fixtures_dir / "agencies.csv")
    for row in divisions:
        _load_division(row)
    for row in divisions:
        Division.objects.filter(pk=row["code"]).update(parent=row["parent"] or None)
    for position, row in enumerate(lines):
        BusinessLine.objects.update_or_create(pk=row["code"], defaults={"name_zh": row["name_zh"], "position": position})
    for row in agencies:
        _load_agency(row)
    for row in agencies:
        Agency.objects.filter(pk=row["code"]).update(parent=row["parent"] or None)
    return {"divisions": len(divisions), "business_lines": len(lines), "agencies": len(agencies)}


def _load_division(row: Row) -> None:
    Division.objects.update_or_create(
        pk=row["code"],
        defaults={"name_zh": row["name"], "level_zh": row["level"], "status_zh": row["status"], "note_zh": row["note"][:200]},
    )


def _load_agency(row: Row) -> None:
    agency, _ = Agency.objects.update_or_create(
        pk=row["code"],
        defaults={
            "name_zh": row["name_zh"],
            "short_name_zh": row["short_name_zh"],
            "level": row["level"] or Agency.Level.NONE,
            "division_id": row["division"] or None,
        },
    )
    roles = _many(row["roles"])
    agency.roles.exclude(role__in=roles).delete()
    AgencyRole.objects.bulk_create([AgencyRole(agency=agency, role=role) for role in roles], ignore_conflicts=True)
    agency.lines.set(BusinessLine.objects.filter(pk__in=_many(row["business_lines"])))


def _many(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
