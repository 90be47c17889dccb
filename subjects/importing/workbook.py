"""Reads an .xlsx workbook that was looked into: values as text, numbers or days; formulas stay text; merged cells are filled."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from pathlib import Path

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from subjects.importing import archive, headers
from subjects.importing.limits import FileRefused, Limits
from subjects.importing.markup import SheetScan
from subjects.importing.tables import Cell, Day, Rows, Table

MERGES_MAX = 200_000
Value = str | float | bool | date | datetime | time | timedelta


@dataclass(frozen=True)
class _Sheet:
    """A sheet with the header of penalties and something below it."""

    name: str
    body: CalamineSheet
    scan: SheetScan
    header: headers.Header


def read(path: Path, *, limits: Limits) -> tuple[Table, Rows]:
    """The one sheet with penalties, and its rows as they are asked for."""
    scans = archive.inspect(path, limits=limits)
    try:
        book = CalamineWorkbook.from_path(path)
        sheet = _only(list(_sheets(book, scans=scans)))
    except CalamineError as error:
        raise FileRefused("broken", "文件已损坏，读不出内容：请用电子表格软件打开后另存为 .xlsx 再上传。") from error
    if sheet.body.end and sheet.body.end[0] - sheet.header.row > limits.rows:
        raise FileRefused("too_many_rows", f"数据超过 {limits.rows} 行，不能一次导入：请分成几个文件上传。")
    others = len(book.sheet_names) - 1
    notes = (f"只读取工作表「{sheet.name}」；其余 {others} 张工作表没有处罚数据，未读取。",) if others else ()
    return Table("xlsx", sheet.header, sheet=sheet.name, notes=notes), _rows(sheet)


def _sheets(book: CalamineWorkbook, *, scans: Sequence[SheetScan]) -> Iterator[_Sheet]:
    for position, seen in enumerate(book.sheets_metadata):
        if seen.typ != SheetTypeEnum.WorkSheet:
            continue
        body = book.get_sheet_by_index(position)
        scan = scans[position] if position < len(scans) else SheetScan()
        head = list(islice(_lines(body, scan=scan), headers.SEARCHED_ROWS))
        header = headers.find(head)
        if header:
            yield _Sheet(seen.name, body, scan, header)


def _only(sheets: list[_Sheet]) -> _Sheet:
    """One table per file: of two nobody could say which row a number means. An empty form beside it does no harm."""
    if not sheets:
        headers.needed(None)
    filled = [sheet for sheet in sheets if sheet.body.end and sheet.body.end[0] > sheet.header.row]
    sheets = filled or sheets[:1]
    if len(sheets) > 1:
        names = "、".join(f"「{sheet.name}」" for sheet in sheets)
        raise FileRefused(
            "several_tables", f"工作簿里有 {len(sheets)} 张工作表都有处罚数据（{names}）：请每个文件只留一张后分别上传。"
        )
    return sheets[0]


def _rows(sheet: _Sheet) -> Rows:
    merges = _merges(sheet)
    open_merges: list[tuple[int, int, Cell]] = []
    for number, cells in enumerate(_lines(sheet.body, scan=sheet.scan)):
        if number <= sheet.header.row:
            continue
        for last, column, value in open_merges:
            if number <= last and cells[column] == "":
                cells[column] = value
        if number in merges:
            open_merges = [merge for merge in open_merges if merge[0] > number]
            open_merges += [(last, column, cells[column]) for last, column in merges[number] if column < len(cells)]
        if any(cell != "" for cell in cells):
            yield number + 1, cells


def _merges(sheet: _Sheet) -> dict[int, list[tuple[int, int]]]:
    """First row → (last row, column) of cells that were merged downwards below the header; the value stands in the first only."""
    found: dict[int, list[tuple[int, int]]] = {}
    for count, ((top, left), (bottom, _)) in enumerate(sheet.body.merged_cell_ranges or ()):
        if count >= MERGES_MAX:
            raise FileRefused("too_many_merges", "工作表里合并的单元格过多，不能导入：请取消合并、逐行填写后重新上传。")
        if bottom > top > sheet.header.row:
            found.setdefault(top, []).append((bottom, left))
    return found


def _lines(body: CalamineSheet, *, scan: SheetScan) -> Iterator[list[Cell]]:
    """Every row from the first of the sheet, from its first column; formulas and errors as the text they are."""
    left = body.start[1] if body.start else 0
    for number, values in enumerate(body.iter_rows()):
        cells: list[Cell] = [""] * left
        cells += [value if isinstance(value, (str, float)) else _cell(value) for value in values]
        for column, text in scan.formulas.get(number, {}).items():
            cells += [""] * (column + 1 - len(cells))
            cells[column] = text
        yield cells


def _cell(value: Value) -> Cell:
    if isinstance(value, bool):
        return value
    if isinstance(value, datetime):
        return Day(f"{value:%Y/%m/%d %H:%M:%S}")
    if isinstance(value, date):
        return Day(f"{value:%Y/%m/%d}")
    return value if isinstance(value, float) else str(value)
