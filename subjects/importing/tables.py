"""What a file is once it is read: a header and rows of cells, in the order and with the row numbers of the file."""

from collections.abc import Iterator
from dataclasses import dataclass

from subjects.importing.headers import Header


class Day(str):
    """A cell that the spreadsheet itself keeps as a date, written YYYY/MM/DD, with the time where it has one."""

    __slots__ = ()


Cell = str | float | bool | Day
# The row's number as a spreadsheet shows it, and its cells.
NumberedRow = tuple[int, list[Cell]]


@dataclass(frozen=True)
class Table:
    """Where the rows come from, and how they were understood; shown to the user before anything is imported."""

    kind: str
    header: Header
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    notes: tuple[str, ...] = ()

    @property
    def titles(self) -> tuple[str, ...]:
        """The header as it stands in the file."""
        return tuple(column.header for column in self.header.columns)


Rows = Iterator[NumberedRow]
