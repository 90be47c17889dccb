"""Amounts in 万元 as people write them, and what the decision's own text says of them (formats.md 0.2)."""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property, lru_cache

from subjects.importing.headers import UNSAID, YUAN
from subjects.importing.tables import Cell

WAN_IN_YUAN = Decimal(10_000)
PLACES = Decimal("0.000001")
NOISE = Decimal("0.000000001")
MOST = Decimal(10) ** 12
_STANDARD = re.compile(r"\d{1,12}\.\d{6}")
_WRITTEN = re.compile(r"(?:人民币|RMB|CNY|[¥￥$])?([+-]?)(\d[\d,]*(?:\.\d*)?)(万元|万|元|圆)?整?", re.IGNORECASE)
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+(?:\.\d*)?")
_COMMA_AS_POINT = re.compile(r"\d+,\d{6}")
_NUMBER = r"(\d[\d,，]*(?:\.\d+)?)\s*(万?)元"
_FINES = re.compile(rf"(?:罚款|罚金)[^；。;，,\d]{{0,8}}?{_NUMBER}|处(?:以)?(?:人民币)?{_NUMBER}(?:的)?罚款")
_CONFISCATED = re.compile(rf"没收[^；。;，,罚\d]{{0,24}}?{_NUMBER}")


class Comparison(StrEnum):
    """How an amount stands to what the decision says."""

    SAME = "same"
    YUAN_FOR_WAN = "yuan_for_wan"
    DIFFERENT = "different"
    UNSAID = "unsaid"


@dataclass(frozen=True)
class AmountRead:
    """An amount in 万元 (None where there is none), whether reading it took a repair, and what was wrong."""

    wan: Decimal | None = None
    repaired: bool = False
    problem: str = ""

    @cached_property
    def text(self) -> str:
        """As the standard writes it: six decimals."""
        return "" if self.wan is None else f"{self.wan:.6f}"


def read(cell: Cell, *, unit: str = "") -> AmountRead:
    """A cell as an amount. A number that the spreadsheet itself keeps is no repair, a number in 元 is one."""
    if isinstance(cell, float):
        found = _made(Decimal(repr(cell)), in_yuan=unit == YUAN)
        return AmountRead(found.wan, found.problem == "" and unit == YUAN, found.problem)
    return _of_text(str(cell), unit)


def fines_in(content: str) -> list[Decimal]:
    """Every fine that the text of a decision names, in 万元."""
    return [_in_wan(*(pair[:2] if pair[0] else pair[2:])) for pair in _FINES.findall(content)]


def confiscated_in(content: str) -> list[Decimal]:
    """Every confiscated amount that the text of a decision names, in 万元."""
    return [_in_wan(*pair) for pair in _CONFISCATED.findall(content)]


def compare(wan: Decimal, *, named: list[Decimal]) -> Comparison:
    """Whether the amount is one of those that the decision names, or all of them together."""
    if not named:
        return Comparison.UNSAID
    said = named if len(named) == 1 else [*named, sum(named, Decimal(0))]
    if wan in said:
        return Comparison.SAME
    return Comparison.YUAN_FOR_WAN if wan / WAN_IN_YUAN in said else Comparison.DIFFERENT


@lru_cache(maxsize=20_000)
def _of_text(text: str, unit: str) -> AmountRead:
    if unit not in {YUAN, UNSAID} and _STANDARD.fullmatch(text):
        return AmountRead(Decimal(text))
    plain = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    found = _WRITTEN.fullmatch(plain)
    if not found:
        return AmountRead(problem="no_amount")
    sign, digits, said = found.groups()
    if sign == "-":
        return AmountRead(problem="negative_amount")
    number = _plain_number(digits)
    if number is None:
        return AmountRead(problem="no_amount")
    in_yuan = said in {"元", "圆"} or (not said and unit == YUAN)
    made = _made(number, in_yuan=in_yuan)
    return AmountRead(made.wan, made.problem == "" and made.text != text, made.problem)


def _plain_number(digits: str) -> Decimal | None:
    """Thousands separators away; a comma before six digits is a decimal point (formats.md 1.3)."""
    if _COMMA_AS_POINT.fullmatch(digits):
        return Decimal(digits.replace(",", "."))
    if "," in digits and not _GROUPED.fullmatch(digits):
        return None
    return Decimal(digits.replace(",", "").rstrip("."))


def _made(number: Decimal, *, in_yuan: bool) -> AmountRead:
    wan = number / WAN_IN_YUAN if in_yuan else number
    if wan < 0:
        return AmountRead(problem="negative_amount")
    if wan >= MOST:
        return AmountRead(problem="huge_amount")
    rounded = wan.quantize(PLACES)
    if abs(rounded - wan) > NOISE:
        return AmountRead(problem="fine_amount")
    return AmountRead(rounded)


def _in_wan(digits: str, wan: str) -> Decimal:
    return Decimal(f"{digits.replace(',', '').replace('，', '')}E{0 if wan else -4}")
