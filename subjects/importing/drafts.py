"""One row on its way to its verdict: its cells by field, tidied, with everything that was found and changed."""

from collections.abc import Sequence
from datetime import date
from math import isfinite
from unicodedata import is_normalized, normalize

from subjects.importing import texts
from subjects.importing.amounts import AmountRead
from subjects.importing.findings import REJECTED, REVIEW, Reason, Repair, reason, repair
from subjects.importing.headers import AMOUNTS, Column
from subjects.importing.tables import Cell, Day
from subjects.importing.texts import SUSPECT_STARTS

DATES = ("decision_date", "valid_until", "publish_until")
# Read by their own rules, with the cell's own type.
TYPED = frozenset([*DATES, *AMOUNTS])
CODES = frozenset(
    [
        *("uscc", "reg_no", "org_code", "tax_no", "institution_cert_no", "social_org_reg_no"),
        *("legal_rep_id_no", "person_id_no", "agency_uscc", "source_org_uscc"),
    ]
)
# These have a check of their own; their length belongs to it.
JUDGED_CODES = frozenset({"uscc", "person_id_no", "legal_rep_id_no", "agency_uscc", "source_org_uscc"})
# Beyond 15 digits a spreadsheet's number has lost the last ones.
EXACT = 1e15


class Draft:
    """The values are text in the standard's writing; `typed` keeps the cells of dates and amounts as the file has them.

    `plain` says that no cell needed a closer look, `whole` is all texts behind each other.
    """

    __slots__ = (
        *("amounts", "days", "done", "kinds", "party", "plain", "reasons", "scheme"),
        *("stopped", "typed", "values", "whole", "words", "written"),
    )

    def __init__(self) -> None:
        self.values: dict[str, str] = {}
        self.typed: dict[str, tuple[Cell, str]] = {}
        self.written: dict[str, str] = {}
        self.done: dict[str, list[str]] = {}
        self.words: dict[str, list[str]] = {}
        self.reasons: list[Reason] = []
        self.days: dict[str, date] = {}
        self.amounts: dict[str, AmountRead] = {}
        self.kinds: tuple[str, ...] = ()
        self.party = ""
        self.scheme = ""
        self.stopped = False
        self.plain = True
        self.whole = ""

    def get(self, field: str) -> str:
        """The value so far; empty where there is none."""
        return self.values.get(field, "")

    def reject(self, field: str, *, code: str, words: str = "", **details: object) -> None:
        """The row cannot be taken as it is."""
        self.reasons.append(reason(field, verdict=REJECTED, code=code, words=words, **details))

    def review(self, field: str, *, code: str, words: str = "", **details: object) -> None:
        """A person has to look at it."""
        self.reasons.append(reason(field, verdict=REVIEW, code=code, words=words, **details))

    def stop(self, field: str, *, code: str) -> None:
        """Nothing else that could be said about this row would be of use."""
        self.reasons = [reason(field, verdict=REJECTED, code=code)]
        self.stopped = True

    def change(self, field: str, *, to: str, codes: Sequence[str] = (), words: Sequence[str] = ()) -> None:
        """A safe repair; what stood there first is kept beside it."""
        self.written.setdefault(field, self.get(field))
        self.values[field] = to
        self.done.setdefault(field, []).extend(codes)
        self.words.setdefault(field, []).extend(words)

    def repairs(self) -> list[Repair]:
        """One repair per field, however many steps it took."""
        return [
            repair(field, codes=tuple(codes), before=self.written[field], after=self.get(field), words=tuple(self.words[field]))
            for field, codes in self.done.items()
        ]

    def take(self, columns: Sequence[Column], *, cells: Sequence[Cell]) -> None:
        """Sorts the cells by field, each tidied. Most are plain texts, for which this loop is all."""
        values, width = self.values, len(cells)
        for column in columns:
            cell = cells[column.position] if column.position < width else ""
            if cell == "":
                continue
            if type(cell) is not str or column.field in values or _is_suspect(cell):
                self._take(column, cell=cell)
            else:
                values[column.field] = cell
                if column.field in TYPED:
                    self.typed[column.field] = (cell, column.unit)
        self.whole = "".join(values.values())
        if not is_normalized("NFC", self.whole):
            self._compose()

    def _compose(self) -> None:
        """One writing for characters that have two, so that the same name is the same text."""
        for field, text in list(self.values.items()):
            if not is_normalized("NFC", text):
                self.change(field, to=normalize("NFC", text), codes=("composed",))

    def _take(self, column: Column, *, cell: Cell) -> None:
        self.plain = False
        field = column.field
        if isinstance(cell, float) and not isfinite(cell):
            cell = str(cell)
        text, done = texts.tidy(cell) if isinstance(cell, str) else (_as_text(cell), ())
        if field in self.values:
            self._take_second(field, text=text)
            return
        self.values[field] = text
        if done:
            self.written[field] = str(cell)
            self.done[field], self.words[field] = list(done), []
        if field in TYPED:
            kept = cell if isinstance(cell, float) or (isinstance(cell, Day) and not done) else text
            self.typed[field] = (kept, column.unit)
        elif isinstance(cell, float):
            self._take_number(field, number=cell, text=text)

    def _take_number(self, field: str, *, number: float, text: str) -> None:
        """A number where text belongs: safe as long as no digit is lost."""
        if field in CODES and abs(number) >= EXACT:
            self.reject(field, code="digits_lost")
        self.written[field] = f"{number:g}" if abs(number) >= EXACT else text
        self.done[field], self.words[field] = ["number"], []

    def _take_second(self, field: str, *, text: str) -> None:
        """A second column of the same meaning: kinds of penalty are added up, anything else must say the same."""
        if field == "penalty_categories":
            self.values[field] = ";".join(part for part in (self.values[field], text) if part)
        elif not self.values[field]:
            self.values[field] = text
        elif text and text != self.values[field]:
            self.review(field, code="two_values")


def _is_suspect(text: str) -> bool:
    """Whether a closer look pays: the beginning, a space at the end, anything that cannot be seen. Asked for every cell."""
    return text[0] in SUSPECT_STARTS or text[-1] == " " or not text.isprintable()


def _as_text(cell: float | bool) -> str:
    if isinstance(cell, bool):
        return "是" if cell else "否"
    return str(int(cell)) if cell == int(cell) and abs(cell) < EXACT else repr(cell)
