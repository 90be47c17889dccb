"""The headers of security, on every kind of answer (R38)."""

import pytest
from django.test import Client
from django.urls import reverse

from closedloop.opinion import AdminRole
from tests.portal import make

pytestmark = [pytest.mark.django_db, pytest.mark.req("R38")]
STRICT = {
    "default-src 'self'",
    "img-src 'self' data:",
    "object-src 'none'",
    "base-uri 'self'",
    "form-action 'self'",
    "frame-ancestors 'none'",
}
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def policy(answer):
    return {part.strip() for part in answer.headers["Content-Security-Policy"].split(";")}


def answers():
    client = make.signed_in(make.officer(make.agency()))
    strict = Client(enforce_csrf_checks=True)
    return {
        "page": client.get(reverse("portal:home")),
        "public": Client().get(reverse("public:home")),
        "login": Client().get(reverse("portal:login")),
        "redirect": Client().get(reverse("portal:home")),
        "static": Client().get("/static/ours/theme.css"),
        "not found": client.get("/nothing/here/"),
        "wrong method": client.get(reverse("portal:logout")),
        "no token": strict.post(reverse("portal:login"), {}),
        "refused": client.get(reverse("admin:index")),
        "health": Client().get("/healthz"),
        "api without key": Client().get("/api/v1/measures/"),
        "api not found": Client().get("/api/v1/nothing/"),
        "bad host": Client().get("/", headers={"host": "evil.example"}),
    }


def test_every_kind_of_answer_carries_every_header():
    found = answers()

    missing = {
        (kind, name): answer.headers.get(name)
        for kind, answer in found.items()
        for name, value in HEADERS.items()
        if answer.headers.get(name) != value
    }
    assert missing == {}
    assert {kind: policy(answer) for kind, answer in found.items() if policy(answer) != STRICT} == {}
    assert [kind for kind, answer in found.items() if "X-Powered-By" in answer.headers] == []


def test_an_error_of_ours_carries_them_too(client, monkeypatch):
    client.raise_request_exception = False

    def broken(*args, **kwargs):
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("closedloop.portal.views.account.selectors.demo_accounts", broken)
    answer = client.get(reverse("portal:login"))

    assert answer.status_code == 500
    assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
    assert policy(answer) == STRICT
    assert "broken on purpose" not in answer.content.decode()


def test_only_the_pages_of_the_admin_have_the_looser_policy():
    client = make.signed_in(make.administrator(AdminRole.SYSTEM_ADMIN))

    page, refused = client.get(reverse("admin:index")), client.get(reverse("admin:journal_entry_changelist"))

    assert policy(page) - STRICT == {"script-src 'self' 'unsafe-eval'", "style-src 'self' 'unsafe-inline'"}
    assert refused.status_code == 403
    assert policy(refused) == STRICT


def test_pages_behind_the_login_are_not_stored(client):
    assert "no-store" in client.get(reverse("portal:login")).headers["Cache-Control"]
    account = make.signed_in(make.officer(make.agency()))
    assert "no-store" in account.get(reverse("portal:home")).headers["Cache-Control"]
    assert "no-store" in account.get(reverse("portal:password_change")).headers["Cache-Control"]


def test_production_asks_for_transport_security_for_a_year(settings):
    settings.SECURE_HSTS_SECONDS, settings.SECURE_HSTS_INCLUDE_SUBDOMAINS = 365 * 24 * 3600, True

    answer = Client().get(reverse("portal:login"), secure=True)

    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
