"""Loading the reconstructed lists: complete, safe to repeat, and never over what people changed."""

import csv
from datetime import date

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, transaction

from measures import loading, services
from measures.content import content_of
from measures.legality import is_statutory, objections, verification
from measures.models import Basis, Instrument, Measure, MeasureVersion
from measures.names import Names
from measures.proposal import faults_of, problems_of
from measures.selectors import Filters, list_on, version_on
from tests.measures import make

ON = make.ON


def test_every_line_of_both_lists_is_there_with_its_bases(lists):
    assert MeasureVersion.objects.count() == Measure.objects.count() == 118
    assert list_on(ON, filters=Filters(list="punishment")).count() == 90
    assert list_on(ON, filters=Filters(list="enhanced")).count() == 28
    assert Basis.objects.count() == 153
    assert Instrument.objects.count() == 56


def test_loading_again_writes_nothing_new(lists):
    before = list(MeasureVersion.objects.order_by("pk").values())

    counts = loading.load(settings.FIXTURES_DIR)

    assert counts["measures"] == 0
    assert list(MeasureVersion.objects.order_by("pk").values()) == before


def test_the_command_loads_and_opens_what_is_due(db, capsys):
    call_command("load_reference")
    first = capsys.readouterr().out

    call_command("load_reference")

    assert "measures=118" in first
    assert "keeping_opened=11" in first
    again = capsys.readouterr().out
    assert "measures=0" in again
    assert "keeping_opened=0" in again
    assert "cleanups_opened=0" in again


@pytest.mark.parametrize(
    ("code", "first"),
    [
        # 食品安全法, 2018-12-29 in the fixtures' reading of its articles
        ("CJ-029", "food_safety_law"),
        # 公司法第一百七十八条, 2023 revision
        ("CJ-001", "company_law"),
    ],
)
def test_a_measure_begins_with_the_first_day_of_its_law(lists, code, first):
    begins = Instrument.objects.get(pk=first).in_force_from

    assert MeasureVersion.objects.get(measure=code).effective_from == begins


def test_a_measure_without_qualifying_basis_begins_with_its_earliest(lists):
    waiting = MeasureVersion.objects.get(measure="CJ-028")
    days = [basis.instrument.in_force_from for basis in waiting.bases.all()]

    assert waiting.effective_from == min(days)
    assert not waiting.can_be_imposed


def test_what_legal_affairs_amended_survives_the_next_loading(lists):
    services.amend_instrument("food_safety_law", fields={"note": "测试说明"}, actor=make.actor("HZ-LEGAL"), on=ON)

    loading.load(settings.FIXTURES_DIR)

    assert Instrument.objects.get(pk="food_safety_law").note == "测试说明"


def test_a_repealed_measure_is_not_brought_back_by_loading(lists):
    make.approved(days=0)

    loading.load(settings.FIXTURES_DIR)

    assert not list_on(ON).filter(measure="CJ-029").exists()


@pytest.mark.clause("C1.3")
def test_the_gate_passes_exactly_what_the_lists_call_effective(lists):
    """The fixtures' status was set by hand from rules.md 1.1–1.3; the gate computes it from the law."""
    names = Names()

    refused = {version.measure_id for version in list_on(ON) if objections(content_of(version), effective_on=ON, names=names)}

    pending = set(list_on(ON, filters=Filters(status="pending_legal_review")).values_list("measure", flat=True))
    # CJ-011 waits although its law stands: its article was not read (rules.md 1.9)
    assert pending - refused == {"CJ-011"}
    assert refused - pending == set()


@pytest.mark.clause("C2.7.3b")
def test_statutory_terms_and_readings_follow_from_the_bases(lists):
    names = Names()

    for version in list_on(ON):
        content = content_of(version)
        assert is_statutory(content, names=names) == version.statutory_term, version.measure_id
        assert verification(content, names=names) == version.verified, version.measure_id


def test_every_measure_of_the_lists_has_the_shape_of_a_proposal(lists):
    names = Names()

    wrong = {
        version.measure_id: found
        for version in list_on(ON)
        if (found := [*problems_of(content_of(version)), *faults_of(content_of(version), names=names)])
    }

    assert wrong == {}


@pytest.mark.clause("C1.1")
def test_measures_above_the_city_are_listed_and_marked_for_upward_report(lists):
    marked = {version.measure_id for version in list_on(ON) if version.reported_upward}

    with (settings.FIXTURES_DIR / "measures.csv").open(encoding="utf-8") as file:
        above = {row["code"] for row in csv.DictReader(file) if row["implementing_level"] != "city_or_below"}
    assert marked == above
    assert len(marked) == 19


def test_three_measures_must_be_narrowed(lists):
    narrowed = {version.measure_id for version in list_on(ON) if version.must_narrow}

    assert narrowed == {"CJ-025", "CJ-026", "CJ-052"}


@pytest.mark.req("R25")
@pytest.mark.parametrize("change", [lambda row: row.save(), lambda row: row.delete()])
@pytest.mark.parametrize("model", [MeasureVersion, Basis])
def test_what_a_version_says_cannot_be_changed_in_the_database(lists, model, change):
    row = model.objects.order_by("pk").first()

    with pytest.raises(DatabaseError), transaction.atomic():
        change(row)


def test_a_basis_keeps_the_law_as_it_was_when_the_version_was_made(lists):
    services.amend_instrument("food_safety_law", fields={"title_zh": "测试改名法"}, actor=make.actor("HZ-LEGAL"), on=ON)

    basis = version_on("CJ-029", on=ON).bases.get()

    assert basis.snapshot["title_zh"] == "中华人民共和国食品安全法"
    assert date.fromisoformat(basis.snapshot["in_force_from"]) == Instrument.objects.get(pk="food_safety_law").in_force_from
