"""Questions about deadlines. Overdue is asked of the dates, with `<`, and never read from a flag (R20)."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q, QuerySet

from closedloop.journal.services import reference
from closedloop.workdays.calendar import Calendar

from .lights import LATE, MET, OVERDUE, RUNNING, light
from .models import Deadline

STATES = (RUNNING, MET, LATE, OVERDUE)
Reference = tuple[str, str]


def live() -> QuerySet[Deadline]:
    """Every deadline that was not voided, with its responsible agency."""
    return Deadline.objects.filter(void_on=None).select_related("responsible")


def in_state(state: str, *, on: date) -> QuerySet[Deadline]:
    """The deadlines that are `running`, `met`, `late` or `overdue` on a day."""
    conditions = {
        RUNNING: Q(done_on=None, due_on__gte=on),
        OVERDUE: Q(done_on=None, due_on__lt=on),
        MET: Q(done_on__lte=F("due_on")),
        LATE: Q(due_on__lt=F("done_on")),
    }
    return live().filter(conditions[state])


def overdue(*, on: date) -> QuerySet[Deadline]:
    """The open deadlines whose day has passed, longest first."""
    return in_state(OVERDUE, on=on)


def soon(*, on: date, before: date) -> QuerySet[Deadline]:
    """The open deadlines that are not overdue yet and end before a day."""
    return in_state(RUNNING, on=on).filter(due_on__lt=before)


def open_of(agency_code: str) -> QuerySet[Deadline]:
    """The open deadlines for which an agency is responsible."""
    return live().filter(done_on=None, responsible=agency_code)


def for_objects(objects: Iterable[models.Model | Reference]) -> dict[Reference, list[Deadline]]:
    """The deadlines of many objects in one query (and one for their moves), by object, in the order of their due days."""
    wanted = {reference(item) for item in objects}
    found: dict[Reference, list[Deadline]] = defaultdict(list)
    rows = live().filter(object_kind__in={kind for kind, _ in wanted}, object_key__in={key for _, key in wanted})
    for deadline in rows.prefetch_related("moves"):
        if deadline.object_ref in wanted:
            found[deadline.object_ref].append(deadline)
    return found


def for_object(obj: models.Model | Reference) -> list[Deadline]:
    """The deadlines of one object, with their moves."""
    return for_objects([obj])[reference(obj)]


def as_json(deadline: Deadline, *, on: date, calendar: Calendar) -> dict[str, Any]:
    """A deadline as api.md prints it."""
    shown = light(deadline, on=on, calendar=calendar)
    return {
        "clause": deadline.law.clause,
        "rule_zh": deadline.law.act,
        "starts_on": deadline.starts_on,
        "due_on": deadline.due_on,
        "done_on": deadline.done_on,
        "state": shown.state,
        "light": shown.colour,
        "responsible": deadline.responsible_id,
        "provisional": shown.provisional,
    }
