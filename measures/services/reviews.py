"""The two independent reviews of a change, and the version that comes of it (C2.1b, C1.3)."""

import uuid
from datetime import date
from typing import Any

from django.db import transaction

from closedloop.deadlines import services as deadlines
from closedloop.errors import InvalidInput, Problem, RuleViolated
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import CLEAN_UP_BASIS
from closedloop.orgs.actor import Actor
from closedloop.outbox import services as outbox
from closedloop.workdays import clock

from ..legality import is_statutory, verification
from ..models import Basis, Category, ChangeReview, CleanUp, Instrument, Measure, MeasureChange, MeasureVersion
from ..models.vocabulary import ChangeKind, Confidence, Side, Status, Verdict
from ..names import Names
from ..selectors.changes import REVIEW_RULES, last_version, objections_to, reviews_of_round, side_of
from .changes import REASON_MAX, lock_measure, locked, next_code

VERBS = {ChangeKind.ENACT: "measure.enacted", ChangeKind.AMEND: "measure.amended", ChangeKind.REPEAL: "measure.repealed"}
declare(
    {
        "change.reviewed": "审核清单变动：同意",
        "change.returned": "审核清单变动：退回",
        "change.approved": "清单变动通过",
        "measure.enacted": "措施列入清单",
        "measure.amended": "措施修改",
        "measure.repealed": "措施废止",
        "cleanup.changed": "清理：已由清单变动办结",
    }
)


@transaction.atomic
def approve_change(change_id: str | uuid.UUID, *, actor: Actor, on: date, opinion: str = "") -> MeasureChange:
    """One side agrees. When both have, the version exists and waits for its day; what has no live basis never passes. C2.1b, C1.3"""
    change = locked(change_id, actor=actor, act="approve")
    lock_measure(change)
    refused = tuple(objections_to(change, on=on))
    if refused:
        words = "不能通过：" + "；".join(problem.detail for problem in refused)
        raise RuleViolated(words, clause=refused[0].clause, code=refused[0].code, problems=refused)
    _review(change, verdict=Verdict.APPROVE, opinion=opinion, actor=actor, on=on)
    agreed = {review.side for review in _round(change) if review.verdict == Verdict.APPROVE}
    if agreed == set(Side):
        _pass(change, actor=actor, on=on)
    return change


@transaction.atomic
def return_change(change_id: str | uuid.UUID, *, actor: Actor, on: date, reason: str) -> MeasureChange:
    """One side sends the change back with its reasons; what the other side said in this round no longer counts. C2.1b"""
    change = locked(change_id, actor=actor, act="return")
    if not reason.strip():
        problem = Problem("/reason", "required", "退回须写明理由，提出机构才知道改什么")
        raise InvalidInput(problem.detail, problems=(problem,))
    _review(change, verdict=Verdict.RETURN, opinion=reason, actor=actor, on=on)
    change.send_back()
    change.save()
    deadlines.void_for(change, rules=REVIEW_RULES.values(), on=on, reason="变动已退回", actor=actor)
    return change


def _review(change: MeasureChange, *, verdict: Verdict, opinion: str, actor: Actor, on: date) -> None:
    side = side_of(actor)
    assert side is not None and actor.user is not None and actor.agency is not None  # noqa: S101, PT018 - locked() saw to it
    if len(opinion) > REASON_MAX:
        problem = Problem("/opinion", "too_long", f"意见最多 {REASON_MAX} 字")
        raise InvalidInput(problem.detail, problems=(problem,))
    ChangeReview.objects.create(
        change=change,
        round=change.round,
        side=side,
        verdict=verdict,
        opinion=opinion.strip(),
        agency=actor.agency,
        reviewer=actor.user,
        reviewed_at=clock.now(),
    )
    rule = REVIEW_RULES[side]
    deadlines.close_for(change, rules=[rule], on=on, actor=actor)
    verb = "change.reviewed" if verdict == Verdict.APPROVE else "change.returned"
    detail = {"round": change.round, "side": side.value, "opinion": opinion.strip()}
    journal.record(change, verb, actor=actor, rule=rule, on=on, detail=detail)


def _round(change: MeasureChange) -> list[ChangeReview]:
    return reviews_of_round(MeasureChange.objects.prefetch_related("reviews").get(pk=change.pk))


def _pass(change: MeasureChange, *, actor: Actor, on: date) -> None:
    measure = _measure_of(change)
    version = _version_of(change, measure=measure)
    change.measure_code = measure.pk
    change.approve(version=version, on=on)
    change.save()
    detail = {"version": version.number, "effective_from": version.effective_from.isoformat(), "change": str(change.pk)}
    journal.record(change, "change.approved", actor=actor, on=on, detail=detail)
    journal.record(measure, VERBS[ChangeKind(change.kind)], actor=actor, on=on, detail=detail)
    _close_cleanups(change, version=version, actor=actor, on=on)
    outbox.publish("measure.changed", key=measure.pk, payload={"version": str(version.pk), "change": str(change.pk)})


def _measure_of(change: MeasureChange) -> Measure:
    """The measure, locked; a new one gets the next number of its list under the lock of that list's categories."""
    if change.measure_code:
        measure, _ = Measure.objects.get_or_create(pk=change.measure_code, defaults={"list": change.list})
        return Measure.objects.select_for_update().get(pk=measure.pk)
    list(Category.objects.select_for_update().filter(list=change.list).order_by("pk"))
    return Measure.objects.create(code=next_code(change.list), list=change.list)


def _version_of(change: MeasureChange, *, measure: Measure) -> MeasureVersion:
    last = last_version(measure.pk)
    number = last.number + 1 if last else 1
    if change.kind == ChangeKind.REPEAL:
        assert last is not None  # noqa: S101 - what is repealed was there
        return _tombstone(last, number=number, effective_from=change.effective_on)
    return _written(change, measure=measure, number=number, confidence=last.confidence if last else Confidence.MEDIUM)


def _tombstone(last: MeasureVersion, *, number: int, effective_from: date) -> MeasureVersion:
    """A version that says nothing from that day on; it carries its predecessor's words so that a reader sees what ended."""
    names = [
        field.attname for field in MeasureVersion._meta.concrete_fields if field.attname not in ("id", "number", "effective_from")
    ]
    words = {name: getattr(last, name) for name in names} | {"repeals": True}
    return MeasureVersion.objects.create(number=number, effective_from=effective_from, **words)


def _written(change: MeasureChange, *, measure: Measure, number: int, confidence: str) -> MeasureVersion:
    said, names = change.proposal, Names()
    term = said["term"]
    version = MeasureVersion.objects.create(
        measure=measure,
        number=number,
        effective_from=change.effective_on,
        category_id=said["category"],
        name_zh=said["name"].strip(),
        cause_zh=said["cause"].strip(),
        party_kinds=said["party_kinds"],
        person_roles_zh=said["person_roles"],
        term_kind=term["kind"],
        term_min_months=term.get("min_months"),
        term_max_months=term.get("max_months"),
        until_condition=term.get("until_condition") or "",
        cap_months=term.get("cap_months"),
        term_anchor_id=term["anchor"],
        term_text_zh=term["text"].strip(),
        term_source=term["source"],
        statutory_term=is_statutory(said, names=names),
        owner_line_id=said["owner_line"],
        implementer_roles=said["implementer_roles"],
        implementing_level=said["implementing_level"],
        effect=said["effect"],
        enhanced_parameters=said["enhanced_parameters"],
        must_narrow=said["must_narrow"],
        status=Status.EFFECTIVE,
        verified=verification(said, names=names),
        confidence=confidence,
        note_zh=said["note"] or "",
    )
    version.matters.set(said["matters"])
    Basis.objects.bulk_create(basis_row(version, basis=basis, names=names) for basis in said["bases"])
    return version


def basis_row(version: MeasureVersion, *, basis: dict[str, Any], names: Names) -> Basis:
    """A basis with the instrument as it was when the version was made (rules.md 1.5)."""
    instrument = names.instruments[str(basis["instrument"])]
    return Basis(
        version=version,
        instrument=instrument,
        article_zh=basis["article"],
        is_term_basis=basis["is_term_basis"],
        verified=basis["verified"],
        snapshot=snapshot_of(instrument),
    )


def snapshot_of(instrument: Instrument) -> dict[str, object]:
    """What is kept of an instrument beside a basis: it may be amended later, the version may not."""
    names = ("title_zh", "document_no", "level", "version_note", "in_force_from", "in_force_to", "verified", "revision")
    return {name: getattr(instrument, name) for name in names}


def _close_cleanups(change: MeasureChange, *, version: MeasureVersion, actor: Actor, on: date) -> None:
    """A clean-up is done when the measure no longer rests on the instrument that ends, or is repealed."""
    cited = set() if version.repeals else {basis["instrument"] for basis in change.proposal["bases"]}
    waiting = CleanUp.objects.select_for_update().filter(measure=version.measure_id, done_on=None)
    for cleanup in waiting.exclude(instrument__in=cited):
        cleanup.outcome, cleanup.done_on, cleanup.change = CleanUp.Outcome.CHANGED, on, change
        cleanup.save(update_fields=["outcome", "done_on", "change"])
        deadlines.close_for(cleanup, rules=[CLEAN_UP_BASIS], on=on, actor=actor)
        journal.record(cleanup, "cleanup.changed", actor=actor, rule=CLEAN_UP_BASIS, on=on, detail={"change": str(change.pk)})
