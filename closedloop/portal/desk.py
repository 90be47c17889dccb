"""What one request knows of who sits at the desk: asked for once, however many parts of the page show it."""

from datetime import date
from functools import cached_property
from itertools import count

from django.http import HttpRequest

from closedloop.deadlines.workitem import WorkItem
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Membership
from closedloop.orgs.selectors import open_memberships
from closedloop.workdays import clock
from closedloop.workdays import selectors as workdays
from closedloop.workdays.calendar import Calendar

from . import selectors

# the next working day
NEXT = 1


class Desk:
    """The actor's day, calendar, posts and worklists; each is read from the database when it is first asked for."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor
        self._numbers = count(1)

    @cached_property
    def today(self) -> date:
        """The legal date of this request."""
        return clock.today()

    @cached_property
    def calendar(self) -> Calendar:
        """The working-day calendar of this request."""
        return workdays.current()

    @cached_property
    def posts(self) -> list[Membership]:
        """The posts between which the account may choose."""
        user = self.actor.user if self.actor else None
        return list(open_memberships(user, on=self.today)) if user else []

    @cached_property
    def todo(self) -> list[WorkItem]:
        """What waits for the actor, what is due first comes first."""
        return selectors.todo_for(self.actor, on=self.today) if self.actor and self.actor.agency else []

    @cached_property
    def counts(self) -> dict[str, int]:
        """The figures of the navigation."""
        return selectors.counts(self.todo)

    def number(self) -> int:
        """The next number of this page, for identifiers that must differ."""
        return next(self._numbers)


def desk_of(request: HttpRequest) -> Desk:
    """The desk of a request, made on first use and kept on it."""
    kept: Desk = vars(request).setdefault("desk", Desk(getattr(request, "actor", None)))
    return kept
