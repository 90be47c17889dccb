"""Pages of a list that grows: each begins after the last row of the one before it, so that a new row shifts nothing."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Model, Q, QuerySet

PAGE_ROWS = 50


@dataclass(frozen=True)
class Page:
    """The rows of one page, how many there are in all, and the token of the next one where there is one."""

    rows: list[Any]
    total: int
    after: str
    next_after: str


def newest_first(found: QuerySet[Any], *, by: str, after: str, size: int = PAGE_ROWS) -> Page:
    """The rows by a day or an instant, the newest first, from behind the token on; a token that nobody gave begins anew."""
    total = found.count()
    last = _read(after, found)
    if last is not None:
        value, key = last
        found = found.filter(Q(**{f"{by}__lt": value}) | Q(**{by: value, "pk__lt": key}))
    rows = list(found.order_by(f"-{by}", "-pk")[: size + 1])
    shown = rows[:size]
    return Page(shown, total, after if last else "", _token(shown[-1], by=by) if len(rows) > size else "")


def by_key(found: QuerySet[Any], *, after: str, size: int = PAGE_ROWS) -> Page:
    """The rows by their keys, from behind the key that is named on."""
    total = found.count()
    rows = list((found.filter(pk__gt=after) if after else found).order_by("pk")[: size + 1])
    shown = rows[:size]
    return Page(shown, total, after, shown[-1].pk if len(rows) > size else "")


def _token(row: Model, *, by: str) -> str:
    return f"{getattr(row, by).isoformat()}~{row.pk}"


def _read(token: str, found: QuerySet[Any]) -> tuple[date | datetime, Any] | None:
    day, _, key = token.partition("~")
    try:
        value: date | datetime = datetime.fromisoformat(day) if "T" in day else date.fromisoformat(day)
        return value, found.model._meta.pk.to_python(key)
    except (ValueError, TypeError, AttributeError, ValidationError):
        return None
