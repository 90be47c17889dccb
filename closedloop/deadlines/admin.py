"""The desk of the calendar: the system administrator reads the notices, and loads or corrects one; open deadlines follow (R19)."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html

from closedloop.admin_base import ReadDesk, ReadInline
from closedloop.errors import InvalidInput
from closedloop.opinion import AdminRole
from closedloop.workdays import clock
from closedloop.workdays.models import HolidayNotice, SpecialDay

from . import services
from .forms import HolidayNoticeForm, as_typed


def is_system_admin(request: HttpRequest) -> bool:
    """Only the system administrator has this desk (R33)."""
    return getattr(request.user, "admin_role", "") == AdminRole.SYSTEM_ADMIN


class SpecialDayInline(ReadInline):
    """The days of a notice."""

    model = SpecialDay
    fields = ("date", "kind", "name_zh")
    ordering = ("date",)
    extra = 0


@admin.register(HolidayNotice)
class HolidayNoticeAdmin(ReadDesk):
    """The notices by year. 「增加」 loads one; 「更正」 loads its corrected version."""

    list_display = ("year", "title_zh", "document_no", "issued_on", "verified", "origin", "loaded_at", "correction")
    list_per_page = 50
    inlines = (SpecialDayInline,)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The system administrator loads a notice."""
        return is_system_admin(request)

    @admin.display(description="更正")
    def correction(self, notice: HolidayNotice) -> str:
        """A link to the form with what the notice says now."""
        return format_html(
            '<a href="{}?year={}">更正</a>', reverse(f"{self.admin_site.name}:workdays_holidaynotice_add"), notice.pk
        )

    def add_view(self, request: HttpRequest, form_url: str = "", extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The form of a notice; a correction starts from what is there."""
        if not is_system_admin(request):
            raise PermissionDenied
        form = HolidayNoticeForm(request.POST or None, initial=_initial(request))
        if request.method == "POST" and form.is_valid() and _load(request, form):
            return redirect(f"{self.admin_site.name}:workdays_holidaynotice_changelist")
        context = {**self.admin_site.each_context(request), "form": form, "opts": self.opts, "title": "载入节假日安排通知"}
        return TemplateResponse(request, "deadlines/load_notice.html", context | (extra_context or {}))


def _initial(request: HttpRequest) -> dict[str, Any]:
    year = request.GET.get("year", "")
    notice = HolidayNotice.objects.filter(pk=int(year)).first() if year.isdecimal() and len(year) == len("2027") else None
    return as_typed(notice) if notice else {}


def _load(request: HttpRequest, form: HolidayNoticeForm) -> bool:
    """Whether the notice was loaded; if not, the form says why."""
    try:
        notice, changed = services.load_holiday_notice(**form.cleaned_data, actor=request.actor, on=clock.today())
    except InvalidInput as refusal:
        form.show(refusal.problems)
        return False
    messages.success(request, f"已载入{notice.pk}年节假日安排，重算未办结时限 {len(changed)} 个，均已留痕")
    return True
