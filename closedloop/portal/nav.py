"""The navigation: what each role finds on the left, in which order, and what stands on the bar of a phone."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.urls import reverse

from closedloop.opinion import DRAFT_CASE, PRODUCERS_OF_ALL_CAUSES, Role
from closedloop.orgs.actor import Actor

CREDIT, LEGAL, BUSINESS = Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS, Role.BUSINESS_AUTHORITY
# Who may be asked in a consultation, and who has cases at all: produces, receives or looks after them.
ASKED = (CREDIT, LEGAL, BUSINESS, Role.ENFORCEMENT)
CASE_ROLES = (*PRODUCERS_OF_ALL_CAUSES, LEGAL, BUSINESS)
# Who reviews files before a decision, and whose files are reviewed.
REVIEWED = (LEGAL, Role.ENFORCEMENT, Role.APPROVAL_AUTHORITY)
TABS_MAX = 3


@dataclass(frozen=True)
class Entry:
    """A line of the navigation. `roles` empty: for everybody; `also`: the other views that belong to it; `count`: its figure."""

    label: str
    icon: str
    view: str
    roles: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    count: str = ""


@dataclass(frozen=True)
class Link:
    """A line as it is shown to one actor on one page."""

    label: str
    icon: str
    url: str
    current: bool
    count: int


@dataclass(frozen=True)
class Group:
    """Lines under one heading; the first group has none."""

    title: str
    links: tuple[Link, ...]


DESK = (
    Entry("待办", "inbox", "portal:home", count="todo"),
    Entry("已办", "square-check", "portal:done"),
    Entry("我发起的", "send", "portal:sent"),
)
CASES = (
    Entry("新建推送", "file-plus", "subjects:case_new", PRODUCERS_OF_ALL_CAUSES),
    Entry("导入处罚文件", "upload", "subjects:imports", DRAFT_CASE.by, ("subjects:import",)),
    Entry("待接收", "clipboard-check", "subjects:inbox", (BUSINESS,), count="receive"),
    Entry("等我会商", "messages", "subjects:consultations", ASKED, ("subjects:consultation",), "consult"),
    Entry("审核提示", "scale", "subjects:reviews", REVIEWED, ("subjects:review", "subjects:review_new"), "reminder"),
    Entry("案件", "gavel", "subjects:cases", CASE_ROLES, ("subjects:case", "subjects:case_edit", "subjects:case_correct")),
)
KEEPING = (
    Entry("清单变动审核", "git-pull-request", "measures:changes", (CREDIT, LEGAL), ("measures:change",), "change"),
    Entry("清单变动", "git-pull-request", "measures:changes", (BUSINESS,), ("measures:change", "measures:change_edit"), "change"),
    Entry("提出变动", "file-plus", "measures:change_new", (BUSINESS,)),
    Entry("清单核对", "list-check", "measures:keeping", (BUSINESS, CREDIT, LEGAL), (), "keeping"),
    Entry("清理任务", "eraser", "measures:cleanups", (BUSINESS, CREDIT, LEGAL), ("measures:cleanup",), "cleanup"),
)
LOOKUP = (
    Entry("两张清单", "list-details", "measures:list", (), ("measures:detail", "measures:diff")),
    Entry(
        "依据文件",
        "book-2",
        "measures:instruments",
        (),
        ("measures:instrument", "measures:instrument_new", "measures:instrument_edit", "measures:instrument_end"),
    ),
    Entry("规则与口径", "scale", "portal:rules"),
    Entry("工作日历", "calendar", "portal:calendar"),
)
ADMINISTRATION = (
    Entry("管理后台", "settings", "admin:index"),
    Entry("规则与口径", "scale", "portal:rules"),
    Entry("工作日历", "calendar", "portal:calendar"),
)


def groups(actor: Actor, *, view: str, counts: Mapping[str, int]) -> list[Group]:
    """The navigation of an actor; `view` is the one that is open."""
    if actor.admin_role:
        return [Group("", _links(ADMINISTRATION, actor, view=view, counts=counts))]
    sections = (("", DESK), ("案件", CASES), ("清单管理", KEEPING), ("查询", LOOKUP)) if actor.agency else (("查询", LOOKUP),)
    shown = [Group(title, _links(entries, actor, view=view, counts=counts)) for title, entries in sections]
    return [group for group in shown if group.links]


def tabs(found: list[Group]) -> list[Link]:
    """The bar of a phone: where one starts, the acts of one's role, the lists."""
    firsts = [group.links[0] for group in found]
    rest = [link for group in found for link in group.links if link not in firsts]
    return [*firsts, *rest][:TABS_MAX]


def _links(entries: tuple[Entry, ...], actor: Actor, *, view: str, counts: Mapping[str, int]) -> tuple[Link, ...]:
    seen: set[str] = set()
    links = []
    for entry in entries:
        if (entry.roles and not actor.has(*entry.roles)) or entry.view in seen:
            continue
        seen.add(entry.view)
        links.append(
            Link(entry.label, entry.icon, reverse(entry.view), view in (entry.view, *entry.also), counts.get(entry.count, 0))
        )
    return tuple(links)
