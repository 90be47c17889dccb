"""What was done to a case: who, at which agency, under which clause, when, and what was said (the journal in words)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from closedloop.journal import selectors as journal
from closedloop.journal.models import Entry
from closedloop.journal.verbs import sentence
from closedloop.orgs.models import Agency

from .models import Case

# That a deadline began or was met follows from the acts themselves.
FOLLOWING = ("deadline.opened", "deadline.closed", "deadline.voided")
MOVED = ("deadline.moved", "deadline.recomputed")


@dataclass(frozen=True)
class Line:
    """One entry as the page shows it; `case_no` links to another case where one is named."""

    at: datetime
    agency: str
    name: str
    words: str
    clause: str
    said: str
    case_no: str = ""


def timeline(case: Case) -> list[Line]:
    """The latest first; two queries."""
    entries = list(journal.history(case).exclude(verb__in=FOLLOWING).order_by("-id"))
    names = _names(entries)
    return [_line(entry, names) for entry in entries]


def _line(entry: Entry, names: dict[str, str]) -> Line:
    detail: dict[str, Any] = entry.detail
    return Line(
        at=entry.at,
        agency=names.get(entry.agency_code, entry.agency_code),
        name=entry.actor_name,
        words=sentence(entry.verb),
        clause=entry.clause,
        said=_said(entry.verb, detail, names),
        case_no=str(detail.get("by", "")) if entry.verb == "case.corrected" else "",
    )


def _said(verb: str, detail: dict[str, Any], names: dict[str, str]) -> str:
    if verb in MOVED:
        before = (detail.get("before") or {}).get("due_on", "")
        return f"由 {before} 改为 {detail.get('due_on', '')}，{detail.get('reason', '')}"
    parts = []
    if detail.get("receiver"):
        parts.append(f"接收机构{names.get(detail['receiver'], detail['receiver'])}")
    if detail.get("invited"):
        parts.append(f"邀请{'、'.join(names.get(code, code) for code in detail['invited'])}")
    if detail.get("file"):
        parts.append(str(detail["file"]))
    if detail.get("late"):
        parts.append("结论后提出")
    if detail.get("reason"):
        parts.append(str(detail["reason"]))
    return "；".join(parts)


def _names(entries: Sequence[Entry]) -> dict[str, str]:
    codes = {code for entry in entries for code in _codes(entry)}
    return dict(Agency.objects.filter(pk__in=codes).values_list("pk", "short_name_zh"))


def _codes(entry: Entry) -> Iterable[str]:
    yield entry.agency_code
    if entry.detail.get("receiver"):
        yield str(entry.detail["receiver"])
    yield from entry.detail.get("invited") or ()
