"""Reads a file in a process of its own, so that a hostile one can harm nothing but that process (R41).

The child has a limit of memory and of processor time, is given the file's path and no secrets, and answers in lines of JSON:
the table, then chunks of rows, then the number of rows. Whatever ends it before that is a refusal of the file.
"""

import json
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

from subjects.importing.headers import Column, Header
from subjects.importing.limits import LIMITS, FileRefused, Limits
from subjects.importing.tables import Cell, Day, NumberedRow, Rows, Table

CHILD = "subjects.importing.child"
ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def opened(path: Path, *, limits: Limits = LIMITS) -> Iterator[tuple[Table, Rows]]:
    """The table and its rows; the reading process ends with the block. Raises FileRefused, also while rows are being read."""
    child = subprocess.Popen(
        [sys.executable, "-X", "utf8", "-m", CHILD, str(path.resolve()), json.dumps(asdict(limits))],
        cwd=ROOT,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={"PYTHONUTF8": "1"},
    )
    with child:
        try:
            answers = _answers(child.stdout or ())
            yield _table(next(answers)["table"]), _rows(answers)
        finally:
            child.kill()


def line_of(answer: dict[str, Any]) -> bytes:
    """One line of the child's answer."""
    return json.dumps(answer, ensure_ascii=False).encode("utf-8", errors="replace") + b"\n"


def packed(rows: Iterable[NumberedRow]) -> list[tuple[int, list[Any]]]:
    """Rows for JSON: a day, which must stay one, becomes a list of itself."""
    return [(number, [[cell] if isinstance(cell, Day) else cell for cell in cells]) for number, cells in rows]


def _answers(lines: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in lines:
        answer: dict[str, Any] = json.loads(line) if line.endswith(b"\n") else {}
        if "refused" in answer:
            raise FileRefused(*answer["refused"])
        if "end" in answer:
            return
        if answer:
            yield answer
    raise FileRefused("unreadable_file", "文件内容过大或者已损坏，读取被中止：请删除多余内容后另存为 .xlsx 或 .csv，再上传。")


def _table(said: dict[str, Any]) -> Table:
    header = said.pop("header")
    columns = tuple(Column(**column) for column in header["columns"])
    return Table(**{**said, "notes": tuple(said["notes"])}, header=Header(header["row"], columns))


def _rows(answers: Iterator[dict[str, Any]]) -> Rows:
    for answer in answers:
        for number, cells in answer["rows"]:
            yield number, _unpacked(cells)


def _unpacked(cells: list[Any]) -> list[Cell]:
    for position, cell in enumerate(cells):
        if isinstance(cell, list):
            cells[position] = Day(cell[0])
    return cells
