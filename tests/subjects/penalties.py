"""Penalty files for the tests of the import: one good row, changed where a test needs it, written as people send it."""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from pathlib import Path

import xlsxwriter

from subjects.importing import Counts, JudgedRow, judged
from subjects.importing.reference import fields

SAMPLE = Path(__file__).parent / "sample"
TODAY = date(2026, 11, 24)
TITLES = [field.label for field in fields().values()]
# Fictional: the county 3399 does not exist.
PERSON_ID, OTHER_PERSON_ID = "339914190606090664", "339913190012152235"
GOOD = {
    "party_name": "杭州测例石早医疗器械股份有限公司",
    "party_category": "法人及非法人组织",
    "uscc": "91330102XXX000019U",
    "legal_rep": "褚测壬",
    "decision_no": "杭上市监罚处〔2026〕0001号",
    "violation_type": "违反《中华人民共和国价格法》第十三条第一款",
    "violation_facts": "销售商品未按规定明码标价",
    "legal_basis": "《中华人民共和国价格法》第四十二条",
    "penalty_categories": "罚款",
    "penalty_content": "1.罚款1600元",
    "fine_wan": "0.160000",
    "decision_date": "2026/01/19",
    "valid_until": "2029/01/19",
    "publish_until": "2029/01/19",
    "agency_name": "杭州市上城区市场监督管理局",
    "agency_uscc": "11330102XXX900009A",
    "source_org_name": "杭州市上城区市场监督管理局",
    "source_org_uscc": "11330102XXX900009A",
}
PERSON = {
    "party_name": "沈测丙",
    "party_category": "自然人",
    "uscc": "",
    "legal_rep": "",
    "person_id_type": "身份证",
    "person_id_no": PERSON_ID,
}
Row = Mapping[str, object]


def row(**changes: object) -> dict[str, object]:
    """The good row with some fields changed."""
    return {**GOOD, **changes}


def cells(written: Row) -> list[object]:
    """A row in the order of the standard."""
    return [written.get(name, "") for name in fields()]


def text_of(rows: Iterable[Iterable[object]], *, delimiter: str = ",") -> str:
    """Rows as CSV."""
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def csv_file(folder: Path, *rows: Row, encoding: str = "utf-8", delimiter: str = ",", titles: list[str] = TITLES) -> Path:
    """A CSV file with the standard's header."""
    path = folder / "penalties.csv"
    path.write_bytes(text_of([titles, *map(cells, rows)], delimiter=delimiter).encode(encoding))
    return path


def xlsx_file(
    folder: Path, *rows: Row, more: Callable[[xlsxwriter.Workbook, xlsxwriter.worksheet.Worksheet], object] | None = None
) -> Path:
    """An .xlsx file with the standard's header; `more` may write further things into it."""
    path = folder / "penalties.xlsx"
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
        sheet = book.add_worksheet("行政处罚")
        day = book.add_format({"num_format": "yyyy/mm/dd"})
        for number, line in enumerate([TITLES, *map(cells, rows)]):
            for column, value in enumerate(line):
                if isinstance(value, date):
                    sheet.write_datetime(number, column, value, day)
                elif isinstance(value, float | int):
                    sheet.write_number(number, column, value)
                elif value:
                    sheet.write_string(number, column, str(value))
        if more:
            more(book, sheet)
    return path


def repacked(path: Path, *, parts: Mapping[str, bytes | None], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """The same workbook with some of its parts exchanged, added, or (None) left out."""
    target = path.with_name("repacked.xlsx")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(target, "w", method) as new:
        for name in old.namelist():
            content = parts.get(name, old.read(name))
            if content is not None:
                new.writestr(name, content)
        for name in parts.keys() - set(old.namelist()):
            new.writestr(name, parts[name] or b"")
    return target


def part(path: Path, *, name: str) -> bytes:
    """One part of a workbook."""
    with zipfile.ZipFile(path) as book:
        return book.read(name)


def judge_all(path: Path, **options: object) -> tuple[dict[int, JudgedRow], Counts]:
    """Every row of a file by its number, and the counts."""
    with judged(path, on=TODAY, **options) as found:  # type: ignore[arg-type] - passed through
        rows = {row.row: row for chunk in found.chunks for row in chunk}
    return rows, found.counts


def judge_one(folder: Path, **changes: object) -> JudgedRow:
    """The verdict on the good row with some fields changed."""
    rows, _ = judge_all(csv_file(folder, row(**changes)))
    return rows[2]


def found(judged_row: JudgedRow) -> list[tuple[str, str]]:
    """Field and code of each reason."""
    return [(reason.field, reason.code) for reason in judged_row.reasons]
