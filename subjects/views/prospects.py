"""What will happen and until when, before it does: the deadline of a decision that is not stored yet, what a consultation moves."""

from dataclasses import dataclass
from datetime import date

from closedloop.deadlines.models import Deadline
from closedloop.opinion import (
    PUSH_CASE,
    PUSH_CASE_AFTER_CONSULTATION,
    PUSH_EXTERNAL_CASE,
    PUSH_EXTERNAL_CASE_AFTER_CONSULTATION,
    RULES,
    Rule,
)
from closedloop.orgs.models import Agency

from ..models import Cause


@dataclass(frozen=True)
class Consulting:
    """Until when a consultation may be opened, and until when the case must be pushed then."""

    open_by: date
    due_on: date
    late: bool


def push_rule(*, external: bool) -> Rule:
    """By which rule a case is pushed that was not consulted about."""
    return PUSH_EXTERNAL_CASE if external else PUSH_CASE


def prospect(rule: Rule, *, start: date, responsible: Agency) -> Deadline:
    """A deadline as it would be: drawn like any other, never stored."""
    due = rule.due(start)
    return Deadline(
        rule=RULES[rule.name].name,
        title_zh=rule.act,
        responsible=responsible,
        start_event=rule.start_event,
        starts_on=start,
        due_on=due.due,
        provisional=due.provisional,
    )


def consulting(cause: Cause, *, on: date) -> Consulting:
    """What a consultation that is opened today means for a cause."""
    start = (cause.received_on or cause.decided_on) if cause.is_external else cause.decided_on
    return consulting_from(start, external=cause.is_external, on=on)


def consulting_from(start: date, *, external: bool, on: date) -> Consulting:
    """The same from the day from which the deadline runs. C2.2b, C2.2d"""
    after = PUSH_EXTERNAL_CASE_AFTER_CONSULTATION if external else PUSH_CASE_AFTER_CONSULTATION
    open_by = push_rule(external=external).due(start).due
    return Consulting(open_by, after.due(start).due, on > open_by)
