"""The process that reads a file (`python -m subjects.importing.child PATH LIMITS`): bounded, without secrets, without Django."""

import json
import resource
import sys
from itertools import islice
from pathlib import Path

from subjects.importing.apart import line_of, packed
from subjects.importing.limits import FileRefused, Limits
from subjects.importing.reading import read

ROWS_PER_LINE = 100


def bind(limits: Limits) -> None:
    """No more memory and time than one file may cost; no image of the memory on disk when it ends badly."""
    resource.setrlimit(resource.RLIMIT_AS, (limits.memory_bytes, limits.memory_bytes))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.seconds, limits.seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def answer(path: Path, *, limits: Limits) -> None:
    """Writes the table, its rows in chunks, and their number; or why the file is refused."""
    out = sys.stdout.buffer
    try:
        table, rows = read(path, limits=limits)
        told = {"kind": table.kind, "encoding": table.encoding, "delimiter": table.delimiter, "sheet": table.sheet}
        columns = [vars(column) for column in table.header.columns]
        out.write(line_of({"table": {**told, "notes": table.notes, "header": {"row": table.header.row, "columns": columns}}}))
        count = 0
        while chunk := packed(islice(rows, ROWS_PER_LINE)):
            count += len(chunk)
            out.write(line_of({"rows": chunk}))
        out.write(line_of({"end": count}))
    except FileRefused as refused:
        out.write(line_of({"refused": [refused.code, refused.message]}))


if __name__ == "__main__":
    asked = Limits(**json.loads(sys.argv[2]))
    bind(asked)
    answer(Path(sys.argv[1]), limits=asked)
