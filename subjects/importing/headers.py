"""Finds the header of a table and what each of its columns means: full or half width, any brackets, any known spelling."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from subjects.importing.limits import FileRefused
from subjects.importing.reference import IGNORED, fields, labels, spellings

SEARCHED_ROWS = 30
# Without these nobody can say who was punished by which decision: such a row is no header of penalties.
NEEDED = ("party_name", "decision_no", "decision_date")
FEWEST = 5
REASONS_COLUMN = "错误原因"
OPERATION = "row_operation"
YEARS = "years"
WAN, YUAN, UNSAID = "wan", "yuan", "unsaid"
AMOUNTS = ("fine_wan", "confiscated_wan")
_MARKS = ("必填", "选填", "条件必填", "必填项", "选填项")
# Spellings that the reference table does not list: our own reasons column, amounts in 元, the operation flag of a 前置机.
_MORE = {
    REASONS_COLUMN: IGNORED,
    "原行号": IGNORED,
    "罚款金额（元）": "fine_wan",
    "处罚金额（元）": "fine_wan",
    "罚款（元）": "fine_wan",
    "没收金额（元）": "confiscated_wan",
    "没收违法所得、没收非法财物的金额（元）": "confiscated_wan",
    "数据记录的增删改标志": OPERATION,
    "增删改标志": OPERATION,
    "操作标志": OPERATION,
}
_UNIT_UNSAID = ("罚款", "罚款金额")
_NUMBERED = re.compile(r"行政相对人代码\d*(?=\D)")


@dataclass(frozen=True)
class Column:
    """One column of the file: where, as which text it stands in the header, and what it means ("" where nobody knows)."""

    position: int
    header: str
    field: str
    unit: str = ""


@dataclass(frozen=True)
class Header:
    """The row of the header (from 0) and its columns."""

    row: int
    columns: tuple[Column, ...]

    @property
    def known(self) -> tuple[Column, ...]:
        """The columns that are read."""
        return tuple(column for column in self.columns if column.field and column.field != IGNORED)

    @property
    def unknown(self) -> tuple[str, ...]:
        """The header texts of columns that are not read because nobody knows what they mean."""
        return tuple(column.header for column in self.columns if column.header and not column.field)

    @property
    def missing(self) -> tuple[str, ...]:
        """The labels of required fields for which the file has no column."""
        there = {column.field for column in self.columns}
        return tuple(labels()[field.name] for field in fields().values() if field.required and field.name not in there)


def find(rows: Sequence[Sequence[object]]) -> Header | None:
    """The header among the first rows: the one with most known columns; None where no row is a header of penalties."""
    best: Header | None = None
    for number, row in enumerate(rows[:SEARCHED_ROWS]):
        header = Header(number, _columns(row))
        if _is_header(header) and (best is None or len(header.known) > len(best.known)):
            best = header
    return best


def needed(header: Header | None) -> Header:
    """The header, or the refusal of a file without one."""
    if header is None:
        raise FileRefused(
            "no_header",
            "没有找到表头：请使用双公示行政处罚信息的表头，至少要有行政相对人名称、行政处罚决定书文号和处罚决定日期三列。",
        )
    return header


def is_repeated(header: Header, *, cells: Sequence[object]) -> bool:
    """Whether a row of the data is the header once more, as printed pages that were glued together have it."""
    pairs = [(column.header, cells[column.position]) for column in header.known if column.position < len(cells)]
    return sum(bool(text) and text == str(cell).strip() for text, cell in pairs) >= FEWEST


def folded(text: str) -> str:
    """A header spelling with everything away in which systems differ: width, spaces, brackets, punctuation, "必填"."""
    narrow = unicodedata.normalize("NFKC", text).casefold()
    bare = "".join(char for char in narrow if char.isalnum())
    for mark in _MARKS:
        bare = bare.removesuffix(mark)
    return bare


def _columns(row: Sequence[object]) -> tuple[Column, ...]:
    return tuple(_column(position, str(cell).strip()) for position, cell in enumerate(row))


def _column(position: int, text: str) -> Column:
    key = folded(text)
    field = _meanings().get(key) or _meanings().get(_NUMBERED.sub("行政相对人代码", key), "")
    return Column(position, text, field, _unit(field, key=key))


def _unit(field: str, *, key: str) -> str:
    """万元 or 元, as the header says; `unsaid` where real systems use this header for both (formats.md 0.2)."""
    if field == "publish_until" and key == folded("公示期限"):
        return YEARS
    if field not in AMOUNTS:
        return ""
    if key in _UNIT_UNSAID:
        return UNSAID
    return YUAN if key.endswith("元") and not key.endswith("万元") else WAN


def _is_header(header: Header) -> bool:
    found = {column.field for column in header.known}
    return len(found) >= FEWEST and found.issuperset(NEEDED)


@cache
def _meanings() -> dict[str, str]:
    """Folded spelling → field. A numbered code column also by what its brackets say, whatever its number."""
    found: dict[str, str] = {}
    for spelling, field in (*spellings(), *_MORE.items()):
        key = folded(spelling)
        found.setdefault(key, field)
        if _NUMBERED.search(key):
            found.setdefault(_NUMBERED.sub("行政相对人代码", key), field)
    return found
