"""One key, one act: what is sent again gets the first answer, and nothing is done twice (R12)."""

import threading
import time
from datetime import timedelta

import pytest
from django.db import connection

from closedloop.errors import WrongState
from closedloop.orgs.models import BusinessLine
from closedloop.rest import services
from closedloop.rest.models import IdempotencyKey
from closedloop.rest.tasks import forget_keys
from closedloop.workdays import clock
from tests.at_once import at_once
from tests.portal import make as people
from tests.rest import make

pytestmark = [pytest.mark.urls("tests.rest.make"), pytest.mark.req("R12")]


@pytest.fixture
def caller(db):
    return make.officer()


def test_the_same_request_again_gets_the_first_answer_and_does_nothing(caller):
    first = caller.post("lines/", {"code": "a", "inner": {"name": "好"}}, key="k-1")
    again = caller.post("lines/", b'{ "inner":{"name":"\\u597d","day":null}, "code":"a" }', key="k-1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.content == again.content
    assert first["Content-Type"] == again["Content-Type"] == "application/json"
    assert "Idempotency-Replayed" not in first
    assert again["Idempotency-Replayed"] == "true"
    assert BusinessLine.objects.count() == 1


def test_the_same_key_for_something_else_is_refused(caller):
    caller.post("lines/", {"code": "a"}, key="k-1")

    for address, body in [("lines/", {"code": "b"}), ("refuses/state/", {})]:
        response = caller.post(address, body, key="k-1")
        assert response.status_code == 422
        assert response.json()["code"] == "idempotency_key_reused"
    assert BusinessLine.objects.count() == 1


def test_a_key_belongs_to_one_account_of_one_agency(caller):
    other = make.officer(username="test-other")
    elsewhere = people.agency("TEST-B", name="测试乙处")
    people.appoint(caller.user, agency=elsewhere, position_zh="科员", on=clock.today(), actor=people.SYSTEM)
    third = make.Caller(make.key_of(caller.user, agency=elsewhere))

    answers = [who.post("lines/", {"code": f"line-{n}"}, key="k-1") for n, who in enumerate((caller, other, third))]

    assert [answer.status_code for answer in answers] == [201, 201, 201]


@pytest.mark.parametrize("what", ["forbidden", "missing", "state", "rule", "fault"])
def test_a_refused_request_may_be_sent_again_under_its_key(caller, what):
    caller.post(f"refuses/{what}/", {}, key="k-1")
    caller.post("lines/", {"code": 3}, key="k-1")

    assert not IdempotencyKey.objects.exists()
    assert caller.post("lines/", {"code": "a"}, key="k-1").status_code == 201


def test_a_request_without_a_key_is_done_each_time(caller):
    codes = [caller.post("lines/", {"code": code}).status_code for code in ("a", "b")]

    assert codes == [201, 201]
    assert not IdempotencyKey.objects.exists()


@pytest.mark.parametrize("key", ["x" * 256, "键".encode().decode("latin-1"), "a\tb", "\x7f"])
def test_a_key_is_printable_and_not_too_long(caller, key):
    assert caller.post("lines/", {"code": "a"}, key="x" * 255).status_code == 201

    response = caller.post("lines/", {"code": "b"}, key=key)

    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == "idempotency_key"


def test_keys_are_forgotten_after_three_days_and_not_before(caller):
    caller.post("lines/", {"code": "a"}, key="k-1")
    made = IdempotencyKey.objects.get().created_at

    assert services.forget_keys(made + timedelta(hours=72)) == 0
    assert services.forget_keys(made + timedelta(hours=72, seconds=1)) == 1
    assert forget_keys() == 0


@pytest.mark.fault("F33")
def test_a_crash_before_the_commit_leaves_neither_the_act_nor_its_key(db):
    user = people.officer(people.agency())
    call = services.Call(user.pk, "TEST-FOOD", "k-1", "POST", "/x/", services.digest_of({}))

    def crash():
        make.line("half")
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        services.once(crash, call=call)

    assert not BusinessLine.objects.exists()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.fault("F33")
def test_ten_requests_at_once_are_one_act_and_nine_answers(transactional_db):
    caller = make.officer()
    key = caller.headers["Authorization"].split()[1]

    answers = at_once(*[lambda: make.Caller(key).post("lines/", {"code": "a"}, key="k-1")] * 10)

    assert [answer.status_code for answer in answers] == [201] * 10
    assert len({answer.content for answer in answers}) == 1
    assert sum("Idempotency-Replayed" in answer for answer in answers) == 9
    assert BusinessLine.objects.count() == 1


@pytest.mark.fault("F33")
def test_a_request_waits_five_seconds_at_most_for_the_first(transactional_db):
    user = people.officer(people.agency())
    call = services.Call(user.pk, "TEST-FOOD", "k-1", "POST", "/x/", services.digest_of({}))
    begun, waited = threading.Event(), threading.Event()

    def slow():
        begun.set()
        if connection.vendor == "postgresql":
            waited.wait(30)
        return services.Answer(201, "{}")

    def second():
        begun.wait(30)
        at = time.monotonic()
        try:
            return services.once(lambda: services.Answer(201, "{}"), call=call)
        except WrongState as error:
            return error.code, time.monotonic() - at
        finally:
            waited.set()

    first, repeated = at_once(lambda: services.once(slow, call=call), second)

    assert first == services.Answer(201, "{}")
    if connection.vendor == "postgresql":
        code, seconds = repeated
        assert code == "idempotency_key_in_use"
        assert 3 < seconds < 8
    assert services.once(slow, call=call).replayed
