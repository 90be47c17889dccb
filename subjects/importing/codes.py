"""Code sets are read by their text, never by a number: 1 is a fine in one system and a warning in another (formats.md 0.1)."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from subjects.importing.reference import words_of

OTHER = "其他"
OTHER_PREFIX = "其他-"
SEPARATOR = ";"
# Old words that stand for two kinds at once; the decision's own text says which was meant.
SUSPEND_OR_REVOKE = re.compile(r"^(?:暂扣或者?吊销(?:许可证|执照|许可证件)、?)+$")
_SPLIT = re.compile(r"[;；,，、|/\s]+")
_OLD_PAIRS = (
    ("没收违法所得、没收非法财物", "没收违法所得;没收非法财物"),
    ("没收违法所得和没收非法财物", "没收违法所得;没收非法财物"),
)
_DASH = re.compile(r"^其[他它]\s*[-－—–‐:：]+\s*")
LEGAL_ENTITY, PERSON, INDIVIDUAL = "法人及非法人组织", "自然人", "个体工商户"
RESIDENT_ID = "身份证"


@dataclass(frozen=True)
class Kinds:
    """The kinds of penalty of one cell: the standard's text, the English codes, and what could not be understood."""

    text: str = ""
    codes: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    numbers: bool = False
    bare_other: bool = False
    ambiguous: bool = False


def party(text: str) -> str:
    """The standard's word for a party, from any of its names; "" where it is none."""
    return words_of("party_category").get(_narrow(text), ("", ""))[0]


def document(text: str) -> str:
    """The standard's word for an identity document; `其他-…` is kept; "" where it is none."""
    plain = _narrow(text)
    if _DASH.match(plain):
        return OTHER_PREFIX + _DASH.sub("", plain)
    return words_of("id_doc_type").get(plain, ("", ""))[0].removesuffix("-")


@lru_cache(maxsize=5_000)
def kinds(text: str, content: str) -> Kinds:
    """The kinds of penalty, by their text. `content` is asked only where an old word stands for two kinds."""
    parts, ambiguous = _resolved(_parts(text), content=content)
    known = words_of("penalty_category")
    said: list[str] = []
    codes: list[str] = []
    unknown = []
    for part in parts:
        word, code = _kind(part, known=known)
        if not word:
            unknown.append(part)
        elif word not in said:
            said.append(word)
            codes.append(code)
    return Kinds(
        text=SEPARATOR.join(said),
        codes=tuple(dict.fromkeys(codes)),
        unknown=tuple(unknown),
        numbers=any(part.isdecimal() for part in unknown),
        bare_other=any(word == OTHER for word in said),
        ambiguous=ambiguous,
    )


def is_suspend_or_revoke(text: str) -> bool:
    """Whether a part is the old word for both kinds."""
    return bool(SUSPEND_OR_REVOKE.match(text))


def _kind(part: str, *, known: dict[str, tuple[str, str]]) -> tuple[str, str]:
    if _DASH.match(part) and _DASH.sub("", part):
        return OTHER_PREFIX + _DASH.sub("", part), "other"
    word, code = known.get(part, ("", ""))
    return (OTHER, code) if code == "other" else (word, code)


def _parts(text: str) -> list[str]:
    narrow = _narrow(text)
    for old, new in _OLD_PAIRS:
        narrow = narrow.replace(old, new)
    # what follows 其他- is free text and may contain separators
    listed, dash, free = narrow.partition(OTHER_PREFIX)
    parts = [part for part in _SPLIT.split(listed) if part]
    first, *rest = re.split(r"[;；]", free) if dash else [""]
    return [*parts, *([OTHER_PREFIX + first.strip()] if dash else []), *(part.strip() for part in rest if part.strip())]


def _resolved(parts: list[str], *, content: str) -> tuple[list[str], bool]:
    """Old words for 暂扣 or 吊销 become the one that the decision names; naming both or none is ambiguous."""
    resolved, ambiguous = [], False
    for part in parts:
        if not is_suspend_or_revoke(part):
            resolved.append(part)
            continue
        meant = [kind for kind, word in (("暂扣许可证件", "暂扣"), ("吊销许可证件", "吊销")) if word in content]
        ambiguous = ambiguous or len(meant) != 1
        resolved += meant if len(meant) == 1 else ["暂扣许可证件", "吊销许可证件"]
    return list(dict.fromkeys(resolved)), ambiguous


@lru_cache(maxsize=5_000)
def _narrow(text: str) -> str:
    return unicodedata.normalize("NFKC", text).strip().replace("財", "财")
