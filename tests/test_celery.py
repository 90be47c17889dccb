"""How jobs are carried: late acknowledgement, bounded time, no job without a task, and messages that are whole."""

import os
import threading
from datetime import timedelta

import pytest
from kombu import Connection

from closedloop.beat import CatchUpScheduler
from closedloop.celery import SCHEDULE, TASK_TIME_LIMIT, VISIBILITY_TIMEOUT, app, transport_options

MESSAGES = 30


def test_every_entry_of_the_schedule_has_its_task():
    app.loader.import_default_modules()

    assert {task for task, _ in SCHEDULE.values()} <= set(app.tasks)


@pytest.mark.req("R02")
def test_a_job_survives_its_worker_and_ends_before_it_is_given_again():
    conf = app.conf

    assert (conf.task_acks_late, conf.task_reject_on_worker_lost, conf.worker_prefetch_multiplier) == (True, True, 1)
    assert conf.task_soft_time_limit < conf.task_time_limit == TASK_TIME_LIMIT < VISIBILITY_TIMEOUT


@pytest.mark.req("R03")
def test_a_frozen_redis_is_not_waited_for_without_end(settings):
    settings.BROKER_URL = "redis://127.0.0.1:6379/0"

    options = transport_options()

    assert (options["socket_timeout"], options["socket_connect_timeout"]) == (5, 2)
    assert options["visibility_timeout"] == VISIBILITY_TIMEOUT


@pytest.mark.fault("F07")
def test_everything_is_due_once_when_beat_starts():
    scheduler = CatchUpScheduler(app, lazy=True)
    scheduler.setup_schedule()

    assert {name for name, entry in scheduler.schedule.items() if entry.is_due().is_due} >= set(SCHEDULE)


def test_the_sweep_runs_shortly_after_midnight_too():
    _, when = SCHEDULE["sweep"]

    assert when.minute == {5}
    assert 0 in when.hour
    assert app.conf.timezone == "Asia/Shanghai"


def test_a_message_in_the_folder_appears_whole(tmp_path):
    folder = str(tmp_path)
    options = {"data_folder_in": folder, "data_folder_out": folder, "control_folder": folder}
    torn, stop = [], threading.Event()
    filler = list(range(100_000))

    def look():
        while not stop.is_set():
            torn.extend(path for path in tmp_path.glob("[!.]*.msg") if not _whole(path))

    reader = threading.Thread(target=look)
    reader.start()
    with Connection(
        "filesystem://localhost", transport="closedloop.filebroker:Transport", transport_options=options
    ) as connection:
        queue = connection.SimpleQueue("celery")
        for number in range(MESSAGES):
            queue.put({"number": number, "filler": filler})
        stop.set()
        reader.join()
        taken = [queue.get(timeout=5) for _ in range(MESSAGES)]

    assert torn == []
    assert [message.payload["number"] for message in taken] == list(range(MESSAGES))


def _whole(path):
    """A whole message is JSON, so it ends with a brace."""
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - 1))
        return file.read() == b"}"


def test_time_limits_leave_room_for_a_tidy_end():
    assert timedelta(seconds=app.conf.task_time_limit - app.conf.task_soft_time_limit) >= timedelta(seconds=10)
