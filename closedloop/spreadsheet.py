"""One way to write a table as XLSX: every cell is text, the header stays in sight, and no cell can become a formula."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from io import BytesIO
from zoneinfo import ZoneInfo

import xlsxwriter

CONTENT_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet program takes for the beginning of a formula, in half and in full width.
DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
CELL_CHARACTERS_MAX = 32_767
SHEET_NAME_MAX = 31
WIDTH_MIN, WIDTH_MAX = 8, 60
BEIJING = ZoneInfo("Asia/Shanghai")


def neutral(value: object) -> str:
    """A value as text that no spreadsheet program runs: dangerous beginnings get an apostrophe (OWASP, CSV injection)."""
    text = _text(value)
    if text.startswith(DANGEROUS) or text.lstrip(" \u3000\u00a0").startswith(DANGEROUS):
        text = "'" + text
    return text[:CELL_CHARACTERS_MAX]


def write_table(
    title: str, *, columns: Sequence[str], rows: Iterable[Sequence[object]], data_time: datetime | date, note: str = ""
) -> bytes:
    """A workbook of one sheet: title, note and time of the data, then the header (frozen, with a filter) and the rows."""
    buffer = BytesIO()
    with xlsxwriter.Workbook(
        buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    ) as book:
        sheet = book.add_worksheet(_sheet_name(title))
        head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        cell = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
        sheet.write_string(0, 0, neutral(title), book.add_format({"bold": True, "font_size": 14}))
        sheet.write_string(1, 0, neutral(f"数据时间 {_text(data_time)}" + (f"；{note}" if note else "")))
        widths = _fill(sheet, columns=columns, rows=rows, head=head, cell=cell)
        for number, width in enumerate(widths):
            sheet.set_column(number, number, min(WIDTH_MAX, max(WIDTH_MIN, width)))
        _for_paper(sheet)
    return buffer.getvalue()


def _fill(
    sheet: xlsxwriter.worksheet.Worksheet,
    *,
    columns: Sequence[str],
    rows: Iterable[Sequence[object]],
    head: xlsxwriter.format.Format,
    cell: xlsxwriter.format.Format,
) -> list[int]:
    """Writes header and rows; returns the width that each column needs."""
    top = 3
    widths = [_width(name) for name in columns]
    for number, name in enumerate(columns):
        sheet.write_string(top, number, neutral(name), head)
    last = top
    for last, row in enumerate(rows, start=top + 1):
        for number, value in enumerate(row):
            text = neutral(value)
            sheet.write_string(last, number, text, cell)
            widths[number] = max(widths[number], _width(text))
    sheet.freeze_panes(top + 1, 0)
    sheet.autofilter(top, 0, last, max(0, len(columns) - 1))
    sheet.repeat_rows(top)
    return widths


def _for_paper(sheet: xlsxwriter.worksheet.Worksheet) -> None:
    """A4, landscape, as wide as one page, with page numbers."""
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.set_footer("&C第 &P 页，共 &N 页")


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(BEIJING):%Y-%m-%d %H:%M}" if value.tzinfo else f"{value:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bool):
        return "是" if value else "否"
    # characters that XML cannot hold
    return "".join(sign for sign in str(value) if sign >= " " or sign in "\t\r\n")


def _width(text: str) -> int:
    """In columns of a Latin letter; Chinese characters are twice as wide."""
    return 2 + max((sum(2 if ord(sign) > 0x2E7F else 1 for sign in line) for line in text.splitlines()), default=0)


def _sheet_name(title: str) -> str:
    """A name that a sheet may carry."""
    return "".join(sign for sign in title if sign not in "[]:*?/\\'").strip()[:SHEET_NAME_MAX] or "表"
