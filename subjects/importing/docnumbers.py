"""The number of a decision in one writing: 机关代字〔年份〕序号 号 (formats.md 1.6)."""

import re

_STANDARD = re.compile(r"[^\s\[\]()（）【】［］﹝﹞〈〉〔〕0-9０-９第]+〔(?:19|20)\d{2}〕\d+号")
_YEAR = re.compile(r"\s*[\[(（【［﹝〈〔]\s*((?:19|20)\d{2})\s*(?:年)?[\])）】］﹞〉〕]\s*")
_ORDINAL = re.compile(r"(?<=〕)第(?=\d)")
_SPACES = re.compile(r"\s+")
_ZEROS = re.compile(r"(?<=〕)0+(?=\d)")
_WIDE = {0xFF10 + number: str(number) for number in range(10)} | {0xFF0D: "-", 0x2212: "-"}
_SERIAL = re.compile(r"\d")


def normal(text: str) -> str:
    """The same number with 〔〕 around the year, half-width digits, without spaces and without 第."""
    if _STANDARD.fullmatch(text):
        return text
    narrow = _SPACES.sub("", text.translate(_WIDE))
    return _ORDINAL.sub("", _YEAR.sub(r"〔\1〕", narrow, count=1))


def is_plausible(number: str) -> bool:
    """Whether it could number anything: it has a digit."""
    return bool(_SERIAL.search(number))


def key(number: str) -> str:
    """For comparing: leading zeros of the serial do not count."""
    return _ZEROS.sub("", number) if "〕0" in number else number
