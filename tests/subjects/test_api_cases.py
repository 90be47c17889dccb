"""Cases by API: the contract of api.md "Cases", from a draft to a received case and every refusal."""

import uuid
from datetime import timedelta

import pytest

from closedloop.workdays import clock
from subjects.models import Case, Sanction, Subject
from tests.subjects import callers, make

pytestmark = pytest.mark.clause("C2.2a", "C2.3a")


def body(*subjects, **changes):
    """A case decided yesterday as the legal date stands."""
    decided = {"decided_on": (clock.today() - timedelta(days=1)).isoformat()}
    return make.body(*subjects, cause=make.cause(**decided), **changes)


def key():
    return uuid.uuid4().hex


@pytest.fixture
def enforcement(lists):
    return callers.at("HZ-ENF")


@pytest.fixture
def food(lists):
    return callers.at("HZ-FOOD")


@pytest.fixture
def drafted(enforcement):
    return enforcement.post("cases/", body(), key=key()).json()


def test_a_case_goes_from_draft_to_received(enforcement, food):
    answer = enforcement.post("cases/", body(), key=key())
    assert answer.status_code == 201
    case = answer.json()
    assert (case["state"], case["transitions"], case["receiver"]) == ("draft", ["push", "consult", "withdraw"], "HZ-FOOD")
    assert [(item["clause"], item["state"]) for item in case["deadlines"]] == [("C2.2a", "running")]
    sanction = case["subjects"][0]["sanctions"][0]
    assert (sanction["measure"], sanction["version"], sanction["statutory"], sanction["state"]) == ("CJ-029", 1, True, "proposed")
    assert sanction["term"] == {"kind": "fixed", "months": 60, "lifetime": False}
    assert sanction["in_force"] is False

    pushed = enforcement.post(f"cases/{case['case_no']}/push/").json()
    assert {item["clause"] for item in pushed["deadlines"] if item["state"] == "running"} == {"C2.3a", "C2.3b"}

    assert [row["case_no"] for row in food.get("cases/", box="todo").json()["results"]] == [case["case_no"]]
    received = food.post(f"cases/{case['case_no']}/receive/").json()
    assert (received["state"], received["transitions"]) == ("received", ["return"])
    timeline = food.get(f"cases/{case['case_no']}/timeline/").json()["results"]
    assert [(row["verb"], row["clause"], row["agency"]) for row in timeline if row["verb"].startswith("case.")] == [
        ("case.drafted", "C2.2a", "HZ-ENF"),
        ("case.pushed", "C2.2a", "HZ-ENF"),
        ("case.received", "C2.3a", "HZ-FOOD"),
    ]


@pytest.mark.req("R12")
def test_intake_needs_a_key_and_acts_once_for_it(enforcement):
    said, sent = body(), key()

    without = enforcement.post("cases/", said)
    first, again = (enforcement.post("cases/", said, key=sent) for _ in range(2))
    other = enforcement.post("cases/", body(), key=sent)

    assert (without.status_code, without.json()["errors"][0]["code"]) == (400, "idempotency_key_required")
    assert (first.status_code, again.status_code, again["Idempotency-Replayed"]) == (201, 201, "true")
    assert first.content == again.content
    assert other.status_code == 422
    assert Case.objects.count() == 1


@pytest.mark.req("R12")
def test_a_refused_case_may_be_mended_and_sent_under_its_key(enforcement):
    sent = key()

    refused = enforcement.post("cases/", body(make.person("CJ-011")), key=sent)
    mended = enforcement.post("cases/", body(make.person("CJ-029")), key=sent)

    assert (refused.status_code, mended.status_code) == (422, 201)


def test_every_fault_of_the_shape_is_one_400_and_every_rule_one_422(enforcement):
    wrong = {"cause": {"kind": "x"}, "subjects": [], "colour": 1}
    shape = enforcement.post("cases/", wrong, key=key())
    rules = enforcement.post("cases/", body(make.person("CJ-011", "CJ-055", {"measure": "CJ-036"})), key=key())

    assert shape.status_code == 400
    assert {error["pointer"] for error in shape.json()["errors"]} >= {"/colour"}
    assert rules.status_code == 422
    assert [error["code"] for error in rules.json()["errors"]] == ["pending_legal_review", "party_kind", "required"]
    assert {error["clause"] for error in rules.json()["errors"]} == {"C1.3", "C2.1a", "C2.7.1a"}


@pytest.mark.req("R27", "R47")
def test_a_persons_code_is_never_shown_but_masked(enforcement):
    who = make.id_card()
    answer = enforcement.post("cases/", body(make.person("CJ-029", value=who)), key=key())

    assert who not in answer.content.decode()
    assert answer.json()["subjects"][0]["identifier"] == {"scheme": "id_card", "value": f"{who[:6]}********{who[-4:]}"}
    slip = who[:-1] + ("1" if who[-1] != "1" else "2")
    refused = enforcement.post("cases/", body(make.person("CJ-029", value=slip)), key=key())
    assert refused.status_code == 400
    assert refused.json()["errors"][0] | {"detail": ""} == {
        "pointer": "/subjects/0/identifier/value",
        "code": "checksum",
        "detail": "",
    }
    assert slip not in refused.content.decode()
    assert who not in refused.content.decode()


@pytest.mark.req("R28")
def test_the_full_code_is_an_act_of_its_own(enforcement, food):
    who = make.id_card()
    enforcement.post("cases/", body(make.person("CJ-029", value=who)), key=key())
    subject = Subject.objects.get().pk

    assert enforcement.post(f"subjects/{subject}/reveal/", {"purpose": "核对决定书"}).json() == {"value": who}
    assert enforcement.post(f"subjects/{subject}/reveal/", {}).status_code == 400
    assert enforcement.post(f"subjects/{subject}/reveal/", {"purpose": "核对"}, key=key()).status_code == 400
    assert food.post(f"subjects/{subject}/reveal/", {"purpose": "看看"}).status_code == 404


def test_suggestions_say_how_sure_and_why_and_store_nothing(enforcement):
    answer = enforcement.post("cases/suggest/", body(make.person(), make.enterprise()))

    person, enterprise = answer.json()["subjects"]
    found = {item["measure"]: item for item in person["suggestions"]}
    assert "CJ-029" in found
    assert found["CJ-029"]["because"]
    assert "CJ-012" in {item["measure"] for item in enterprise["suggestions"]}
    assert not Case.objects.exists()


def test_a_consultation_moves_the_deadline_and_its_clause(enforcement, drafted):
    legal = callers.at("HZ-LEGAL")
    number = drafted["case_no"]

    asked = enforcement.post(f"cases/{number}/consult/", {"invite": ["HZ-LEGAL"], "question": "是否适用？"}).json()
    assert [item["clause"] for item in asked["deadlines"]] == ["C2.2b"]
    consultation = asked["consultations"][0]["id"]
    said = legal.post(f"consultations/{consultation}/opinions/", {"text": "适用"})
    assert (said.status_code, said.json()["opinions"][0]["agency"]) == (201, "HZ-LEGAL")
    assert enforcement.post(f"cases/{number}/push/").status_code == 409
    concluded = enforcement.post(f"cases/{number}/conclude/", {"conclusion": "适用"}).json()
    assert concluded["transitions"] == ["push", "withdraw"] or "push" in concluded["transitions"]
    assert enforcement.post(f"cases/{number}/push/").status_code == 200


def test_a_stale_edit_is_a_conflict(enforcement, drafted):
    number = drafted["case_no"]

    assert enforcement.post(f"cases/{number}/revise/", body(make.person("CJ-012")) | {"revision": 0}).json()["revision"] == 1
    assert enforcement.post(f"cases/{number}/revise/", body() | {"revision": 0}).status_code == 409


def test_a_correction_is_a_new_case_that_names_the_old_one(enforcement, food):
    said = body()
    number = enforcement.post("cases/", said, key=key()).json()["case_no"]
    enforcement.post(f"cases/{number}/push/")
    assert food.post(f"cases/{number}/return/", {"reason": "请补身份"}).json()["state"] == "returned"

    made = enforcement.post(f"cases/{number}/correct/", said)

    assert (made.status_code, made.json()["supersedes"]) == (201, number)
    assert enforcement.get(f"cases/{number}/").json()["subjects"][0]["sanctions"][0]["state"] == "withdrawn"


def test_the_wrong_state_is_409_the_wrong_caller_403_and_a_stranger_404(enforcement, food, drafted):
    number = drafted["case_no"]
    assert food.get(f"cases/{number}/").status_code == 404
    enforcement.post(f"cases/{number}/push/")

    assert enforcement.post(f"cases/{number}/push/").status_code == 409
    assert enforcement.post(f"cases/{number}/receive/").status_code == 403
    assert callers.at("HZ-DRUG").get(f"cases/{number}/").status_code == 404
    assert callers.at("HZ-DRUG").post(f"cases/{number}/receive/").status_code == 404
    assert enforcement.get("cases/NO-SUCH-1/").status_code == 404


def test_sanctions_are_found_by_case_measure_and_state(enforcement, drafted):
    number, sanction = drafted["case_no"], Sanction.objects.get()

    found = enforcement.get("sanctions/", case=number, measure="CJ-029", state="proposed").json()["results"]
    assert [row["id"] for row in found] == [str(sanction.pk)]
    assert enforcement.get(f"sanctions/{sanction.pk}/").json()["case"] == number
    assert enforcement.get("sanctions/", in_force_on=clock.today().isoformat()).json()["results"] == []
    assert callers.at("HZ-DRUG").get(f"sanctions/{sanction.pk}/").status_code == 404


def test_cases_are_searched_by_number_name_and_public_code(enforcement):
    code = make.uscc()
    enforcement.post("cases/", body(make.enterprise("CJ-012", value=code)), key=key())
    who = make.id_card()
    enforcement.post("cases/", body(make.person("CJ-029", value=who)), key=key())

    assert len(enforcement.get("cases/", q="测试食品").json()["results"]) == 1
    assert len(enforcement.get("cases/", q=code).json()["results"]) == 1
    assert len(enforcement.get("cases/", q=who).json()["results"]) == 0


@pytest.mark.parametrize("cases", [3, 30])
def test_the_list_costs_the_same_for_three_and_for_thirty(enforcement, cases, django_assert_max_num_queries):
    for _ in range(cases):
        make.draft()

    with django_assert_max_num_queries(11):
        assert len(enforcement.get("cases/").json()["results"]) == cases
