"""Signed-in readers of the pages of the lists, what a page says in words, and what it asks the database."""

import re
from html import unescape

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from closedloop.workdays import clock
from tests.measures import make
from tests.portal.make import signed_in


def reader(agency_code, **said):
    """A client signed in at an agency."""
    return signed_in(make.actor(agency_code, **said).user)


def stranger():
    return Client()


def today():
    """The legal date on which the pages stand."""
    return clock.today()


def words(answer):
    """What a page says, without its tags, its blanks drawn together."""
    body = re.sub(r"<(script|style)\b.*?</\1>", " ", answer.content.decode(), flags=re.DOTALL)
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", "", body)))


def get(client, name, *args, **query):
    return client.get(reverse(name, args=args), query)


def post(client, name, *args, **said):
    return client.post(reverse(name, args=args), said)


def queries(client, name, *args, **query):
    """How many questions a page asks; it is asked once before, so that what is kept between requests is there."""
    get(client, name, *args, **query)
    with CaptureQueriesContext(connection) as captured:
        assert get(client, name, *args, **query).status_code == 200
    return len(captured)


def own_queries(client, name, *args, **query):
    """How many of them are the page's own: without those of the frame, which every page has."""
    return queries(client, name, *args, **query) - queries(client, "portal:help")
