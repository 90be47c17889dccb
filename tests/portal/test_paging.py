"""A page of a worklist begins after the last line of the one before."""

from types import SimpleNamespace

import pytest

from closedloop.portal import paging
from tests.portal import make


def _all_pages(turn, items, size):
    seen, after = [], ""
    while True:
        page = turn(items, after=after, size=size)
        seen += page.items
        if not page.next_after:
            return seen
        after = page.next_after


@pytest.mark.parametrize("turn", [paging.by_deadline, paging.by_date])
@pytest.mark.parametrize("size", [1, 3, 7, 50])
def test_turning_the_pages_shows_every_line_once(turn, size):
    items = [make.item(f"事项 {number}", since=f"2026-09-{number % 5 + 1:02}", url=f"/{number}/") for number in range(20)]

    seen = _all_pages(turn, items, size)

    assert sorted(item.title for item in seen) == sorted(item.title for item in items)
    assert seen == turn(items, after="", size=50).items


def test_what_is_due_first_comes_first_and_without_deadline_last():
    due = [SimpleNamespace(due_on=make.date(2026, 10, day)) for day in (9, 8)]
    items = [make.item("不限期"), make.item("后", due=due[0]), make.item("先", due=due[1])]

    assert [item.title for item in paging.by_deadline(items, after="").items] == ["先", "后", "不限期"]


def test_a_line_that_was_done_meanwhile_shifts_nothing():
    items = [make.item(f"事项 {number}", url=f"/{number}/") for number in range(9)]
    first = paging.by_deadline(items, after="", size=3)

    rest = paging.by_deadline(items[1:], after=first.next_after, size=3)

    assert [item.title for item in rest.items] == ["事项 3", "事项 4", "事项 5"]


@pytest.mark.parametrize("after", ["x", "9999", "'; --", "2026-13-45"])
def test_a_token_that_makes_no_sense_is_no_error(after):
    assert paging.by_deadline([make.item()], after=after).total == 1
