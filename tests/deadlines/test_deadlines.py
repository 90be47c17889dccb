"""A deadline is opened by its rule, closed once, moved with a reason, and every act stands in the journal."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from closedloop import opinion
from closedloop.deadlines import selectors, services
from closedloop.deadlines.models import Deadline, DeadlineMove
from closedloop.errors import WrongState
from closedloop.journal.models import Entry
from tests.deadlines import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official")]
PUSH, CONSULTED = opinion.PUSH_CASE, opinion.PUSH_CASE_AFTER_CONSULTATION


def entries():
    return [(entry.verb, entry.clause) for entry in Entry.objects.order_by("id") if entry.verb.startswith("deadline.")]


def test_a_deadline_takes_its_day_and_its_start_from_the_rule():
    deadline = make.deadline("2026-02-12", rule=PUSH)

    assert (deadline.starts_on, deadline.due_on, deadline.provisional) == (date(2026, 2, 12), date(2026, 2, 24), False)
    assert deadline.start_event == "处罚决定作出"
    assert deadline.law is PUSH
    assert entries() == [("deadline.opened", "C2.2a")]


def test_a_monthly_deadline_is_rolled_and_a_quarterly_one_follows_the_calendar():
    report = make.deadline("2026-11-01", rule=opinion.SUBMIT_REPORT)
    keeping = make.deadline("2026-05-31", rule=opinion.CONFIRM_LIST)

    assert report.due_on == date(2026, 11, 9)
    assert keeping.due_on == date(2026, 8, 31)


@pytest.mark.parametrize(("due_on", "kept"), [("2026-12-30", "2026-12-30"), ("2026-11-01", "2026-11-23")])
def test_a_rule_without_a_period_takes_a_fixed_day_but_never_one_before_its_start(due_on, kept):
    deadline = make.deadline("2026-11-23", rule=opinion.CLEAN_UP_BASIS, due_on=date.fromisoformat(due_on))

    assert deadline.due_on == date.fromisoformat(kept)


@pytest.mark.parametrize(("rule", "due_on"), [(PUSH, date(2026, 11, 30)), (opinion.CLEAN_UP_BASIS, None)])
def test_a_day_that_the_rule_does_not_give_is_a_fault_of_the_program(rule, due_on):
    with pytest.raises(LookupError):
        make.deadline("2026-11-23", rule=rule, due_on=due_on)


def test_the_same_deadline_is_open_once_and_may_come_again_later():
    first = make.deadline("2026-11-02")
    with pytest.raises(IntegrityError), transaction.atomic():
        make.deadline("2026-11-03")

    services.close_deadline(first, on=date(2026, 11, 3), actor=make.SYSTEM)
    again = make.deadline("2026-11-04")

    assert again.pk != first.pk
    assert make.deadline("2026-11-04", responsible=make.agency("CE-SHI-DRUG", "测试药品处"))


@pytest.mark.req("R20")
@pytest.mark.parametrize(("done", "state"), [("2026-11-05", "met"), ("2026-11-06", "late")])
def test_what_was_done_stays_met_or_late_for_ever(done, state):
    deadline = services.close_deadline(make.deadline("2026-11-02"), on=date.fromisoformat(done), actor=make.SYSTEM)

    for on in ("2026-11-06", "2028-01-01"):
        assert list(selectors.in_state(state, on=date.fromisoformat(on))) == [deadline]
    assert entries()[-1] == ("deadline.closed", "C2.3a")
    assert Entry.objects.get(verb="deadline.closed").detail["late"] == (state == "late")


def test_a_closed_deadline_can_be_neither_closed_nor_moved_again():
    deadline = make.deadline("2026-11-02", rule=PUSH)
    stale = Deadline.objects.get(pk=deadline.pk)
    services.close_deadline(deadline, on=date(2026, 11, 3), actor=make.SYSTEM)

    with pytest.raises(WrongState, match="已经办结"):
        services.close_deadline(stale, on=date(2026, 11, 4), actor=make.SYSTEM)
    with pytest.raises(WrongState):
        services.move_deadline(stale, rule=CONSULTED, reason="会商", actor=make.SYSTEM, on=date(2026, 11, 4))
    assert Deadline.objects.get().done_on == date(2026, 11, 3)


def test_closing_for_an_object_closes_its_rules_and_no_others():
    received = make.deadline("2026-11-02")
    dispatched = make.deadline("2026-11-02", rule=opinion.DISPATCH_CASE)
    other = make.deadline("2026-11-02", key="2")

    closed = services.close_for(("case", "1"), rules=[opinion.RECEIVE_CASE], on=date(2026, 11, 3), actor=make.SYSTEM)

    assert closed == [received]
    assert set(Deadline.objects.filter(done_on=None)) == {dispatched, other}


def test_a_moved_deadline_keeps_who_moved_it_when_and_why():
    actor = make.officer(opinion.Role.ENFORCEMENT)
    deadline = make.deadline("2026-02-12", rule=PUSH)

    moved = services.move_deadline(deadline, rule=CONSULTED, reason="案情复杂，提请会商", actor=actor, on=date(2026, 2, 14))

    assert (moved.starts_on, moved.due_on, moved.law.clause) == (date(2026, 2, 12), date(2026, 3, 11), "C2.2b")
    move = DeadlineMove.objects.get()
    assert (move.from_due_on, move.to_due_on, move.moved_on) == (date(2026, 2, 24), date(2026, 3, 11), date(2026, 2, 14))
    assert (move.from_rule, move.to_rule) == ("PUSH_CASE", "PUSH_CASE_AFTER_CONSULTATION")
    assert (move.moved_by, move.moved_by_name, move.reason) == (actor.user, "测试经办人", "案情复杂，提请会商")
    assert entries()[-1] == ("deadline.moved", "C2.2b")


def test_a_voided_deadline_is_neither_met_nor_late_and_no_longer_shown():
    deadline = make.deadline("2026-11-02", rule=PUSH)

    services.void_for(("case", "1"), rules=[PUSH], on=date(2026, 11, 20), reason="撤回案件", actor=make.SYSTEM)

    assert [list(selectors.in_state(state, on=date(2026, 11, 23))) for state in selectors.STATES] == [[], [], [], []]
    assert selectors.for_object(("case", "1")) == []
    assert entries()[-1] == ("deadline.voided", "C2.2a")
    with pytest.raises(WrongState):
        services.close_deadline(deadline, on=date(2026, 11, 20), actor=make.SYSTEM)


def test_a_rolled_back_act_leaves_no_deadline_and_no_entry():
    with transaction.atomic():
        make.deadline("2026-11-02")
        transaction.set_rollback(True)

    assert not Deadline.objects.exists()
    assert entries() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"due_on": date(2026, 11, 1)},
        {"done_on": date(2026, 11, 1)},
        {"done_on": date(2026, 11, 3), "void_on": date(2026, 11, 3)},
        {"object_key": ""},
        {"rule": ""},
    ],
    ids=["due before start", "done before start", "done and void", "no object", "no rule"],
)
def test_the_database_refuses_a_deadline_that_cannot_be(wrong):
    deadline = make.deadline("2026-11-02")

    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.filter(pk=deadline.pk).update(**wrong)
