"""待办, 已办, 我发起: one page, three questions."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from closedloop import spreadsheet
from closedloop.deadlines.lights import light
from closedloop.deadlines.workitem import WorkItem
from closedloop.errors import NotFound
from closedloop.opinion import Role
from closedloop.portal import paging, selectors, words
from closedloop.portal.desk import NEXT, Desk, desk_of
from closedloop.workdays import clock


@dataclass(frozen=True)
class Tab:
    """One of the three worklists and its words."""

    key: str
    view: str
    title: str
    since: str
    empty: str
    hint: str


TABS = {
    "todo": Tab(
        "todo",
        "portal:home",
        "待办",
        "到达",
        "现在没有待办",
        "别的机构送来、须由您办理的事项和将到期的例行事项会出现在这里，按期限先后排列。",
    ),
    "done": Tab(
        "done",
        "portal:done",
        "已办",
        "办理",
        "还没有办过的事项",
        "本机构办结的事项会出现在这里，最近办理的在最前。",
    ),
    "sent": Tab(
        "sent",
        "portal:sent",
        "我发起",
        "发起",
        "还没有发起过事项",
        "本机构发起、由别的机构办理的事项会出现在这里，可以看到办到哪一步。",
    ),
}
COLUMNS = ("期限", "到期日", "事项", "说明", "对象", "来自", "日期", "条款")


@require_safe
@login_required
def home(request: HttpRequest) -> HttpResponse:
    """What waits for the reader; an administrator's desk is the admin (R33)."""
    if desk_of(request).actor.admin_role:
        return redirect("admin:index")
    return _worklist(request, TABS["todo"])


@require_safe
@login_required
def done(request: HttpRequest) -> HttpResponse:
    """What the reader's agency has done."""
    return _worklist(request, TABS["done"])


@require_safe
@login_required
def sent(request: HttpRequest) -> HttpResponse:
    """What the reader's agency has sent to others."""
    return _worklist(request, TABS["sent"])


@require_safe
@login_required
def export(request: HttpRequest, key: str) -> HttpResponse:
    """A worklist as a spreadsheet, narrowed as the page is."""
    if key not in TABS or not desk_of(request).actor.agency:
        raise NotFound("没有这个清单")
    desk, tab = desk_of(request), TABS[key]
    items = _narrowed(_items(desk, key), request.GET.get("kind", ""))
    content = spreadsheet.write_table(
        f"{tab.title}（{desk.actor.agency.short_name_zh}）",
        columns=COLUMNS,
        rows=[_row(item, desk) for item in items],
        data_time=clock.now(),
        note=f"法定日期 {desk.today.isoformat()}",
    )
    name = content_disposition_header(as_attachment=True, filename=f"{tab.title}-{desk.today:%Y%m%d}.xlsx")
    return HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE, headers={"Content-Disposition": name})


def _worklist(request: HttpRequest, tab: Tab) -> HttpResponse:
    desk = desk_of(request)
    if not desk.actor.agency:
        return render(request, "portal/no_post.html", status=403)
    items, kind = _items(desk, tab.key), request.GET.get("kind", "")
    page_of = paging.by_deadline if tab.key == "todo" else paging.by_date
    context = {
        "tab": tab,
        "tabs_of_work": TABS.values(),
        "kinds": [(key, words.WORK_KINDS.get(key, key), count) for key, count in Counter(item.kind for item in items).items()],
        "kind_now": kind,
        "total": len(items),
        "page": page_of(_narrowed(items, kind), after=request.GET.get("after", "")),
        "urgency": _urgency(items, desk) if tab.key == "todo" else None,
        "may_propose": desk.actor.has(Role.BUSINESS_AUTHORITY),
    }
    return render(request, "portal/worklist.html", context)


def _items(desk: Desk, key: str) -> list[WorkItem]:
    if key == "todo":
        return desk.todo
    return selectors.done_by(desk.actor) if key == "done" else selectors.sent_by(desk.actor)


def _narrowed(items: Sequence[WorkItem], kind: str) -> list[WorkItem]:
    return [item for item in items if not kind or item.kind == kind]


def _urgency(items: Sequence[WorkItem], desk: Desk) -> dict[str, object]:
    """How many are overdue, and how many end by the next working day."""
    soon = desk.calendar.add(desk.today, NEXT).due
    dues = [item.deadline.due_on for item in items if item.deadline]
    return {
        "overdue": sum(due < desk.today for due in dues),
        "soon": sum(desk.today <= due <= soon for due in dues),
        "soon_on": soon,
    }


def _row(item: WorkItem, desk: Desk) -> list[object]:
    deadline = item.deadline
    shown = light(deadline, on=desk.today, calendar=desk.calendar) if deadline else None
    words_zh = f"{shown.words}{'（推算）' if shown.provisional else ''}" if shown else "不限期"
    due_on, clause = (deadline.due_on, deadline.law.citation) if deadline else (None, "")
    return [words_zh, due_on, item.title, item.detail, item.subject, item.from_zh, item.since, clause]
