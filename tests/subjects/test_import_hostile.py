"""Files that mean harm, or are no tables: each is turned away in one sentence, or read like any other (R41, F40, F41)."""

import struct
import zipfile
from pathlib import Path

import pytest

from subjects.importing import FileRefused, Limits
from subjects.importing.apart import opened
from subjects.importing.reading import read
from tests.subjects.penalties import TITLES, csv_file, judge_all, part, repacked, row, text_of, xlsx_file

SHEET, BOOK, TYPES = "xl/worksheets/sheet1.xml", "xl/workbook.xml", "[Content_Types].xml"
STRINGS, STYLES, RELATIONS = "xl/sharedStrings.xml", "xl/styles.xml", "xl/_rels/workbook.xml.rels"
DOCTYPE = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
LAUGHS = b'<!DOCTYPE r [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = (
    b'<Relationships><Relationship Id="r9" Type="http://x/%s" Target="http://example.invalid/a" TargetMode="External"/>'
    b"</Relationships>"
)
pytestmark = [pytest.mark.req("R41"), pytest.mark.fault("F40")]


def refused(path, **limits):
    """The code of the refusal; its sentence must be one, in Chinese, and say what to do."""
    with pytest.raises(FileRefused) as caught:
        list(read(path, limits=Limits(**limits))[1])
    assert caught.value.message.endswith("。")
    assert any(word in caught.value.message for word in ("请", "重新上传"))
    return caught.value.code


def with_declaration(content, declaration):
    """An XML part with a document type after its first line."""
    head, _, rest = content.partition(b"?>")
    return head + b"?>" + declaration + rest


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("xl/vbaProject.bin", "macros"),
        ("xl/VBAPROJECT.BIN", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/workbook.bin", "xlsb"),
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("xl/connections.xml", "external_links"),
        ("xl/queryTables/queryTable1.xml", "external_links"),
        ("xl/embeddings/oleObject1.bin", "embedded"),
        ("xl/embeddings/book.zip", "embedded"),
        ("xl/activeX/activeX1.xml", "embedded"),
        ("../outside.xml", "broken"),
        ("xl/../../outside.xml", "broken"),
        ("/etc/passwd", "broken"),
        ("\\share\\file.xml", "broken"),
        ("XL/WORKBOOK.XML", "broken"),
    ],
)
def test_parts_that_a_table_does_not_have_are_refused(tmp_path, name, code):
    path = repacked(xlsx_file(tmp_path, row()), parts={name: b"<x/>"})

    assert refused(path) == code


@pytest.mark.parametrize("declaration", [DOCTYPE, LAUGHS, b"<!ENTITY x 'y'>"])
@pytest.mark.parametrize("name", [SHEET, BOOK, STRINGS, STYLES, RELATIONS, TYPES, "docProps/core.xml", "_rels/.rels"])
def test_a_declaration_in_any_part_is_refused(tmp_path, name, declaration):
    path = xlsx_file(tmp_path, row())

    assert refused(repacked(path, parts={name: with_declaration(part(path, name=name), declaration)})) == "xxe"


@pytest.mark.parametrize("name", [SHEET, BOOK, STRINGS, "xl/theme/theme1.xml"])
def test_an_encoding_in_which_a_declaration_could_hide_is_refused(tmp_path, name):
    path = xlsx_file(tmp_path, row())
    hidden = with_declaration(part(path, name=name), DOCTYPE).decode().encode("utf-16")

    assert refused(repacked(path, parts={name: hidden})) == "broken"


@pytest.mark.parametrize("kind", [b"oleObject", b"externalLinkPath", b"attachedTemplate", b"image"])
@pytest.mark.parametrize("name", ["xl/worksheets/_rels/sheet1.xml.rels", "xl/drawings/_rels/drawing1.xml.rels"])
def test_a_relation_to_the_outside_is_refused(tmp_path, name, kind):
    assert refused(repacked(xlsx_file(tmp_path, row()), parts={name: OUTSIDE % kind})) == "external_links"


def test_a_hyperlink_on_a_cell_is_only_text(tmp_path):
    path = repacked(xlsx_file(tmp_path, row()), parts={"xl/worksheets/_rels/sheet1.xml.rels": OUTSIDE % b"hyperlink"})

    assert judge_all(path)[0][2].verdict == "accepted"


def test_a_bomb_is_refused_by_its_ratio_before_it_is_read(tmp_path):
    path = repacked(xlsx_file(tmp_path, row()), parts={"xl/media/image1.bin": bytes(20 * 1024 * 1024)})

    assert refused(path) == "zip_bomb"


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        ({"unpacked_bytes": 10_000}, "zip_bomb"),
        ({"entries": 3}, "too_many_parts"),
        ({"file_bytes": 1_000}, "too_large"),
        ({"rows": 2}, "too_many_rows"),
        ({"cells": 10}, "too_wide"),
        ({"columns": 20}, "too_wide"),
    ],
)
def test_each_limit_turns_a_workbook_away(tmp_path, limits, code):
    assert refused(xlsx_file(tmp_path, row(), row(), row()), **limits) == code


def test_a_hundred_parts_too_many_are_refused(tmp_path):
    path = repacked(xlsx_file(tmp_path, row()), parts={f"xl/media/image{number}.png": b"x" for number in range(100)})

    assert refused(path) == "too_many_parts"


@pytest.mark.parametrize(("offset", "value"), [(22, 10), (18, 5), (14, 0)])
def test_a_listing_that_lies_is_a_broken_file(tmp_path, offset, value):
    """Unpacked size, packed size, checksum of the sheet, as the central directory tells them."""
    path = xlsx_file(tmp_path, row())
    raw = bytearray(path.read_bytes())
    at = raw.rfind(SHEET.encode()) - 46
    struct.pack_into("<I", raw, at + offset + 2, value)
    path.write_bytes(raw)

    assert refused(path) == "broken"


@pytest.mark.parametrize("share", [0.3, 0.6, 0.95])
def test_a_truncated_workbook_is_a_broken_file(tmp_path, share):
    path = xlsx_file(tmp_path, row())
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    assert refused(path) == "broken"


def test_a_workbook_with_a_password_is_told_so(tmp_path):
    path = xlsx_file(tmp_path, row())
    raw = bytearray(path.read_bytes())
    raw[raw.rfind(SHEET.encode()) - 46 + 8] |= 1
    path.write_bytes(raw)

    assert refused(path) == "encrypted"


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        (b'<c r="XFD1048576"><v>1</v></c>', "too_wide"),
        (b"<c r='XFD1048576'><v>1</v></c>", "too_wide"),
        (b'<c r="XFD3"><v>1</v></c>', "too_wide"),
        (b'<c r="A1048576"><v>1</v></c>', "too_wide"),
        (b'<x:c r="ZZZ9"><x:v>1</x:v></x:c>', "too_wide"),
    ],
)
def test_a_cell_at_the_end_of_the_world_is_refused(tmp_path, cell, code):
    path = xlsx_file(tmp_path, row())
    sheet = part(path, name=SHEET).replace(b"</sheetData>", b"<row>" + cell + b"</row></sheetData>")

    assert refused(repacked(path, parts={SHEET: sheet})) == code


def test_formatted_but_empty_cells_out_there_do_no_harm(tmp_path):
    path = xlsx_file(tmp_path, row())
    sheet = part(path, name=SHEET).replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')

    assert judge_all(repacked(path, parts={SHEET: sheet}))[1].total == 1


@pytest.mark.parametrize("dimension", [b"A1", b"A1:A2", b"A1:XFD1048576", b"Z99:Z99"])
def test_a_wrong_dimension_loses_no_row(tmp_path, dimension):
    path = xlsx_file(tmp_path, *(row(decision_no=f"杭测〔2026〕{number}号") for number in range(40)))
    sheet = part(path, name=SHEET).replace(b'ref="A1:AD41"', b'ref="' + dimension + b'"')

    rows, counts = judge_all(repacked(path, parts={SHEET: sheet}))

    assert b"A1:AD41" not in sheet
    assert counts["accepted"] == counts.total == len(rows) == 40


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (bytes(100), "empty"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "markup"),
        (b"\xef\xbb\xbf\r\n<HTML xmlns:x=''><body>", "markup"),
        (b"<!DOCTYPE html><table>", "markup"),
        (b"<table><tr><td>1", "markup"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', "markup"),
        ("<html><table>".encode("utf-16"), "markup"),
        (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", "markup"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "xls"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "not_a_table"),
        (b"{\\rtf1\\ansi}", "not_a_table"),
        (b"\x1f\x8b\x08\x00rest", "not_a_table"),
        (b"PK\x05\x06" + bytes(18), "not_a_table"),
        (b"PK\x03\x04garbage", "broken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "undecodable"),
        (b"\x7fELF" + bytes(range(128, 256)), "undecodable"),
        ("处罚决定,".encode("gbk")[:-2] + b"\xff\xff,", "undecodable"),
        ("处罚".encode() + b"\xff", "undecodable"),
        (b"a,b,c\n1,2,3\n", "no_header"),
        ("處罰決定書文號,當事人\n".encode("big5"), "no_header"),
    ],
)
def test_what_is_no_table_of_penalties_is_refused(tmp_path, content, code):
    path = tmp_path / "penalties.xls"
    path.write_bytes(content)

    assert refused(path) == code


@pytest.mark.parametrize("name", ["word/document.xml", "content.xml", "penalties.csv", "inner.zip"])
def test_another_kind_of_archive_is_refused(tmp_path, name):
    path = tmp_path / "penalties.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(name, b"<x/>")

    assert refused(path) == "not_a_workbook"


@pytest.mark.parametrize("make", [csv_file, xlsx_file])
def test_a_header_without_rows_is_refused(tmp_path, make):
    assert refused(make(tmp_path)) == "no_rows"


def test_two_tables_in_one_workbook_are_refused_and_an_empty_form_is_not(tmp_path):
    def second(filled):
        def add(book, _):
            sheet = book.add_worksheet("自然人")
            sheet.write_row(0, 0, TITLES)
            if filled:
                sheet.write_row(1, 0, ["测"])

        return add

    assert judge_all(xlsx_file(tmp_path, row(), more=second(filled=False)))[1].total == 1
    assert refused(xlsx_file(tmp_path, row(), more=second(filled=True))) == "several_tables"


@pytest.mark.fault("F41")
def test_a_file_in_two_encodings_stores_no_garbled_name(tmp_path):
    path = tmp_path / "penalties.csv"
    text = text_of([TITLES]).encode("gb18030")
    path.write_bytes(text + csv_file(tmp_path, row()).read_bytes().split(b"\r\n", 1)[1])

    try:
        verdicts = {judged.verdict for judged in judge_all(path)[0].values()}
    except FileRefused as refusal:
        verdicts = {refusal.code}

    assert verdicts <= {"rejected", "undecodable"}


@pytest.mark.parametrize("rows", [3, 400])
def test_a_quote_that_is_never_closed_swallows_no_row(tmp_path, rows):
    path = csv_file(tmp_path, *(row(decision_no=f"杭测〔2026〕{number}号", remark="x" * 300) for number in range(rows)))
    path.write_text(
        path.read_text(encoding="utf-8").replace("销售商品", '"销售商品', 1).replace('"销售', ',"销售', 1), encoding="utf-8"
    )

    assert refused(path) == "quotes"


def test_too_many_rows_of_text_are_refused(tmp_path):
    path = csv_file(tmp_path, *(row(decision_no=f"杭测〔2026〕{number}号") for number in range(12)))

    assert refused(path, rows=11) == "too_many_rows"
    assert len(list(read(path, limits=Limits(rows=12))[1])) == 12


def test_one_long_text_in_every_cell_ends_the_reading_process_and_nothing_else(tmp_path):
    """64 kB unpack to gigabytes of text only when the cells are filled: no size in the archive tells it."""
    path = xlsx_file(tmp_path, row())
    strings = b"<sst><si><t>" + b"x" * 1_000_000 + b"</t></si></sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (number, number) for number in range(1, 3000))
    sheet = b'<?xml version="1.0"?><worksheet><sheetData>' + cells + b"</sheetData></worksheet>"
    hostile = repacked(path, parts={STRINGS: b'<?xml version="1.0"?>' + strings, SHEET: sheet}, method=zipfile.ZIP_STORED)

    with pytest.raises(FileRefused) as caught, opened(hostile, limits=Limits(memory_bytes=600 * 1024 * 1024)) as (_, rows):
        list(rows)

    assert caught.value.code in {"unreadable_file", "no_header"}


def test_the_reading_process_ends_when_nobody_reads_on(tmp_path):
    path = csv_file(tmp_path, *(row(decision_no=f"杭测〔2026〕{number}号") for number in range(2000)))

    with opened(path) as (_, rows):
        first = next(rows)

    assert first[0] == 2
    assert Path(path).exists()
