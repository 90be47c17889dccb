"""Callers of the API with their keys, and a few addresses whose endpoints stand for any other."""

import json
from datetime import timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import include, path
from rest_framework import serializers

from closedloop import opinion
from closedloop.errors import Forbidden, NotFound, Problem, RuleViolated, WrongState
from closedloop.orgs.models import ApiToken, BusinessLine
from closedloop.orgs.services import issue_token
from closedloop.rest.endpoint import Endpoint, ListQuery, acts, lists, reads
from closedloop.rest.fields import Code, Day, Strict, Text, Word
from closedloop.rest.openapi import UNKNOWN
from tests.portal import make as people

BASE = "/api/v1/"


class Caller:
    """A client that sends one key with every request."""

    def __init__(self, key="", *, address="127.0.0.1"):
        self.client = Client(REMOTE_ADDR=address)
        self.headers = {"Authorization": f"Token {key}"} if key else {}

    def get(self, address, *, headers=(), **query):
        return self.client.get(address_of(address), query, headers=self.headers | dict(headers))

    def post(self, address, body=None, *, key="", content_type="application/json", headers=()):
        sent = self.headers | dict(headers) | ({"Idempotency-Key": key} if key else {})
        content = body if isinstance(body, bytes) else json.dumps({} if body is None else body)
        return self.client.post(address_of(address), content, content_type=content_type, headers=sent)

    def upload(self, address, content, *, name="penalties.csv", key="", field="file"):
        sent = self.headers | ({"Idempotency-Key": key} if key else {})
        return self.client.post(address_of(address), {field: SimpleUploadedFile(name, content)}, headers=sent)


def address_of(address):
    return address if address.startswith(("/", "http")) else BASE + address


def key_of(user, *, agency, days=30, **said):
    _, key = issue_token(user, agency=agency, days=days, actor=people.SYSTEM, **said)
    return key


def officer(*, roles=(opinion.Role.BUSINESS_AUTHORITY,), code="TEST-FOOD", username="test-caller", **said):
    """A caller with a post at an agency and a key of it; the user and the token stand beside it."""
    agency = people.agency(code, name=f"测试{code}", roles=roles)
    user = people.officer(agency, username=username)
    caller = Caller(key_of(user, agency=agency, **said))
    caller.user, caller.agency, caller.token = user, agency, ApiToken.objects.get(user=user)
    return caller


def line(code, *, position=0):
    return BusinessLine.objects.create(code=code, name_zh=f"测试{code}", position=position)


def expired(token):
    ApiToken.objects.filter(pk=token.pk).update(expiry=token.created - timedelta(days=1))


class LineAnswer(serializers.Serializer):
    code = serializers.CharField()
    position = serializers.IntegerField()


class Inner(Strict):
    name = Text(max_length=5)
    day = Day(required=False)


class LineBody(Strict):
    code = Text(max_length=20)
    kind = Word({"a": "甲", "b": "乙"}, name="TestKind", default="a")
    inner = Inner(required=False)
    rows = Inner(many=True, required=False)


class LineQuery(ListQuery):
    on = Day(required=False)
    line = Code(known=BusinessLine.objects, default="")


class Lines(Endpoint):
    @lists(query=LineQuery, answers=LineAnswer, by=("position", "code"))
    def get(self, asked):
        """Lines."""
        return BusinessLine.objects.all()

    @acts(body=LineBody, answers=LineAnswer, status=201)
    def post(self, said):
        """A new line."""
        return line(said["code"], position=len(said.get("inner", {})))


class Computed(Endpoint):
    @lists(answers=LineAnswer, by=("-position",))
    def get(self, asked):
        """The same, computed."""
        return sorted(BusinessLine.objects.all(), key=lambda row: -row.position)


REFUSALS = {
    "forbidden": Forbidden("不归您办", clause="C2.1a"),
    "missing": NotFound("没有"),
    "state": WrongState("已办结"),
    "rule": RuleViolated("不合规定", clause="C1.3", problems=(Problem("/x", "no_basis", "没有依据", "C1.3"),)),
}


class Refuses(Endpoint):
    @reads(answers=LineAnswer)
    def get(self, asked, what):
        """Raises."""
        raise REFUSALS[what] if what in REFUSALS else RuntimeError("身份证 330106199001011234 出错")

    @acts(answers=LineAnswer)
    def post(self, said, what):
        """Writes, and then raises."""
        line("half")
        raise REFUSALS[what] if what in REFUSALS else RuntimeError("半途而废")


urlpatterns = [
    path("api/v1/lines/", Lines.as_view()),
    path("api/v1/computed/", Computed.as_view()),
    path("api/v1/refuses/<slug:what>/", Refuses.as_view()),
    path("api/v1/", include([UNKNOWN])),
]
