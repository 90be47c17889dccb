"""The law, the clean-ups, the confirmations and the deadlines by API (C1.3, C3.3a)."""

import pytest

from closedloop.workdays import clock
from measures import services
from measures.models import Instrument
from tests.measures import callers, make

pytestmark = pytest.mark.usefixtures("lists")


@pytest.fixture
def legal(lists):
    return callers.at("HZ-LEGAL")


@pytest.fixture
def food(lists):
    return callers.at("HZ-FOOD")


def law(**changes):
    return {"code": "test_law", "title_zh": "测试法", "level": "law", "in_force_from": "2026-01-01"} | changes


@pytest.mark.clause("C1.3")
def test_a_law_is_registered_amended_and_ended(legal):
    made = legal.post("instruments/", law())
    assert made.status_code == 201
    assert (made.json()["short_title_zh"], made.json()["measures_count"], made.json()["in_force_to"]) == ("测试法", 0, None)

    amended = legal.post("instruments/test_law/amend/", {"document_no": "测令第1号", "note": None}).json()
    assert (amended["document_no"], amended["title_zh"]) == ("测令第1号", "测试法")
    ended = legal.post("instruments/test_law/end/", {"last_day": callers.day(30), "note": "废止"}).json()
    assert ended["in_force_to"] == callers.day(30)

    callers.refused(legal.post("instruments/test_law/end/", {"last_day": callers.day(30)}), 409)
    callers.refused(legal.post("instruments/test_law/end/", {"last_day": "2025-12-31"}), 422)
    assert legal.get("instruments/test_law/").json() == legal.get("instruments/", q="测令").json()["results"][0]


def test_an_entry_is_judged_whole(legal):
    wrong = {"code": "X", "level": "decree", "in_force_from": "2026-13-01", "verified": "seen", "titel_zh": "法"}

    errors = callers.refused(legal.post("instruments/", wrong), 400)["errors"]

    assert {error["pointer"] for error in errors} >= {"/title_zh", "/level", "/in_force_from", "/verified", "/titel_zh"}
    assert callers.refused(legal.post("instruments/", law(code="company_law")), 400)["errors"][0]["code"] == "taken"
    callers.refused(legal.post("instruments/nothing/amend/", {"note": "x"}), 404)
    assert (
        callers.refused(legal.post("instruments/company_law/amend/", {"code": "y"}), 400)["errors"][0]["code"] == "unknown_field"
    )


@pytest.mark.clause("C1.3", "C3.2")
def test_only_legal_affairs_of_the_city_keeps_the_law(food):
    callers.refused(food.post("instruments/", law()), 403)
    callers.refused(food.post("instruments/company_law/end/", {"last_day": callers.day(1)}), 403)
    assert not Instrument.objects.filter(pk="test_law").exists()


def test_the_impact_of_a_law_names_what_rests_on_it(food):
    impact = food.get("instruments/food_safety_law/impact/").json()

    codes = {line["code"] for line in impact["measures"]}
    assert "CJ-029" in codes
    assert impact["sanctions"] == 0
    assert len(codes) == food.get("instruments/food_safety_law/").json()["measures_count"]
    callers.refused(food.get("instruments/nothing/impact/"), 404)


def test_the_law_is_narrowed_by_rank_words_and_day(food):
    everything = callers.rows(food.get("instruments/", page_size=500))

    laws = callers.rows(food.get("instruments/", level="law", page_size=500))
    assert [item["code"] for item in laws] == [item["code"] for item in everything if item["level"] == "law"]
    assert len(callers.rows(food.get("instruments/", live_on="1990-01-01", page_size=500))) < len(everything)
    assert callers.rows(food.get("instruments/", q="食品安全法"))


@pytest.mark.clause("C1.3")
def test_the_owner_answers_a_clean_up_where_another_basis_stands(legal, food):
    make.law("second_law")
    measure = _measure_on(food, "food_safety_law", "second_law")
    legal.post("instruments/food_safety_law/end/", {"last_day": callers.day(30)})
    found = callers.rows(food.get("clean-ups/", state="open", page_size=500))
    cleanup = next(item for item in found if item["measure"] == measure)
    losing = next(item for item in found if item["loses_all"])

    assert (cleanup["transitions"], cleanup["loses_all"], cleanup["deadlines"][0]["due_on"]) == (
        ["answer"],
        False,
        callers.day(30),
    )
    assert callers.rows(legal.get("clean-ups/", measure=measure))[0]["transitions"] == []
    assert callers.rows(callers.at("HZ-DRUG").get("clean-ups/")) == []

    callers.refused(legal.post(f"clean-ups/{cleanup['id']}/answer/", {"reason": "x"}), 403)
    callers.refused(food.post(f"clean-ups/{cleanup['id']}/answer/"), 400)
    callers.refused(food.post(f"clean-ups/{losing['id']}/answer/", {"reason": "另有依据"}), 422)
    done = food.post(f"clean-ups/{cleanup['id']}/answer/", {"reason": "另有第二部测试法"}).json()
    assert (done["state"], done["transitions"]) == ("basis_restored", [])
    callers.refused(food.post(f"clean-ups/{cleanup['id']}/answer/", {"reason": "再答"}), 409)
    assert food.get(f"clean-ups/{cleanup['id']}/").json() == done
    callers.refused(callers.at("HZ-DRUG").get(f"clean-ups/{cleanup['id']}/"), 404)


@pytest.mark.clause("C3.3a")
def test_an_office_confirms_its_part_of_the_lists(food, legal):
    made = food.post("list-confirmations/", {"note": "逐项核对"})

    assert made.status_code == 201
    assert (made.json()["office"], made.json()["confirmed_on"], made.json()["note"]) == ("HZ-FOOD", callers.day(), "逐项核对")
    assert callers.rows(food.get("list-confirmations/")) == callers.rows(legal.get("list-confirmations/")) == [made.json()]
    assert callers.rows(callers.at("HZ-DRUG").get("list-confirmations/")) == []
    callers.refused(legal.post("list-confirmations/"), 403)
    callers.refused(food.post("list-confirmations/", {"note": "长" * 401}), 400)


@pytest.mark.clause("C3.3a")
def test_deadlines_are_seen_by_whom_they_concern(food, legal):
    services.sweep(on=clock.today())

    own = callers.rows(food.get("deadlines/", page_size=500))
    everything = callers.rows(legal.get("deadlines/", page_size=500))

    assert {item["responsible"] for item in own} == {"HZ-FOOD"}
    assert len({item["responsible"] for item in everything}) > 5
    assert own[0].keys() >= {
        "clause", "rule_zh", "starts_on", "due_on", "done_on", "state", "light", "responsible", "provisional",
    }  # fmt: skip
    assert callers.rows(food.get("deadlines/", responsible="HZ-DRUG")) == []
    assert callers.rows(legal.get("deadlines/", responsible="HZ-FOOD", state="running", page_size=500)) == own
    assert callers.rows(legal.get("deadlines/", state="overdue")) == []
    callers.refused(legal.get("deadlines/", state="late!", responsible="HZ-FOO"), 400)


def _measure_on(food, *instruments):
    """A new measure of the food office that rests on all of these."""
    change = make.approved(
        "enact", measure="", days=0, on=clock.today(), proposal=make.content(bases=[make.basis(code) for code in instruments])
    )
    return change.measure_code
