"""Every refusal of the API has one shape, says everything that is wrong at once, and what to do."""

import logging

import pytest
from django.db import DatabaseError, OperationalError
from django.http import Http404

from closedloop.journal.models import Entry
from closedloop.orgs.models import BusinessLine
from closedloop.rest import parsers, problems
from tests.rest import make

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.rest.make")]


@pytest.fixture
def caller():
    return make.officer()


def said(response, status):
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    assert response["Cache-Control"] == "no-store"
    body = response.json()
    assert body["status"] == status
    assert {"type", "title", "detail", "code"} <= body.keys()
    return body


@pytest.mark.parametrize(
    ("what", "status", "code", "clause"),
    [("forbidden", 403, "forbidden", "C2.1a"), ("missing", 404, "not_found", None), ("state", 409, "wrong_state", None)],
)
def test_a_refusal_of_the_domain_keeps_its_words_and_its_clause(caller, what, status, code, clause):
    body = said(caller.get(f"refuses/{what}/"), status)

    assert body["code"] == code
    assert body.get("clause") == clause
    assert body["detail"] == make.REFUSALS[what].message


@pytest.mark.req("R24")
def test_who_tried_what_is_not_theirs_stands_in_the_journal(caller):
    caller.post("refuses/forbidden/")
    caller.get("refuses/state/")
    make.Caller().get("lines/")

    (entry,) = Entry.objects.filter(verb="access.refused")
    assert (entry.actor, entry.agency_code, entry.object_key) == (caller.user, "TEST-FOOD", "/refuses/forbidden/")
    assert entry.result == "refused"


def test_a_broken_rule_names_the_place_and_the_clause(caller):
    body = said(caller.get("refuses/rule/"), 422)

    assert body["errors"] == [{"pointer": "/x", "code": "no_basis", "detail": "没有依据", "clause": "C1.3"}]


@pytest.mark.req("R27")
def test_a_fault_of_ours_tells_nothing_and_is_logged_once_without_persons(caller, caplog):
    with caplog.at_level(logging.ERROR, logger="closedloop.rest.problems"):
        body = said(caller.get("refuses/fault/"), 500)

    assert "330106" not in str(body)
    assert [record.name for record in caplog.records if record.name == "closedloop.rest.problems"] == ["closedloop.rest.problems"]
    assert "RuntimeError" in caplog.text
    assert "199001011234" not in caplog.text
    assert "make.py" in caplog.text


def test_a_refused_act_leaves_nothing_half_done(caller):
    said(caller.post("refuses/state/"), 409)
    said(caller.post("refuses/fault/"), 500)

    assert not BusinessLine.objects.filter(pk="half").exists()


@pytest.mark.req("R52")
def test_a_database_that_does_not_answer_is_told_when_to_retry():
    for exception in (OperationalError("connection refused"), OperationalError("database is locked")):
        response = problems.handle(exception, {})

        assert response.status_code == 503
        assert int(response["Retry-After"]) > 0
    assert problems.refusal_of(DatabaseError("a fault of ours")).status == 500
    assert problems.refusal_of(Http404()).status == 404


def test_a_body_that_is_no_json_object_is_refused_in_words(caller):
    for body, code in [(b"{", "malformed_json"), (b"\xff", "malformed_json"), (b'{"a": NaN}', "malformed_json")]:
        assert said(caller.post("lines/", body), 400)["code"] == code
    assert said(caller.post("lines/", b"[" * 100_000), 400)["code"] == "malformed_json"
    assert said(caller.post("lines/", b'{"code": "a", "code": "b"}'), 400)["code"] == "malformed_json"
    for body in (b"[]", b"3", b'"x"'):
        assert said(caller.post("lines/", body), 400)["errors"][0]["pointer"] == ""


def test_all_errors_of_a_body_come_at_once_with_their_pointers(caller):
    body = {"kind": "c", "inner": {"name": 3, "dya": "2026-01-01"}, "rows": [{"name": "好"}, {"day": "2026-02-30"}], "coed": "x"}

    errors = said(caller.post("lines/", body), 400)["errors"]

    assert {(error["pointer"], error["code"]) for error in errors} == {
        ("/code", "required"),
        ("/coed", "unknown_field"),
        ("/kind", "invalid_choice"),
        ("/inner/name", "invalid"),
        ("/inner/dya", "unknown_field"),
        ("/rows/1/name", "required"),
        ("/rows/1/day", "invalid"),
    }
    words = {error["pointer"]: error["detail"] for error in errors}
    assert "是否应为 code" in words["/coed"]
    assert "a、b" in words["/kind"]


def test_a_name_with_a_slash_is_escaped_in_its_pointer(caller):
    errors = said(caller.post("lines/", {"code": "a", "x/y~z": 1}), 400)["errors"]

    assert errors[0]["pointer"] == "/x~1y~0z"


def test_null_is_the_same_as_left_out_at_every_depth(caller):
    body = {"code": "a", "kind": None, "inner": {"name": "好", "day": None, "nothing": None}, "unknown": None}

    assert caller.post("lines/", body).status_code == 201
    assert {e["pointer"] for e in said(caller.post("lines/", {"code": None}), 400)["errors"]} == {"/code"}


@pytest.mark.fault("F47")
def test_characters_that_cannot_be_kept_are_refused_where_they_stand(caller):
    errors = said(caller.post("lines/", b'{"code": "a\\u0000", "inner": {"name": "\\ud800"}}'), 400)["errors"]

    assert [(error["pointer"], error["code"]) for error in errors] == [("/code", "characters"), ("/inner/name", "characters")]
    assert said(caller.get("lines/", line="a\0"), 400)["errors"][0]["pointer"] == "/line"


@pytest.mark.parametrize(
    "day", ["2026-1-1", "20260101", "2026-W01-1", "01.02.2026", "2026-02-30", "0001-01-01", "9999-12-31", "今天"]
)
def test_a_day_has_one_format_and_must_exist(caller, day):
    assert said(caller.get("lines/", on=day), 400)["errors"][0]["pointer"] == "/on"


def test_all_errors_of_an_address_come_at_once(caller):
    make.line("food")

    errors = said(caller.get(make.BASE + "lines/?on=x&lnie=food&line=foo&page_size=501&page_size=2"), 400)["errors"]

    assert [error["code"] for error in errors] == ["repeated"]
    errors = said(caller.get("lines/", on="x", lnie="food", line="foo", page_size=501), 400)["errors"]
    assert {error["pointer"] for error in errors} == {"/on", "/lnie", "/line", "/page_size"}
    words = {error["pointer"]: error["detail"] for error in errors}
    assert "是否应为 line" in words["/lnie"]
    assert "是否应为 food" in words["/line"]


def test_an_empty_parameter_is_left_out_and_a_post_has_none(caller):
    assert caller.get("lines/", on="", line="").status_code == 200
    assert said(caller.post("lines/?dry=1", {"code": "a"}), 400)["errors"][0]["pointer"] == "/dry"


def test_other_formats_methods_and_addresses_are_refused_in_json(caller):
    assert said(caller.post("lines/", b"code=a", content_type="application/x-www-form-urlencoded"), 415)
    assert said(caller.get("lines/", headers={"Accept": "text/html"}), 406)
    for method in ("put", "patch", "delete", "options", "trace"):
        response = getattr(caller.client, method)(make.BASE + "lines/", headers=caller.headers)
        assert response.status_code == 405
        assert response["Allow"] == "GET, POST, HEAD"
    assert said(caller.get("nothing/"), 404)["code"] == "unknown_address"
    assert said(caller.get("not%0Athing/"), 404)["code"] == "unknown_address"
    assert "/api/v1/lines/" in said(caller.get("lines"), 404)["detail"]
    assert said(make.Caller().post("nothing/"), 404)


def test_a_body_larger_than_the_limit_is_not_read(caller):
    body = b'{"code": "' + b"a" * parsers.BODY_MAX_BYTES + b'"}'

    assert said(caller.post("lines/", body), 413)["code"] == "too_large"
