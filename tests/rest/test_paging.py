"""A page begins after a row and not after a count: rows that come or go move nobody's page."""

import pytest

from closedloop.orgs.models import BusinessLine
from tests.rest import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.rest.make")]


@pytest.fixture
def caller():
    return make.officer()


def lines(count):
    for number in range(count):
        make.line(f"line-{number:02d}", position=number // 3)


def walk(caller, address, *, towards="next", **query):
    """The codes of each page from an address on, and the last page."""
    pages, page = [], caller.get(address, **query).json()
    pages.append([row["code"] for row in page["results"]])
    while page[towards]:
        assert len(pages) < 20, "pages without end"
        page = caller.get(page[towards]).json()
        pages.append([row["code"] for row in page["results"]])
    return pages, page


def test_the_pages_together_are_the_list_forward_and_back(caller):
    lines(11)

    forward, last = walk(caller, "lines/", page_size=4)
    back, first = walk(caller, last["previous"], towards="previous")

    assert forward == [[f"line-{n:02d}" for n in group] for group in (range(4), range(4, 8), range(8, 11))]
    assert back == [forward[1], forward[0]]
    assert first["previous"] is None
    assert caller.get("lines/").json()["next"] is None


def test_the_second_key_orders_only_within_the_first(caller):
    for number in range(7):
        make.line(f"line-{9 - number}", position=number)

    forward, _ = walk(caller, "lines/", page_size=2)

    assert forward == [["line-9", "line-8"], ["line-7", "line-6"], ["line-5", "line-4"], ["line-3"]]


def test_a_row_that_comes_or_goes_moves_no_page(caller):
    lines(9)
    page = caller.get("lines/", page_size=3).json()

    make.line("aaa", position=-1 + 1)
    BusinessLine.objects.filter(pk="line-02").delete()
    following = caller.get(page["next"]).json()

    assert [row["code"] for row in following["results"]] == ["line-03", "line-04", "line-05"]
    assert [row["code"] for row in caller.get(following["previous"]).json()["results"]] == ["aaa", "line-00", "line-01"]


def test_what_is_computed_is_paged_alike(caller):
    for number in range(7):
        make.line(f"line-{number}", position=number)

    forward, last = walk(caller, "computed/", page_size=3)
    back, _ = walk(caller, last["previous"], towards="previous")

    assert forward == [["line-6", "line-5", "line-4"], ["line-3", "line-2", "line-1"], ["line-0"]]
    assert back == [forward[1], forward[0]]


def test_a_neighbour_keeps_the_filters(caller):
    lines(5)

    following = caller.get("lines/", page_size=2, on="2026-11-25").json()["next"]

    assert "page_size=2" in following
    assert "on=2026-11-25" in following


@pytest.mark.parametrize("size", ["0", "501", "-1", "x", "1.5"])
def test_a_page_has_one_to_five_hundred_rows(caller, size):
    assert caller.get("lines/", page_size=500).status_code == 200
    assert caller.get("lines/", page_size=size).json()["errors"][0]["pointer"] == "/page_size"


def test_a_cursor_that_we_did_not_write_is_refused(caller):
    lines(5)
    cursor = caller.get("lines/", page_size=2).json()["next"].split("cursor=")[1].split("&")[0]

    assert caller.get(f"/api/v1/lines/?cursor={cursor}").status_code == 200
    for bad in ("x", cursor + "x", "MTIz", "e30:abc:def"):
        assert caller.get("lines/", cursor=bad).json()["errors"][0]["code"] == "cursor"
    assert caller.get(f"/api/v1/computed/?cursor={cursor}").status_code == 400
