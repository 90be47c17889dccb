"""healthz judges progress, readyz judges whether work may be sent; neither needs a login nor shows data."""

from datetime import timedelta

import pytest
from django.db import connection
from django.urls import reverse

from closedloop import health
from closedloop.outbox import services
from closedloop.outbox.models import Heartbeat
from closedloop.workdays import clock


@pytest.fixture
def long_running(monkeypatch):
    monkeypatch.setattr(health, "_started", health._started - 3600)


def silent_for(name, seconds):
    services.pulse(name)
    Heartbeat.objects.filter(name=name).update(at=clock.now() - timedelta(seconds=seconds))


@pytest.mark.django_db
@pytest.mark.req("R53")
@pytest.mark.parametrize(
    ("worker", "beat", "late"),
    [(5, 5, []), (119, 0, []), (125, 0, ["worker"]), (0, 125, ["beat"]), (900, 900, ["worker", "beat"])],
)
def test_silence_of_more_than_two_minutes_turns_health_red(client, long_running, worker, beat, late):
    silent_for("worker", worker)
    silent_for("beat", beat)

    answer = client.get("/healthz")

    assert answer.json()["late"] == late
    assert answer.status_code == (503 if late else 200)


@pytest.mark.django_db
@pytest.mark.req("R53")
def test_a_process_that_was_never_heard_is_late_once_the_start_is_over(client, long_running):
    assert client.get("/healthz").status_code == 503


@pytest.mark.django_db
def test_yesterdays_heartbeats_do_no_harm_at_a_start(client, monkeypatch):
    monkeypatch.setattr(health, "_started", health.time.monotonic())
    silent_for("worker", 86400)

    assert client.get("/healthz").status_code == 200


@pytest.mark.django_db
def test_an_empty_database_is_not_ready(client):
    answer = client.get("/readyz")

    assert answer.status_code == 503
    assert answer.json() == {"ok": False, "migrations": True, "reference": False, "writable": True}


@pytest.mark.django_db
def test_asking_leaves_no_trace(client):
    client.get("/readyz")
    client.get("/healthz")

    assert not Heartbeat.objects.exists()


@pytest.mark.usefixtures("transactional_db")
def test_a_database_without_tables_answers_503_and_no_traceback(client):
    with connection.schema_editor() as editor:
        editor.alter_db_table(Heartbeat, "outbox_heartbeat", "elsewhere")
    try:
        answers = [client.get("/healthz"), client.get("/readyz")]
    finally:
        with connection.schema_editor() as editor:
            editor.alter_db_table(Heartbeat, "elsewhere", "outbox_heartbeat")

    assert [answer.status_code for answer in answers] == [503, 503]
    assert answers[0].json() == {"ok": False, "database": "silent"}


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/healthz", "/readyz"])
def test_health_pages_are_never_cached_and_only_read(client, path):
    assert "no-store" in client.get(path)["Cache-Control"]
    assert client.post(path).status_code == 405


def test_health_pages_stand_at_their_known_addresses():
    assert [reverse("healthz"), reverse("readyz")] == ["/healthz", "/readyz"]
