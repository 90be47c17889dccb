"""What has not been delivered yet and who was last seen alive, for reading only: a message is written by an act and moved by the relay."""

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from closedloop.admin_base import ReadDesk

from . import selectors
from .models import Heartbeat, Message


@admin.register(Message)
class MessageAdmin(ReadDesk):
    """Parked and waiting messages; the system administrator's."""

    list_display = ("seq", "topic", "key", "attempts", "available_at", "parked_at")
    list_filter = ("topic", ("parked_at", admin.EmptyFieldListFilter))
    search_fields = ("key",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Message]:
        """Only those that nobody has taken yet."""
        return selectors.undelivered()


@admin.register(Heartbeat)
class HeartbeatAdmin(ReadDesk):
    """The last sign of life of each process."""

    list_display = ("name", "at")
