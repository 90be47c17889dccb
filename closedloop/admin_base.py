"""What every desk of the admin has in common: it belongs to some of the three administrators, and nothing is written past a service."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from unfold.admin import ModelAdmin, TabularInline

from closedloop.errors import DomainError
from closedloop.opinion import AdminRole

PAGE = 50


@dataclass(frozen=True)
class Secret:
    """Something that is shown exactly once: it is kept nowhere, and the browser does not store the page."""

    title: str
    text: str
    explain: str


class NothingToFill(Form):
    """An act that asks for nothing but the confirmation."""


class OfAdministrators:
    """To be read by the named administrators; added, changed or deleted by nobody."""

    readers: tuple[AdminRole, ...] = (AdminRole.SYSTEM_ADMIN,)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether this is one of the readers."""
        return getattr(request.user, "admin_role", "") in self.readers

    def has_module_permission(self, request: HttpRequest) -> bool:
        """The same."""
        return self.has_view_permission(request)

    def has_add_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody: what changes, changes by a service, with an entry in the journal."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False


class ReadDesk(OfAdministrators, ModelAdmin):
    """A table to be read."""

    list_per_page = PAGE
    show_full_result_count = False
    list_filter_submit = True

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """The journal is the history; Django's own log of the admin is not kept."""
        raise Http404


class ReadInline(OfAdministrators, TabularInline):
    """The rows of another table that belong to the object, to be read."""

    extra = 0
    show_change_link = False


def act(
    desk: ModelAdmin,
    *,
    request: HttpRequest,
    form: Form,
    title: str,
    run: Callable[[dict[str, Any]], str | Secret],
    button: str = "",
    explain: str = "",
    obj: Model | None = None,
) -> HttpResponse:
    """The page of one act: what it does, its form, then the service. `run` gets what was typed and returns what to say, or a secret."""
    back = _back(desk, obj)
    context = desk.admin_site.each_context(request) | {"back": back, "opts": desk.opts}
    if request.method == "POST" and form.is_valid():
        try:
            said = run(form.cleaned_data)
        except DomainError as refusal:
            form.add_error(None, refusal.message)
        else:
            if isinstance(said, Secret):
                shown = {"title": said.title, "secret": said}
                return TemplateResponse(request, "admin/once.html", context | shown, headers={"Cache-Control": "no-store"})
            messages.success(request, said)
            return redirect(back)
    asked = {"form": form, "title": title, "button": button or title, "explain": explain}
    return TemplateResponse(request, "admin/act.html", context | asked, status=400 if form.errors else 200)


def typed(request: HttpRequest) -> QueryDict | None:
    """What was sent, for a form; None where the page is only opened."""
    return request.POST if request.method == "POST" else None


def _back(desk: ModelAdmin, obj: Model | None) -> str:
    name = f"{desk.admin_site.name}:{desk.opts.app_label}_{desk.opts.model_name}"
    return reverse(f"{name}_change", args=[obj.pk]) if obj else reverse(f"{name}_changelist")
