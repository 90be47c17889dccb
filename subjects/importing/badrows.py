"""The rows to mend, in the layout of the file they came from, with a column that says why; mended, it can be sent again."""

from collections.abc import Iterable
from pathlib import Path

import xlsxwriter

from closedloop.spreadsheet import neutral
from subjects.importing.findings import REJECTED, REVIEW
from subjects.importing.headers import REASONS_COLUMN
from subjects.importing.rows import JudgedRow
from subjects.importing.tables import Table

TO_MEND = frozenset({REVIEW, REJECTED})
SHEET = "待改正"
REASONS_WIDTH, WIDTH = 60, 16


def write(path: Path, *, table: Table, rows: Iterable[JudgedRow]) -> int:
    """Writes an .xlsx of the rows to review and the rejected ones; returns how many. One row at a time is held in memory."""
    options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    titles = [column for column in table.header.columns if column.header != REASONS_COLUMN]
    written = 0
    with xlsxwriter.Workbook(str(path), options) as book:
        sheet = book.add_worksheet(SHEET)
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        text = book.add_format({"num_format": "@", "valign": "top"})
        sheet.set_column(0, len(titles) - 1, WIDTH, text)
        sheet.set_column(len(titles), len(titles), REASONS_WIDTH, text)
        sheet.freeze_panes(1, 0)
        for number, title in enumerate([*(column.header for column in titles), REASONS_COLUMN]):
            sheet.write_string(0, number, neutral(title), head)
        for row in rows:
            if row.verdict not in TO_MEND:
                continue
            written += 1
            cells = [row.cells[column.position] if column.position < len(row.cells) else "" for column in titles]
            for number, cell in enumerate([*cells, reasons_of(row)]):
                if cell != "":
                    sheet.write_string(written, number, neutral(cell), text)
    return written


def reasons_of(row: JudgedRow) -> str:
    """All reasons of a row in one cell, with the row's number in the file it came from."""
    return f"原第 {row.row} 行：" + " ".join(str(reason) for reason in row.reasons)
