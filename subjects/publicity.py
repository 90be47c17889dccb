"""How long a follows-publicity measure lasts: the longest period of its tier in the rule set of the publicity's first day (rules.md §3)."""

import csv
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings

# These three are the publicity itself (law/README.md); the others follow it without a period of their own.
TIERS = {"CJ-073": "minor", "CJ-074": "general", "CJ-075": "serious"}


def longest_months(code: str, *, first_day: date | None) -> int | None:
    """Months of the tier in the rule set in force on the first day of publicity; None where the tier, the day or the set has none."""
    tier = TIERS.get(code)
    if tier is None or first_day is None:
        return None
    begun = [row for row in rule_sets() if row[0] <= first_day]
    latest = max((day for day, _, _ in begun), default=None)
    return next((months for day, name, months in begun if day == latest and name == tier), None)


@lru_cache(maxsize=1)
def rule_sets() -> tuple[tuple[date, str, int | None], ...]:
    """First day, tier, longest months of each row of fixtures/publicity_rules.csv."""
    with (Path(settings.FIXTURES_DIR) / "publicity_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(
            (date.fromisoformat(row["effective_from"]), row["tier"], int(row["max_months"]) if row["max_months"] else None)
            for row in csv.DictReader(file)
        )
