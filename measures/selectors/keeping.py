"""Who keeps which part of the lists current, and what must be cleaned up because its basis ends (C3.3a, C1.3)."""

import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from closedloop.deadlines import selectors as deadlines
from closedloop.deadlines.models import Deadline
from closedloop.errors import NotFound
from closedloop.opinion import CONFIRM_LIST, Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency, BusinessLine

from ..models import CleanUp, ListConfirmation, MeasureChange
from .changes import OPEN
from .lists import current_versions, owners


@dataclass(frozen=True)
class Keeping:
    """How one business office stands with its part of the lists."""

    office: Agency
    lines: tuple[str, ...]
    measures: int
    last: ListConfirmation | None
    deadline: Deadline | None
    open_changes: int
    open_cleanups: int


def keeping_on(day: date) -> list[Keeping]:
    """Every city office that owns measures on a day: when it last confirmed them and when it must again; constant queries."""
    offices: dict[str, Agency] = {}
    lines: dict[str, list[str]] = {}
    for line, office in owners().items():
        offices[office.pk] = office
        lines.setdefault(office.pk, []).append(line)
    counts = Counter(current_versions(day).filter(repeals=False).values_list("owner_line", flat=True))
    kept = {code: sum(counts[line] for line in lines[code]) for code in offices}
    owning = [offices[code] for code in sorted(offices) if kept[code]]
    names = dict(BusinessLine.objects.values_list("code", "name_zh"))
    last, due = _last_confirmations(owning), deadlines.for_objects(keeping_reference(office) for office in owning)
    changes = Counter(MeasureChange.objects.filter(state__in=OPEN).values_list("owner", flat=True))
    cleanups = Counter(CleanUp.objects.filter(done_on=None).values_list("owner", flat=True))
    return [
        Keeping(
            office=office,
            lines=tuple(names[line] for line in lines[office.pk]),
            measures=kept[office.pk],
            last=last.get(office.pk),
            deadline=next((item for item in due[keeping_reference(office)] if item.done_on is None), None),
            open_changes=changes[office.pk],
            open_cleanups=cleanups[office.pk],
        )
        for office in owning
    ]


def keeping_of(agency: Agency, *, on: date) -> Keeping | None:
    """One office's line of keeping_on, or nothing for an agency that owns no measure."""
    return next((item for item in keeping_on(on) if item.office.pk == agency.pk), None)


def keeping_reference(office: Agency) -> tuple[str, str]:
    """Under which name the duty of an office to keep its lists stands in deadlines and journal."""
    return "listkeeping", office.pk


def open_keeping(offices: list[Agency]) -> dict[str, Deadline]:
    """The open duty of each office to confirm its lists."""
    found = Deadline.objects.filter(rule=CONFIRM_LIST.name, done_on=None, void_on=None, responsible__in=offices)
    return {deadline.responsible_id: deadline for deadline in found}


def cleanups_for(actor: Actor) -> QuerySet[CleanUp]:
    """The clean-ups that an actor may see: its office's own; credit supervision and legal affairs of the city see all."""
    found = CleanUp.objects.select_related("instrument", "measure", "owner", "change")
    agency = actor.agency
    if agency is None:
        return found.none()
    if actor.has(Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS) and agency.level == Agency.Level.CITY:
        return found
    return found.filter(Q(owner=agency)) if actor.has(Role.BUSINESS_AUTHORITY) else found.none()


def cleanup_for(actor: Actor, *, id: str | uuid.UUID) -> CleanUp:
    """One clean-up; not there and not visible are the same answer."""
    try:
        found = cleanups_for(actor).filter(pk=uuid.UUID(str(id))).first()
    except ValueError:
        found = None
    if found is None:
        raise NotFound("没有找到这项清理任务，或者它不由本机构办理", code="unknown_clean_up")
    return found


def _last_confirmations(offices: list[Agency]) -> dict[str, ListConfirmation]:
    found: dict[str, ListConfirmation] = {}
    rows = ListConfirmation.objects.filter(office__in=offices).select_related("confirmed_by")
    for row in rows.order_by("confirmed_on", "id"):
        found[row.office_id] = row
    return found
