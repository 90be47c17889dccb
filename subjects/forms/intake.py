"""The whole intake form: the cause, the subjects with their measures, the receiver; and where a refusal of the service is shown."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from closedloop.errors import DomainError, Problem
from closedloop.orgs.actor import Actor
from measures.forms.refusals import STATUS

from ..admission import Judge, cause_problems, unknown_measures
from ..intake import Reader
from ..models import Case
from ..selectors import pages
from ..suggestions import suggest_by_kind
from . import cause as causes
from . import rows as subjects
from .cause import CauseForm, ReceiverForm
from .picks import REASON_MISSING
from .rows import SubjectRow

FIRST_ROWS = 2
ROW_FIELDS = {"identifier": "value", "kind": "party", "name": "name", "role_zh": "role_zh"}


@dataclass(frozen=True)
class Fault:
    """One line of the summary: where it leads and what it says."""

    href: str
    where: str
    text: str


class Intake:
    """Everything on the page. Bound to what was sent, or to a stored case, or empty."""

    def __init__(
        self, *, actor: Actor, on: date, data: QueryDict | None = None, case: Case | None = None, bare: bool = False
    ) -> None:
        self.actor, self.on, self.faults = actor, on, []
        initial = causes.initial_of(case.cause) if case else None
        chosen = {"receiver": case.receiver_id} if case and not bare else None
        self.cause = CauseForm(data, actor=actor, initial=initial)
        self.receiver = ReceiverForm(data, agencies=pages.receivers(), initial=chosen)
        self.rows = self._rows(data, case, bare=bare)
        self.fresh: list[str] = []

    def _rows(self, data: QueryDict | None, case: Case | None, *, bare: bool) -> list[SubjectRow]:
        if data is not None:
            return subjects.typed(data, actor=self.actor, on=self.on)
        if case is not None:
            return subjects.stored(case.subjects.all(), actor=self.actor, on=self.on, with_measures=not bare)
        return [self._blank(index) for index in range(FIRST_ROWS)]

    @property
    def numbers(self) -> str:
        """The rows of the page, for its hidden field."""
        return ",".join(str(row.index) for row in self.rows)

    def filled(self) -> list[SubjectRow]:
        """The rows in which something stands, in the order in which they are sent."""
        return [row for row in self.rows if not row.is_blank]

    def body(self) -> dict[str, Any]:
        """The whole case in the shape of the service."""
        return {
            "cause": self.cause.body(),
            "subjects": [row.body() for row in self.filled()],
            "receiver": self.receiver.chosen or None,
        }

    def more(self) -> None:
        """Adds an empty row."""
        if len(self.rows) < subjects.ROWS_MAX:
            self.rows.append(self._blank(max((row.index for row in self.rows), default=-1) + 1))

    def drop(self, index: int) -> None:
        """Takes a row out."""
        self.rows = [row for row in self.rows if row.index != index] or [self._blank(index + 1)]

    def look_up(self) -> None:
        """Judges every code and fills in what is known."""
        for row in self.filled():
            row.look_up()

    def offer(self) -> None:
        """Makes the measures of every subject, from the rules and from what was asked for; needs the day of the decision."""
        decided = self.cause.decided
        if decided is None:
            return
        kinds = {row.kind for row in self.filled() if row.kind}
        found = suggest_by_kind(self.cause.facts_of, party_kinds=kinds, on=decided)
        suggested = {kind: {item.version.measure_id: item for item in items} for kind, items in found.items()}
        versions = pages.versions_of_day({code for row in self.filled() for code in row.asked_for()}, on=decided)
        for row in self.filled():
            self.fresh += row.offer(suggested.get(row.kind, {}), versions=versions, decided=decided)

    def lacking(self) -> list[Problem]:
        """What the portal asks for beyond the service: why a measure was chosen that nobody suggested."""
        return [
            Problem(f"/subjects/{number}/sanctions/{place}/reason", "required", REASON_MISSING)
            for number, row in enumerate(self.filled())
            for place, pick in enumerate(row.chosen())
            if pick.lacks_reason()
        ]

    def judged(self) -> list[Problem]:
        """What the service would refuse in it, without storing anything."""
        reader = Reader(on=self.on)
        read = reader.read(self.body())
        found = list(reader.problems)
        if read is None or found:
            return found
        return list(unknown_measures(read)) or [*cause_problems(read.cause, on=self.on), *Judge(read).verdict().problems]

    def show(self, refusal: DomainError) -> int:
        """Puts a refusal at its fields; returns the status of the page."""
        self.place(refusal.problems)
        if not refusal.problems:
            self.faults.append(Fault("", "", refusal.message))
        return STATUS[refusal.kind]

    def place(self, problems: Sequence[Problem]) -> None:
        """Puts each problem at its field, once."""
        places = {problem.pointer for problem in problems}
        for problem in problems:
            if (
                problem.pointer.endswith("/identifier/scheme")
                and problem.pointer.replace("/identifier/scheme", "/kind") in places
            ):
                continue
            form, name, where = self._target(problem.pointer)
            if form is not None and not form.is_bound:
                continue  # a measure that is shown for the first time: its fields have not been asked for yet
            if form is None or name not in form.fields:
                self.faults.append(Fault("", where, problem.detail))
            elif problem.detail not in form.errors.get(name, []):
                form.add_error(name, problem.detail)
                self.faults.append(Fault(form[name].auto_id, f"{where}{form.fields[name].label}", problem.detail))

    def _target(self, pointer: str) -> tuple[forms.BaseForm | None, str, str]:
        parts = pointer.strip("/").split("/")
        if parts[0] == "cause" and len(parts) > 1:
            return self.cause, parts[1], ""
        if parts[0] == "receiver":
            return self.receiver, "receiver", ""
        filled = self.filled()
        if parts[0] != "subjects" or len(parts) == 1:
            return (self.rows[0], "value", "对象，") if parts[0] == "subjects" and self.rows else (None, "", "")
        row = filled[int(parts[1])]
        where = f"{row.called}，"
        if len(parts) > 3 and parts[2] == "sanctions":
            pick = row.chosen()[int(parts[3])]
            name = parts[4] if len(parts) > 4 and parts[4] in pick.fields else "chosen"
            return pick, name, where if name == "chosen" else f"{where}{pick.code} "
        return row, ROW_FIELDS.get(parts[2] if len(parts) > 2 else "identifier", "value"), where

    def _blank(self, index: int) -> SubjectRow:
        return SubjectRow({}, index=index, actor=self.actor, on=self.on)
