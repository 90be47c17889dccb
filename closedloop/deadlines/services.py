"""Opening, closing, moving and voiding deadlines, and the notice that moves them all. Each act is journalled under its object."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django.db import models, transaction

from closedloop.errors import InvalidInput, Problem, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole, Rule
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services import require_admin
from closedloop.workdays import clock, notices
from closedloop.workdays import selectors as workdays
from closedloop.workdays import services as calendar_services
from closedloop.workdays.calendar import Calendar
from closedloop.workdays.models import DECEMBER, DemoClock, HolidayNotice
from closedloop.workdays.notices import NoticeDay

from .models import Deadline, DeadlineMove

Reference = tuple[str, str]
declare(
    {
        "deadline.opened": "时限开始计算",
        "deadline.closed": "时限办结",
        "deadline.moved": "时限变更",
        "deadline.recomputed": "时限按工作日历重算",
        "deadline.voided": "时限终止",
        "holiday_notice.loaded": "载入节假日安排通知",
        "demo_clock.moved": "快进演示日期",
    }
)


@transaction.atomic
def open_deadline(
    rule: Rule,
    *,
    obj: models.Model | Reference,
    responsible: Agency,
    start: date,
    title: str,
    url_path: str,
    actor: Actor,
    start_event: str = "",
    due_on: date | None = None,
    on: date | None = None,
) -> Deadline:
    """Starts a deadline by its rule. `due_on` is for the rules without a period of their own, and needed there.

    A fixed due day that has passed already becomes the start day: nothing can be due before it began.
    """
    kind, key = journal.reference(obj)
    deadline = Deadline(
        rule=rule.name,
        object_kind=kind,
        object_key=key,
        title_zh=title,
        url_path=url_path,
        responsible=responsible,
        start_event=start_event or rule.start_event,
        starts_on=start,
        opened_at=clock.now(),
    )
    deadline.due_on, deadline.provisional = _due_of(rule, start=start, due_on=due_on)
    deadline.save(force_insert=True)
    _journal(deadline, "deadline.opened", actor=actor, on=on, due_on=deadline.due_on, provisional=deadline.provisional)
    return deadline


@transaction.atomic
def close_deadline(deadline: Deadline, *, on: date, actor: Actor) -> Deadline:
    """The act was done on this day: in time or late, which it stays for ever."""
    deadline = _lock_open(deadline)
    deadline.done_on = on
    deadline.save(update_fields=["done_on"])
    _journal(deadline, "deadline.closed", actor=actor, on=on, due_on=deadline.due_on, late=deadline.due_on < on)
    return deadline


@transaction.atomic
def close_for(
    obj: models.Model | Reference, *, rules: Iterable[Rule], on: date, actor: Actor, responsible: Agency | None = None
) -> list[Deadline]:
    """Closes whatever is open for an object under these rules (of one responsible agency, if named); nothing open is no error."""
    return [close_deadline(deadline, on=on, actor=actor) for deadline in _open_for(obj, rules=rules, responsible=responsible)]


@transaction.atomic
def void_for(obj: models.Model | Reference, *, rules: Iterable[Rule], on: date, reason: str, actor: Actor) -> list[Deadline]:
    """The object went away before its time (withdrawn, replaced): its deadlines under these rules are neither met nor late."""
    voided = []
    for deadline in _open_for(obj, rules=rules):
        locked = _lock_open(deadline)
        locked.void_on = on
        locked.save(update_fields=["void_on"])
        _journal(locked, "deadline.voided", actor=actor, on=on, reason=reason)
        voided.append(locked)
    return voided


@transaction.atomic
def move_deadline(deadline: Deadline, *, rule: Rule, reason: str, actor: Actor, on: date, due_on: date | None = None) -> Deadline:
    """Puts a deadline under another rule, or gives a fixed one another day, from the same start; who and why is kept (C2.2b, C2.2d)."""
    deadline = _lock_open(deadline)
    due, provisional = _due_of(rule, start=deadline.starts_on, due_on=due_on)
    _move(deadline, rule=rule, due_on=due, provisional=provisional, reason=reason, actor=actor, on=on, verb="deadline.moved")
    return deadline


@transaction.atomic
def recompute_open(*, reason: str, actor: Actor, on: date, year: int | None = None) -> list[Deadline]:
    """Counts the open deadlines again with the calendar as it is now (those that touch a notice's year, if named); closed ones stay.

    Safe to repeat: a second run finds nothing to change. Returns the deadlines whose day or whose 推算 changed (R19, F32).
    """
    calendar = workdays.current()
    touched = Deadline.objects.select_for_update().filter(done_on=None, void_on=None).order_by("id")
    if year is not None:
        touched = touched.filter(starts_on__lte=date(year, DECEMBER, 31), due_on__gte=date(year - 1, DECEMBER, 1))
    return [item for item in touched if _recount(item, calendar=calendar, reason=reason, actor=actor, on=on)]


@transaction.atomic
def load_holiday_notice(
    year: int, *, days: Sequence[NoticeDay], document_no: str, title: str, issued_on: date, actor: Actor, on: date
) -> tuple[HolidayNotice, list[Deadline]]:
    """The system administrator loads the notice of a year, or its corrected version, and every open deadline is counted again.

    Returns the notice and the deadlines that changed. Every problem of the input is reported at once (R19, F31, F32).
    """
    require_admin(actor, AdminRole.SYSTEM_ADMIN)
    _judge(year, days=days, document_no=document_no, title=title, issued_on=issued_on, on=on)
    replaced = HolidayNotice.objects.filter(pk=year).first()
    before = _snapshot(replaced) if replaced else None
    notice = calendar_services.store_notice(
        year,
        days=days,
        document_no=document_no,
        title=title,
        issued_on=issued_on,
        source="系统管理员按通知原文录入",
        verified=HolidayNotice.Verified.TEXT,
        origin=HolidayNotice.Origin.LOADED,
    )
    detail = {"before": before, "after": _snapshot(notice)}
    journal.record(notice, "holiday_notice.loaded", actor=actor, on=on, detail=detail)
    reason = f"{'更正' if replaced else '载入'}{year}年节假日安排（{document_no}）"
    return notice, recompute_open(reason=reason, actor=actor, on=on, year=year)


@transaction.atomic
def move_demo_clock(days: int, *, actor: Actor) -> DemoClock:
    """Moves the demo's legal date forward and says who did; refused wherever this is no demo (B21)."""
    moved = calendar_services.move_clock(days)
    journal.record(moved, "demo_clock.moved", actor=actor, detail={"days": days, "days_ahead": moved.days_ahead})
    return moved


def _due_of(rule: Rule, *, start: date, due_on: date | None) -> tuple[date, bool]:
    if rule.counts == (due_on is not None):
        raise LookupError(f"{rule.name}: give a due day where the rule sets no period, and only there")
    if due_on is not None:
        return max(start, due_on), False
    due = rule.due(start)
    return due.due, due.provisional


def _open_for(obj: models.Model | Reference, *, rules: Iterable[Rule], responsible: Agency | None = None) -> list[Deadline]:
    kind, key = journal.reference(obj)
    found = Deadline.objects.filter(
        object_kind=kind, object_key=key, rule__in=[rule.name for rule in rules], done_on=None, void_on=None
    )
    return list((found.filter(responsible=responsible) if responsible else found).order_by("id"))


def _lock_open(deadline: Deadline) -> Deadline:
    """The deadline as it is now, locked; somebody else may have closed it meanwhile."""
    locked = Deadline.objects.select_for_update().get(pk=deadline.pk)
    if locked.done_on or locked.void_on:
        raise WrongState("该时限已经办结或者终止，请刷新页面", code="deadline_closed", clause=locked.law.clause)
    return locked


def _recount(deadline: Deadline, *, calendar: Calendar, reason: str, actor: Actor, on: date) -> bool:
    if not deadline.law.counts:
        return False
    due = deadline.law.due(deadline.starts_on, calendar)
    if (due.due, due.provisional) == (deadline.due_on, deadline.provisional):
        return False
    _move(
        deadline,
        rule=deadline.law,
        due_on=due.due,
        provisional=due.provisional,
        reason=reason,
        actor=actor,
        on=on,
        verb="deadline.recomputed",
    )
    return True


def _move(
    deadline: Deadline, *, rule: Rule, due_on: date, provisional: bool, reason: str, actor: Actor, on: date, verb: str
) -> None:
    """Writes the new day, the move where the day or the rule changes, and one entry; an estimate that proves right is an entry only."""
    before = {"rule": deadline.rule, "due_on": deadline.due_on.isoformat(), "provisional": deadline.provisional}
    if (rule.name, due_on) != (deadline.rule, deadline.due_on):
        DeadlineMove.objects.create(
            deadline=deadline,
            from_rule=deadline.rule,
            to_rule=rule.name,
            from_due_on=deadline.due_on,
            to_due_on=due_on,
            was_provisional=deadline.provisional,
            reason=reason,
            moved_on=on,
            moved_at=clock.now(),
            moved_by=actor.user,
            moved_by_name=actor.name,
        )
    deadline.rule, deadline.due_on, deadline.provisional = rule.name, due_on, provisional
    deadline.save(update_fields=["rule", "due_on", "provisional"])
    _journal(deadline, verb, actor=actor, on=on, before=before, due_on=due_on, provisional=provisional, reason=reason)


def _judge(year: int, *, days: Sequence[NoticeDay], document_no: str, title: str, issued_on: date, on: date) -> None:
    found = list(notices.problems_of(year, days=days, document_no=document_no, title=title, issued_on=issued_on, on=on))
    claimed = workdays.claimed([day.date for day in days], year=year)
    for index, day in enumerate(days):
        if day.date in claimed:
            words = f"{day.date} 已由 {claimed[day.date]} 年的通知规定，请先更正该年通知"
            found.append(Problem(f"/days/{index}", "claimed", words))
    if found:
        raise InvalidInput("通知有误，没有载入：" + "；".join(problem.detail for problem in found), problems=tuple(found))


def _snapshot(notice: HolidayNotice) -> dict[str, Any]:
    days = notice.days.order_by("date").values_list("date", "kind", "name_zh")
    return {
        "title": notice.title_zh,
        "document_no": notice.document_no,
        "issued_on": notice.issued_on.isoformat(),
        "days": [[day.isoformat(), kind, name] for day, kind, name in days],
    }


def _journal(deadline: Deadline, verb: str, *, actor: Actor, on: date | None, **detail: Any) -> None:
    """Under the object, so that its timeline tells who moved what; dates as text."""
    said = {name: value.isoformat() if isinstance(value, date) else value for name, value in detail.items()}
    detail_of = {"deadline": deadline.pk, "rule": deadline.rule, "responsible": deadline.responsible_id, **said}
    journal.record(deadline.object_ref, verb, actor=actor, rule=deadline.law, on=on, detail=detail_of)
