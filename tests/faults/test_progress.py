"""Freezing and killing the processes of a running program (R53)."""

import os
import signal

import pytest


@pytest.mark.req("R53")
def test_a_frozen_worker_turns_health_red_and_green_again(program):
    worker = program.pid("worker")
    program.wait(lambda: "worker" in program.get("/healthz")[1].get("seconds_since", {}), seconds=30)

    os.kill(worker, signal.SIGSTOP)
    noticed = program.wait(lambda: program.get("/healthz")[1].get("late") == ["worker"], seconds=180)
    os.kill(worker, signal.SIGCONT)
    resumed = program.wait(lambda: program.get("/healthz")[0] == 200, seconds=60)

    assert noticed + resumed <= 180


@pytest.mark.parametrize("name", ["worker", "beat", "gunicorn"])
def test_the_death_of_one_process_ends_the_program(program, name):
    os.kill(program.pid(name), signal.SIGKILL)

    assert program.supervisor.wait(20) == 1
    assert program.get("/readyz")[0] == 0
