"""The sealer: find, then do."""

from celery import shared_task

from closedloop.workdays import clock

from . import services


@shared_task(name="closedloop.journal.tasks.seal")
def seal() -> int:
    """Seals what is pending and anchors the head once a day."""
    sealed = services.seal()
    services.anchor(on=clock.today())
    return sealed
