"""Overdue, soon, and what a page or the API is told, from the dates alone."""

from datetime import date

import pytest

from closedloop import opinion
from closedloop.deadlines import selectors, services
from closedloop.deadlines.workitem import WorkItem, in_order
from tests.deadlines import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official")]


@pytest.mark.req("R20")
@pytest.mark.parametrize(
    ("on", "running", "overdue"),
    [
        ("2026-11-05", ["1", "2"], []),
        ("2026-11-06", ["2"], ["1"]),
        ("2026-11-07", [], ["1", "2"]),
        ("2027-06-01", [], ["1", "2"]),
    ],
)
def test_overdue_begins_the_day_after_the_due_day_without_any_sweep(on, running, overdue):
    make.deadline("2026-11-02", key="1")
    make.deadline("2026-11-03", key="2")

    assert [item.object_key for item in selectors.in_state("running", on=date.fromisoformat(on))] == running
    assert [item.object_key for item in selectors.overdue(on=date.fromisoformat(on))] == overdue


def test_soon_is_what_ends_before_a_day_and_is_not_overdue_yet():
    for number, start in enumerate(["2026-11-02", "2026-11-03", "2026-11-04"], start=1):
        make.deadline(start, key=str(number))

    found = selectors.soon(on=date(2026, 11, 6), before=date(2026, 11, 9))

    assert [item.object_key for item in found] == ["2"]


def test_every_deadline_is_in_exactly_one_state():
    met, late, overdue, running = (make.deadline("2026-11-02", key=key) for key in "1234")
    services.close_deadline(met, on=date(2026, 11, 5), actor=make.SYSTEM)
    services.close_deadline(late, on=date(2026, 11, 6), actor=make.SYSTEM)
    services.void_for(("case", "4"), rules=[opinion.RECEIVE_CASE], on=date(2026, 11, 6), reason="撤回", actor=make.SYSTEM)
    running = make.deadline("2026-11-05", key="5")

    found = {state: list(selectors.in_state(state, on=date(2026, 11, 10))) for state in selectors.STATES}

    assert found == {"met": [met], "late": [late], "overdue": [overdue], "running": [running]}


def test_the_api_is_told_what_the_contract_promises(official):
    deadline = make.deadline("2026-02-12", rule=opinion.PUSH_CASE)

    assert selectors.as_json(deadline, on=date(2026, 2, 20), calendar=official) == {
        "clause": "C2.2a",
        "rule_zh": "推送案件",
        "starts_on": date(2026, 2, 12),
        "due_on": date(2026, 2, 24),
        "done_on": None,
        "state": "running",
        "light": "yellow",
        "responsible": "CE-SHI-FOOD",
        "provisional": False,
    }


@pytest.mark.parametrize("rows", [3, 30])
def test_the_deadlines_of_many_objects_cost_two_queries(rows, django_assert_num_queries):
    for key in range(rows):
        make.deadline("2026-11-02", key=str(key))
        make.deadline("2026-11-02", key=str(key), rule=opinion.DISPATCH_CASE)

    with django_assert_num_queries(2):
        found = selectors.for_objects(("case", str(key)) for key in range(rows))
        assert [len(found["case", str(key)]) for key in range(rows)] == [2] * rows
        assert {item.responsible.name_zh for items in found.values() for item in items} == {"测试食品处"}
        assert [list(item.moves.all()) for item in found["case", "0"]] == [[], []]


def test_objects_of_two_kinds_with_one_key_are_kept_apart():
    make.deadline("2026-11-02", obj=("case", "7"))
    make.deadline("2026-11-02", obj=("notice", "8"))

    assert selectors.for_objects([("case", "8"), ("notice", "7")]) == {}


def test_an_agency_sees_its_open_deadlines_only():
    mine = make.deadline("2026-11-02", key="1")
    services.close_deadline(make.deadline("2026-11-02", key="2"), on=date(2026, 11, 3), actor=make.SYSTEM)
    make.deadline("2026-11-02", key="3", responsible=make.agency("CE-SHI-DRUG", "测试药品处"))

    assert list(selectors.open_of("CE-SHI-FOOD")) == [mine]


def test_a_worklist_shows_what_is_due_first_and_what_has_no_deadline_last():
    late, soon = make.deadline("2026-11-02", key="1"), make.deadline("2026-11-05", key="2")
    items = [
        WorkItem("无时限", "", "", "/c/", "查看", "", date(2026, 11, 1)),
        WorkItem("后到期", "", "", "/b/", "接收", "", date(2026, 11, 5), soon),
        WorkItem("先到期", "", "", "/a/", "接收", "", date(2026, 11, 2), late),
    ]

    assert [item.title for item in in_order(items)] == ["先到期", "后到期", "无时限"]
