"""The worker's sign of life, which travels through the broker as work does."""

from celery import shared_task

from . import services

HEARTBEAT_TASK = "closedloop.outbox.tasks.heartbeat"


@shared_task(name=HEARTBEAT_TASK)
def heartbeat() -> None:
    """Shows that broker, worker and database pass work on (R53)."""
    services.pulse("worker")
