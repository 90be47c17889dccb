"""Callers of the API at the agencies of the reference data."""

from closedloop.orgs.models import Agency
from closedloop.orgs.services import issue_token
from tests.measures.make import SYSTEM, actor
from tests.rest.make import Caller


def at(agency_code, *, username=""):
    """A caller with a post at an agency and a key of it."""
    who = actor(agency_code, username=username)
    _, key = issue_token(who.user, agency=Agency.objects.get(pk=agency_code), days=30, actor=SYSTEM)
    return Caller(key)
