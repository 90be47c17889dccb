"""What is too large is refused before it is read."""

import pytest
from django.test import RequestFactory
from django.urls import reverse

from closedloop.portal.limits import BODY_MAX_BYTES, BodyLimitMiddleware

pytestmark = pytest.mark.req("R41")


def answer(length):
    """What is said to a request that announces so many bytes; whoever read them would fail."""
    request = RequestFactory().post("/login/", CONTENT_LENGTH=str(length))
    request.META["wsgi.input"] = None
    return BodyLimitMiddleware(lambda _: "let through")(request)


@pytest.mark.parametrize("length", ["", "0", "17", BODY_MAX_BYTES])
def test_what_may_be_sent_is_let_through(length):
    assert answer(length) == "let through"


@pytest.mark.parametrize("length", [BODY_MAX_BYTES + 1, 10**12, "-1", "many"])
def test_what_is_too_large_or_says_no_number_is_refused_unread(length):
    refused = answer(length)

    assert refused.status_code == 413
    assert "太大" in refused.content.decode()


@pytest.mark.django_db
def test_the_limit_stands_before_the_login(client):
    refused = client.post(reverse("portal:login"), {}, headers={"Content-Length": str(BODY_MAX_BYTES + 1)})

    assert refused.status_code == 413
    assert refused.headers["Content-Security-Policy"]
