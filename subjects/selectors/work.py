"""What waits for an actor about cases, what its agency did and what it sent (the worklists of the portal)."""

from collections.abc import Callable, Iterable
from datetime import date

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime

from closedloop.deadlines import selectors as deadlines
from closedloop.deadlines.models import Deadline
from closedloop.deadlines.workitem import WorkItem
from closedloop.opinion import DISPATCH_CASE, RECEIVE_CASE
from closedloop.orgs.actor import Actor

from ..models import Case, Consultation, LegalReview, Opinion
from ..models.vocabulary import CaseState
from .cases import PUSH_RULES
from .reviews import waiting_for

DONE_MAX = 500
RELATED = ("cause", "producer", "receiver")
Say = Callable[[Case], tuple[str, str]]


def todo_for(actor: Actor, *, on: date) -> list[WorkItem]:
    """Drafts to push, cases to receive and to dispatch, opinions that are asked, reviewed files that have no document yet."""
    agency = actor.agency
    if agency is None:
        return []
    cases = Case.objects.select_related(*RELATED).prefetch_related("subjects")
    drafts = list(cases.filter(producer=agency, state=CaseState.DRAFT))
    arrived = list(cases.filter(receiver=agency, state__in=(CaseState.PUSHED, CaseState.RECEIVED)))
    asked = list(_asked(actor))
    due = deadlines.for_objects([*drafts, *arrived, *(item.case for item in asked)])
    return [
        *(_item(case, due, rules=PUSH_RULES, act="推送", kind="case") for case in drafts),
        *(_arrived(case, due) for case in arrived),
        *(_consultation(item, due) for item in asked),
        *(_reminder(review) for review in waiting_for(agency)),
    ]


def done_by(actor: Actor) -> list[WorkItem]:
    """The cases that the agency received or returned, and the opinions that it gave."""
    agency = actor.agency
    if agency is None:
        return []
    cases = Case.objects.select_related(*RELATED).prefetch_related("subjects").filter(receiver=agency)
    done = cases.filter(state__in=(CaseState.RETURNED, CaseState.DISPATCHED, CaseState.CLOSED)).order_by("-pushed_on")
    opinions = Opinion.objects.filter(agency=agency).select_related("consultation__case__cause", "consultation__case__producer")
    return [
        *(_plain(case, since=case.ended_on or case.received_on or on_day(case)) for case in done[:DONE_MAX]),
        *(_given(opinion) for opinion in opinions.order_by("-given_at")[:DONE_MAX]),
    ]


def sent_by(actor: Actor) -> list[WorkItem]:
    """The cases that the agency pushed, and how far they have come."""
    if actor.agency is None:
        return []
    found = Case.objects.select_related(*RELATED).prefetch_related("subjects").filter(producer=actor.agency)
    cases = list(found.exclude(pushed_on=None).order_by("-pushed_on")[:DONE_MAX])
    due = deadlines.for_objects(cases)
    return [
        _item(case, due, rules=(RECEIVE_CASE, DISPATCH_CASE), act="查看", kind="case", since=case.pushed_on) for case in cases
    ]


def on_day(case: Case) -> date:
    """The Beijing day on which a case was entered."""
    return localtime(case.created_at).date()


def _asked(actor: Actor) -> QuerySet[Consultation]:
    """Open consultations to which the agency was invited and has said nothing yet."""
    found = Consultation.objects.filter(invitations__agency=actor.agency, concluded_on=None)
    return found.exclude(opinions__agency=actor.agency).select_related("case__cause", "case__producer", "case__receiver")


def _arrived(case: Case, due: dict[tuple[str, str], list[Deadline]]) -> WorkItem:
    if case.state == CaseState.PUSHED:
        return _item(case, due, rules=(RECEIVE_CASE,), act="接收", kind="receive", since=case.pushed_on)
    return _item(case, due, rules=(DISPATCH_CASE,), act="推送实施", kind="dispatch", since=case.received_on)


def _item(
    case: Case,
    due: dict[tuple[str, str], list[Deadline]],
    *,
    rules: Iterable[object],
    act: str,
    kind: str,
    since: date | None = None,
) -> WorkItem:
    names = {getattr(rule, "name", "") for rule in rules}
    running = [item for item in due[("case", case.pk)] if item.rule in names and item.done_on is None]
    return WorkItem(
        title=case.cause.document_no,
        detail=f"{case.cause.get_kind_display()}，{case.cause.issuer}；{case.get_state_display()}",
        subject=_subjects(case),
        url=reverse("subjects:case", args=[case.pk]),
        act=act,
        from_zh=case.producer.short_name_zh,
        since=since or on_day(case),
        deadline=min(running, key=lambda item: item.due_on, default=None),
        kind=kind,
    )


def _plain(case: Case, *, since: date) -> WorkItem:
    return _item(case, {("case", case.pk): []}, rules=(), act="查看", kind="case", since=since)


def _consultation(item: Consultation, due: dict[tuple[str, str], list[Deadline]]) -> WorkItem:
    running = [found for found in due[("case", item.case_id)] if found.done_on is None]
    return WorkItem(
        title=f"会商：{item.case.cause.document_no}",
        detail=item.question,
        subject=item.case_id,
        url=reverse("subjects:case", args=[item.case_id]),
        act="提出意见",
        from_zh=item.case.producer.short_name_zh,
        since=item.opened_on,
        deadline=min(running, key=lambda found: found.due_on, default=None),
        kind="consult",
    )


def _reminder(review: LegalReview) -> WorkItem:
    """No deadline of its own: that of the push runs from the decision (C3.3b)."""
    count = getattr(review, "measures_count", 0)
    return WorkItem(
        title=f"审核提示：{review.file_no}",
        detail=f"{review.title_zh}；提示 {count} 项措施，尚无文书",
        subject=review.get_party_kind_display(),
        url=reverse("subjects:review", args=[review.pk]),
        act="登记文书",
        from_zh=review.reviewer_agency.short_name_zh,
        since=review.reviewed_on,
        kind="reminder",
    )


def _given(opinion: Opinion) -> WorkItem:
    case = opinion.consultation.case
    return WorkItem(
        title=f"会商：{case.cause.document_no}",
        detail=opinion.text,
        subject=case.pk,
        url=reverse("subjects:case", args=[case.pk]),
        act="查看",
        from_zh=case.producer.short_name_zh,
        since=opinion.given_on,
        kind="consult",
    )


def _subjects(case: Case) -> str:
    names = [row.name_zh for row in case.subjects.all()]
    return f"{names[0]} 等 {len(names)} 个" if len(names) > 1 else "".join(names)
