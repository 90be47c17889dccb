"""The desk of the audit administrator: reading, exporting and checking the journal, which nobody changes (R25, R33)."""

from functools import cache
from typing import Any

from django.apps import apps
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from unfold.contrib.filters.admin import DropdownFilter, RangeDateFilter
from unfold.decorators import action, display

from closedloop import spreadsheet
from closedloop.admin_base import NothingToFill, ReadDesk, act, typed
from closedloop.opinion import AdminRole
from closedloop.workdays import clock

from . import services
from .models import Entry
from .verbs import VERBS, sentence

EXPORT_MAX = 20_000
OTHER_KINDS = {"page": "页面", "journal": "留痕"}
COLUMNS = ("编号", "时刻", "办理日期", "动作", "对象", "经办人", "机构", "条款", "结果", "内容", "来源地址", "请求编号")


class VerbFilter(DropdownFilter):
    """By what was done, in Chinese."""

    title = "动作"
    parameter_name = "verb"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Every declared verb."""
        return sorted(VERBS.items(), key=lambda pair: pair[0])

    def queryset(self, request: HttpRequest, queryset: QuerySet[Entry]) -> QuerySet[Entry]:
        """Narrowed, where one is chosen."""
        return queryset.filter(verb=self.value()) if self.value() else queryset


@admin.register(Entry)
class EntryAdmin(ReadDesk):
    """Every entry, newest first."""

    readers = (AdminRole.AUDIT_ADMIN,)
    list_display = ("number", "at", "act", "place", "actor_name", "agency_code", "clause", "outcome", "origin")
    list_filter = (VerbFilter, "result", ("legal_on", RangeDateFilter))
    search_fields = ("actor_name", "object_key", "agency_code", "request_id", "origin")
    search_help_text = "经办人、对象编号、机构代码、请求编号、来源地址"
    fields = (
        "number", "at", "legal_on", "act", "place", "actor_name", "agency_code", "clause",
        "outcome", "detail", "origin", "request_id", "sealed",
    )  # fmt: skip
    actions_list = ("export", "verify")

    @display(description="编号", ordering="id")
    def number(self, entry: Entry) -> int:
        """The entry's number."""
        return entry.pk

    @display(description="动作", ordering="verb")
    def act(self, entry: Entry) -> str:
        """The sentence of the verb."""
        return sentence(entry.verb)

    @display(description="对象")
    def place(self, entry: Entry) -> str:
        """What it was done to."""
        return _place(entry)

    @display(description="结果", label={"已办": "success", "被拒": "danger"})
    def outcome(self, entry: Entry) -> str:
        """Done or refused."""
        return entry.get_result_display()

    @display(description="封存")
    def sealed(self, entry: Entry) -> str:
        """The link that seals it."""
        link = getattr(entry, "link", None)
        return f"第 {link.seq} 环，摘要 {link.digest}" if link else "尚未封存，每分钟封存一次"

    def has_audit_permission(self, request: HttpRequest, object_id: object = None) -> bool:
        """The same as reading."""
        return self.has_view_permission(request)

    @action(description="导出", icon="download", permissions=["audit"])
    def export(self, request: HttpRequest) -> HttpResponse:
        """The entries that the filters of the list left, as a spreadsheet; the export is an entry itself (R43)."""
        found = self.get_changelist_instance(request).get_queryset(request)[:EXPORT_MAX]
        content = spreadsheet.write_table(
            "留痕记录",
            columns=COLUMNS,
            rows=(_row(entry) for entry in found),
            data_time=clock.now(),
            note=f"最多 {EXPORT_MAX} 条",
        )
        services.record_export(actor=request.actor, filters=request.GET.urlencode(), rows=len(found))
        name = f"journal-{clock.today():%Y%m%d}.xlsx"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
        return HttpResponse(content, content_type=spreadsheet.CONTENT_TYPE, headers=headers)

    @action(description="核验留痕链", icon="verified", permissions=["audit"])
    def verify(self, request: HttpRequest) -> HttpResponse:
        """Recomputes the chain from its beginning."""

        def run(said: dict[str, Any]) -> str:
            return services.verify(actor=request.actor).words

        words = "从第一环起重算全部摘要，并与库外锚点比对；核验本身也留痕。记录很多时要等几十秒。"
        form = NothingToFill(typed(request))
        return act(self, request=request, form=form, title="核验留痕链", run=run, explain=words)


@cache
def _kinds() -> dict[str, str]:
    """The Chinese name of every kind of object."""
    return {str(model._meta.model_name): str(model._meta.verbose_name) for model in apps.get_models()} | OTHER_KINDS


def _place(entry: Entry) -> str:
    return f"{_kinds().get(entry.object_kind, entry.object_kind)} {entry.object_key}"


def _row(entry: Entry) -> tuple[Any, ...]:
    place = _place(entry)
    return (
        entry.pk, entry.at, entry.legal_on, sentence(entry.verb), place, entry.actor_name, entry.agency_code,
        entry.clause, entry.get_result_display(), entry.detail, entry.origin, entry.request_id,
    )  # fmt: skip
