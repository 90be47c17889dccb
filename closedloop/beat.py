"""How beat keeps time: nothing on disk, everything due once at its start, and a sign of life of its own."""

from datetime import timedelta
from typing import Any

from celery.beat import ScheduleEntry, Scheduler
from django.db import close_old_connections

from closedloop.outbox import services as outbox
from closedloop.outbox.tasks import heartbeat
from closedloop.workdays import clock

LONG_AGO = timedelta(days=2)


class CatchUpScheduler(Scheduler):
    """After an outage of any length each task runs once at the start; no file that a kill could corrupt."""

    def setup_schedule(self) -> None:
        """Dates each entry so far back that it is due."""
        super().setup_schedule()
        for entry in self.schedule.values():
            entry.last_run_at = clock.now() - LONG_AGO

    def apply_async(self, entry: ScheduleEntry, producer: Any = None, advance: bool = True, **options: Any) -> Any:
        """Sends a due task; a heartbeat that the broker took is beat's own sign of life too (R53)."""
        sent = super().apply_async(entry, producer, advance, **options)
        if entry.task == heartbeat.name:
            close_old_connections()
            outbox.pulse("beat")
        return sent
