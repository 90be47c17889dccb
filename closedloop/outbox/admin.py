"""What has not been delivered yet, for reading only: a message is written by an act and moved by the relay."""

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from unfold.admin import ModelAdmin

from closedloop.opinion import AdminRole

from . import selectors
from .models import Message


@admin.register(Message)
class MessageAdmin(ModelAdmin):
    """Parked and waiting messages; the system administrator's."""

    list_display = ("seq", "topic", "key", "attempts", "available_at", "parked_at")
    list_filter = ("topic", ("parked_at", admin.EmptyFieldListFilter))
    search_fields = ("key",)
    list_per_page = 50

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Only those that nobody has taken yet."""
        return selectors.undelivered()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Who keeps the system running sees what is stuck in it."""
        return getattr(request.user, "admin_role", "") == AdminRole.SYSTEM_ADMIN

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """The same person."""
        return self.has_module_permission(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Nobody."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Nobody."""
        return False
