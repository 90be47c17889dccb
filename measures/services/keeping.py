"""Keeping the lists current: the quarterly confirmation, the answer to a clean-up, and what a sweep finds (C3.3a, C1.3)."""

import uuid
from datetime import date, timedelta

from django.db import IntegrityError, transaction
from django.urls import reverse

from closedloop.deadlines import services as deadlines
from closedloop.errors import InvalidInput, Problem, RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import CLEAN_UP_BASIS, CONFIRM_LIST
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services import authorize
from closedloop.workdays import clock

from ..models import CleanUp, Instrument, ListConfirmation
from ..selectors.impact import remaining
from ..selectors.keeping import cleanup_for, keeping_of, keeping_on, keeping_reference, open_keeping
from ..selectors.lists import list_on
from .cleanups import open_cleanups, restore

# A basis that ends is cleaned up in time: its clean-up is opened so many days ahead (our reading of 清理, C1.3).
CLEAN_UP_AHEAD_DAYS = 90
NOTE_MAX = 400
declare({"list.confirmed": "核对并确认清单"})


@transaction.atomic
def confirm_list(office_code: str = "", *, actor: Actor, on: date, note: str = "") -> ListConfirmation:
    """A business office went through its part of the lists; finding nothing to change is an act too. C3.3a"""
    office = actor.agency if not office_code or (actor.agency and actor.agency.pk == office_code) else None
    authorize(actor, CONFIRM_LIST, office or Agency.objects.filter(pk=office_code).first())
    assert office is not None and actor.user is not None  # noqa: S101, PT018 - authorize saw to it
    if len(note) > NOTE_MAX:
        problem = Problem("/note", "too_long", f"说明最多 {NOTE_MAX} 字")
        raise InvalidInput(problem.detail, problems=(problem,))
    Agency.objects.select_for_update().get(pk=office.pk)
    kept = keeping_of(office, on=on)
    if kept is None:
        raise RuleViolated("本机构不主管清单上的任何措施，不需核对", clause=CONFIRM_LIST.clause, code="nothing_to_keep")
    confirmation = ListConfirmation.objects.create(
        office=office,
        confirmed_on=on,
        confirmed_by=actor.user,
        confirmed_at=clock.now(),
        measures_count=kept.measures,
        note=note.strip(),
    )
    deadlines.close_for(keeping_reference(office), rules=[CONFIRM_LIST], on=on, actor=actor)
    _open_duty(office, start=on, actor=actor, on=on)
    detail = {"measures": kept.measures, "note": confirmation.note}
    journal.record(confirmation, "list.confirmed", actor=actor, rule=CONFIRM_LIST, on=on, detail=detail)
    return confirmation


@transaction.atomic
def answer_cleanup(cleanup_id: str | uuid.UUID, *, actor: Actor, on: date, reason: str) -> CleanUp:
    """The owner finds that its measure keeps a qualifying basis and nothing is to be changed; with its reasons. C1.3"""
    cleanup = cleanup_for(actor, id=cleanup_id)
    authorize(actor, CLEAN_UP_BASIS, cleanup.owner)
    cleanup = CleanUp.objects.select_for_update(of=("self",)).select_related("instrument", "owner").get(pk=cleanup.pk)
    if cleanup.done_on:
        raise WrongState("这项清理已经办结，请刷新页面", clause=CLEAN_UP_BASIS.clause, code="cleanup_done")
    if not reason.strip():
        problem = Problem("/reason", "required", "请写明为什么不需清理，例如另有哪一条依据")
        raise InvalidInput(problem.detail, problems=(problem,))
    if not _stands(cleanup, on=on):
        words = f"{cleanup.measure_id} 届时再无法律、法规或者党中央、国务院政策文件作依据，只能提出修改或者废止"
        raise RuleViolated(words, clause="C1.3", code="basis_not_live")
    restore(cleanup, on=on, actor=actor, reason=reason.strip())
    return cleanup


def sweep(*, on: date) -> dict[str, int]:
    """Opens what has come due: duties to confirm the lists, clean-ups of bases that end. Safe to repeat and to run twice at once."""
    return {"keeping_opened": _open_duties(on=on), "cleanups_opened": _open_due_cleanups(on=on)}


def _stands(cleanup: CleanUp, *, on: date) -> bool:
    after = max(on, cleanup.basis_ends_on + timedelta(days=1))
    if cleanup.instrument.is_live(after):
        return True
    version = list_on(after).filter(measure=cleanup.measure_id).first()
    left = remaining(version, without=cleanup.instrument, on=after) if version else ()
    return version is None or any(basis.instrument.qualifies for basis in left)


def _open_duties(*, on: date) -> int:
    kept = keeping_on(on)
    waiting = open_keeping([item.office for item in kept])
    opened = 0
    for item in kept:
        if item.office.pk not in waiting:
            opened += _at_most_once(item.office, start=item.last.confirmed_on if item.last else on, on=on)
    return opened


def _at_most_once(office: Agency, *, start: date, on: date) -> int:
    """Two sweeps at once: the constraint of the deadlines lets one of them open the duty."""
    try:
        with transaction.atomic():
            _open_duty(office, start=start, actor=Actor.system(), on=on)
    except IntegrityError:
        return 0
    return 1


def _open_duty(office: Agency, *, start: date, actor: Actor, on: date) -> None:
    deadlines.open_deadline(
        CONFIRM_LIST,
        obj=keeping_reference(office),
        responsible=office,
        start=start,
        title=f"{office.short_name_zh}核对清单",
        url_path=reverse("measures:keeping"),
        actor=actor,
        on=on,
    )


def _open_due_cleanups(*, on: date) -> int:
    ending = Instrument.objects.filter(in_force_to__lt=on + timedelta(days=CLEAN_UP_AHEAD_DAYS)).order_by("pk")
    opened = 0
    for code in ending.values_list("pk", flat=True):
        with transaction.atomic():
            # the lock makes a second sweep wait, and then find the clean-ups that the first has opened
            instrument = Instrument.objects.select_for_update().get(pk=code)
            opened += len(open_cleanups(instrument, on=on, actor=Actor.system()))
    return opened
