"""What a search found, under three headings."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

FOUND_MAX = 20


@dataclass(frozen=True)
class Hit:
    """One line of the result."""

    code: str
    title: str
    detail: str
    url: str = ""
    kind: str = ""
    verified: str = ""


@dataclass(frozen=True)
class Found:
    """The hits of one heading, at most FOUND_MAX of them; `total` says how many there are."""

    title: str
    noun: str
    hits: tuple[Hit, ...]
    total: int


def any_of(fields: Iterable[str], spellings: Iterable[str]) -> Q:
    """Any field contains any spelling; %, _ and the backslash stand for themselves."""
    conditions = [Q(**{f"{field}__icontains": spelling}) for field in fields for spelling in spellings]
    return reduce(or_, conditions)
