"""A refusal becomes a page that says what happened, whom to ask and the way back, in one place."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from closedloop.errors import Forbidden, InvalidInput, NotFound, Problem, RuleViolated, WrongState
from closedloop.orgs.actor import Actor
from closedloop.portal.errors import STATUS, DomainErrorMiddleware, locked_out, server_error
from tests.portal import make

REFUSALS = [
    (InvalidInput("日期写错了"), 400),
    (Forbidden("请转交市局法规处", clause="C2.1b"), 403),
    (NotFound("没有这一项"), 404),
    (WrongState("已由他人退回，请重新打开"), 409),
    (RuleViolated("依据不适格", problems=(Problem("/bases/0", "basis_not_live", "依据已经失效", "C1.3"),)), 422),
]


def _middleware():
    return DomainErrorMiddleware(lambda request: HttpResponse("served"))


def _request(path="/x/", **headers):
    request = RequestFactory().get(path, headers=headers)
    request.user, request.actor = AnonymousUser(), Actor.system()
    return request


def test_every_kind_of_refusal_has_its_status():
    assert {error.kind: status for error, status in REFUSALS} == STATUS


@pytest.mark.parametrize(("error", "status"), REFUSALS)
def test_a_refusal_says_its_message_whom_to_ask_and_the_way_back(error, status, db):
    answer = _middleware().process_exception(_request(), error)

    page = answer.content.decode()
    assert answer.status_code == status
    assert error.message in page
    assert "问谁" in page
    assert "回到" in page


def test_a_refusal_names_the_clause_and_every_problem(db):
    page = _middleware().process_exception(_request(), REFUSALS[4][0]).content.decode()

    assert "依据已经失效" in page
    assert "指导意见 一" in page


def test_a_refusal_of_the_api_and_a_real_fault_are_left_to_others(db):
    assert _middleware().process_exception(_request("/api/v1/measures/"), REFUSALS[1][0]) is None
    assert _middleware().process_exception(_request(), ValueError("bug")) is None


@pytest.mark.parametrize(
    ("came_from", "offered"), [("http://testserver/list/", True), ("http://evil.invalid/", False), ("", False)]
)
def test_the_way_back_leads_to_a_page_of_ours_only(came_from, offered, db):
    page = _middleware().process_exception(_request(referer=came_from), REFUSALS[3][0]).content.decode()

    assert ("重新打开，看现在的状态" in page) is offered


def test_a_message_cannot_bring_markup_into_the_page(db):
    page = _middleware().process_exception(_request(), Forbidden("<img src=x>")).content.decode()

    assert "<img src=x>" not in page


def test_an_address_that_does_not_exist_helps_strangers_and_officers_alike(official):
    stranger = Client().get("/nothing/here/")
    officer = make.signed_in(make.officer(make.agency())).get("/nothing/here/")

    assert (stranger.status_code, officer.status_code) == (404, 404)
    assert "没有找到" in stranger.content.decode()
    assert "回到待办" in officer.content.decode()


def test_a_form_without_a_token_is_told_that_the_page_is_too_old(official):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make.officer(make.agency()), backend="django.contrib.auth.backends.ModelBackend")

    answer = client.post(reverse("portal:switch_agency"), {"agency": "TEST-FOOD"})

    assert answer.status_code == 403
    assert "页面已过期" in answer.content.decode()


def test_a_locked_account_is_told_how_long_to_wait(db):
    answer = locked_out(_request())

    assert answer.status_code == 429
    assert "请 15 分钟后再试" in answer.content.decode()


@pytest.mark.parametrize(
    ("fault", "status", "said"), [(OperationalError("gone"), 503, "暂时不可用"), (ValueError("bug"), 500, "系统出错了")]
)
def test_the_page_of_a_broken_system_needs_neither_database_nor_session(fault, status, said):
    try:
        raise fault
    except type(fault):
        answer = server_error(RequestFactory().get("/"))

    page = answer.content.decode()
    assert answer.status_code == status
    assert said in page
    assert "系统管理员" in page
    assert 'href="/"' in page
    assert str(fault) not in page
