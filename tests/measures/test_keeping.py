"""Each business office keeps its part of the lists current, and says so each quarter (C3.3a)."""

from datetime import date, timedelta

import pytest

from closedloop.deadlines.models import Deadline
from closedloop.errors import Forbidden, InvalidInput, RuleViolated
from closedloop.journal.models import Entry
from measures import services
from measures.models import ListConfirmation
from measures.selectors import done_by, keeping_on, sent_by, todo_for
from tests.measures import make

ON = make.ON
pytestmark = pytest.mark.clause("C3.3a")


def of(code, *, on=ON):
    return next(item for item in keeping_on(on) if item.office.pk == code)


def test_every_office_that_owns_measures_is_kept_track_of(lists):
    services.sweep(on=ON)

    found = keeping_on(ON)

    assert sum(item.measures for item in found) == 118
    assert [item.office.pk for item in found] == sorted(item.office.pk for item in found)
    assert len(found) == 11
    assert all(item.last is None and item.deadline is not None for item in found)


def test_confirming_without_a_change_is_an_act_too(lists):
    services.sweep(on=ON)
    food = make.actor("HZ-FOOD")

    services.confirm_list(actor=food, on=ON + timedelta(days=5), note="逐项核对，没有变动")

    kept = of("HZ-FOOD")
    assert (kept.last.confirmed_on, kept.last.measures_count, kept.last.confirmed_by) == (ON + timedelta(days=5), 9, food.user)
    closed, opened = Deadline.objects.filter(rule="CONFIRM_LIST", responsible="HZ-FOOD").order_by("id")
    assert closed.done_on == ON + timedelta(days=5)
    assert (opened.starts_on, opened.done_on) == (ON + timedelta(days=5), None)
    assert Entry.objects.get(verb="list.confirmed").clause == "C3.3a"


@pytest.mark.parametrize(
    ("start", "due"),
    [
        # three months on, rolled to the next working day: 2026-02-28 is a working Saturday of the 2026 notice
        ("2025-11-28", "2026-02-28"),
        ("2026-01-01", "2026-04-01"),
        # 2026-05-01 to 05 are holidays
        ("2026-02-01", "2026-05-06"),
    ],
)
def test_a_confirmation_is_due_each_quarter_on_a_working_day(lists, start, due):
    services.confirm_list(actor=make.actor("HZ-FOOD"), on=date.fromisoformat(start))

    assert Deadline.objects.get(rule="CONFIRM_LIST", done_on=None).due_on == date.fromisoformat(due)


def test_an_office_that_never_confirmed_is_overdue_a_quarter_after_loading(lists):
    services.sweep(on=ON)
    late = ON + timedelta(days=120)

    waiting = [item for item in todo_for(make.actor("HZ-FOOD"), on=late) if item.kind == "keeping"]

    assert [item.deadline.due_on < late for item in waiting] == [True]


def test_a_duty_far_ahead_does_not_crowd_the_inbox(lists):
    services.sweep(on=ON)

    assert [item for item in todo_for(make.actor("HZ-FOOD"), on=ON) if item.kind == "keeping"] == []


@pytest.mark.clause("C3.2")
def test_an_office_confirms_its_own_lists_only(lists):
    with pytest.raises(Forbidden):
        services.confirm_list("HZ-DRUG", actor=make.actor("HZ-FOOD"), on=ON)
    with pytest.raises(Forbidden):
        services.confirm_list(actor=make.actor("HZ-LEGAL"), on=ON)


@pytest.mark.parametrize("code", ["HZ-AMR", "XH-BIZ"])
def test_who_owns_no_measure_has_nothing_to_confirm(lists, code):
    with pytest.raises(RuleViolated, match="不主管清单上的任何措施"):
        services.confirm_list(actor=make.actor(code), on=ON)


def test_a_note_that_is_too_long_is_refused_and_nothing_is_stored(lists):
    with pytest.raises(InvalidInput):
        services.confirm_list(actor=make.actor("HZ-FOOD"), on=ON, note="长" * 401)

    assert not ListConfirmation.objects.exists()


def test_the_worklists_show_reviews_drafts_and_what_was_sent(lists):
    food, legal, credit = make.actor("HZ-FOOD"), make.actor("HZ-LEGAL"), make.actor("HZ-CREDIT")
    make.change("amend", by=food, measure="CJ-030", proposal={"note": "草稿"})
    sent = make.submitted("repeal", by=food)

    assert [item.kind for item in todo_for(food, on=ON)] == ["change"]
    assert [(item.kind, item.subject, item.from_zh) for item in todo_for(legal, on=ON)] == [("review", "CJ-029", "市局食品处")]
    assert [item.subject for item in sent_by(food)] == ["CJ-029"]

    services.return_change(sent.pk, actor=legal, on=ON, reason="请补充")
    assert sorted(item.kind for item in todo_for(food, on=ON)) == ["change", "returned"]
    assert todo_for(legal, on=ON) == todo_for(credit, on=ON) == []
    assert [item.kind for item in done_by(legal)] == ["review"]


@pytest.mark.parametrize("changes", [3, 30])
def test_the_inbox_of_a_reviewer_costs_the_same_for_three_and_for_thirty(lists, changes, django_assert_num_queries):
    food, legal = make.actor("HZ-FOOD"), make.actor("HZ-LEGAL")
    for number in range(changes):
        make.submitted("enact", by=food, measure="", proposal=make.content(name=f"第 {number} 项测试措施"))

    with django_assert_num_queries(4):
        assert len(todo_for(legal, on=ON)) == changes


@pytest.mark.parametrize("changes", [3, 30])
def test_the_worklists_of_an_owner_cost_the_same_for_three_and_for_thirty(lists, changes, django_assert_num_queries):
    food = make.actor("HZ-FOOD")
    for number in range(changes):
        make.submitted("enact", by=food, measure="", proposal=make.content(name=f"第 {number} 项测试措施"))

    with django_assert_num_queries(3):
        assert len(sent_by(food)) == changes
    with django_assert_num_queries(4):
        assert done_by(food) == []
