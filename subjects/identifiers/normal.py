"""The one way to write an identifier, and what had to be repaired on the way there (formats.md 1.3, 4.1)."""

import unicodedata
from dataclasses import dataclass, field

from subjects.identifiers.remarks import Remark, Remarks

LONGEST = 200
WIDTH = Remark("width", "全角字符已改为半角")
SPACING = Remark("spacing", "已去掉空格、连字符等分隔符号")
CASE = Remark("case", "小写字母已改为大写")
GUARD = Remark("guard", "已去掉电子表格的防护符号（撇号、等号和引号）")

_DASHES = set("-‐‑‒–—―−_·/\\.")
_LOWER = {ord(letter): letter.upper() for letter in "abcdefghijklmnopqrstuvwxyz"}


@dataclass(frozen=True)
class Normal:
    """A value in its normal writing, with the repairs that led there."""

    text: str = field(repr=False)
    repairs: Remarks = ()


def normalise(value: str) -> Normal:
    """Full-width to half-width, separators and spreadsheet guards away, lower case to upper; each repair is told.

    A dot is kept where digits surround it, so that 9.13301E+17 stays recognisable as what a spreadsheet made of a code.
    """
    if value.isascii() and value.isalnum() and value == value.upper() and len(value) <= LONGEST:
        return Normal(value)
    steps = ((WIDTH, _narrow), (GUARD, _unguard), (SPACING, _close_up), (CASE, lambda text: text.translate(_LOWER)))
    text, repairs = value[: LONGEST + 1], []
    for remark, step in steps:
        repaired = step(text)
        if repaired != text:
            repairs.append(remark)
        text = repaired
    return Normal(text, tuple(repairs))


def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text.replace("\u00a0", " "))


def _unguard(text: str) -> str:
    bare = text.strip()
    if bare.startswith('="') and bare.endswith('"') and len(bare) > len('=""'):
        return bare[2:-1]
    return bare[1:] if bare.startswith(("'", "’", "‘")) else text


def _close_up(text: str) -> str:
    if looks_scientific(text):
        return text.strip()
    return "".join(char for char in text if not _separates(char))


def _separates(char: str) -> bool:
    return char in _DASHES or char.isspace() or unicodedata.category(char) in {"Zs", "Cf"}


def looks_scientific(text: str) -> bool:
    """Whether a spreadsheet has turned the code into a number like 9.13301E+17: the last digits are lost."""
    mantissa, mark, exponent = text.strip().upper().partition("E+")
    return bool(mark) and exponent.isdecimal() and mantissa.replace(".", "", 1).isdecimal()
