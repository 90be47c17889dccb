"""The API describes itself: a valid document that says what the endpoints do, and a page of it without any outside host."""

import re

import pytest
from django.core.management import call_command
from drf_spectacular.validation import validate_schema

from tests.rest.make import Caller

pytestmark = pytest.mark.django_db


@pytest.fixture
def document():
    response = Caller().get("schema/")
    assert response.status_code == 200
    return response.json()


def test_the_document_is_valid_and_was_made_without_a_warning(document, tmp_path):
    validate_schema(document)
    call_command("spectacular", "--validate", "--fail-on-warn", "--file", str(tmp_path / "schema.yml"))

    assert document["openapi"].startswith("3.")
    assert document["components"]["securitySchemes"]["token"]["name"] == "Authorization"


def test_everybody_may_read_the_document_and_as_yaml_too(document):
    assert Caller().get("schema/", headers={"Accept": "application/vnd.oai.openapi"}).content.startswith(b"openapi: 3.")
    assert Caller().get("schema/", headers={"Authorization": "Token wrong"}).status_code == 200


def test_every_operation_says_its_refusals_and_every_post_its_key(document):
    operations = [
        (path, method, said)
        for path, row in document["paths"].items()
        for method, said in row.items()
        if method in ("get", "post")
    ]

    assert operations
    for path, method, said in operations:
        assert said["description"], path
        assert {"401", "403"} <= said["responses"].keys()
        assert "application/problem+json" in said["responses"]["401"]["content"]
        assert (method == "post") == any(item["name"] == "Idempotency-Key" for item in said["parameters"])


@pytest.mark.req("R38")
def test_the_page_of_the_document_needs_no_other_host_and_no_script_inside(settings):
    page = Caller().client.get("/api/v1/docs/")
    text = page.content.decode()

    assert page.status_code == 200
    assert "default-src 'self'" in page["Content-Security-Policy"]
    assert re.findall(r"<script(?![^>]*\bsrc=)|<style|\sstyle=|https?://", text) == []
    sources = re.findall(r'(?:src|href)="([^"]+)"', text)
    assert len(sources) >= 4
    for source in sources:
        assert source.startswith("/")
        assert Caller().client.get(source.replace("&amp;", "&")).status_code == 200, source


def test_a_document_that_is_asked_for_in_a_wrong_way_is_refused_in_json():
    response = Caller().get("schema/", headers={"Accept": "image/png"})

    assert response.status_code == 406
    assert response["Content-Type"] == "application/problem+json"
