"""The day from which a term counts, where it was not known at the push: filled in once, asked for every month until then."""

import uuid
from datetime import date

from django.db import IntegrityError, transaction

from closedloop.errors import Forbidden, Problem, RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.orgs.actor import Actor
from closedloop.outbox import services as outbox
from measures.models.vocabulary import TermKind

from .. import publicity, terms
from ..models import AnchorReminder, Sanction
from ..selectors.cases import anchorless, rule_of, sanction_for

declare({"sanction.anchored": "补录起算日", "sanction.anchor_asked": "提醒补录起算日"})


@transaction.atomic
def fill_anchor(sanction_id: uuid.UUID, *, anchor_on: date, actor: Actor, on: date) -> Sanction:
    """The producer of the case fills in the day of the measure's own anchor; the last day follows from it. C2.7.1a"""
    sanction = sanction_for(actor, id=sanction_id)
    Sanction.objects.select_for_update().get(pk=sanction.pk)
    sanction = sanction_for(actor, id=sanction_id)
    rule = rule_of("push", cause=sanction.case.cause)
    if actor.agency is None or actor.agency.pk != sanction.case.producer_id or not actor.has(*rule.by):
        raise Forbidden(f"起算日由{sanction.case.producer.short_name_zh}补录，请与其联系", clause=rule.clause)
    if sanction.anchor_on is not None:
        raise WrongState("起算日已经有了；有误的，请更正案件", clause="C2.7.1a", code="anchored")
    if anchor_on > on and sanction.version.term_kind != TermKind.FOLLOWS_PUBLICITY:
        problem = Problem("/anchor_on", "future", f"起算日 {anchor_on} 还没有到，请到时再补录", "C2.7.1a")
        raise RuleViolated(problem.detail, clause="C2.7.1a", code=problem.code, problems=(problem,))
    sanction.anchor_on = sanction.starts_on = anchor_on
    sanction.term_months, sanction.ends_on = _term(sanction, anchor_on=anchor_on)
    sanction.save(update_fields=["anchor_on", "starts_on", "term_months", "ends_on"])
    detail = {"sanction": str(sanction.pk), "anchor_on": anchor_on.isoformat()}
    journal.record(sanction.case, "sanction.anchored", actor=actor, rule=rule, on=on, detail=detail)
    outbox.publish("sanction.anchored", key=str(sanction.pk), payload={"sanction": str(sanction.pk)})
    return sanction


def remind_of_anchors(*, on: date) -> int:
    """Once a month for each sanction of a pushed case whose anchor is not known; safe to repeat and to run twice at once."""
    month, count = f"{on:%Y-%m}", 0
    waiting = anchorless().exclude(anchor_reminders__month=month).select_related("case")
    for sanction in waiting:
        count += _remind(sanction, month=month, on=on)
    return count


def _remind(sanction: Sanction, *, month: str, on: date) -> int:
    try:
        with transaction.atomic():
            AnchorReminder.objects.create(sanction=sanction, month=month, reminded_on=on)
            detail = {"sanction": str(sanction.pk), "month": month}
            journal.record(sanction.case, "sanction.anchor_asked", actor=Actor.system(), on=on, detail=detail)
            outbox.publish("sanction.anchor_asked", key=str(sanction.pk), payload={"sanction": str(sanction.pk)})
    except IntegrityError:
        return 0
    return 1


def _term(sanction: Sanction, *, anchor_on: date) -> tuple[int | None, date | None]:
    """Months and last day under the anchor; a range keeps the months of its decision."""
    version = sanction.version
    if version.term_kind == TermKind.FOLLOWS_PUBLICITY:
        months = publicity.longest_months(version.measure_id, first_day=anchor_on)
    else:
        months = sanction.term_months
    return months, terms.last_day(anchor_on, months)
