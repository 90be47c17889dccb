"""Files become rows and rows become drafts: once, whole, on from where it stopped, and nobody's identifier in clear (R41, R42)."""

import json

import pytest

from closedloop.errors import Forbidden, NotFound, WrongState
from closedloop.journal.models import Entry
from closedloop.outbox.models import Message
from closedloop.workdays import clock
from subjects import services, vault
from subjects.importing import FileRefused
from subjects.models import Case, ImportFile, ImportRow
from subjects.selectors import imports as selectors
from tests.at_once import at_once
from tests.subjects import make
from tests.subjects.penalties import GOOD, OTHER_PERSON_ID, PERSON, PERSON_ID, SAMPLE, csv_file, row

pytestmark = [pytest.mark.clause("C2.2a"), pytest.mark.req("R41", "R42")]
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
REVOKED = {
    "violation_facts": "测试：经营超过保质期的食品，情节严重，吊销食品经营许可证",
    "legal_basis": "《中华人民共和国食品安全法》第一百二十四条、第一百三十五条第一款",
    "penalty_categories": "吊销许可证件",
    "penalty_content": "吊销食品经营许可证",
    "license_revoked": "食品经营许可证 JY测0001",
    "fine_wan": "",
}


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    """A folder of its own for the originals and the key."""
    settings.DATA_DIR = tmp_path / "var"


@pytest.fixture
def officer(lists):
    return make.actor("HZ-ENF")


def person(**changes):
    return row(**{**PERSON, **changes})


def taken(path, *, by, **options):
    return services.take_file([path.read_bytes()], name=path.name, actor=by, **options)


def stored(path, *, by, **options):
    return services.store_rows(taken(path, by=by, **options).pk)


def drafted(file, *, by):
    services.request_drafts(file.pk, actor=by)
    while services.draft_rows(file.pk, on=clock.today()):
        continue
    return ImportFile.objects.get(pk=file.pk)


def verdicts(file):
    return list(file.rows.order_by("number").values_list("verdict", flat=True))


@pytest.fixture
def mixed(tmp_path):
    """Two good rows, one repaired, one to look at, one copy, one that cannot be taken."""
    return csv_file(
        tmp_path,
        person(decision_no="测罚〔2026〕1号", **REVOKED),
        row(decision_no="测罚〔2026〕2号"),
        row(decision_no="测罚[2026]3号"),
        row(decision_no="测罚〔2026〕4号", fine_wan="1600"),
        row(decision_no="测罚〔2026〕2号"),
        row(decision_no="测罚〔2026〕5号", decision_date="2026/02/30"),
    )


SAID = ["accepted", "accepted", "fixed", "review", "duplicate", "rejected"]


def test_every_row_is_kept_with_its_verdict_and_the_counts_reconcile(officer, mixed):
    file = stored(mixed, by=officer)

    assert (file.state, verdicts(file)) == ("stored", SAID)
    assert file.counts == {"accepted": 2, "fixed": 1, "review": 1, "duplicate": 1, "rejected": 1}
    assert file.total == file.rows.count()
    assert services.original(file).read_bytes() == mixed.read_bytes()


def test_the_sample_is_stored_as_its_truth_file_says(officer):
    file = stored(SAMPLE / "penalties_utf8.csv", by=officer)

    copies = sum(said["defects"] == "B13" for said in TRUTH["rows"])
    good, fixable, review, bad = (TRUTH["counts"][kind] for kind in ("good", "fixable", "review", "bad"))
    assert file.counts == {
        "accepted": good, "fixed": fixable, "review": review, "duplicate": copies, "rejected": bad - copies,
    }  # fmt: skip
    assert file.total == file.rows.count() == len(TRUTH["rows"])


def test_the_same_file_again_adds_nothing(officer, mixed):
    stored(mixed, by=officer)

    again = stored(mixed, by=officer)

    assert verdicts(again) == ["duplicate"] * 3 + ["review", "duplicate", "rejected"]
    assert ImportRow.objects.exclude(decision_key="").count() == 3


def test_another_agency_brings_its_own_rows_and_sees_no_others(officer, mixed):
    file, other = stored(mixed, by=officer), make.actor("SC-ENF")

    assert verdicts(stored(mixed, by=other)) == SAID
    assert file not in selectors.imports_for(other)
    with pytest.raises(NotFound):
        services.request_drafts(file.pk, actor=other)


@pytest.mark.parametrize("office", ["HZ-FOOD", "HZ-CREDIT", "HZ-LEGAL"])
def test_only_who_produces_causes_of_its_own_may_import(lists, mixed, office):
    with pytest.raises(Forbidden):
        taken(mixed, by=make.actor(office))

    assert not ImportFile.objects.exists()


@pytest.mark.fault("F39")
def test_an_interrupted_import_goes_on_and_keeps_every_row_once(officer, tmp_path, monkeypatch):
    path = csv_file(tmp_path, *[row(decision_no=f"测罚〔2026〕{number}号") for number in range(1, 2_501)])
    file = taken(path, by=officer)
    whole, chunks = ImportRow.objects.bulk_create, []

    def killed(rows):
        if chunks:
            raise KeyboardInterrupt
        chunks.append(len(rows))
        return whole(rows)

    monkeypatch.setattr(ImportRow.objects, "bulk_create", killed)
    with pytest.raises(KeyboardInterrupt):
        services.store_rows(file.pk)
    monkeypatch.undo()
    half = ImportFile.objects.get(pk=file.pk)
    assert (half.state, half.total, half.rows.count(), half.last_row) == ("waiting", 1_000, 1_000, 1_001)

    assert services.resume_imports(limit=3) == 0
    ImportFile.objects.filter(pk=file.pk).update(worked_at=clock.now() - 2 * selectors.LEASE)
    assert services.resume_imports(limit=3) == 1

    file = ImportFile.objects.get(pk=file.pk)
    assert (file.state, file.accepted, file.total, file.rows.count()) == ("stored", 2_500, 2_500, 2_500)


def test_a_trial_keeps_a_report_and_nothing_else(officer, mixed):
    file = stored(mixed, by=officer, dry_run=True)

    assert (file.state, verdicts(file)) == ("judged", SAID)
    assert not ImportRow.objects.exclude(sealed="", decision_key="").exists()
    with pytest.raises(WrongState):
        services.request_drafts(file.pk, actor=officer)

    services.accept_file(file.pk, actor=officer)
    assert services.store_rows(file.pk).counts == file.counts
    assert ImportRow.objects.exclude(sealed="").count() == 3


@pytest.mark.parametrize(
    ("content", "words"), [(b"", "空的"), (b"%PDF-1.4", "不是表格文件"), ("甲,乙\n1,2\n".encode(), "没有找到表头")]
)
def test_what_is_no_penalty_file_is_turned_away_in_a_sentence(officer, content, words):
    try:
        said = services.store_rows(services.take_file([content], name="a.csv", actor=officer).pk)
        refusal, state = said.refusal, said.state
    except FileRefused as refused:
        refusal, state = refused.message, "refused"

    assert words in refusal
    assert state == "refused"
    assert not ImportRow.objects.exists()


def test_good_rows_become_drafts_with_the_measures_that_are_sure(officer, mixed):
    file = drafted(stored(mixed, by=officer), by=officer)

    assert (file.state, selectors.drafts_of(file)) == ("drafted", {"drafted": 3, "failed": 0, "waiting": 0})
    first = file.rows.get(number=2).case
    assert (first.state, first.producer_id, first.receiver_id) == ("draft", "HZ-ENF", "HZ-FOOD")
    assert first.cause.issuer == GOOD["agency_name"]
    assert {sanction.certainty for sanction in first.sanctions.all()} == {"propose"}
    assert Case.objects.count() == 3


def test_drafts_are_made_once_however_often_and_from_where_it_stopped(officer, mixed):
    file = stored(mixed, by=officer)
    services.request_drafts(file.pk, actor=officer)

    assert services.draft_rows(file.pk, on=clock.today(), limit=1) == 1
    assert Case.objects.count() == 1
    services.resume_imports(limit=5)
    services.resume_imports(limit=5)

    file = ImportFile.objects.get(pk=file.pk)
    assert (file.state, Case.objects.count()) == ("drafted", 3)


def test_a_row_that_cannot_be_drafted_says_why_and_is_tried_again(officer, tmp_path):
    file = stored(csv_file(tmp_path, person(decision_no="测罚〔2026〕1号", **REVOKED)), by=officer)
    measure = drafted(file, by=officer).rows.get().case.sanctions.first().measure_id
    path = csv_file(tmp_path, person(decision_no="测罚〔2026〕2号", **REVOKED))
    said = {
        "document_no": "测罚〔2026〕2号", "issuer": GOOD["agency_name"], "decided_on": "2026-01-19", "penalty_kinds": ["revoke_license"],
        "facts": REVOKED["violation_facts"], "legal_basis": REVOKED["legal_basis"],
    }  # fmt: skip
    sent = make.draft(make.person(measure, value=PERSON_ID), by=officer, cause=make.cause(**said))

    file = drafted(stored(path, by=officer), by=officer)
    assert selectors.drafts_of(file) == {"drafted": 0, "failed": 1, "waiting": 0}
    assert "另一个案件" in file.rows.get().draft_note

    services.withdraw_case(sent.pk, reason="由导入的行取代", actor=officer, on=clock.today())
    assert selectors.drafts_of(drafted(file, by=officer))["drafted"] == 1


@pytest.mark.req("R27", "R28")
def test_no_identifier_of_a_person_is_kept_in_clear(officer, tmp_path):
    path = csv_file(
        tmp_path,
        person(decision_no="测罚〔2026〕1号", **REVOKED),
        person(decision_no="测罚〔2026〕2号", person_id_no=f" {OTHER_PERSON_ID}", party_name=f"沈测{OTHER_PERSON_ID}"),
        row(decision_no="测罚〔2026〕3号", violation_facts=f"法定代表人身份证 {PERSON_ID}", decision_date="2026/02/30"),
    )
    path = path.rename(tmp_path / f"{PERSON_ID}.csv")

    drafted(stored(path, by=officer), by=officer)

    kept = [str(list(table.objects.values())) for table in (ImportFile, ImportRow, Entry, Message)]
    assert [number for number in (PERSON_ID, OTHER_PERSON_ID) if any(number in text for text in kept)] == []


@pytest.mark.req("R28")
def test_rows_are_known_again_after_the_key_was_changed(officer, mixed, settings):
    old, new = vault.new_key(), vault.new_key()
    settings.IDENTIFIER_KEYS = old
    file = stored(mixed, by=officer)

    settings.IDENTIFIER_KEYS = f"{new},{old}"
    assert stored(mixed, by=officer).duplicate == 4
    assert services.rotate_import_keys() == 0
    settings.IDENTIFIER_KEYS = new

    assert stored(mixed, by=officer).duplicate == 4
    assert selectors.drafts_of(drafted(file, by=officer))["drafted"] == 3


def test_the_same_file_at_once_is_kept_once(transactional_db, tmp_path):
    make.reference()
    officer = make.actor("HZ-ENF")
    path = csv_file(tmp_path, *[row(decision_no=f"测罚〔2026〕{number}号") for number in range(1, 301)])
    files = [taken(path, by=officer) for _ in range(4)]

    said = at_once(*[lambda file=file: services.store_rows(file.pk).counts for file in (*files, *files)])

    assert [error for error in said if isinstance(error, Exception)] == []
    counts = [ImportFile.objects.get(pk=file.pk).counts for file in files]
    assert sorted(count["accepted"] for count in counts) == [0, 0, 0, 300]
    assert [count["duplicate"] + count["accepted"] for count in counts] == [300] * 4
    assert ImportRow.objects.exclude(decision_key="").count() == 300


def test_drafts_asked_for_at_once_are_made_once(transactional_db, tmp_path):
    make.reference()
    officer, today = make.actor("HZ-ENF"), clock.today()
    path = csv_file(tmp_path, *[row(decision_no=f"测罚〔2026〕{number}号") for number in range(1, 9)])
    file = stored(path, by=officer)
    services.request_drafts(file.pk, actor=officer)

    said = at_once(*[lambda: services.draft_rows(file.pk, on=today)] * 4)

    assert [error for error in said if isinstance(error, Exception)] == []
    assert (Case.objects.count(), selectors.drafts_of(file)) == (8, {"drafted": 8, "failed": 0, "waiting": 0})
