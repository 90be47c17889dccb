"""Pages of a merged list: each begins after the last line of the one before it, so that a line done meanwhile shifts nothing."""

from collections.abc import Sequence
from dataclasses import dataclass

from closedloop.deadlines.workitem import NO_DEADLINE, WorkItem

PAGE_LINES = 50


@dataclass(frozen=True)
class Page:
    """The lines of one page, and the token of the next one where there is one."""

    items: list[WorkItem]
    total: int
    after: str
    next_after: str


def by_deadline(items: Sequence[WorkItem], *, after: str, size: int = PAGE_LINES) -> Page:
    """What is due first comes first; the lines whose token follows `after`."""
    tokens = sorted((_due_token(item), number) for number, item in enumerate(items))
    return _page(items, [pair for pair in tokens if pair[0] > after], after=after, size=size)


def by_date(items: Sequence[WorkItem], *, after: str, size: int = PAGE_LINES) -> Page:
    """The latest first; the lines whose token comes before `after`."""
    tokens = sorted(((_date_token(item), number) for number, item in enumerate(items)), reverse=True)
    return _page(items, [pair for pair in tokens if not after or pair[0] < after], after=after, size=size)


def _page(items: Sequence[WorkItem], rest: list[tuple[str, int]], *, after: str, size: int) -> Page:
    shown = rest[:size]
    return Page([items[number] for _, number in shown], len(items), after, shown[-1][0] if len(rest) > size else "")


def _due_token(item: WorkItem) -> str:
    due_on = item.deadline.due_on if item.deadline else NO_DEADLINE
    return f"{due_on.isoformat()}.{_date_token(item)}"


def _date_token(item: WorkItem) -> str:
    return f"{item.since.isoformat()}.{item.url}.{item.title}"
