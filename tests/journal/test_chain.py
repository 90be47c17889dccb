"""The journal is appended to, sealed in order, and whatever is altered afterwards is noticed (I11)."""

from datetime import date
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction

from closedloop.journal import chain, selectors, services
from closedloop.journal.models import Entry, Link
from closedloop.orgs.actor import Actor
from tests import protection
from tests.at_once import at_once

pytestmark = [pytest.mark.django_db, pytest.mark.req("R25")]
SYSTEM = Actor.system()


def entries(count, *, name="测试"):
    return [
        services.record(("case", str(n)), "journal.exported", actor=SYSTEM, detail={"名": name, "n": n}) for n in range(count)
    ]


def sealed(count):
    made = entries(count)
    services.seal()
    return made


def run(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


@pytest.fixture
def anchors(settings, tmp_path):
    settings.DATA_DIR = tmp_path
    return services.anchors_path()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE journal_entry SET actor_name = 'x'",
        "DELETE FROM journal_entry",
        "UPDATE journal_link SET digest = 'x'",
        "DELETE FROM journal_link",
        "TRUNCATE journal_entry CASCADE",
    ],
)
def test_the_database_refuses_to_change_what_was_written(sql):
    if sql.startswith("TRUNCATE") and connection.vendor != "postgresql":
        sql = "DELETE FROM journal_entry"  # SQLite's truncation is a DELETE
    sealed(1)

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run(sql)

    assert (Entry.objects.count(), Link.objects.count()) == (1, 1)


def test_whoever_may_take_the_triggers_off_can_put_them_back():
    sealed(1)
    protection.put_back(protection.take_off())

    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        run("DELETE FROM journal_entry")


def test_sealing_links_everything_in_order_and_twice_changes_nothing():
    sealed(5)
    first = list(Link.objects.values_list("seq", "digest"))

    assert services.seal() == 0
    assert [seq for seq, _ in first] == [1, 2, 3, 4, 5]
    assert list(Link.objects.values_list("seq", "digest")) == first
    assert selectors.first_fault() is None


def test_sealing_goes_on_where_it_stopped_and_in_batches():
    entries(7)

    assert services.seal(limit=3) == 7
    entries(2)
    assert services.seal() == 2
    assert Link.objects.count() == 9
    assert selectors.first_fault() is None


def test_the_digest_can_be_computed_again_from_the_entry_alone():
    (entry,) = sealed(1)
    entry.refresh_from_db()

    assert Link.objects.get().digest == chain.digest(chain.GENESIS, entry)


@pytest.mark.parametrize(
    ("sql", "words"),
    [
        ("UPDATE journal_entry SET actor_name = 'x' WHERE id = (SELECT entry_id FROM journal_link WHERE seq = 3)", "已被改动"),
        ("UPDATE journal_entry SET detail = '{}' WHERE id = (SELECT entry_id FROM journal_link WHERE seq = 3)", "已被改动"),
        ("UPDATE journal_entry SET result = 'refused' WHERE id = (SELECT entry_id FROM journal_link WHERE seq = 3)", "已被改动"),
        ("DELETE FROM journal_entry WHERE id = (SELECT entry_id FROM journal_link WHERE seq = 3)", "已被删除"),
        ("DELETE FROM journal_link WHERE seq = 3", "缺第 3 环"),
        ("UPDATE journal_link SET digest = 'x' WHERE seq = 3", "已被改动"),
    ],
)
def test_what_was_altered_or_deleted_is_noticed_at_its_link(sql, words):
    sealed(5)
    protection.take_off()

    run(sql)

    fault = selectors.first_fault()
    assert (fault.seq, words in fault.words) == (3, True)


def test_an_entry_that_was_slipped_in_between_is_noticed():
    made = sealed(3)
    late = entries(1, name="后补")[0]
    protection.take_off()

    run("DELETE FROM journal_link WHERE seq = 3")
    run("INSERT INTO journal_link (seq, entry_id, digest) VALUES (3, %s, %s)", late.pk, "0" * 64)
    run("INSERT INTO journal_link (seq, entry_id, digest) VALUES (4, %s, %s)", made[2].pk, "0" * 64)

    assert selectors.first_fault().seq == 3


def test_a_tail_that_was_cut_off_is_noticed_by_the_anchor_outside(anchors):
    sealed(5)
    services.anchor(on=date(2026, 9, 29))
    protection.take_off()

    run("DELETE FROM journal_link WHERE seq >= 4")

    assert selectors.first_fault() is None
    fault = selectors.first_fault(anchors=anchors)
    assert (fault.seq, "截断" in fault.words) == (5, True)


def test_a_chain_that_was_written_anew_as_a_whole_is_noticed_by_the_anchor(anchors):
    sealed(3)
    services.anchor(on=date(2026, 9, 29))
    protection.take_off()

    run("UPDATE journal_entry SET actor_name = 'x'")
    run("DELETE FROM journal_link")
    services.seal()

    assert selectors.first_fault() is None
    assert selectors.first_fault(anchors=anchors).seq == 3


def test_the_head_is_anchored_once_a_day(anchors):
    sealed(2)

    assert services.anchor(on=date(2026, 9, 29)) is not None
    assert services.anchor(on=date(2026, 9, 29)) is None
    entries(1)
    services.seal()
    assert services.anchor(on=date(2026, 9, 30)) is not None
    assert [line.split()[:2] for line in anchors.read_text().splitlines()] == [["2026-09-29", "2"], ["2026-09-30", "3"]]
    assert selectors.first_fault(anchors=anchors) is None


def test_the_command_says_that_the_chain_holds_and_what_is_not_sealed(anchors):
    sealed(4)
    entries(2)
    said = StringIO()

    call_command("verify_audit", stdout=said)

    assert said.getvalue().strip() == "留痕链完好，共 4 环；另有 2 条尚未封存"


def test_the_command_fails_with_the_first_broken_link(anchors):
    sealed(4)
    protection.take_off()
    run("UPDATE journal_entry SET actor_name = 'x' WHERE id = (SELECT entry_id FROM journal_link WHERE seq = 2)")

    with pytest.raises(CommandError, match="第 2 环断开") as refused:
        call_command("verify_audit")
    assert refused.value.returncode == 1


def test_a_verb_that_nobody_declared_cannot_be_recorded():
    with pytest.raises(LookupError):
        services.record(("case", "1"), "case.invented", actor=SYSTEM)


def test_sealers_that_run_at_once_seal_each_entry_once(transactional_db):
    entries(60)

    said = at_once(*[lambda: services.seal(limit=7)] * 6)

    assert sum(said) == 60
    assert Link.objects.count() == 60
    assert selectors.first_fault() is None
