"""From the cells of a row to its verdict, with all reasons and every repair; nothing here knows a database or a clock."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import lru_cache
from itertools import islice

from subjects.importing import codes, decisions, headers, parties, twins, wording
from subjects.importing.drafts import Draft
from subjects.importing.findings import ACCEPTED, DUPLICATE, FIXED, REJECTED, VERDICTS, WHOLE_ROW, Reason, Repair
from subjects.importing.reference import fields
from subjects.importing.tables import Cell, NumberedRow, Table

CHUNK = 1_000
_NOTE = re.compile(
    r"^(?:本页|本表|全部)?(?:合计|小计|总计|共计)|^(?:表格说明|填表说明|填报说明|说明|备注|注|填报人|制表人|审核人|填报单位|填报日期)\s*[:：]"
)
_ORDER = {name: place for place, name in enumerate(fields())}
_STRENGTH = {verdict: strength for strength, verdict in enumerate(VERDICTS)}


@dataclass(slots=True)
class JudgedRow:
    """A row with its verdict.

    `row` is the number that a spreadsheet shows. `values` are the 30 fields in the standard's writing (empty ones left out),
    `decided_on`, `fine_wan`, `penalty_kinds`, `party_kind`, `scheme` the same for our own tables; `key` is None for rejected rows.
    """

    row: int
    verdict: str
    reasons: list[Reason]
    repairs: list[Repair]
    values: dict[str, str] = field(repr=False)
    cells: list[Cell] = field(repr=False)
    decided_on: date | None = None
    fine_wan: Decimal | None = None
    penalty_kinds: tuple[str, ...] = ()
    party_kind: str = ""
    scheme: str = ""
    key: twins.Key | None = None


class Counts(dict[str, int]):
    """How many rows of each verdict; the total is their sum, so that they always reconcile."""

    def __init__(self) -> None:
        super().__init__(dict.fromkeys(VERDICTS, 0))

    @property
    def total(self) -> int:
        """All rows that were judged."""
        return sum(self.values())


class Judge:
    """Judges the rows of one table, in their order."""

    def __init__(
        self, table: Table, *, on: date, lookup: twins.Lookup = twins.nothing_stored, seal: twins.Seal | None = None
    ) -> None:
        self.counts = Counts()
        self._header = table.header
        # in the order of the standard, whatever the order of the file
        self._columns = sorted(table.header.known, key=lambda column: _ORDER.get(column.field, len(_ORDER)))
        self._width = len(table.header.columns)
        self._on = on
        self._lookup = lookup
        self._seal = seal or twins.seal_of_this_run()
        self._twins = twins.Twins()
        self._categories = next((column.position for column in table.header.known if column.field == "penalty_categories"), -1)
        self._missing = frozenset(name for name in fields() if name not in {column.field for column in table.header.known})

    def chunks(self, rows: Iterable[NumberedRow], *, size: int = CHUNK) -> Iterator[list[JudgedRow]]:
        """The judged rows in chunks, each compared with the store by one look-up."""
        remaining = iter(rows)
        while chunk := list(islice(remaining, size)):
            judged = [self._one(number, cells=cells) for number, cells in chunk]
            self._compare(judged)
            for row in judged:
                self.counts[row.verdict] += 1
            yield judged

    def _one(self, number: int, *, cells: list[Cell]) -> JudgedRow:
        draft = Draft()
        draft.take(self._columns, cells=cells)
        self._check_row(draft, cells=cells)
        if not draft.stopped:
            wording.check(draft, missing=self._missing)
            parties.check(draft, on=self._on)
            decisions.check(draft, on=self._on)
        return self._judged(draft, number=number, cells=cells)

    def _check_row(self, draft: Draft, *, cells: Sequence[Cell]) -> None:
        """What is no row of data at all, or one whose cells stand in the wrong columns."""
        complete = draft.get("decision_no") and draft.get("decision_date")
        if not complete and (_NOTE.match(draft.get("party_name")) or _is_note(cells)):
            draft.stop(WHOLE_ROW, code="note_row")
        elif not draft.get("decision_date")[:1].isdigit() and headers.is_repeated(self._header, cells=cells):
            draft.stop(WHOLE_ROW, code="repeated_header")
        elif len(cells) > self._width and any(cell != "" for cell in cells[self._width :]):
            draft.stop(WHOLE_ROW, code="extra_cells")
        elif self._is_shifted(cells):
            draft.stop(WHOLE_ROW, code="shifted")

    def _is_shifted(self, cells: Sequence[Cell]) -> bool:
        """The kinds of penalty are the most telling column: known words in the next one and none here."""
        at = self._categories
        if not 0 < at < len(cells) or _are_kinds(cells[at]):
            return False
        return any(_are_kinds(cells[near]) for near in (at - 1, at + 1) if near < len(cells))

    def _judged(self, draft: Draft, *, number: int, cells: list[Cell]) -> JudgedRow:
        verdict = _verdict(draft)
        row = JudgedRow(number, verdict, draft.reasons, [] if draft.stopped else draft.repairs(), draft.values, cells)
        if draft.stopped:
            return row
        row.decided_on, row.penalty_kinds, row.scheme = draft.days.get("decision_date"), draft.kinds, draft.scheme
        row.party_kind = parties.kind_of(draft) if draft.party else ""
        row.fine_wan = draft.amounts["fine_wan"].wan if "fine_wan" in draft.amounts else None
        if verdict != REJECTED:
            row.key = twins.key_of(draft, seal=self._seal)
        return row

    def _compare(self, judged: list[JudgedRow]) -> None:
        stored = self._lookup({row.key.decision for row in judged if row.key})
        for row in judged:
            if row.key is None:
                continue
            found = self._twins.compare(row.key, row=row.row, stored=stored.get(row.key.decision, {}))
            if found:
                row.reasons = [found] if found.verdict == DUPLICATE else [*row.reasons, found]
                row.verdict = found.verdict


def _is_note(cells: Sequence[Cell]) -> bool:
    first = next((cell for cell in cells if isinstance(cell, str) and cell.strip()), "")
    return bool(_NOTE.match(first))


def _verdict(draft: Draft) -> str:
    found = [reason.verdict for reason in draft.reasons]
    return max([*found, FIXED if draft.done else ACCEPTED], key=_STRENGTH.__getitem__)


@lru_cache(maxsize=20_000)
def _are_kinds(cell: Cell) -> bool:
    found = codes.kinds(cell, "") if isinstance(cell, str) and len(cell) < 100 else codes.Kinds()
    return bool(found.codes) and not found.unknown
