"""Penalty files by API: one POST, progress and verdicts to read, bad rows back to mend, drafts as a second step (C2.2a)."""

import pytest

from subjects import services
from subjects.importing import apart
from subjects.models import Case, ImportFile, ImportRow
from subjects.services import imports as importer
from tests.subjects import callers
from tests.subjects.penalties import PERSON, PERSON_ID, TITLES, cells, row, text_of

pytestmark = [pytest.mark.clause("C2.2a"), pytest.mark.req("R12", "R41", "R42")]


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "var"


@pytest.fixture
def caller(lists):
    return callers.at("HZ-ENF")


def content(*rows):
    return text_of([TITLES, *map(cells, rows)]).encode()


MIXED = content(
    row(**PERSON | {"decision_no": "测罚〔2026〕1号"}),
    row(decision_no="测罚[2026]2号"),
    row(decision_no="测罚〔2026〕3号", fine_wan="1600"),
    row(decision_no="测罚〔2026〕4号", decision_date="2026/02/30"),
)


def test_a_file_is_judged_row_by_row_and_the_counts_reconcile(caller):
    sent = caller.upload("cases/import/", MIXED)
    shown = caller.get(f"imports/{sent.json()['id']}/").json()

    assert (sent.status_code, shown["state"], shown["total"], len(shown["rows"])) == (202, "stored", 4, 4)
    assert shown["counts"] == {"accepted": 1, "fixed": 1, "review": 1, "duplicate": 0, "rejected": 1}
    assert [(line["row"], line["verdict"]) for line in shown["rows"]] == [
        (2, "accepted"), (3, "fixed"), (4, "review"), (5, "rejected"),
    ]  # fmt: skip
    assert "不存在这一天" in shown["rows"][3]["reasons"][0]
    assert "测罚[2026]2号" in shown["rows"][1]["repairs"][0]
    assert PERSON_ID not in str(shown)
    assert [item["id"] for item in caller.get("imports/").json()["results"]] == [shown["id"]]


def test_rows_are_listed_by_verdict(caller):
    key = caller.upload("cases/import/", MIXED).json()["id"]

    page = caller.get(f"imports/{key}/rows/", verdict="review").json()

    assert [line["row"] for line in page["results"]] == [4]


def test_a_trial_stores_nothing_until_it_is_accepted(caller):
    tried = caller.upload("cases/import/?dry_run=true", MIXED).json()
    assert (tried["state"], tried["transitions"]) == ("judged", ["accept"])
    assert not ImportRow.objects.exclude(sealed="", decision_key="").exists()
    assert caller.post(f"imports/{tried['id']}/draft/").status_code == 409

    kept = caller.post(f"imports/{tried['id']}/accept/").json()

    assert (kept["state"], kept["counts"]) == ("stored", tried["counts"])
    assert caller.post(f"imports/{tried['id']}/accept/").status_code == 409


def test_bad_rows_come_back_in_the_same_layout_and_mended_they_are_taken(caller, tmp_path):
    key = caller.upload("cases/import/", MIXED).json()["id"]

    answer = caller.get(f"imports/{key}/rejected/", headers={"Accept": "application/octet-stream"})
    (tmp_path / "bad.xlsx").write_bytes(answer.content)
    with apart.opened(tmp_path / "bad.xlsx") as (table, rows):
        lines = [found for _, found in rows]

    assert table.titles == (*TITLES, "错误原因")
    assert [line[-1].split("：")[0] for line in lines] == ["原第 4 行", "原第 5 行"]
    mended = content(row(decision_no="测罚〔2026〕3号"), row(decision_no="测罚〔2026〕4号"))
    assert caller.upload("cases/import/", mended).json()["counts"]["accepted"] == 2


def test_good_rows_become_drafts_once(caller):
    key = caller.upload("cases/import/", MIXED).json()["id"]

    first = caller.post(f"imports/{key}/draft/").json()
    caller.post(f"imports/{key}/draft/")

    assert (first["state"], first["drafts"]) == ("drafted", {"drafted": 2, "failed": 0, "waiting": 0})
    assert sorted(filter(None, (line["case"] for line in first["rows"]))) == sorted(Case.objects.values_list("pk", flat=True))
    assert {case.cause.issuer for case in Case.objects.all()} == {"杭州市上城区市场监督管理局"}


def test_the_same_key_takes_a_file_once(caller):
    first, again = (caller.upload("cases/import/", MIXED, key="k-1") for _ in range(2))
    other = caller.upload("cases/import/?dry_run=true", MIXED, key="k-1")

    assert (first.content, first.status_code) == (again.content, again.status_code)
    assert (again["Idempotency-Replayed"], other.status_code) == ("true", 422)
    assert ImportFile.objects.count() == 1


@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        ({"content": b"%PDF-1.4 x"}, 400, "不是表格文件"),
        ({"content": b"x", "field": "datei"}, 400, "file"),
        ({"content": "甲,乙\n1,2".encode()}, 400, "没有找到表头"),
    ],
)
def test_what_cannot_be_imported_is_refused_in_a_sentence(caller, sent, status, words):
    answer = caller.upload("cases/import/", **sent)

    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert not ImportFile.objects.exists()


def test_a_body_that_is_no_upload_is_refused(caller):
    assert caller.post("cases/import/", {"file": "x"}).status_code == 415
    assert caller.post("cases/import/", b"x", content_type="multipart/form-data; boundary=y").status_code == 400
    assert caller.upload("cases/import/?dry_run=perhaps", MIXED).status_code == 400


def test_a_large_file_is_left_to_the_worker(caller, monkeypatch):
    monkeypatch.setattr(importer, "SMALL", 10)
    sent = caller.upload("cases/import/", MIXED).json()
    assert (sent["state"], sent["total"]) == ("waiting", 0)

    services.resume_imports(limit=5)

    assert caller.get(f"imports/{sent['id']}/").json()["state"] == "stored"


def test_a_page_of_files_costs_the_same_for_three_and_for_thirty(caller, django_assert_max_num_queries):
    for _ in range(30):
        services.take_file([MIXED], name="a.csv", actor=_actor(), dry_run=True)

    for size in (3, 30):
        with django_assert_max_num_queries(14):
            assert len(caller.get("imports/", page_size=size).json()["results"]) == size


def _actor():
    return callers.actor("HZ-ENF")
