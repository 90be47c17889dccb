"""Find, then do: what the schedule of celery.py calls."""

from celery import shared_task

from closedloop.workdays import clock

from . import services


@shared_task(name="measures.tasks.sweep")
def sweep() -> dict[str, int]:
    """What has come due in the two lists."""
    return services.sweep(on=clock.today())
