"""The Celery app and the whole beat schedule. A message says only "wake up, look"; the database is the truth (D1)."""

import os
from datetime import timedelta
from typing import Any

from celery import Celery
from celery.schedules import crontab
from django.conf import settings

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closedloop.settings.dev")

# name: (task, when). Every task finds what is due by `<`, and may run late, twice and at once.
SCHEDULE = {
    "seal the journal": ("closedloop.journal.tasks.seal", timedelta(seconds=10)),
    "heartbeat": ("closedloop.outbox.tasks.heartbeat", timedelta(seconds=30)),
    "imports": ("subjects.tasks.resume_imports", timedelta(seconds=10)),
    "forget idempotency keys": ("closedloop.rest.tasks.forget_keys", timedelta(hours=1)),
    # five past each hour, so also just after midnight, Asia/Shanghai
    "sweep": ("measures.tasks.sweep", crontab(minute=5)),
}
VISIBILITY_TIMEOUT = 900
TASK_TIME_LIMIT = 120


def transport_options() -> dict[str, Any]:
    """What the broker in use needs: folders for files, bounded waits for Redis (M3, M8)."""
    if not settings.BROKER_URL.startswith("redis"):
        folder = str(settings.BROKER_DIR)
        return {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    return {
        "visibility_timeout": VISIBILITY_TIMEOUT,
        "unacked_restore_interval": 10,
        "unacked_restore_throttle": 1,
        "socket_timeout": 5,
        "socket_connect_timeout": 2,
        "health_check_interval": 25,
    }


app = Celery("closedloop", broker=settings.BROKER_URL)
app.conf.update(
    broker_transport="closedloop.filebroker:Transport" if settings.BROKER_URL.startswith("filesystem") else None,
    broker_transport_options=transport_options(),
    broker_connection_retry_on_startup=True,
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_soft_time_limit=TASK_TIME_LIMIT - 20,
    task_time_limit=TASK_TIME_LIMIT,
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0.2},
    worker_prefetch_multiplier=1,
    worker_enable_remote_control=False,
    worker_hijack_root_logger=False,
    timezone=settings.TIME_ZONE,
    beat_scheduler="closedloop.beat:CatchUpScheduler",
    # a beat that sleeps long notices a stop signal late
    beat_max_loop_interval=5,
    beat_schedule={name: {"task": task, "schedule": when} for name, (task, when) in SCHEDULE.items()},
)
app.autodiscover_tasks()
