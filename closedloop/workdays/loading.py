"""Loads the notices of `fixtures/`. A notice that the administrator loaded is never overwritten: the people's copy wins."""

import csv
from collections import defaultdict
from datetime import date
from pathlib import Path

from .models import HolidayNotice, SpecialDay
from .notices import NoticeDay
from .services import store_notice

NOTICES, DAYS = "holiday_notices.csv", "holidays.csv"


def load(fixtures_dir: Path) -> dict[str, int]:
    """Loads or updates the notices that came with the product; safe to repeat. Returns how many were written and kept."""
    days = _days_by_notice(fixtures_dir)
    counts = {"notices_written": 0, "notices_unchanged": 0, "notices_kept_as_loaded": 0}
    for row in _rows(fixtures_dir / NOTICES):
        counts[_load_notice(row, days[int(row["year"])])] += 1
    return counts


def _load_notice(row: dict[str, str], days: list[NoticeDay]) -> str:
    year = int(row["year"])
    present = HolidayNotice.objects.filter(pk=year).first()
    if present is not None and present.origin == HolidayNotice.Origin.LOADED:
        return "notices_kept_as_loaded"
    if present is not None and _same(present, row, days):
        return "notices_unchanged"
    store_notice(
        year,
        days=days,
        document_no=row["document_no"],
        title=row["title_zh"],
        issued_on=date.fromisoformat(row["issued_on"]),
        source=row["source"],
        verified=row["verified"],
        origin=HolidayNotice.Origin.FIXTURE,
    )
    return "notices_written"


def _same(present: HolidayNotice, row: dict[str, str], days: list[NoticeDay]) -> bool:
    heading = (present.title_zh, present.document_no, present.issued_on.isoformat(), present.source, present.verified)
    wanted = tuple(row[name] for name in ("title_zh", "document_no", "issued_on", "source", "verified"))
    stored = SpecialDay.objects.filter(notice=present).values_list("date", "kind", "name_zh")
    return heading == wanted and sorted(stored) == sorted((day.date, day.kind, day.name_zh) for day in days)


def _days_by_notice(fixtures_dir: Path) -> dict[int, list[NoticeDay]]:
    found: dict[int, list[NoticeDay]] = defaultdict(list)
    for row in _rows(fixtures_dir / DAYS):
        day = date.fromisoformat(row["date"])
        found[day.year].append(NoticeDay(day, row["kind"], row["name_zh"]))
    return found


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
