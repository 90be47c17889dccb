"""The reference tables of the national 双公示 penalty layout, as `fixtures/import/` holds them."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "fixtures" / "import"
# Other systems keep these longer than the national standard says (formats.md 1.2): the longer is taken.
LENGTHS_SEEN = {"org_code": 32, "tax_no": 32}
ALWAYS = "Y"
IGNORED = "_ignore"


@dataclass(frozen=True)
class Field:
    """One of the 30 columns."""

    name: str
    label: str
    longest: int
    required: bool
    exchange_codes: tuple[str, ...]


@cache
def fields() -> dict[str, Field]:
    """The 30 fields in the order of the standard, by English name."""
    return {row["name_en"]: _field(row) for row in _rows("penalty_fields.csv")}


@cache
def labels() -> dict[str, str]:
    """What a person calls each field: the column's name without the numbering of codes."""
    return {name: _spoken(field.label) for name, field in fields().items()}


@cache
def spellings() -> tuple[tuple[str, str], ...]:
    """Every header spelling with its field: those seen in real systems, the standard's own, and the exchange codes."""
    seen = [(row["alias"], row["name_en"]) for row in _rows("header_aliases.csv")]
    own = [(spelling, field.name) for field in fields().values() for spelling in (field.label, *field.exchange_codes)]
    return (*seen, *own)


@cache
def words_of(code_set: str) -> dict[str, tuple[str, str]]:
    """Spelling → (the standard's text, English code) of a code set. Numbers are left out: a digit means different things (0.1)."""
    found: dict[str, tuple[str, str]] = {}
    for row in _rows("codes.csv"):
        if row["code_set"] == code_set:
            for spelling in (row["code"], row["name_zh"], *row["aliases"].split(";")):
                if spelling and not spelling.isdecimal():
                    found.setdefault(spelling, (row["code"], row["name_en"]))
    return found


def _field(row: dict[str, str]) -> Field:
    name = row["name_en"]
    codes = tuple(code.strip() for code in row["exchange_code"].split("/"))
    return Field(name, row["name_zh"], LENGTHS_SEEN.get(name, int(row["max_length"])), row["required"] == ALWAYS, codes)


def _spoken(label: str) -> str:
    if label.startswith("行政相对人代码"):
        return label.partition("(")[2].rstrip(")")
    return label


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8-sig", newline="") as table:
        return list(csv.DictReader(table))
