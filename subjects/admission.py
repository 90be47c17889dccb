"""May this measure be put on this subject for this cause, and until when? Every refusal at once (C2.1a, C2.2a, C2.7.1a)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from closedloop.errors import Problem
from measures.models import MeasureVersion
from measures.models.vocabulary import PartyKind, TermKind
from measures.selectors import list_on

from . import publicity, terms
from .intake import CaseIntake, CauseIntake, SanctionIntake, SubjectIntake
from .models.vocabulary import OWN_CAUSES, Certainty
from .suggestions import Facts, suggest_by_kind

# The measure counts from the day of the decision itself; any other anchor has its own document (fixtures/term_anchors.csv).
DECISIONS_OWN_DATE = frozenset({"penalty_decision_date", "decision_date"})
# 行政许可法第七十八、七十九条 are general law; a special law's ban on the same licence goes before them (rules.md 11.4).
GENERAL_LAW = frozenset({"CJ-025", "CJ-026"})


@dataclass(frozen=True)
class Admitted:
    """One sanction that may be proposed, with everything that is stored of it."""

    version: MeasureVersion
    anchor_on: date | None
    ends_on: date | None
    months: int | None
    lifetime: bool
    matters: tuple[str, ...] | None
    certainty: str
    reason: str


@dataclass(frozen=True)
class Verdict:
    """What is to be stored per subject (in the order sent), what forbids it, what a person should look at, and whose lines it touches."""

    admitted: tuple[tuple[Admitted, ...], ...]
    problems: tuple[Problem, ...]
    warnings: tuple[str, ...]
    lines: tuple[str, ...]


class Judge:
    """Judges a whole case against the list as it stood on the day of the decision."""

    def __init__(self, case: CaseIntake) -> None:
        self.case = case
        codes = {sanction.measure for subject in case.subjects for sanction in subject.sanctions}
        self.versions = {version.measure_id: version for version in list_on(case.cause.decided_on).filter(measure__in=codes)}
        self.first = _first_versions(codes - set(self.versions))
        self.problems: list[Problem] = []
        self.warnings: list[str] = []

    def verdict(self) -> Verdict:
        """Every sanction of every subject."""
        admitted = tuple(self._subject(subject) for subject in self.case.subjects)
        return Verdict(admitted, tuple(self.problems), tuple(dict.fromkeys(self.warnings)), tuple(self._lines()))

    def _lines(self) -> Iterator[str]:
        """The business line of each sanction whose measure is on the list of the decision's day."""
        for subject in self.case.subjects:
            for sanction in subject.sanctions:
                version = self.versions.get(sanction.measure)
                if version is not None:
                    yield version.owner_line_id

    def _subject(self, subject: SubjectIntake) -> tuple[Admitted, ...]:
        self.warnings += [f"{subject.name}：{words}" for words in subject.warnings]
        seen: set[str] = set()
        found = []
        for sanction in subject.sanctions:
            if sanction.measure in seen:
                self._say(
                    f"{sanction.pointer}/measure", "duplicate", f"{sanction.measure} 对同一对象列了两次，请去掉一次", "C2.2a"
                )
                continue
            seen.add(sanction.measure)
            admitted = self._sanction(subject, sanction)
            if admitted:
                found.append(admitted)
        self.warnings += _stacked(subject, found)
        return tuple(found)

    def _sanction(self, subject: SubjectIntake, sanction: SanctionIntake) -> Admitted | None:
        version = self._version(sanction)
        if version is None:
            return None
        before = len(self.problems)
        self._may_be_imposed(subject, sanction, version)
        anchor_on = self._anchor(sanction, version)
        term = terms.judge_term(
            version.term_kind,
            least=version.term_min_months,
            most=_longest(version, anchor_on=anchor_on),
            given=sanction.term_months,
            anchor_on=anchor_on,
        )
        for problem in term.problems:
            field = "anchor_on" if problem.code == "anchor_on" else "term_months"
            self._say(f"{sanction.pointer}/{field}", problem.code, problem.words, "C2.7.1a")
        matters = self._matters(sanction, version)
        if len(self.problems) > before:
            return None
        return Admitted(
            version=version,
            anchor_on=anchor_on,
            ends_on=term.ends_on,
            months=term.months,
            lifetime=term.lifetime,
            matters=matters,
            certainty=self._certainty(subject, version),
            reason=sanction.reason,
        )

    def _version(self, sanction: SanctionIntake) -> MeasureVersion | None:
        """The version of the decision's day; for an older decision the first one, where its basis stood or is named."""
        found = self.versions.get(sanction.measure)
        if found is not None:
            return found
        first, decided_on = self.first.get(sanction.measure), self.case.cause.decided_on
        pointer = f"{sanction.pointer}/measure"
        if first is None or first.effective_from <= decided_on:
            self._say(
                pointer,
                "not_on_list",
                f"{decided_on} 的清单上没有 {sanction.measure}，请核对编号，或者选用当日在清单上的措施",
                "C2.1a",
            )
            return None
        if any(basis.instrument.is_live(decided_on) for basis in first.bases.all()):
            return first
        if sanction.reason:
            self.warnings.append(
                f"{sanction.measure} 在决定作出时尚未列入清单，依据以“选择理由”所载的当时条款为准，请接收机构核对"
            )
            return first
        words = (
            f"{sanction.measure} 自 {first.effective_from} 起列入清单，其依据在 {decided_on} 尚未施行："
            "请在“选择理由”里写明当时有效的条款，或者去掉这项措施"
        )
        self._say(pointer, "older_than_list", words, "C2.1a")
        return None

    def _may_be_imposed(self, subject: SubjectIntake, sanction: SanctionIntake, version: MeasureVersion) -> None:
        if not version.can_be_imposed:
            words = f"{version.measure_id} 待法制审核，不生效，不能采取；请选用在用的措施"
            self._say(f"{sanction.pointer}/measure", "pending_legal_review", words, "C1.3")
        if subject.kind not in version.party_kinds:
            kinds = "、".join(PartyKind(kind).label for kind in version.party_kinds)
            words = f"{version.measure_id} 只适用于{kinds}，不能用于{PartyKind(subject.kind).label}"
            self._say(f"{sanction.pointer}/measure", "party_kind", words, "C2.1a")
        roles = version.person_roles_zh
        if subject.kind == PartyKind.PERSON and roles and subject.role_zh not in roles:
            self.warnings.append(
                f"{version.measure_id} 限于{'、'.join(roles)}，{subject.name}的身份是“{subject.role_zh or '未填'}”，请核对"
            )

    def _anchor(self, sanction: SanctionIntake, version: MeasureVersion) -> date | None:
        cause: CauseIntake = self.case.cause
        if version.term_anchor_id not in DECISIONS_OWN_DATE:
            return sanction.anchor_on
        if sanction.anchor_on not in (None, cause.decided_on):
            words = f"{version.measure_id} 自{version.term_anchor.name_zh}起算，应为 {cause.decided_on}；留空即可"
            self._say(f"{sanction.pointer}/anchor_on", "anchor", words, "C2.7.1a")
        return cause.decided_on

    def _matters(self, sanction: SanctionIntake, version: MeasureVersion) -> tuple[str, ...] | None:
        own = {matter.pk: matter.name_zh for matter in version.matters.all()}
        if sanction.matters is None:
            if version.must_narrow:
                words = f"{version.measure_id} 只限“该行政许可”或者该职业，请从其事项中选定：{'、'.join(own)}"
                self._say(f"{sanction.pointer}/matters", "must_narrow", words, "C2.1a")
            return None
        for index, code in enumerate(sanction.matters):
            if code not in own:
                self._say(
                    f"{sanction.pointer}/matters/{index}", "other_matter", f"{code} 不是 {version.measure_id} 的事项", "C2.1a"
                )
        if not sanction.matters:
            self._say(f"{sanction.pointer}/matters", "required", "收窄的事项不能是空的；不收窄的请留空这一项", "C2.1a")
        return sanction.matters

    def _certainty(self, subject: SubjectIntake, version: MeasureVersion) -> str:
        return self._certainties.get((subject.kind, version.measure_id), Certainty.OWN.value)

    @cached_property
    def _certainties(self) -> dict[tuple[str, str], str]:
        """How sure the rules are of each measure for each kind of subject in the case."""
        cause, kinds = self.case.cause, {subject.kind for subject in self.case.subjects}
        found = suggest_by_kind(Facts.of(cause), party_kinds=kinds, on=cause.decided_on)
        return {(kind, item.version.measure_id): item.certainty for kind, items in found.items() for item in items}

    def _say(self, pointer: str, code: str, words: str, clause: str) -> None:
        self.problems.append(Problem(pointer, code, words, clause))


def cause_problems(cause: CauseIntake, *, on: date) -> list[Problem]:
    """What is wrong with the document itself: days ahead or out of order, what a cause from outside must bring (C2.2a, C2.2c)."""
    found = []
    if cause.decided_on > on:
        found.append(Problem("/cause/decided_on", "future", f"作出日期 {cause.decided_on} 还没有到，请核对", "C2.2a"))
    if cause.kind not in OWN_CAUSES and cause.received_on is None:
        found.append(Problem("/cause/received_on", "required", "外单位文书须填写接收日期，时限自接收日起算", "C2.2c"))
    if cause.received_on and cause.received_on > on:
        found.append(Problem("/cause/received_on", "future", f"接收日期 {cause.received_on} 还没有到，请核对", "C2.2c"))
    if cause.received_on and cause.received_on < cause.decided_on:
        found.append(Problem("/cause/received_on", "order", "接收日期不能早于作出日期，请核对", "C2.2c"))
    if cause.kind not in OWN_CAUSES and not cause.issuer:
        found.append(Problem("/cause/issuer", "required", "外单位文书须写明作出机关", "C2.2c"))
    return found


def unknown_measures(case: CaseIntake) -> Iterator[Problem]:
    """The codes that no measure ever had: a fault of the body, not of the law."""
    codes = {sanction.measure for subject in case.subjects for sanction in subject.sanctions}
    known = set(MeasureVersion.objects.filter(measure__in=codes).values_list("measure", flat=True))
    for subject in case.subjects:
        for sanction in subject.sanctions:
            if sanction.measure not in known:
                words = f"没有编号为“{sanction.measure}”的措施，请从清单中选择"
                yield Problem(f"{sanction.pointer}/measure", "unknown_code", words)


def _first_versions(codes: set[str]) -> dict[str, MeasureVersion]:
    rows = MeasureVersion.objects.filter(measure__in=codes, number=1).select_related("term_anchor")
    return {row.measure_id: row for row in rows.prefetch_related("bases__instrument", "matters")}


def _longest(version: MeasureVersion, *, anchor_on: date | None) -> int | None:
    """The most months that the measure sets; of a publicity those of its tier on its first day."""
    if version.term_kind == TermKind.FOLLOWS_PUBLICITY:
        return publicity.longest_months(version.measure_id, first_day=anchor_on)
    return version.term_max_months


def _stacked(subject: SubjectIntake, admitted: list[Admitted]) -> Iterator[str]:
    """A warning where the general law of licences stands beside a special law's longer ban of the same subject."""
    codes = {item.version.measure_id for item in admitted}
    special = [item for item in admitted if item.version.measure_id not in GENERAL_LAW and _bans_a_licence(item.version)]
    for general in sorted(codes & GENERAL_LAW):
        for item in special:
            yield (
                f"{subject.name}：{general}（行政许可法，一般法）与 {item.version.measure_id}（特别法）并列，"
                "有特别规定的依特别规定，不叠加，请核对是否去掉一般法的一项"
            )


def _bans_a_licence(version: MeasureVersion) -> bool:
    return any(matter.pk.startswith("licence.") for matter in version.matters.all())
