"""Text as people and programs leave it in a cell: tidied where that is safe, told apart where characters were lost."""

import re

LOST = "\ufffd"
FORMULA_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
SPREADSHEET_ERRORS = frozenset({"#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#NULL!", "#NUM!", "#SPILL!", "#CALC!"})
GUARD, INVISIBLE, NEWLINE, PLACEHOLDER = "guard", "invisible", "newline", "placeholder"
_PLACEHOLDERS = frozenset(
    [
        "暂无",
        "无",
        "暂缺",
        "空",
        "空值",
        "无数据",
        "/",
        "\\",
        "-",
        "--",
        "---",
        "—",
        "——",
        "－",
        "null",
        "none",
        "nil",
        "n/a",
        "\\n",
    ]
)
_HIDDEN = "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff"
_CONTROLS = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f"
_INVISIBLE = re.compile(f"[{_HIDDEN}{_CONTROLS}]")
# What a text that has to be looked at may begin with: guards, placeholders, formulas, errors. Most texts begin with none of these.
SUSPECT_STARTS = frozenset(" '’‘=/\\-—－无暂空nN+@＝＋＠#")
_BREAKS = re.compile(r"[ \t]*[\r\n\v\f\x85\u2028\u2029]+[ \t]*")
_PRIVATE = re.compile("[\ue000-\uf8ff?\U000f0000-\U0010ffff]")
_WESTERN = re.compile("[\u0080-\u00b6\u00b8-\u00ff]")
_TELLING = re.compile("[\u0080-\u00b6\u00b8-\u00ff\ue000-\uf8ff?\ufffd]")
_UTF8_STARTS = frozenset(bytes([lead]) for lead in range(0xE3, 0xF0))
_CHINESE = re.compile("[\u3400-\u9fff]")
SHARE_OF_GARBLED = 0.6


def tidy(text: str) -> tuple[str, tuple[str, ...]]:
    """The text without what nobody sees or means, and the codes of what was done."""
    done = []
    for code, step in _STEPS:
        changed = step(text)
        if changed != text:
            done.append(code)
        text = changed
    return text, tuple(done)


def is_formula(text: str) -> bool:
    """Whether a spreadsheet program would run this text when it is exported again."""
    return text.startswith(FORMULA_STARTS)


def name_fault(text: str) -> str:
    """`garbled`, `lost_character`, `rare` (a system that still uses GBK cannot write it), or nothing.

    Most names end at the first test: in GBK their first character cannot be the beginning of Chinese in UTF-8.
    """
    try:
        first = text.encode("gbk")[:1]
    except UnicodeEncodeError:
        first = b""
    if first and first not in _UTF8_STARTS and not _TELLING.search(text):
        return ""
    if is_garbled(text):
        return "garbled"
    if has_lost_characters(text):
        return "lost_character"
    return "" if first else "rare"


def has_lost_characters(text: str) -> bool:
    """Whether a question mark or a private character stands where a rare character was lost on the way."""
    return bool(_PRIVATE.search(text))


def is_garbled(text: str) -> bool:
    """Whether the text is Chinese that was read in the wrong encoding: UTF-8 taken for GBK, or either for Latin letters."""
    if text.isascii():
        return False
    if _WESTERN.search(text) and len(_WESTERN.findall(text)) * 2 > len(text) and not _CHINESE.search(text):
        return True
    return _was_utf8(text)


def _was_utf8(text: str) -> bool:
    """Written back in GB18030, garbled text is UTF-8 again, but for the characters that were lost in between."""
    raw = text.replace(LOST, "?").encode("gb18030", errors="replace")
    try:
        decoded = raw.decode("utf-8")
    except UnicodeDecodeError as wrong:
        if wrong.start < 3 and "?" not in text and LOST not in text:
            return False
        decoded = raw.decode("utf-8", errors="ignore")
    chinese = len(_CHINESE.findall(decoded))
    return chinese > 1 and chinese * 3 >= SHARE_OF_GARBLED * len(raw)


def _unguard(text: str) -> str:
    bare = text.strip()
    if bare.startswith('="') and bare.endswith('"') and len(bare) > len('=""'):
        return bare[2:-1]
    if bare.startswith(("'", "’", "‘")) and len(bare) > 1 and not bare.endswith(("'", "’")):
        return bare[1:]
    return text


def _without_invisible(text: str) -> str:
    return _INVISIBLE.sub("", text).strip()


def _on_one_line(text: str) -> str:
    return _BREAKS.sub(lambda found: _joint(text, at=found), text)


def _joint(text: str, *, at: re.Match[str]) -> str:
    """A space between two Latin words, nothing between Chinese characters."""
    latin = all(sign.isascii() and sign.isalnum() for sign in (text[at.start() - 1 : at.start()], text[at.end() : at.end() + 1]))
    return " " if latin and at.start() > 0 and at.end() < len(text) else ""


def _without_placeholder(text: str) -> str:
    return "" if text.casefold() in _PLACEHOLDERS else text


_STEPS = (
    (GUARD, _unguard),
    (INVISIBLE, _without_invisible),
    (NEWLINE, _on_one_line),
    (PLACEHOLDER, _without_placeholder),
)
