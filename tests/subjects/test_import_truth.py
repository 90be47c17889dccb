"""The founders' sample, row for row, in all its files: what its truth file says is what the import says."""

import csv
import json

import pytest

from subjects.importing.reference import fields
from tests.subjects.penalties import SAMPLE, judge_all

FILES = {
    "penalties_utf8.csv": "record_index",
    "penalties_utf8_bom.csv": "record_index",
    "penalties_csv.gbk": "record_index",
    "penalties_csv.gb18030": "record_index",
    "penalties.xlsx": "xlsx_row",
    "penalties_messy.xlsx": "messy_xlsx_row",
}
VERDICTS = {"good": "accepted", "fixable": "fixed", "review": "review", "bad": "rejected"}
COPIES = "B13"
TRUTH = json.loads((SAMPLE / "truth.json").read_text(encoding="utf-8"))
with (SAMPLE / "clean_rows.csv").open(encoding="utf-8-sig", newline="") as clean:
    CLEAN = [list(row.values()) for row in csv.DictReader(clean)]


def lossy(name, row):
    """A GBK file has a question mark where GBK has no character: nobody can say which name was meant."""
    return name.endswith(".gbk") and row["gbk_lossy"] and row["verdict"] == "fixable"


def expected(name, row):
    if lossy(name, row):
        return "review"
    return "duplicate" if row["defects"] == COPIES else VERDICTS[row["verdict"]]


def number(name, row):
    return row[FILES[name]] + (FILES[name] == "record_index")


@pytest.fixture(scope="module", params=FILES)
def sample(request):
    rows, counts = judge_all(SAMPLE / request.param)
    return request.param, rows, counts


@pytest.mark.clause("C2.2a")
@pytest.mark.req("R41")
def test_every_row_gets_the_verdict_of_the_truth_file(sample):
    name, rows, _ = sample

    said = {row["row_id"]: (row["defects"], rows[number(name, row)].verdict) for row in TRUTH["rows"]}

    assert len(said) == 400
    assert said == {row["row_id"]: (row["defects"], expected(name, row)) for row in TRUTH["rows"]}


def test_reasons_and_repairs_name_the_field_of_the_defect_and_no_other(sample):
    name, rows, _ = sample

    for row in TRUTH["rows"]:
        judged = rows[number(name, row)]
        named = {reason.field for reason in judged.reasons} | {repair.field for repair in judged.repairs}
        assert named == set(filter(None, row["fields"].split(";"))), row


def test_a_row_that_is_not_accepted_says_why_and_a_fixed_one_what_was_changed(sample):
    _, rows, _ = sample

    for row in rows.values():
        assert bool(row.reasons) == (row.verdict in {"review", "duplicate", "rejected"})
        assert row.repairs or row.verdict != "fixed"
        assert row.verdict != "accepted" or not row.repairs


def test_what_may_be_stored_is_exactly_the_clean_rows(sample):
    name, rows, _ = sample
    lost = [row["row_id"] for row in TRUTH["rows"] if lossy(name, row)]
    numbers = [row["decision_no"] for row in TRUTH["rows"] if row["row_id"] in lost]

    stored = [[row.values.get(field, "") for field in fields()] for row in rows.values() if row.verdict in {"accepted", "fixed"}]

    assert stored == [row for row in CLEAN if row[13] not in numbers]
    assert len(stored) + len(lost) == 277


def test_counts_reconcile_and_a_total_row_below_the_table_is_counted_too(sample):
    name, rows, counts = sample

    assert counts.total == len(rows) == 400 + (name == "penalties_messy.xlsx")
    assert all(counts[verdict] == sum(row.verdict == verdict for row in rows.values()) for verdict in counts)


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
def test_what_excel_calls_unicode_text_is_judged_alike(tmp_path, encoding):
    path = tmp_path / "penalties.txt"
    path.write_bytes((SAMPLE / "penalties_utf8.csv").read_bytes().decode("utf-8").encode(encoding))

    rows, _ = judge_all(path)

    assert {row["row_id"]: rows[row["record_index"] + 1].verdict for row in TRUTH["rows"]} == {
        row["row_id"]: expected("utf-16", row) for row in TRUTH["rows"]
    }
