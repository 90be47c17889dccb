"""Pages by cursor: a page begins after a key and not after a count, so rows that come or go move nobody's page."""

import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core import signing
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import Q, QuerySet
from rest_framework.request import Request
from rest_framework.utils.urls import remove_query_param, replace_query_param

from closedloop.errors import InvalidInput, Problem

PAGE_SIZE, PAGE_SIZE_MAX = 50, 500
NEXT, PREVIOUS = "n", "p"
SALT = "closedloop.rest.cursor:"


@dataclass(frozen=True)
class Cursor:
    """Where a page begins: after or before the row with these values of the keys."""

    direction: str
    values: tuple[Any, ...]


@dataclass(frozen=True)
class Page:
    """The rows of a page with the addresses of its neighbours."""

    rows: list[Any]
    next: str | None
    previous: str | None


def page_of(rows: QuerySet[Any] | Sequence[Any], *, request: Request, keys: tuple[str, ...], size: int, cursor: str) -> Page:
    """The page that a cursor names. `keys`: attributes by which the rows are ordered, unique together; `-` for descending."""
    begin = _read(cursor, path=request.path, count=len(keys)) if cursor else None
    back = begin is not None and begin.direction == PREVIOUS
    found = _queried(rows, keys, begin, size) if isinstance(rows, QuerySet) else _sliced(rows, keys, begin, size)
    more, shown = len(found) > size, found[:size]
    if back:
        shown.reverse()
    after = (begin is not None) if back else more
    before = more if back else (begin is not None)
    return Page(
        shown,
        next=_link(request, NEXT, shown[-1], keys) if shown and after else None,
        previous=_link(request, PREVIOUS, shown[0], keys) if shown and before else None,
    )


def _queried(rows: QuerySet[Any], keys: tuple[str, ...], begin: Cursor | None, size: int) -> list[Any]:
    order = keys
    if begin is not None:
        order = _reversed(keys) if begin.direction == PREVIOUS else keys
        try:
            rows = rows.filter(_after(order, begin.values))
        except (ValueError, TypeError, DjangoValidationError) as error:
            raise _bad_cursor() from error
    return list(rows.order_by(*order)[: size + 1])


def _sliced(rows: Sequence[Any], keys: tuple[str, ...], begin: Cursor | None, size: int) -> list[Any]:
    """The same for rows that are computed: one key, and the rows already in its order."""
    (key,) = keys
    found = list(rows)
    if begin is not None:
        (value,) = begin.values
        order = key if begin.direction == NEXT else _reversed(keys)[0]
        found = found if begin.direction == NEXT else found[::-1]
        try:
            found = [row for row in found if _is_after(_plain(_value(row, order.removeprefix("-"))), value, order)]
        except TypeError as error:
            raise _bad_cursor() from error
    return found[: size + 1]


def _is_after(value: Any, begin: Any, key: str) -> bool:
    return bool(value < begin if key.startswith("-") else value > begin)


def _after(keys: tuple[str, ...], values: tuple[Any, ...]) -> Q:
    """The rows that come later in the order: greater in the first key, or equal in it and later in the rest."""
    found, equal = Q(), Q()
    for key, value in zip(keys, values, strict=True):
        name = key.removeprefix("-")
        found |= equal & Q(**{f"{name}__{'lt' if key.startswith('-') else 'gt'}": value})
        equal &= Q(**{name: value})
    return found


def _reversed(keys: Iterable[str]) -> tuple[str, ...]:
    return tuple(key[1:] if key.startswith("-") else f"-{key}" for key in keys)


def _link(request: Request, direction: str, row: Any, keys: tuple[str, ...]) -> str:
    """The address of a neighbour: this one, its filters kept, with another cursor."""
    values = [_plain(_value(row, key.removeprefix("-"))) for key in keys]
    cursor = signing.dumps([direction, values], salt=SALT + request.path)
    url = request.build_absolute_uri(request.get_full_path())
    return str(replace_query_param(remove_query_param(url, "cursor"), "cursor", cursor))


def _value(row: Any, name: str) -> Any:
    for step in name.split("__"):
        row = getattr(row, step)
    return row


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else str(value) if isinstance(value, uuid.UUID) else value


def _read(cursor: str, *, path: str, count: int) -> Cursor:
    try:
        direction, values = signing.loads(cursor, salt=SALT + path)
    except (signing.BadSignature, ValueError) as error:
        raise _bad_cursor() from error
    if direction not in (NEXT, PREVIOUS) or len(values) != count:
        raise _bad_cursor()
    return Cursor(direction, tuple(values))


def _bad_cursor() -> InvalidInput:
    problem = Problem(
        "/cursor", "cursor", "翻页位置（cursor）无效：请照抄上一页给出的 next 或者 previous，或者去掉它从第一页开始"
    )
    return InvalidInput(problem.detail, problems=(problem,))
