"""What is still on its way, what is parked, and who was last seen alive."""

from datetime import datetime

from django.db.models import QuerySet

from .models import Heartbeat, Message


def undelivered() -> QuerySet[Message]:
    """Every message that nobody has taken yet, the oldest first, the parked ones included."""
    return Message.objects.filter(done_at=None)


def parked() -> QuerySet[Message]:
    """The messages that were given up on and wait for a person."""
    return Message.objects.filter(parked_at__isnull=False)


def heartbeats() -> dict[str, datetime]:
    """The last sign of life of each process, by name (R53)."""
    return dict(Heartbeat.objects.values_list("name", "at"))
