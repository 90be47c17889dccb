"""The shape of a case as it is sent (api.md "Cases"): every problem at once, with its pointer; admission.py judges by the law."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from closedloop.errors import Problem
from measures.models.vocabulary import PartyKind

from . import identifiers
from .models.vocabulary import CauseKind, PenaltyKind, Scheme, Term

CAUSE_KEYS = (
    "kind", "document_no", "issuer", "decided_on", "received_on", "facts", "legal_basis", "penalty_kinds", "violation_type",
)  # fmt: skip
SUBJECT_KEYS = ("kind", "name", "identifier", "role_zh", "sanctions")
SANCTION_KEYS = ("measure", "anchor_on", "term_months", "matters", "reason")
LONGEST = {"document_no": 80, "issuer": 80, "facts": 10_000, "legal_basis": 4_000, "violation_type": 200}
LABELS = {
    "kind": "事由类别", "document_no": "文书号", "issuer": "作出机关", "decided_on": "作出日期", "received_on": "接收日期",
    "facts": "事实", "legal_basis": "法律依据", "violation_type": "违法行为类型",
}  # fmt: skip
NAME_MAX, ROLE_MAX, REASON_MAX, SUBJECTS_MAX, SANCTIONS_MAX = 200, 60, 500, 200, 118
ORGANISATION_SCHEMES = (Scheme.USCC,)
PERSON_SCHEMES = (Scheme.ID_CARD, Scheme.PASSPORT, Scheme.OTHER)


@dataclass(frozen=True)
class SanctionIntake:
    """One measure as sent; `term_months` is a number, "lifetime" or nothing."""

    pointer: str
    measure: str
    anchor_on: date | None = None
    term_months: int | str | None = None
    matters: tuple[str, ...] | None = None
    reason: str = ""


@dataclass(frozen=True)
class SubjectIntake:
    """One subject as sent, with its identifier in its normal form. Its repr keeps the identifier to itself (R27)."""

    pointer: str
    kind: str
    name: str
    scheme: str
    value: str = field(repr=False)
    role_zh: str = ""
    sanctions: tuple[SanctionIntake, ...] = ()
    warnings: tuple[str, ...] = ()


@dataclass(frozen=True)
class CauseIntake:
    """The document as sent."""

    kind: str
    document_no: str
    issuer: str
    decided_on: date
    received_on: date | None = None
    facts: str = ""
    legal_basis: str = ""
    penalty_kinds: tuple[str, ...] = ()
    violation_type: str = ""


@dataclass(frozen=True)
class CaseIntake:
    """A whole case as sent."""

    cause: CauseIntake
    subjects: tuple[SubjectIntake, ...]
    receiver: str = ""


class Reader:
    """Reads a body and keeps every problem that it meets."""

    def __init__(self, *, on: date) -> None:
        self.on = on
        self.problems: list[Problem] = []

    def read(self, body: Mapping[str, Any]) -> CaseIntake | None:
        """The case, or nothing where `problems` says why."""
        self._known(body, ("cause", "subjects", "receiver", "supersedes"), "")
        cause = self._cause(body.get("cause"))
        subjects = self._subjects(body.get("subjects"))
        receiver = self._text(body, "receiver", "", longest=32, label="接收机构")
        return CaseIntake(cause, subjects, receiver) if cause and not self.problems else None

    def say(self, pointer: str, code: str, words: str) -> None:
        """Keeps one problem."""
        self.problems.append(Problem(pointer, code, words))

    def _known(self, given: Mapping[str, Any], keys: Collection[str], place: str) -> None:
        for key in given:
            if key not in keys:
                near = get_close_matches(str(key), keys, n=1)
                self.say(f"{place}/{key}", "unknown_field", f"没有“{key}”这一项" + (f"，是否应为 {near[0]}" if near else ""))

    def _text(self, given: Mapping[str, Any], key: str, place: str, *, longest: int, label: str, required: bool = False) -> str:
        value = given.get(key)
        if value is None:
            value = ""
        if not isinstance(value, str):
            self.say(f"{place}/{key}", "type", f"{label}应为文字")
            return ""
        value = value.strip()
        if "\x00" in value:
            self.say(f"{place}/{key}", "character", f"{label}含有不能保存的字符，请删去")
        if len(value) > longest:
            self.say(f"{place}/{key}", "too_long", f"{label}最多 {longest} 字，现有 {len(value)} 字")
        if required and not value:
            self.say(f"{place}/{key}", "required", f"请填写{label}")
        return value

    def _day(self, given: Mapping[str, Any], key: str, place: str, *, label: str, required: bool = False) -> date | None:
        value = given.get(key)
        if value is None or value == "":
            if required:
                self.say(f"{place}/{key}", "required", f"请填写{label}")
            return None
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value if len(value) == len("2026-01-01") else "")
        except (TypeError, ValueError):
            self.say(f"{place}/{key}", "format", f"{label}应为日期，例如 2026-02-12")
            return None

    def _choice(self, given: Mapping[str, Any], key: str, place: str, *, known: Collection[str], label: str) -> str:
        value = given.get(key)
        if value is None or value == "":
            self.say(f"{place}/{key}", "required", f"请选择{label}")
            return ""
        if value not in known:
            self.say(f"{place}/{key}", "unknown_code", f"{label}应为 {'、'.join(known)} 之一")
            return ""
        return str(value)

    def _cause(self, given: Any) -> CauseIntake | None:
        if not isinstance(given, Mapping):
            self.say("/cause", "required", "请填写事由")
            return None
        place = "/cause"
        self._known(given, CAUSE_KEYS, place)
        before = len(self.problems)
        texts = {
            key: self._text(given, key, place, longest=longest, label=LABELS[key], required=key == "document_no")
            for key, longest in LONGEST.items()
        }
        kind = self._choice(given, "kind", place, known=CauseKind.values, label=LABELS["kind"])
        decided_on = self._day(given, "decided_on", place, label=LABELS["decided_on"], required=True)
        received_on = self._day(given, "received_on", place, label=LABELS["received_on"])
        kinds = self._codes(given, "penalty_kinds", place, known=PenaltyKind.values, label="处罚种类")
        if len(self.problems) > before or decided_on is None:
            return None
        return CauseIntake(kind=kind, decided_on=decided_on, received_on=received_on, penalty_kinds=kinds or (), **texts)

    def _codes(
        self, given: Mapping[str, Any], key: str, place: str, *, known: Collection[str] | None, label: str
    ) -> tuple[str, ...] | None:
        value = given.get(key)
        if value is None:
            return None
        if not isinstance(value, list | tuple) or not all(isinstance(item, str) for item in value):
            self.say(f"{place}/{key}", "type", f"{label}应为代码的列表")
            return None
        for index, item in enumerate(value):
            if known is not None and item not in known:
                self.say(f"{place}/{key}/{index}", "unknown_code", f"{label}没有代码“{item}”，请从代码表中选择")
        return tuple(dict.fromkeys(value))

    def _subjects(self, given: Any) -> tuple[SubjectIntake, ...]:
        if not isinstance(given, list | tuple) or not given:
            self.say("/subjects", "required", "请至少填写一个对象")
            return ()
        if len(given) > SUBJECTS_MAX:
            self.say("/subjects", "too_many", f"一个案件最多 {SUBJECTS_MAX} 个对象，请分成几个案件")
            return ()
        found = [self._subject(item, f"/subjects/{index}") for index, item in enumerate(given)]
        self._twice(found)
        return tuple(item for item in found if item)

    def _subject(self, given: Any, place: str) -> SubjectIntake | None:
        if not isinstance(given, Mapping):
            self.say(place, "type", "对象应为一个 JSON 对象")
            return None
        self._known(given, SUBJECT_KEYS, place)
        kind = self._choice(given, "kind", place, known=PartyKind.values, label="对象类别")
        name = self._text(given, "name", place, longest=NAME_MAX, label="对象名称", required=True)
        role = self._text(given, "role_zh", place, longest=ROLE_MAX, label="身份")
        identifier = self._identifier(given.get("identifier"), f"{place}/identifier", kind=kind)
        sanctions = self._sanctions(given.get("sanctions"), f"{place}/sanctions")
        if identifier is None:
            return None
        scheme, value, warnings = identifier
        return SubjectIntake(place, kind, name, scheme, value, role, sanctions, warnings)

    def _identifier(self, given: Any, place: str, *, kind: str) -> tuple[str, str, tuple[str, ...]] | None:
        if not isinstance(given, Mapping):
            self.say(place, "required", "请填写代码或者证件号码：不能只凭名称认定对象")
            return None
        self._known(given, ("scheme", "value"), place)
        scheme = self._choice(given, "scheme", place, known=Scheme.values, label="证件类别")
        value = self._text(given, "value", place, longest=40, label="代码或者证件号码", required=True)
        fitting = PERSON_SCHEMES if kind == PartyKind.PERSON else ORGANISATION_SCHEMES
        if scheme and kind and scheme not in fitting:
            words = "个人应填身份证、护照或者其他证件" if kind == PartyKind.PERSON else "单位应填统一社会信用代码（uscc）"
            self.say(f"{place}/scheme", "scheme_of_kind", words)
            return None
        if not scheme or not value:
            return None
        judged = identifiers.judge(scheme, value, on=self.on)
        for problem in judged.problems:
            hint = f"；是否应为 {judged.suggestion}" if judged.suggestion and scheme == Scheme.USCC else ""
            self.say(f"{place}/value", problem.code, problem.words + hint)
        return (scheme, judged.normal, tuple(item.words for item in judged.warnings)) if judged.ok else None

    def _sanctions(self, given: Any, place: str) -> tuple[SanctionIntake, ...]:
        if given is None:
            return ()
        if not isinstance(given, list | tuple) or len(given) > SANCTIONS_MAX:
            self.say(place, "type", f"措施应为列表，最多 {SANCTIONS_MAX} 项")
            return ()
        found = [self._sanction(item, f"{place}/{index}") for index, item in enumerate(given)]
        return tuple(item for item in found if item)

    def _sanction(self, given: Any, place: str) -> SanctionIntake | None:
        if not isinstance(given, Mapping):
            self.say(place, "type", "措施应为一个 JSON 对象")
            return None
        self._known(given, SANCTION_KEYS, place)
        return SanctionIntake(
            pointer=place,
            measure=self._text(given, "measure", place, longest=10, label="措施编号", required=True),
            anchor_on=self._day(given, "anchor_on", place, label="起算日"),
            term_months=self._months(given.get("term_months"), f"{place}/term_months"),
            matters=self._codes(given, "matters", place, known=None, label="事项"),
            reason=self._text(given, "reason", place, longest=REASON_MAX, label="选择理由"),
        )

    def _months(self, value: Any, pointer: str) -> int | str | None:
        if value is None or value == Term.LIFETIME or (isinstance(value, int) and not isinstance(value, bool) and value > 0):
            return value
        self.say(pointer, "format", '期限应为月数（正整数），终身填 "lifetime"')
        return None

    def _twice(self, found: list[SubjectIntake | None]) -> None:
        seen: dict[tuple[str, str], str] = {}
        for item in found:
            if item is None:
                continue
            key = (item.scheme, item.value)
            if key in seen:
                self.say(f"{item.pointer}/identifier/value", "duplicate", f"与{_place(seen[key])}是同一个代码，请合并")
            seen.setdefault(key, item.pointer)


def _place(pointer: str) -> str:
    return f"第 {int(pointer.rsplit('/', 1)[1]) + 1} 个对象"
