"""What was done to a case: who, at which agency, under which clause, when, and what was said (the journal in words)."""

from collections.abc import Iterable
from typing import Any

from closedloop.journal.models import Entry
from closedloop.orgs.history import Line, Names, history_of

from .models import Case

MOVED = ("deadline.moved", "deadline.recomputed")


def timeline(case: Case) -> list[Line]:
    """The latest first; two queries."""
    return history_of(case, say=_said, agencies_in=_codes)


def _said(entry: Entry, names: Names) -> str:
    detail: dict[str, Any] = entry.detail
    if entry.verb in MOVED:
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


def _codes(entry: Entry) -> Iterable[str]:
    if entry.detail.get("receiver"):
        yield str(entry.detail["receiver"])
    yield from entry.detail.get("invited") or ()
