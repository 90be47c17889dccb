"""惩戒对象推送单, 接收回执 and 会商意见 as Word documents, with what the page of the case shows and nothing more (C2.2a, C2.3a, C2.2b).

A person's identifier stands there masked. Pure but for the relations of the case, which the caller has loaded.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from closedloop.deadlines.models import Deadline
from closedloop.workdays.calendar import WEEKDAYS_ZH
from measures import wording
from measures.models import Basis
from measures.models.vocabulary import Verified

from . import bars
from .models import Case, CaseSubject, Consultation, Sanction
from .models.vocabulary import CaseState
from .wordfile import Paper

PUSH_SHEET, RECEIPT, OPINIONS = "惩戒对象推送单", "接收回执", "会商意见"
MEASURES = ("措施", "依据", "期限", "末日", "状态")
MEASURE_WIDTHS = (5.0, 4.4, 2.8, 2.6, 1.8)


def push_sheet(case: Case, *, deadlines: Iterable[Deadline], matters: Mapping[str, str], at: datetime) -> bytes:
    """What the producer pushes: the document, the subjects with their measures, the deadlines, lines for seals. C2.2a, C2.2c"""
    paper = Paper(PUSH_SHEET, number=case.case_no, at=at)
    paper.facts([*_case_facts(case), *_cause_facts(case)])
    for position, row in enumerate(case.subjects.all(), start=1):
        _subject(paper, row, position=position, matters=matters)
    if any(item.verified != Verified.TEXT for row in case.subjects.all() for item in _all_bases(row)):
        paper.text(wording.UNVERIFIED, small=True)
    _deadlines(paper, deadlines)
    _attachments(paper, case)
    paper.signatures(case.producer.name_zh)
    return paper.content()


def receipt(case: Case, *, deadlines: Iterable[Deadline], at: datetime) -> bytes:
    """That the business authority has the case, since when, and how many subjects and measures. C2.3a"""
    paper = Paper(RECEIPT, number=case.case_no, at=at)
    paper.facts([*_case_facts(case), ("接收日期", day_words(case.received_on))])
    rows = list(case.subjects.all())
    count = sum(len(row.sanctions.all()) for row in rows)
    paper.text(
        f"{case.receiver.name_zh}于 {day_words(case.received_on)}接收{case.producer.name_zh}推送的 {case.case_no}"
        f"（{case.cause.document_no}），共 {len(rows)} 个对象、{count} 项措施："
    )
    named = [
        (row.name_zh, row.subject.masked, "、".join(item.measure_id for item in row.sanctions.all()) or "只列名") for row in rows
    ]
    paper.table(("对象", "代码、证件号码", "措施"), widths=(5.6, 5.6, 5.4), rows=named)
    _deadlines(paper, deadlines)
    paper.signatures(case.receiver.name_zh, case.producer.name_zh)
    return paper.content()


def opinion_paper(consultation: Consultation, *, at: datetime) -> bytes:
    """The question, who was asked and what they said and when, and the conclusion. C2.2b, C2.2d"""
    case = consultation.case
    paper = Paper(OPINIONS, number=case.case_no, at=at)
    paper.facts(
        [
            ("案件编号", case.case_no),
            ("文书", f"{case.cause.document_no}（{case.cause.issuer}，{day_words(case.cause.decided_on)}作出）"),
            ("提请机构", case.producer.name_zh),
            ("提请日期", day_words(consultation.opened_on)),
            ("受邀机构", "、".join(row.agency.name_zh for row in consultation.invitations.all())),
        ]
    )
    paper.heading("会商问题")
    paper.text(consultation.question)
    paper.heading("各方意见")
    paper.table(("机构", "意见", "日期"), widths=(4.2, 9.4, 3.0), rows=_opinions(consultation))
    paper.heading("会商结论")
    said = consultation.conclusion
    paper.text(f"{said}\n{day_words(consultation.concluded_on)}作出" if said else "尚未作出结论")
    paper.signatures(case.producer.name_zh, *(row.agency.name_zh for row in consultation.invitations.all()))
    return paper.content()


def day_words(day: date | None) -> str:
    """「2026-02-24（周二）」"""
    return f"{day}（{WEEKDAYS_ZH[day.weekday()]}）" if day else ""


def _case_facts(case: Case) -> list[tuple[str, str]]:
    pushed = day_words(case.pushed_on) or "尚未推送（草拟）"
    if case.state == CaseState.WITHDRAWN:
        pushed = f"{day_words(case.pushed_on) or '没有推送'}，{day_words(case.ended_on)}撤回"
    if case.state == CaseState.RETURNED:
        pushed = f"{day_words(case.pushed_on)}，{day_words(case.ended_on)}退回"
    return [
        ("案件编号", case.case_no),
        ("推送机构", case.producer.name_zh),
        ("接收机构", case.receiver.name_zh),
        ("推送日期", pushed),
        ("更正自", case.supersedes_id or ""),
    ]


def _cause_facts(case: Case) -> list[tuple[str, str]]:
    cause = case.cause
    return [
        ("事由", "，".join(filter(None, (cause.get_kind_display(), "、".join(cause.penalty_words))))),
        ("文书号", cause.document_no),
        ("作出机关", cause.issuer),
        ("作出日期", day_words(cause.decided_on)),
        ("收到日期", day_words(cause.received_on)),
        ("违法行为类型", cause.violation_type),
        ("事实", cause.facts),
        ("法律依据", cause.legal_basis),
    ]


def _subject(paper: Paper, row: CaseSubject, *, position: int, matters: Mapping[str, str]) -> None:
    """One subject with its measures in a table."""
    paper.heading(f"{position}　{row.name_zh}")
    subject = row.subject
    words = [subject.get_kind_display(), row.role_zh, f"{subject.get_scheme_display()} {subject.masked}"]
    paper.text("，".join(filter(None, words)))
    sanctions = list(row.sanctions.all())
    if not sanctions:
        paper.text("没有措施，只列名。")
        return
    paper.table(MEASURES, widths=MEASURE_WIDTHS, rows=[_measure(item, matters) for item in sanctions])


def _measure(sanction: Sanction, matters: Mapping[str, str]) -> Sequence[str]:
    only = "、".join(matters.get(code, code) for code in sanction.matters or ())
    name = f"{sanction.measure_id} {sanction.version.name_zh}" + (f"\n只限：{only}" if only else "")
    begun = f"{sanction.starts_on} 起" if sanction.starts_on else ""
    term = "\n".join(filter(None, (bars.term_words(sanction), begun)))
    return name, _bases(sanction), term, bars.end_words(sanction), sanction.get_state_display()


def _bases(sanction: Sanction) -> str:
    """Every basis, the one that sets the term first; those whose text was not read are marked."""
    bases = sorted(sanction.version.bases.all(), key=lambda basis: not basis.is_term_basis)
    return "\n".join(f"{wording.cites(item)}{'' if item.verified == Verified.TEXT else '（待核）'}" for item in bases)


def _all_bases(row: CaseSubject) -> list[Basis]:
    return [basis for item in row.sanctions.all() for basis in item.version.bases.all()]


def _deadlines(paper: Paper, deadlines: Iterable[Deadline]) -> None:
    rows = [
        (
            item.law.act,
            item.law.citation,
            item.responsible.short_name_zh,
            day_words(item.due_on),
            day_words(item.done_on) or "在办",
        )
        for item in deadlines
    ]
    if rows:
        paper.heading("期限")
        paper.table(("事项", "条款", "责任机构", "最后一日", "办结"), widths=(3.6, 3.6, 3.0, 3.4, 3.0), rows=rows)


def _attachments(paper: Paper, case: Case) -> None:
    names = [f"{position}. {item.name}" for position, item in enumerate(case.attachments.all(), start=1)]
    if names:
        paper.heading("附件")
        paper.text("\n".join(names))


def _opinions(consultation: Consultation) -> list[tuple[str, str, str]]:
    """What was said, in the order of time; then who has said nothing."""
    opinions = list(consultation.opinions.all())
    heard = {item.agency_id for item in opinions}
    silent = [row for row in consultation.invitations.all() if row.agency_id not in heard]
    said = [(item.agency.name_zh, f"{item.text}{'（结论后提出）' if item.late else ''}", f"{item.given_on}") for item in opinions]
    nothing = "没有答复" if consultation.concluded_on else "还没有答复"
    return [*said, *((row.agency.name_zh, nothing, "") for row in silent)]
