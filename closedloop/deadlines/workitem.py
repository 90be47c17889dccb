"""A line of a worklist: what is asked of whom, until when. Every app offers them; the portal merges them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from .models import Deadline

NO_DEADLINE = date.max


@dataclass(frozen=True)
class WorkItem:
    """One line of 待办, 已办 or 我发起. `act` is the button's verb, `from_zh` who sent it, `kind` the badge."""

    title: str
    detail: str
    subject: str
    url: str
    act: str
    from_zh: str
    since: date
    deadline: Deadline | None = None
    kind: str = ""


def in_order(items: Iterable[WorkItem]) -> list[WorkItem]:
    """What is due first comes first; what has no deadline comes last, oldest first."""
    return sorted(items, key=lambda item: (item.deadline.due_on if item.deadline else NO_DEADLINE, item.since, item.url))
