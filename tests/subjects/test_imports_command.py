"""import_penalties as api.md says: one object on standard output, the row numbers of a spreadsheet, twice adds nothing."""

import json
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from closedloop.orgs.models import User
from subjects.models import Case, ImportRow
from tests.subjects.penalties import PERSON, PERSON_ID, SAMPLE, csv_file, row
from tests.subjects.test_import_truth import FILES, TRUTH, expected, number

pytestmark = [pytest.mark.clause("C2.2a"), pytest.mark.req("R41", "R42")]


@pytest.fixture(autouse=True)
def place(settings, tmp_path):
    settings.DATA_DIR = tmp_path / "var"


def said(capsys, *arguments):
    call_command("import_penalties", *map(str, arguments), "--json")
    return json.loads(capsys.readouterr().out)


def told(name):
    return {number(name, line): expected(name, line) for line in TRUTH["rows"]}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.django_db
def test_a_trial_says_what_the_truth_file_says(capsys, name):
    report = said(capsys, SAMPLE / name, "--dry-run")

    assert {line["row"]: line["verdict"] for line in report["rows"]} | told(name) == {
        line["row"]: line["verdict"] for line in report["rows"]
    }
    assert report["counts"] == dict.fromkeys(report["counts"], 0) | Counter(line["verdict"] for line in report["rows"])
    assert set(report["rows"][0]) == {"row", "verdict", "reasons", "repairs"}
    assert not ImportRow.objects.exists()


def test_the_agency_keeps_the_rows_once(lists, capsys):
    first = said(capsys, SAMPLE / "penalties.xlsx", "--agency", "HZ-ENF")
    again = said(capsys, SAMPLE / "penalties.xlsx", "--agency", "HZ-ENF")

    assert {line["row"]: line["verdict"] for line in first["rows"]} == told("penalties.xlsx")
    assert again["counts"]["accepted"] == again["counts"]["fixed"] == 0
    kept = first["counts"]["accepted"] + first["counts"]["fixed"]
    assert again["counts"]["duplicate"] == first["counts"]["duplicate"] + kept
    assert ImportRow.objects.exclude(sealed="").count() == kept


def test_the_second_step_is_asked_for_by_name(lists, capsys, tmp_path):
    path = csv_file(tmp_path, row(), row(**PERSON | {"decision_no": "测罚〔2026〕2号"}))

    report = said(capsys, path, "--agency", "HZ-ENF", "--draft")

    assert (report["counts"]["accepted"], Case.objects.count()) == (2, 2)
    assert PERSON_ID not in json.dumps(report)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [([], "--agency"), (["--agency", "XX"], "没有代码为 XX"), (["--agency", "HZ-FOOD"], "请转交有权机构")],
)
def test_who_may_not_keep_rows_is_told_so(lists, tmp_path, arguments, words):
    with pytest.raises(CommandError, match=words):
        call_command("import_penalties", str(csv_file(tmp_path, row())), *arguments)

    assert not ImportRow.objects.exists()


@pytest.mark.django_db
def test_a_file_that_is_none_is_refused_in_a_sentence(tmp_path):
    (tmp_path / "a.xlsx").write_bytes(b"%PDF-1.4 nothing")

    with pytest.raises(CommandError, match="不是表格文件"):
        call_command("import_penalties", str(tmp_path / "a.xlsx"), "--dry-run")
    with pytest.raises(CommandError, match="没有这个文件"):
        call_command("import_penalties", str(tmp_path / "none.xlsx"), "--dry-run")
    assert not User.objects.exists()
