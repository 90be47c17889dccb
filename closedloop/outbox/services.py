"""Publishing in the caller's transaction, and signs of life."""

from collections.abc import Mapping

from django.db import transaction

from closedloop.workdays import clock

from .models import Heartbeat, Message

Reference = str | int | list[str] | list[int]


class OutsideTransaction(RuntimeError):
    """A message written after the fact could be lost between the two; write both in one transaction (D3)."""


def publish(topic: str, *, key: str, payload: Mapping[str, Reference] | None = None) -> Message:
    """Writes a message in the caller's transaction. The payload holds ids only, never a name or an identifier (R27)."""
    if not transaction.get_connection().in_atomic_block:
        raise OutsideTransaction(f"publish {topic!r} inside transaction.atomic()")
    return Message.objects.create(topic=topic, key=key, payload=dict(payload or {}))


def pulse(name: str) -> Heartbeat:
    """Records that a process made progress just now (R53)."""
    beat, _ = Heartbeat.objects.update_or_create(name=name, defaults={"at": clock.now()})
    return beat
