"""What waits for an actor, what its agency did and what it sent: the lines that the portal merges into the worklists."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.urls import reverse
from django.utils.timezone import localtime

from closedloop.deadlines import selectors as deadlines
from closedloop.deadlines.models import Deadline
from closedloop.deadlines.workitem import WorkItem
from closedloop.opinion import CLEAN_UP_BASIS, CONFIRM_LIST, Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency

from ..models import ChangeReview, CleanUp, ListConfirmation, MeasureChange
from ..models.vocabulary import ChangeState, Verdict
from .changes import REVIEW_RULES, changes_for, refusal_of, side_of
from .keeping import cleanups_for, keeping_reference

Reference = tuple[str, str]
# A routine duty shows among what waits when it is due within so many days.
ROUTINE_SHOWN_DAYS = 30
DONE_MAX = 500


def todo_for(actor: Actor, *, on: date) -> list[WorkItem]:
    """Reviews to give, changes that came back, drafts, clean-ups, and the confirmation of the lists when it draws near."""
    changes = list(_changes_waiting(actor))
    cleanups = list(cleanups_for(actor).filter(done_on=None, owner=actor.agency)) if _owns(actor) else []
    duties = [keeping_reference(actor.agency)] if _owns(actor) and actor.agency else []
    due = deadlines.for_objects([*changes, *cleanups, *duties])
    items = [_change_item(change, actor, due[("measurechange", str(change.pk))]) for change in changes]
    items += [_cleanup_item(cleanup, due[("cleanup", str(cleanup.pk))]) for cleanup in cleanups]
    return items + [item for duty in duties for item in _keeping_items(due[duty], on=on)]


def done_by(actor: Actor) -> list[WorkItem]:
    """The reviews, decided changes, confirmations and clean-ups of the actor's agency."""
    agency = actor.agency
    if agency is None:
        return []
    reviews = ChangeReview.objects.filter(agency=agency).select_related("change__owner").order_by("-id")[:DONE_MAX]
    decided = MeasureChange.objects.filter(owner=agency, decided_on__isnull=False).select_related("owner")
    confirmations = ListConfirmation.objects.filter(office=agency)[:DONE_MAX]
    cleanups = CleanUp.objects.filter(owner=agency, done_on__isnull=False).select_related("instrument", "measure", "owner")
    return [
        *(_review_done(review) for review in reviews),
        *(_change_done(change) for change in decided[:DONE_MAX]),
        *(_confirmed(row) for row in confirmations),
        *(_cleanup_done(row) for row in cleanups[:DONE_MAX]),
    ]


def sent_by(actor: Actor) -> list[WorkItem]:
    """The changes that the actor's office sent to review, decided or not."""
    if actor.agency is None:
        return []
    found = MeasureChange.objects.filter(owner=actor.agency, submitted_on__isnull=False).select_related("owner")
    changes = list(found.order_by("-submitted_on")[:DONE_MAX])
    due = deadlines.for_objects(changes)
    return [_sent(change, due[("measurechange", str(change.pk))]) for change in changes]


def _owns(actor: Actor) -> bool:
    return actor.agency is not None and actor.agency.level == Agency.Level.CITY and actor.has(Role.BUSINESS_AUTHORITY)


def _changes_waiting(actor: Actor) -> Iterable[MeasureChange]:
    waiting = changes_for(actor).filter(state__in=(ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.RETURNED))
    for change in waiting:
        own = actor.agency is not None and change.owner_id == actor.agency.pk and actor.has(Role.BUSINESS_AUTHORITY)
        if change.state != ChangeState.SUBMITTED:
            if own:
                yield change
        elif refusal_of(change, act="approve", actor=actor) is None:
            yield change


def _change_item(change: MeasureChange, actor: Actor, due: list[Deadline]) -> WorkItem:
    submitted = change.state == ChangeState.SUBMITTED
    side = side_of(actor)
    rule = REVIEW_RULES[side].name if submitted and side else ""
    kinds = {
        ChangeState.SUBMITTED: ("review", "审核"),
        ChangeState.RETURNED: ("returned", "修改"),
        ChangeState.DRAFT: ("change", "提交"),
    }
    kind, act = kinds[ChangeState(change.state)]
    return WorkItem(
        title=str(change),
        detail=f"拟自 {change.effective_on} 起生效；{change.reason}",
        subject=change.measure_code or "新措施",
        url=reverse("measures:change", args=[change.pk]),
        act=act,
        from_zh=change.owner.short_name_zh,
        since=change.submitted_on or localtime(change.proposed_at).date(),
        deadline=next((item for item in due if item.rule == rule and item.done_on is None), None),
        kind=kind,
    )


def _cleanup_item(cleanup: CleanUp, due: list[Deadline]) -> WorkItem:
    loss = "届时再无适格依据" if cleanup.loses_all else "另有依据"
    return WorkItem(
        title=f"清理 {cleanup.measure_id}",
        detail=f"《{cleanup.instrument.short_title_zh}》所引条款施行到 {cleanup.basis_ends_on}，{loss}",
        subject=cleanup.measure_id,
        url=reverse("measures:cleanup", args=[cleanup.pk]),
        act="清理",
        from_zh="系统",
        since=cleanup.opened_on,
        deadline=next((item for item in due if item.rule == CLEAN_UP_BASIS.name and item.done_on is None), None),
        kind="cleanup",
    )


def _keeping_items(due: list[Deadline], *, on: date) -> Iterable[WorkItem]:
    for deadline in due:
        near = deadline.due_on <= on + timedelta(days=ROUTINE_SHOWN_DAYS)
        if deadline.rule == CONFIRM_LIST.name and deadline.done_on is None and near:
            yield WorkItem(
                title="核对本机构的清单",
                detail="逐项核对依据、对象和期限；没有变动也要确认",
                subject=deadline.responsible.short_name_zh,
                url=reverse("measures:keeping"),
                act="核对",
                from_zh="例行事项",
                since=deadline.starts_on,
                deadline=deadline,
                kind="keeping",
            )


def _review_done(review: ChangeReview) -> WorkItem:
    change = review.change
    return WorkItem(
        title=str(change),
        detail=f"{review.get_side_display()}审核：{Verdict(review.verdict).label}",
        subject=change.measure_code or "新措施",
        url=reverse("measures:change", args=[change.pk]),
        act="查看",
        from_zh=change.owner.short_name_zh,
        since=localtime(review.reviewed_at).date(),
        kind="review",
    )


def _change_done(change: MeasureChange) -> WorkItem:
    return WorkItem(
        title=str(change),
        detail=change.get_state_display(),
        subject=change.measure_code or "新措施",
        url=reverse("measures:change", args=[change.pk]),
        act="查看",
        from_zh=change.owner.short_name_zh,
        since=change.decided_on or change.effective_on,
        kind="change",
    )


def _confirmed(row: ListConfirmation) -> WorkItem:
    return WorkItem(
        title="核对本机构的清单",
        detail=row.note or f"共 {row.measures_count} 项，核对无变动",
        subject="本机构清单",
        url=reverse("measures:keeping"),
        act="查看",
        from_zh="例行事项",
        since=row.confirmed_on,
        kind="keeping",
    )


def _cleanup_done(cleanup: CleanUp) -> WorkItem:
    return WorkItem(
        title=f"清理 {cleanup.measure_id}",
        detail=cleanup.get_outcome_display(),
        subject=cleanup.measure_id,
        url=reverse("measures:cleanup", args=[cleanup.pk]),
        act="查看",
        from_zh="系统",
        since=cleanup.done_on or cleanup.opened_on,
        kind="cleanup",
    )


def _sent(change: MeasureChange, due: list[Deadline]) -> WorkItem:
    pending = [item for item in due if item.done_on is None]
    who = "、".join(item.responsible.short_name_zh for item in pending)
    detail = f"{change.get_state_display()}{'，等' + who if who else ''}"
    return WorkItem(
        title=str(change),
        detail=detail,
        subject=change.measure_code or "新措施",
        url=reverse("measures:change", args=[change.pk]),
        act="查看",
        from_zh=change.owner.short_name_zh,
        since=change.submitted_on or change.effective_on,
        deadline=min(pending, key=lambda item: item.due_on, default=None),
        kind="change",
    )
