"""Change requests by API: the whole way from a draft to the list, and every refusal on it (C2.1a, C2.1b)."""

import pytest

from closedloop.workdays.models import DemoClock
from measures.models import MeasureChange, MeasureVersion
from tests.measures import callers, make

pytestmark = [pytest.mark.usefixtures("lists"), pytest.mark.clause("C2.1a", "C2.1b")]


@pytest.fixture
def food(lists):
    return callers.at("HZ-FOOD")


@pytest.fixture
def credit(lists):
    return callers.at("HZ-CREDIT")


@pytest.fixture
def legal(lists):
    return callers.at("HZ-LEGAL")


def amendment(**changes):
    said = {"kind": "amend", "measure": "CJ-029", "proposal": {"cause": "甲"}, "reason": "理由", "effective_on": callers.day(9)}
    return said | changes


def proposed(caller, body=None):
    response = caller.post("measure-changes/", body or callers.repeal())
    assert response.status_code == 201, response.content.decode()
    return response.json()


def test_a_repeal_goes_from_the_draft_to_its_day(food, credit, legal):
    change = proposed(food)
    address = f"measure-changes/{change['id']}/"
    assert (change["state"], change["transitions"], change["objections"]) == ("draft", ["submit", "revise", "withdraw"], [])

    submitted = food.post(address + "submit/").json()
    assert submitted["state"] == "submitted"
    assert {item["responsible"] for item in submitted["deadlines"]} == {"HZ-CREDIT", "HZ-LEGAL"}
    assert credit.get(address).json()["transitions"] == ["approve", "return"]

    once = credit.post(address + "approve/", {"opinion": "同意废止"}).json()
    assert (once["state"], [review["side"] for review in once["reviews"]]) == ("submitted", ["credit_supervision"])
    twice = legal.post(address + "approve/").json()
    assert (twice["state"], twice["version"], twice["transitions"]) == ("approved", 2, [])

    assert food.get("measures/CJ-029/").status_code == 200
    assert food.get("measures/CJ-029/", on=callers.day(10)).status_code == 404
    DemoClock.objects.create(days_ahead=10)
    assert food.get("measures/CJ-029/").status_code == 404


def test_a_new_measure_and_its_amendment_are_listed(food, credit, legal):
    content = make.content()
    change = proposed(food, {"kind": "enact", "proposal": content, "reason": "测试新立", "effective_on": callers.day(3)})
    assert (change["measure"], change["proposal"]["name"]) == (None, content["name"])

    listed = _pass(change, food=food, credit=credit, legal=legal)

    code = listed["measure"]
    assert food.get(f"measures/{code}/", on=callers.day(3)).json()["name"] == content["name"]
    assert callers.refused(food.get(f"measures/{code}/"), 404)["code"] == "not_yet"


def test_a_returned_change_is_mended_and_passes(food, credit, legal):
    change = proposed(food, amendment())
    address = f"measure-changes/{change['id']}/"
    food.post(address + "submit/")

    returned = legal.post(address + "return/", {"reason": "请写明情形"}).json()
    assert (returned["state"], returned["reviews"][0]["opinion"]) == ("returned", "请写明情形")
    revised = food.post(address + "revise/", {"proposal": {"cause": "乙"}, "effective_on": None}).json()
    assert (revised["proposal"]["cause"], revised["effective_on"]) == ("乙", callers.day(9))

    assert _pass(revised, food=food, credit=credit, legal=legal)["round"] == 2


def test_the_owner_takes_its_change_back(food):
    address = f"measure-changes/{proposed(food)['id']}/"

    assert food.post(address + "withdraw/", {"reason": "不再需要"}).json()["state"] == "withdrawn"
    assert callers.refused(food.post(address + "submit/"), 409)["code"] == "wrong_state"


def test_every_problem_of_a_proposal_comes_at_once(food):
    content = make.content(category="practice_bans", matters=["licence.foot"], bases=[{"instrument": "nothing", "article": ""}])
    content["term"] = content["term"] | {"kind": "fix"}

    body = {"kind": "enact", "proposal": content, "effective_on": "morgen", "resaon": "x"}
    problem = callers.refused(food.post("measure-changes/", body), 400)

    assert {error["pointer"] for error in problem["errors"]} == {
        "/reason",
        "/resaon",
        "/effective_on",
        "/proposal/category",
        "/proposal/matters/0",
        "/proposal/bases/0/instrument",
        "/proposal/bases/0/article",
        "/proposal/term/kind",
    }
    shapes = {
        "kind": "enact",
        "proposal": {"term": 3, "bases": [3], "matter": []},
        "reason": "理由",
        "effective_on": callers.day(3),
    }
    problem = callers.refused(food.post("measure-changes/", shapes), 400)
    assert {error["pointer"] for error in problem["errors"]} == {"/proposal/term", "/proposal/bases", "/proposal/matter"}
    assert callers.refused(food.post("measure-changes/", callers.repeal(proposal=[])), 400)["errors"][0]["pointer"] == "/proposal"
    assert not MeasureChange.objects.exists()


@pytest.mark.clause("C1.3")
def test_what_has_no_live_basis_is_objected_to_and_never_passes(food, credit):
    make.law("test_rule", level="departmental_rule")
    content = make.content(bases=[make.basis("test_rule")])
    content["term"] = content["term"] | {"source": "rule"}
    change = proposed(food, {"kind": "enact", "proposal": content, "reason": "测试", "effective_on": callers.day(9)})
    address = f"measure-changes/{change['id']}/"
    food.post(address + "submit/")

    problem = callers.refused(credit.post(address + "approve/"), 422)

    assert "only_departmental" in {item["code"] for item in change["objections"]}
    assert problem["clause"] == "C1.3"
    assert {error["code"] for error in problem["errors"]} == {item["code"] for item in change["objections"]}


def test_a_day_that_has_passed_is_no_day_of_effect(food):
    problem = callers.refused(food.post("measure-changes/", callers.repeal(effective_on=callers.day(-1))), 422)

    assert problem["errors"][0]["pointer"] == "/effective_on"


def test_who_may_not_is_refused_and_who_may_not_see_finds_nothing(food, credit, legal):
    other, county = callers.at("HZ-DRUG"), callers.at("HZ-FOOD", username="test-colleague")
    callers.refused(other.post("measure-changes/", callers.repeal()), 403)
    callers.refused(credit.post("measure-changes/", callers.repeal()), 403)
    address = f"measure-changes/{proposed(food)['id']}/"

    callers.refused(legal.get(address), 404)
    callers.refused(other.post(address + "submit/"), 404)
    assert county.post(address + "submit/").status_code == 200
    callers.refused(food.post(address + "approve/"), 403)
    callers.refused(credit.post(address + "withdraw/"), 403)
    assert credit.post(address + "approve/").status_code == 200
    assert callers.refused(credit.post(address + "approve/"), 403)["code"] == "reviewed_by_you"
    assert (
        callers.refused(callers.at("HZ-CREDIT", username="test-second").post(address + "approve/"), 409)["code"]
        == "reviewed_already"
    )
    callers.refused(food.post("measure-changes/00000000-0000-0000-0000-000000000000/submit/"), 404)


def test_the_list_of_changes_is_narrowed(food, credit):
    first = proposed(food)
    second = proposed(food, amendment(measure="CJ-030"))
    food.post(f"measure-changes/{second['id']}/submit/")

    def seen(caller, **filters):
        return [row["id"] for row in callers.rows(caller.get("measure-changes/", **filters))]

    assert seen(food) == [second["id"], first["id"]]
    assert seen(food, state="draft") == [first["id"]]
    assert seen(food, kind="amend") == seen(food, measure="CJ-030") == seen(credit) == [second["id"]]
    assert seen(callers.at("HZ-DRUG")) == []


@pytest.mark.req("R31")
@pytest.mark.fault("F51")
def test_no_field_of_the_record_can_be_written_by_a_body(food):
    own = {field.name for field in MeasureChange._meta.fields} - {"kind", "proposal", "reason", "effective_on"}

    for name in own | {"owner", "transitions", "actor"}:
        problem = callers.refused(food.post("measure-changes/", callers.repeal(**{name: "x"})), 400)
        assert f"/{name}" in {error["pointer"] for error in problem["errors"]}


@pytest.mark.req("R12")
def test_a_change_that_is_sent_twice_is_proposed_once(food):
    first, again = (food.post("measure-changes/", callers.repeal(), key="k-1") for _ in range(2))

    assert first.content == again.content
    assert MeasureChange.objects.count() == 1


def _pass(change, *, food, credit, legal):
    address = f"measure-changes/{change['id']}/"
    food.post(address + "submit/")
    credit.post(address + "approve/")
    passed = legal.post(address + "approve/").json()
    assert passed["state"] == "approved", passed
    assert MeasureVersion.objects.filter(measure=passed["measure"], number=passed["version"]).exists()
    return passed
