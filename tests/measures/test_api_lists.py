"""The lists by API, as api.md says: every item, every filter, every day."""

from datetime import date

import pytest

from tests.measures import callers, make

pytestmark = pytest.mark.usefixtures("lists")
ITEM = {
    "code", "list", "category", "name", "version", "party_kinds", "term", "matters", "implementer_roles", "implementing_level", "effect",
    "bases", "effective_from", "effective_to", "status",
}  # fmt: skip
TERM = {"kind", "min_months", "max_months", "anchor", "statutory", "text"}


@pytest.fixture
def caller(lists):
    return callers.at("HZ-FOOD")


@pytest.mark.clause("C2.1a")
def test_both_lists_are_read_whole_with_every_field_of_the_contract(caller):
    found = callers.rows(caller.get("measures/", page_size=500))

    assert len(found) > 100
    assert found == sorted(found, key=lambda item: item["code"])
    for item in found:
        assert item.keys() >= ITEM
        assert item["term"].keys() >= TERM
        assert {"instrument", "level", "article", "verified"} <= item["bases"][0].keys()
    assert {item["list"] for item in found} == {"punishment", "enhanced"}


def test_one_measure_says_what_it_says(caller):
    item = caller.get("measures/CJ-029/").json()

    assert item["code"] == "CJ-029"
    assert item["owner"] == "HZ-FOOD"
    assert item["term"]["statutory"] is True
    assert item["bases"][0]["level"] == "law"
    assert (item["version"], item["effective_to"]) == (1, None)


@pytest.mark.parametrize(
    ("filters", "tells"),
    [
        ({"list": "enhanced"}, lambda item: item["list"] == "enhanced"),
        ({"category": "practice_ban"}, lambda item: item["category"] == "practice_ban"),
        ({"matter": "licence.food"}, lambda item: "licence.food" in item["matters"]),
        ({"party_kind": "person"}, lambda item: "person" in item["party_kinds"]),
        ({"line": "food"}, lambda item: item["owner_line"] == "food"),
        ({"status": "pending_legal_review"}, lambda item: item["status"] == "pending_legal_review"),
        ({"level": "province"}, lambda item: item["implementing_level"] == "province"),
        ({"list": "punishment", "q": "食品安全法"}, lambda item: item["list"] == "punishment"),
    ],
)
def test_each_filter_narrows_to_what_it_names(caller, filters, tells):
    everything = callers.rows(caller.get("measures/", page_size=500))

    found = callers.rows(caller.get("measures/", page_size=500, **filters))

    assert 0 < len(found) < len(everything)
    assert all(tells(item) for item in found)
    if "q" not in filters:
        assert [item["code"] for item in found] == [item["code"] for item in everything if tells(item)]


def test_an_unknown_code_in_a_filter_is_named_with_what_is_known(caller):
    wrong = {"list": "punish", "category": "x", "matter": "licence.foot", "party_kind": "firm", "line": "foods"}
    wrong |= {"status": "y", "level": "z"}

    problem = callers.refused(caller.get("measures/", **wrong), 400)

    words = {error["pointer"]: error["detail"] for error in problem["errors"]}
    assert set(words) == {f"/{name}" for name in wrong}
    assert "punishment" in words["/list"]
    assert "licence.food" in words["/matter"]


@pytest.mark.fault("F47")
@pytest.mark.parametrize("text", ["%", "_", "\\", "'", '"', "））", "Ａ" * 100])
def test_a_search_takes_every_sign_as_it_is(caller, text):
    found = callers.rows(caller.get("measures/", q=text, page_size=500))

    assert len(found) < 5


@pytest.mark.clause("C2.1a")
def test_a_day_ahead_counts_the_changes_that_are_approved(caller):
    make.approved("repeal", on=date.fromisoformat(callers.day()))

    assert caller.get("measures/CJ-029/", on=callers.day(9)).json()["effective_to"] == callers.day(9)
    gone = callers.refused(caller.get("measures/CJ-029/", on=callers.day(10)), 404)
    assert (gone["code"], "已废止" in gone["detail"]) == ("repealed", True)
    assert "CJ-029" not in {item["code"] for item in callers.rows(caller.get("measures/", on=callers.day(10), page_size=500))}


def test_a_measure_that_is_not_listed_is_refused_with_words(caller):
    assert callers.refused(caller.get("measures/CJ-029/", on="1950-01-01"), 404)["code"] == "not_yet"
    assert callers.refused(caller.get("measures/CJ-999/"), 404)["code"] == "unknown_measure"
    assert callers.refused(caller.get("measures/cj.029/"), 404)["code"] == "unknown_address"
    assert callers.refused(caller.get("measures/CJ-999/versions/"), 404)["code"] == "unknown_measure"


def test_the_versions_tell_the_whole_history(caller):
    on = date.fromisoformat(callers.day())
    make.approved("amend", on=on, days=5, proposal={"cause": "另一种测试情形"})
    make.approved("repeal", on=on, days=10)

    found = callers.rows(caller.get("measures/CJ-029/versions/"))

    assert [(item["version"], item["repeals"]) for item in found] == [(3, True), (2, False), (1, False)]
    assert found[1]["change"]["kind"] == "amend"
    assert {review["side"] for review in found[1]["change"]["reviews"]} == {"credit_supervision", "legal_affairs"}
    assert found[2]["change"] is None
    assert found[1]["effective_to"] == callers.day(9)


def test_the_difference_of_two_days_tells_each_change(caller):
    on = date.fromisoformat(callers.day())
    make.approved("amend", on=on, days=5, proposal={"cause": "另一种测试情形"})
    make.approved("repeal", on=on, days=5, measure="CJ-030")

    found = callers.rows(caller.get("measures/diff/", **{"from": callers.day(), "to": callers.day(5)}))

    assert [(item["code"], item["kind"]) for item in found] == [("CJ-029", "amend"), ("CJ-030", "repeal")]
    assert [(change["name"], change["after"]) for change in found[0]["fields"]] == [("cause", "另一种测试情形")]
    assert (found[0]["before"]["version"], found[0]["after"]["version"], found[1]["after"]) == (1, 2, None)
    missing = callers.refused(caller.get("measures/diff/"), 400)
    assert [error["pointer"] for error in missing["errors"]] == ["/from", "/to"]


def test_the_vocabulary_is_read_by_everybody():
    caller = callers.at("HZ-CREDIT")

    matters = callers.rows(caller.get("matters/", page_size=500))
    assert {"code", "name", "group", "party_kinds", "clause", "description"} == matters[0].keys()
    persons = callers.rows(caller.get("matters/", party_kind="person", page_size=500))
    assert 0 < len(persons) < len(matters)

    offices = callers.rows(caller.get("agencies/", role="business_authority", line="food", level="city"))
    assert [office["code"] for office in offices] == ["HZ-FOOD"]
    assert offices[0]["roles"]
    callers.refused(caller.get("agencies/", role="boss", line="foo"), 400)
