"""The demo's date moves forward from the banner, and what falls due on the way happens (B21)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from closedloop.journal.models import Entry
from closedloop.workdays import clock
from tests.portal import make


@pytest.fixture
def client(official):
    return make.signed_in(make.officer(make.agency()))


def _forward(client, by, **said):
    return client.post(reverse("portal:demo_forward"), {"by": by, **said})


@pytest.mark.req("R18")
@pytest.mark.parametrize(("by", "days"), [("1", 1), ("7", 7), ("30", 30)])
def test_the_date_moves_by_the_days_that_were_chosen(by, days, client):
    before = clock.today()

    answer = _forward(client, by, next="/rules/?role=legal_affairs")

    assert clock.today() == before + timedelta(days=days)
    assert answer.url == "/rules/?role=legal_affairs"


def test_the_date_moves_to_the_next_working_day(client, official):
    expected = official.add(clock.today(), 1).due

    _forward(client, "workday")

    assert clock.today() == expected


def test_the_move_is_written_in_the_journal_with_who_made_it(client):
    _forward(client, "7")

    entry = Entry.objects.get(verb="demo_clock.moved")
    assert (entry.actor_name, entry.detail) == ("陈测远", {"days": 7, "days_ahead": 7})


@pytest.mark.parametrize("by", ["", "0", "-1", "abc", "99999", "1.5"])
def test_the_date_never_moves_backward_or_by_what_is_no_number(by, client):
    before = clock.today()

    assert _forward(client, by).status_code == 400
    assert clock.today() == before


def test_one_is_never_led_to_a_page_of_somebody_else(client):
    assert _forward(client, "1", next="https://evil.invalid/").url == reverse("portal:home")


@pytest.mark.req("R18")
def test_there_is_no_such_act_outside_a_demo(client, settings):
    settings.DEMO = False
    before = clock.now().date()

    assert _forward(client, "7").status_code == 404
    assert not Entry.objects.filter(verb="demo_clock.moved").exists()
    assert clock.now().date() == before
