"""The clean-up (清理) of what loses its basis: opened for the owner in time, closed by a change or because the basis stands (C1.3)."""

from datetime import date, timedelta

from django.urls import reverse

from closedloop.deadlines import services as deadlines
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import CLEAN_UP_BASIS
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.outbox import services as outbox

from ..models import CleanUp, Instrument, MeasureVersion
from ..selectors.impact import remaining
from ..selectors.lists import list_on, owners

declare({"cleanup.opened": "发现依据终止，开始清理", "cleanup.restored": "清理：依据仍有效"})


def open_cleanups(instrument: Instrument, *, on: date, actor: Actor) -> list[CleanUp]:
    """A clean-up for each measure that cites an instrument beyond its last day, if there is none yet. Safe to repeat."""
    if instrument.in_force_to is None:
        return []
    after = max(on, instrument.in_force_to + timedelta(days=1))
    resting = list(list_on(after).filter(pk__in=instrument.bases.values("version")))
    known = set(
        CleanUp.objects.filter(instrument=instrument, basis_ends_on=instrument.in_force_to).values_list("measure", flat=True)
    ) | set(CleanUp.objects.filter(instrument=instrument, done_on=None).values_list("measure", flat=True))
    offices = owners() if resting else {}
    wanted = [(version, offices.get(version.owner_line_id)) for version in resting if version.measure_id not in known]
    return [
        _open(instrument, version=version, owner=owner, after=after, on=on, actor=actor) for version, owner in wanted if owner
    ]


def restore_cleanups(instrument: Instrument, *, on: date, actor: Actor) -> None:
    """Closes the clean-ups of a day on which the instrument, as it is now recorded, does not end."""
    waiting = CleanUp.objects.select_for_update().filter(instrument=instrument, done_on=None)
    for cleanup in waiting.exclude(basis_ends_on=instrument.in_force_to) if instrument.in_force_to else waiting:
        restore(cleanup, on=on, actor=actor, reason="依据文件的登记已更正")


def restore(cleanup: CleanUp, *, on: date, actor: Actor, reason: str) -> None:
    """The measure keeps its basis: nothing is to be cleaned up."""
    cleanup.outcome, cleanup.done_on = CleanUp.Outcome.BASIS_RESTORED, on
    cleanup.save(update_fields=["outcome", "done_on"])
    deadlines.close_for(cleanup, rules=[CLEAN_UP_BASIS], on=on, actor=actor)
    journal.record(cleanup, "cleanup.restored", actor=actor, rule=CLEAN_UP_BASIS, on=on, detail={"reason": reason})


def _open(instrument: Instrument, *, version: MeasureVersion, owner: Agency, after: date, on: date, actor: Actor) -> CleanUp:
    assert instrument.in_force_to is not None  # noqa: S101 - only what ends is cleaned up
    left = remaining(version, without=instrument, on=after)
    cleanup = CleanUp.objects.create(
        instrument=instrument,
        measure=version.measure,
        owner=owner,
        opened_on=on,
        basis_ends_on=instrument.in_force_to,
        loses_all=not any(basis.instrument.qualifies for basis in left),
    )
    deadlines.open_deadline(
        CLEAN_UP_BASIS,
        obj=cleanup,
        responsible=owner,
        start=on,
        due_on=instrument.in_force_to,
        title=f"清理 {version.measure_id} {version.name_zh}",
        url_path=reverse("measures:cleanup", args=[cleanup.pk]),
        actor=actor,
        on=on,
    )
    detail = {"instrument": instrument.pk, "measure": version.measure_id, "loses_all": cleanup.loses_all}
    journal.record(cleanup, "cleanup.opened", actor=actor, rule=CLEAN_UP_BASIS, on=on, detail=detail)
    outbox.publish("cleanup.opened", key=str(cleanup.pk), payload={"cleanup": str(cleanup.pk)})
    return cleanup
