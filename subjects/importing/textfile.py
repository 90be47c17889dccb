"""Reads CSV as Chinese offices write it: UTF-8 with or without BOM, GBK, GB18030, UTF-16; comma, tab or semicolon."""

import codecs
import csv
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import cast

from subjects.importing import headers
from subjects.importing.limits import MIB, FileRefused, Limits
from subjects.importing.tables import Cell, Rows, Table

DELIMITERS = (",", "\t", ";", "，", "|")
HEAD_BYTES = 4096
LONGEST_CELL = 100_000
# A quoted cell with so many separators in it has swallowed the rows after it.
SWALLOWED = 20
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
SPOKEN = {"utf-8-sig": "UTF-8（带 BOM）", "utf-8": "UTF-8", "gbk": "GBK", "gb18030": "GB18030"}
_UNDECODABLE = FileRefused("undecodable", "无法识别文件的文字编码：请另存为 UTF-8 或 GB18030 编码的 CSV，或者 .xlsx 后重新上传。")


def read(path: Path, *, limits: Limits) -> tuple[Table, Rows]:
    """The table and its rows; the rows are read while they are asked for."""
    encoding = encoding_of(path)
    delimiter, header = _shape(path, encoding=encoding)
    _refuse_too_many(path, limits=limits)
    table = Table("csv", header, encoding=SPOKEN.get(encoding, "UTF-16"), delimiter=delimiter)
    return table, _rows(path, encoding=encoding, delimiter=delimiter, header=header, limits=limits)


def encoding_of(path: Path) -> str:
    """The encoding in which the whole file can be read without one doubtful byte; refused where there is none.

    GB18030 contains GBK, so the name GBK only tells that nothing beyond it was used.
    """
    with path.open("rb") as raw:
        head = raw.read(HEAD_BYTES)
    for candidate in _candidates(head):
        if _decodes(path, encoding=candidate):
            return candidate
    raise _UNDECODABLE


def _candidates(head: bytes) -> tuple[str, ...]:
    for bom, encoding in _BOMS:
        if head.startswith(bom):
            return (encoding,)
    little, big = (head.count(b",\x00") + head.count(b"\t\x00"), head.count(b"\x00,") + head.count(b"\x00\t"))
    if little > 1 or big > 1:
        return ("utf-16-le", "utf-16-be") if little > big else ("utf-16-be", "utf-16-le")
    return ("utf-8", "gbk", "gb18030")


def _decodes(path: Path, *, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    try:
        with path.open("rb") as raw:
            while piece := raw.read(MIB):
                decoder.decode(piece)
            decoder.decode(b"", final=True)
    except UnicodeError:
        return False
    return True


def _shape(path: Path, *, encoding: str) -> tuple[str, headers.Header]:
    """The delimiter under which the header is found, and the header."""
    found = []
    for delimiter in DELIMITERS:
        rows = list(islice(_records(path, encoding=encoding, delimiter=delimiter), headers.SEARCHED_ROWS))
        header = headers.find(rows)
        if header:
            found.append((len(header.known), delimiter, header))
    if not found:
        headers.needed(None)
    _, delimiter, header = max(found, key=lambda shape: shape[0])
    return delimiter, header


def _refuse_too_many(path: Path, *, limits: Limits) -> None:
    """Lines of bytes bound the rows from above; a file near the bound is counted by its rows while it is read."""
    with path.open("rb") as raw:
        lines = sum(piece.count(b"\n") + piece.count(b"\r") for piece in iter(lambda: raw.read(MIB), b""))
    if lines > 40 * limits.rows:
        raise _too_many(limits)


def _rows(path: Path, *, encoding: str, delimiter: str, header: headers.Header, limits: Limits) -> Rows:
    rows: Iterator[tuple[int, list[str]]] = enumerate(_records(path, encoding=encoding, delimiter=delimiter), start=1)
    read = 0
    for number, record in islice(rows, header.row + 1, None):
        if not any(record):
            continue
        read += 1
        if read > limits.rows:
            raise _too_many(limits)
        if any("\n" in cell and cell.count(delimiter) >= SWALLOWED for cell in record):
            raise _unbalanced(number)
        yield number, cast(list[Cell], record)


def _records(path: Path, *, encoding: str, delimiter: str) -> Iterator[list[str]]:
    """The records; a quote that is never closed turns the file away instead of swallowing what follows it."""
    csv.field_size_limit(LONGEST_CELL)
    with path.open(encoding=encoding, newline="") as text:
        reader = csv.reader(text, delimiter=delimiter)
        try:
            yield from reader
        except csv.Error as error:
            raise _unbalanced(reader.line_num) from error


def _unbalanced(number: int) -> FileRefused:
    return FileRefused(
        "quotes",
        f"第 {number} 行附近的引号不成对，后面的行会被并进一个单元格，不能导入：请用电子表格软件打开核对后另存为 .xlsx。",
    )


def _too_many(limits: Limits) -> FileRefused:
    return FileRefused("too_many_rows", f"数据超过 {limits.rows} 行，不能一次导入：请分成几个文件上传。")
