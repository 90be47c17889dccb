"""A person's number that was typed in stands nowhere afterwards: not in a page, an address, a log, the journal or any table (R27)."""

import logging
import uuid

import pytest
from django.apps import apps
from django.contrib.sessions.models import Session
from django.urls import reverse

from closedloop.workdays import clock
from subjects.models import Case, Subject
from tests.portal.make import signed_in
from tests.subjects import callers, make
from tests.subjects.pages import new, subject

pytestmark = [pytest.mark.req("R27", "R28"), pytest.mark.fault("F53")]


@pytest.fixture
def canary():
    return make.id_card(777, born="19770707")


@pytest.fixture
def heard(caplog):
    """Everything that is logged, at every level, as it would be written."""
    caplog.set_level(logging.DEBUG)
    return caplog


def body(canary):
    return make.body(make.person("CJ-029", value=canary), cause=make.cause(decided_on=clock.today().isoformat()))


def in_tables(text):
    """The tables in which a text stands; every column of every table."""
    return {
        model._meta.label
        for model in apps.get_models()
        if model._meta.managed and any(text in str(row) for row in model._base_manager.values())
    }


def walk(canary):
    """The whole way of a case by API, refusals and faults among it."""
    enforcement, food = callers.at("HZ-ENF"), callers.at("HZ-FOOD")
    said = body(canary)
    answers = [enforcement.post("cases/", said, key=uuid.uuid4().hex)]
    number = answers[0].json()["case_no"]
    answers += [
        enforcement.post("cases/", said, key=uuid.uuid4().hex),
        enforcement.post("cases/", said | {"receiver": "NO-SUCH"}, key=uuid.uuid4().hex),
        enforcement.post("cases/suggest/", said),
        enforcement.post(f"cases/{number}/revise/", said | {"revision": 0}),
        enforcement.post(f"cases/{number}/push/"),
        food.post(f"cases/{number}/receive/"),
        food.get(f"cases/{number}/"),
        food.get(f"cases/{number}/timeline/"),
        food.get("sanctions/"),
        food.post(f"cases/{number}/return/", {"reason": "请补充"}),
        enforcement.post(f"cases/{number}/correct/", said),
    ]
    return answers


def test_nothing_that_is_answered_logged_or_stored_shows_it(lists, canary, heard):
    answers = walk(canary)

    assert [answer.status_code for answer in answers] == [201, 409, 400, 200, 200, 200, 200, 200, 200, 200, 200, 201]
    assert [answer for answer in answers if canary in answer.content.decode()] == []
    assert canary not in heard.text
    assert in_tables(canary) == set()
    assert Subject.objects.count() == 1


def test_no_page_of_the_case_shows_it_before_it_is_revealed(lists, canary, heard):
    walk(canary)
    case = Case.objects.order_by("created_at").first()
    pages = [reverse("subjects:case", args=[case.pk]), reverse("subjects:cases"), reverse("portal:sent"), reverse("portal:home")]

    for agency in ("HZ-ENF", "HZ-FOOD", "HZ-LEGAL"):
        client = signed_in(make.actor(agency).user)
        shown = [client.get(page) for page in pages]
        assert [page.request["PATH_INFO"] for page in shown if canary in page.content.decode()] == []

    assert canary not in heard.text


def test_a_wrong_number_is_as_secret_as_a_right_one(lists, canary, heard):
    slip = canary[:-1] + ("1" if canary[-1] != "1" else "2")

    answer = callers.at("HZ-ENF").post("cases/", body(slip), key=uuid.uuid4().hex)

    assert answer.status_code == 400
    assert slip not in answer.content.decode()
    assert canary not in answer.content.decode()
    assert slip not in heard.text
    assert in_tables(slip) == set()


@pytest.mark.parametrize("act", ["look", "suggest", "add", "save"])
def test_the_intake_form_keeps_it_out_of_page_and_session(lists, canary, heard, act):
    client = signed_in(make.actor("HZ-ENF").user)
    row = subject(0, canary, "王测试", party="person:id_card", role="法定代表人", codes=("CJ-012", "CJ-029"), chosen=("CJ-029",))

    answer = new(client, row, act=act)

    assert canary not in answer.content.decode()
    assert canary not in answer.headers.get("Location", "")
    assert canary not in heard.text
    assert in_tables(canary) == set()
    assert [session for session in Session.objects.all() if canary in str(session.get_decoded())] == []
