"""The import of penalty files in the national 双公示 layout: from a file to a verdict per row. No database, no clock (C2.2a).

`judged(path, on=…)` reads the file in a process of its own and judges it row by row; `bad_rows.write` gives the rows to mend back.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from subjects.importing import apart, badrows, twins
from subjects.importing.findings import ACCEPTED, DUPLICATE, FIXED, REJECTED, REVIEW, VERDICTS, Reason, Repair
from subjects.importing.limits import LIMITS, FileRefused, Limits
from subjects.importing.rows import Counts, Judge, JudgedRow
from subjects.importing.tables import Table
from subjects.importing.twins import Key, Lookup, Seal

write_bad_rows = badrows.write


@dataclass(frozen=True)
class Judged:
    """A file that is being judged: the table as it was understood, the rows in chunks, and the counts so far."""

    table: Table
    chunks: Iterator[list[JudgedRow]]
    counts: Counts


@contextmanager
def judged(
    path: Path, *, on: date, limits: Limits = LIMITS, lookup: Lookup = twins.nothing_stored, seal: Seal | None = None
) -> Iterator[Judged]:
    """Judges a file on this day. Raises FileRefused at once, or while the chunks are read, if the whole file is turned away."""
    with apart.opened(path, limits=limits) as (table, rows):
        judge = Judge(table, on=on, lookup=lookup, seal=seal)
        yield Judged(table, judge.chunks(rows), judge.counts)


__all__ = [
    "ACCEPTED",
    "DUPLICATE",
    "FIXED",
    "LIMITS",
    "REJECTED",
    "REVIEW",
    "VERDICTS",
    "Counts",
    "FileRefused",
    "Judged",
    "JudgedRow",
    "Key",
    "Limits",
    "Lookup",
    "Reason",
    "Repair",
    "Seal",
    "Table",
    "judged",
    "write_bad_rows",
]
