"""Dates as people write them. What can be read in one way only is read; a year of two digits is never guessed."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from subjects.importing.tables import Cell, Day

LONG_TERM = "2099/12/31"
LONG_TERM_YEARS = (2099, 9999)
EPOCH = date(1899, 12, 30)
# Serial numbers of 1990 to 2099; smaller ones are more likely something else.
SERIALS = range(32_874, 73_051)
EARLIEST = date(1949, 10, 1)
_STANDARD = re.compile(r"\d{4}/\d{2}/\d{2}")
_CLOCK = r"(?:[ T]*\d{1,2}[:时]\d{1,2}(?:[:分]\d{1,2}(?:\.\d+)?秒?)?分?(?:Z|[+-]\d{2}:?\d{2})?)?"
_WRITTEN = re.compile(rf"(\d{{4}})[-/.年·](\d{{1,2}})[-/.月·](\d{{1,2}})日?{_CLOCK}")
_EIGHT = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_MONTH = re.compile(r"\d{6}|\d{4}[-/.年]\d{1,2}月?")
_SHORT_YEAR = re.compile(r"'?\d{1,2}[-/.年]\d{1,2}[-/.月]\d{1,4}日?")
_CHINESE = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_CHINESE_DATE = re.compile(r"([\d〇零○一二三四五六七八九]{4})年([一二三四五六七八九十]{1,3})月([一二三四五六七八九十]{1,3})日")
_LONG_WORDS = frozenset(["长期", "长期有效", "永久", "永久有效", "无期限", "无处罚期限", "终身", "不限"])


@dataclass(frozen=True)
class DateRead:
    """A date in the standard's writing ("" where there is none), whether that took a repair, and what was wrong."""

    day: date | None = None
    text: str = ""
    repaired: bool = False
    problem: str = ""

    @property
    def long_term(self) -> bool:
        """Whether it only says that there is no end."""
        return self.text == LONG_TERM


UNKNOWN = DateRead(repaired=True, problem="unknown_date")


def read(cell: Cell) -> DateRead:
    """A cell as a date; one that the spreadsheet itself keeps as a date is no repair."""
    if isinstance(cell, Day):
        day = _of_text(cell)
        return DateRead(day.day, day.text, not cell.endswith("00:00:00") and len(cell) > len(LONG_TERM), day.problem)
    if isinstance(cell, float):
        return _of_text(f"{cell:.10g}")
    return _of_text(str(cell))


@lru_cache(maxsize=20_000)
def _of_text(text: str) -> DateRead:
    if _STANDARD.fullmatch(text):
        return _made(*text.split("/"), repaired=False)
    plain = unicodedata.normalize("NFKC", text).strip()
    if plain in _LONG_WORDS:
        return DateRead(date(2099, 12, 31), LONG_TERM, repaired=True)
    if _SERIAL.fullmatch(plain):
        return _of_serial(float(plain))
    for shape in (_WRITTEN, _EIGHT):
        if found := shape.fullmatch(re.sub(r"\s*([-/.年月日])\s*", r"\1", plain)):
            return _made(*found.groups(), repaired=True)
    if found := _CHINESE_DATE.fullmatch(plain):
        return _made(found[1].translate(_CHINESE), str(_spelt(found[2])), str(_spelt(found[3])), repaired=True)
    return DateRead(problem=_why_not(plain))


def _made(year: str, month: str, day: str, *, repaired: bool) -> DateRead:
    if int(year) in LONG_TERM_YEARS and (int(year), int(month), int(day)) >= (2099, 9, 9):
        return DateRead(date(2099, 12, 31), LONG_TERM, repaired)
    if (int(year), int(month)) == (1900, 1) and int(day) <= 1:
        return UNKNOWN
    try:
        made = date(int(year), int(month), int(day))
    except ValueError:
        return DateRead(problem="impossible_date")
    if made < EARLIEST:
        return DateRead(problem="early_date")
    return DateRead(made, f"{made:%Y/%m/%d}", repaired)


def _of_serial(number: float) -> DateRead:
    if int(number) not in SERIALS:
        return DateRead(problem="unreadable_date")
    made = EPOCH + timedelta(days=int(number))
    return DateRead(made, f"{made:%Y/%m/%d}", repaired=True)


def _spelt(number: str) -> int:
    """一 to 三十一."""
    tens, ten, ones = number.rpartition("十")
    unit = int(ones.translate(_CHINESE)) if ones.translate(_CHINESE).isdecimal() else 0
    return unit + (10 * int((tens or "一").translate(_CHINESE)) if ten else 0)


def _why_not(plain: str) -> str:
    if _MONTH.fullmatch(plain):
        return "month_only"
    if _SHORT_YEAR.fullmatch(plain):
        return "short_year"
    return "unreadable_date"
