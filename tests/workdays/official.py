"""The calendar of the fixtures without a database."""

import csv
from datetime import date

from closedloop.workdays.calendar import Calendar
from tests.source import ROOT


def rows() -> list[dict[str, str]]:
    with (ROOT / "fixtures/holidays.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


SPECIAL = {date.fromisoformat(row["date"]): (row["kind"], row["name_zh"]) for row in rows()}
CALENDAR = Calendar(SPECIAL, frozenset({2024, 2025, 2026}))
# Weekends only: what is left where no notice is known.
UNKNOWN = Calendar({}, frozenset())
