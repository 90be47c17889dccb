"""Find, then do: keys that have served their time are forgotten."""

from celery import shared_task

from closedloop.workdays import clock

from . import services


@shared_task(name="closedloop.rest.tasks.forget_keys")
def forget_keys() -> int:
    """Deletes idempotency keys older than 72 hours (R12)."""
    return services.forget_keys(clock.now())
