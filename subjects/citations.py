"""Which articles of which instruments a text cites: 「《食品安全法》第一百三十五条第一款」 → ("food_safety_law", 135)."""

import re
from collections.abc import Iterable

from measures.models import Instrument

ARTICLE = re.compile(r"第([零〇一二三四五六七八九十百千两\d]+)条")
DIGITS = {"零": 0, "〇": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
UNITS = {"十": 10, "百": 100, "千": 1000}
NATION = "中华人民共和国"
# 药品管理法实施条例 is not 药品管理法: a name that goes on is another title
LONGER = "(?!的?(?:实施|施行|暂行|若干)|条例|细则|办法|规定|解释)"


def citations(text: str, *, instruments: Iterable[Instrument]) -> dict[str, set[int]]:
    """Instrument code → the articles cited after its name, up to the next name. A name without an article is cited with none."""
    marks = sorted(_names(text, instruments))
    found: dict[str, set[int]] = {}
    for number, (_, end, code) in enumerate(marks):
        until = next((begin for begin, _, _ in marks[number + 1 :] if begin >= end), len(text))
        articles = {number_of(word) for word in ARTICLE.findall(text[end:until])}
        found.setdefault(code, set()).update(articles)
    return found


def number_of(word: str) -> int:
    """一百三十五 → 135; Arabic digits stay."""
    if word.isdecimal():
        return int(word)
    total, digit = 0, 0
    for sign in word:
        if sign in UNITS:
            total += (digit or 1) * UNITS[sign]
            digit = 0
        else:
            digit = DIGITS.get(sign, int(sign) if sign.isdecimal() else 0)
    return total + digit


def _names(text: str, instruments: Iterable[Instrument]) -> list[tuple[int, int, str]]:
    """Where each instrument is named, the longest name winning where one contains another."""
    candidates = [(name, item.pk) for item in instruments for name in _spellings(item)]
    taken: list[tuple[int, int, str]] = []
    for name, code in sorted(candidates, key=lambda pair: (-len(pair[0]), pair[1])):
        for match in re.finditer(re.escape(name) + LONGER, text):
            same = [mark for mark in taken if mark[0] < match.end() and match.start() < mark[1]]
            # two texts of one law share their name: both are cited
            if all((mark[0], mark[1]) == match.span() for mark in same):
                taken.append((match.start(), match.end(), code))
    return taken


def _spellings(item: Instrument) -> set[str]:
    names = {item.title_zh, item.title_zh.removeprefix(NATION), re.sub(r"（.*?）$", "", item.short_title_zh)}
    return {name for name in names if len(name) > 2}
