"""What a version means, in words that a page, a printout and a spreadsheet share: its term, how it ends, what it rests on."""

from dataclasses import dataclass
from datetime import date, timedelta

from closedloop.opinion import CLAUSES

from .content import CONDITIONS
from .models import Basis, Instrument, MeasureVersion
from .models.vocabulary import InstrumentLevel, PartyKind, TermKind, TermSource, Verified

DISCLAIMER = "清单为重建数据，非原附件"
UNVERIFIED = "「待核」表示依据原文没有读到或者条次凭记忆，引用前请先核对原文"
PROPOSED = "期限为本清单拟定，非法定"
YEAR = 12
# A basis that ends within so many days is pointed out.
ENDS_SOON_DAYS = 90
ORGANIZATIONS = (PartyKind.ENTERPRISE, PartyKind.INDIVIDUAL_BUSINESS, PartyKind.OTHER_ORGANIZATION)


@dataclass(frozen=True)
class Way:
    """One way in which a measure ends, or does not, and the clause that says so."""

    words: str
    clause: str = ""

    @property
    def cited(self) -> str:
        """With its place in the opinion, for a cell or a line."""
        return f"{self.words}（指导意见 {CLAUSES[self.clause].place}）" if self.clause else self.words


def months(count: int) -> str:
    """「3 年」「6 个月」"""
    return f"{count // YEAR} 年" if count and count % YEAR == 0 else f"{count} 个月"


def term(version: MeasureVersion) -> str:
    """How long, in a few words: 「5 年」「10 年至终身」「终身」「至移出严重违法失信名单」「随公示，最短 3 个月」."""
    kind, least, most = version.term_kind, version.term_min_months, version.term_max_months
    if kind == TermKind.LIFETIME:
        return "终身"
    if kind == TermKind.FIXED:
        return months(least or 0)
    if kind == TermKind.RANGE:
        return f"{months(least or 0)}至{months(most) if most else '终身'}"
    if kind == TermKind.UNTIL:
        return f"至{CONDITIONS.get(version.until_condition, version.until_condition)}"
    limits = [f"最短 {months(least)}" if least else "", f"最长 {months(most)}" if most else ""]
    return "，".join(["随公示", *filter(None, limits)])


def anchor(version: MeasureVersion) -> str:
    """From which event: 「自行政处罚决定作出之日起」"""
    return f"自{version.term_anchor.name_zh}起"


def parties(version: MeasureVersion) -> str:
    """On whom, short: the three kinds of organisations together are 单位."""
    kinds = list(version.party_kinds)
    if all(kind in kinds for kind in ORGANIZATIONS):
        kinds = [kind for kind in kinds if kind not in ORGANIZATIONS]
        return "、".join(["单位", *(PartyKind(kind).label for kind in kinds)])
    return "、".join(PartyKind(kind).label for kind in kinds)


def releases(version: MeasureVersion) -> list[Way]:
    """How the measure ends, derived from its term and from what sets it (C2.7; rules.md §4 and §6)."""
    return [_own_end(version), _repair(version), _objection()]


def release_words(version: MeasureVersion) -> str:
    """The ways of `releases` in one cell; the one that every measure shares is left out."""
    return "；".join(way.cited for way in releases(version)[:2])


def cites(basis: Basis) -> str:
    """「《食品安全法》第一百三十五条第一款」; a policy document keeps its own brackets."""
    title = basis.instrument.short_title_zh
    return f"{title if title.startswith(('《', '“')) or '〔' in title else f'《{title}》'}{basis.article_zh}"


def basis_words(version: MeasureVersion) -> str:
    """Every basis with its rank and how far it was read."""
    return "；".join(f"{cites(basis)}（{'，'.join(_basis_marks(basis))}）" for basis in version.bases.all())


def warning(instrument: Instrument, *, on: date) -> str:
    """Why an instrument needs attention on a day; an empty text where it does not."""
    begins, ends = instrument.in_force_from, instrument.in_force_to
    if ends and ends < on:
        return f"只施行到 {ends}，已失效"
    if begins and begins > on:
        return f"自 {begins} 起施行，尚未施行"
    if ends and ends < on + timedelta(days=ENDS_SOON_DAYS):
        return f"只施行到 {ends}，应在此前清理"
    return f"只施行到 {ends}" if ends else ""


def validity(version: MeasureVersion) -> str:
    """「2024-07-01 起」「2021-09-01 至 2025-12-24」"""
    ends = version.effective_to
    return f"{version.effective_from} 至 {ends}" if ends else f"{version.effective_from} 起"


def unverified(version: MeasureVersion) -> bool:
    """Whether the version or any basis of it is to be marked 待核."""
    return version.verified != Verified.TEXT or any(basis.verified != Verified.TEXT for basis in version.bases.all())


def is_proposed(version: MeasureVersion) -> bool:
    """Whether the term is the list's own, set by no law."""
    return version.term_source == TermSource.PROPOSAL


def _basis_marks(basis: Basis) -> list[str]:
    marks = [basis.instrument.get_level_display(), "原文已核" if basis.verified == Verified.TEXT else "待核"]
    return [*marks, "期限依据"] if basis.is_term_basis else marks


def _own_end(version: MeasureVersion) -> Way:
    if version.term_kind == TermKind.LIFETIME:
        return Way("终身措施，没有末日，不会期满解除")
    if version.term_kind == TermKind.UNTIL:
        condition = CONDITIONS.get(version.until_condition, version.until_condition)
        cap = f"；满 {months(version.cap_months)}仍未解除的，由主管机构确认是否移出" if version.cap_months else ""
        return Way(f"{condition}后解除，不因日期自行终了{cap}")
    if version.term_kind == TermKind.FOLLOWS_PUBLICITY:
        return Way("事由停止公示的，同时解除", "C2.7.1a")
    return Way("末日终了自动解除，末日遇节假日不顺延", "C2.7.1a")


def _repair(version: MeasureVersion) -> Way:
    if version.term_kind == TermKind.LIFETIME:
        return Way("信用修复不能解除", "C2.7.3b")
    if version.statutory_term:
        return Way("期限由法律、行政法规规定，未届满的不得因信用修复解除", "C2.7.3b")
    if _rests_on_local_regulation(version):
        return Way("期限由地方性法规规定，信用修复时须会商，不自动解除也不自动驳回", "C2.7.3b")
    if version.term_kind == TermKind.FOLLOWS_PUBLICITY:
        return Way("信用修复成功的，提前停止公示并解除，不得早于最短公示期", "C2.7.3a")
    if version.term_kind == TermKind.UNTIL:
        return Way("信用修复以后，须条件成就才解除", "C2.7.3a")
    return Way("非法定期限，认定部门准予信用修复的，依法解除", "C2.7.3a")


def _rests_on_local_regulation(version: MeasureVersion) -> bool:
    if version.term_kind not in (TermKind.FIXED, TermKind.RANGE):
        return False
    levels = {basis.instrument.level for basis in version.bases.all() if basis.is_term_basis}
    return levels == {InstrumentLevel.LOCAL_REGULATION}


def _objection() -> Way:
    return Way("事由经复议、诉讼变更、撤销、确认违法或者无效的，相应调整或者解除", "C2.7.2a")
