"""Callers of the API at the offices of the reference data."""

from datetime import timedelta

from closedloop.workdays import clock
from tests.measures import make
from tests.rest.make import Caller, key_of


def at(agency_code, *, username=""):
    """A caller with a key of an account at this office; another username is another person."""
    actor = make.actor(agency_code, username=username)
    caller = Caller(key_of(actor.user, agency=actor.agency))
    caller.actor = actor
    return caller


def day(days=0):
    """A legal date so many days from today, as the API writes it."""
    return (clock.today() + timedelta(days=days)).isoformat()


def repeal(**changes):
    """The body of a repeal of CJ-029 in ten days."""
    return {"kind": "repeal", "measure": "CJ-029", "reason": "测试理由", "effective_on": day(10)} | changes


def rows(response):
    assert response.status_code == 200, response.content.decode()
    return response.json()["results"]


def refused(response, status):
    """The problem of a refusal."""
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"] == "application/problem+json"
    return response.json()
