"""Tables as XLSX, read back by another library."""

from datetime import UTC, date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from python_calamine import CalamineWorkbook

from closedloop import spreadsheet

AT = datetime(2026, 10, 8, 1, 30, tzinfo=UTC)


def _written(rows, columns=("编号", "名称"), **said):
    return spreadsheet.write_table("两张清单", columns=columns, rows=rows, data_time=AT, **said)


def _read(content):
    book = CalamineWorkbook.from_filelike(BytesIO(content))
    return book.get_sheet_by_index(0).to_python(skip_empty_area=False)


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠", "  =", "　＝"])
def test_no_text_can_become_a_formula(sign):
    assert spreadsheet.neutral(f"{sign}cmd") == f"'{sign}cmd"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("CJ-012", "CJ-012"),
        (None, ""),
        (date(2026, 10, 8), "2026-10-08"),
        (AT, "2026-10-08 09:30"),
        (True, "是"),
        (36, "36"),
        ("91330106MA2XXX001J", "91330106MA2XXX001J"),
        ("坏\x00字\x0b符", "坏字符"),
    ],
)
def test_a_value_is_written_as_the_text_that_a_reader_expects(value, text):
    assert spreadsheet.neutral(value) == text


def test_the_sheet_carries_title_time_note_header_and_rows():
    rows = _read(_written([["CJ-012", "五年内不得申请食品生产经营许可"], ["CJ-013", "=1+1"]], note="清单为重建数据，非原附件"))

    assert rows[0][0] == "两张清单"
    assert rows[1][0] == "数据时间 2026-10-08 09:30；清单为重建数据，非原附件"
    assert rows[3:] == [["编号", "名称"], ["CJ-012", "五年内不得申请食品生产经营许可"], ["CJ-013", "'=1+1"]]


def test_the_header_stays_in_sight_and_no_cell_is_a_formula_or_link():
    with ZipFile(BytesIO(_written([["CJ-012", "https://example.invalid/"]]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()

    assert 'state="frozen"' in sheet
    assert "<f>" not in sheet
    assert "hyperlink" not in sheet


def test_a_table_without_rows_still_says_what_its_columns_are():
    assert _read(_written([]))[3] == ["编号", "名称"]


def test_a_title_that_no_sheet_may_carry_is_shortened_to_one_that_it_may():
    content = spreadsheet.write_table("待办/[市局]" + "长" * 40, columns=("甲",), rows=[], data_time=date(2026, 1, 1))

    assert CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names == ["待办市局" + "长" * 27]
