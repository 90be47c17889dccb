"""A key opens the API for one account of one agency while both still hold; every failure is the same 401 (R59)."""

import logging
from datetime import timedelta

import pytest
from django.test import override_settings

from closedloop import opinion
from closedloop.orgs.models import ApiToken
from closedloop.orgs.selectors import open_memberships
from closedloop.orgs.services import end_membership, revoke_token, set_active
from closedloop.workdays import clock
from tests.portal import make as people
from tests.rest import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.rest.make"), pytest.mark.req("R59")]


def refused(response):
    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Token"
    return response.content


@pytest.fixture
def caller():
    return make.officer()


def test_a_live_key_opens_and_no_key_does_not(caller):
    assert caller.get("lines/").status_code == 200
    refused(make.Caller().get("lines/"))


def test_every_failure_says_the_same(caller):
    missing = refused(make.Caller().get("lines/"))
    key = caller.headers["Authorization"].split()[1]

    for header in (
        f"Bearer {key}",
        "Token",
        f"Token {key} x",
        f"Token {key[:-1]}0x",
        "Token 密钥".encode().decode("latin-1"),
        key,
    ):
        assert refused(make.Caller().get("lines/", headers={"Authorization": header})) == missing


def test_an_expired_a_revoked_and_a_disabled_key_open_nothing():
    expired, revoked, disabled = (make.officer(username=f"test-{n}") for n in range(3))

    make.expired(expired.token)
    revoke_token(revoked.token, actor=people.SYSTEM)
    set_active(disabled.user, active=False, actor=people.SYSTEM)
    ApiToken.objects.filter(pk=disabled.token.pk).update(revoked_at=None)

    assert refused(expired.get("lines/")) == refused(revoked.get("lines/")) == refused(disabled.get("lines/"))
    assert ApiToken.objects.filter(pk=expired.token.pk).exists()


@pytest.mark.req("R32")
def test_a_key_ends_with_the_post_even_where_another_post_goes_on():
    here, there = people.agency("TEST-A"), people.agency("TEST-B", name="测试乙处")
    user = people.officer(here, there, username="test-two")
    caller = make.Caller(make.key_of(user, agency=there))
    assert caller.get("lines/").status_code == 200

    post = open_memberships(user, on=clock.today()).get(agency=there)
    end_membership(post, on=clock.today(), actor=people.SYSTEM)
    ApiToken.objects.update(revoked_at=None)

    refused(caller.get("lines/"))


def test_a_key_bound_to_addresses_opens_from_there_only():
    caller = make.officer(allowed_from=("10.1.0.0/16", "2001:db8::1"))
    key = caller.headers["Authorization"].split()[1]

    assert make.Caller(key, address="10.1.2.3").get("lines/").status_code == 200
    assert make.Caller(key, address="::ffff:10.1.2.3").get("lines/").status_code == 200
    assert make.Caller(key, address="2001:db8::1").get("lines/").status_code == 200
    for address in ("10.2.0.1", "127.0.0.1", "2001:db8::2", ""):
        refused(make.Caller(key, address=address).get("lines/"))
    refused(make.Caller(key, address="10.2.0.1").get("lines/", headers={"X-Forwarded-For": "10.1.2.3"}))
    with override_settings(TRUSTED_PROXIES=1):
        assert make.Caller(key, address="10.9.0.1").get("lines/", headers={"X-Forwarded-For": "10.1.2.3"}).status_code == 200


def test_a_key_acts_in_the_roles_of_its_own_agency():
    first, second = people.agency("TEST-A"), people.agency("TEST-L", name="测试法规处", roles=(opinion.Role.LEGAL_AFFAIRS,))
    user = people.officer(first, second, username="test-two")

    response = make.Caller(make.key_of(user, agency=second)).get("lines/")

    actor = response.wsgi_request.actor
    assert (actor.agency_code, actor.roles) == ("TEST-L", {"legal_affairs"})


@pytest.mark.req("R60")
def test_a_session_opens_nothing_of_the_api(caller):
    signed_in = people.signed_in(caller.user)

    response = signed_in.get("/api/v1/lines/")
    refused(response)
    assert response.wsgi_request.actor is None
    refused(signed_in.post("/api/v1/lines/", {}, content_type="application/json"))


@pytest.mark.req("R27")
def test_no_key_is_kept_or_logged(caller, caplog):
    key = caller.headers["Authorization"].split()[1]

    with caplog.at_level(logging.DEBUG):
        caller.get("lines/")
        refused(make.Caller(key[:-2] + "zz").get("lines/"))

    assert key[:-2] not in caplog.text
    assert all(key not in str(row) for row in ApiToken.objects.values())


def test_a_key_lives_until_its_last_instant(caller):
    token = caller.token

    assert token.is_live(token.expiry - timedelta(seconds=1))
    assert not token.is_live(token.expiry)
