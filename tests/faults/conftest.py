"""The whole program as real processes, on a data directory and a port of its own."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.source import ROOT


@dataclass
class Running:
    """A started `make run`: where it answers, and its main processes by name."""

    address: str
    supervisor: subprocess.Popen[bytes]

    def get(self, path: str) -> tuple[int, dict]:
        """Status and JSON of a page; status 0 where nobody answers."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=10) as answer:  # noqa: S310 - our own loopback address
                return answer.status, json.load(answer)
        except urllib.error.HTTPError as error:
            return error.code, json.load(error)
        except OSError:
            return 0, {}

    def pid(self, word: str) -> int:
        """The child of the supervisor whose command line has this word."""
        children = Path(f"/proc/{self.supervisor.pid}/task/{self.supervisor.pid}/children").read_text().split()
        lines = {int(pid): Path(f"/proc/{pid}/cmdline").read_text().split("\0") for pid in children}
        return next(pid for pid, words in lines.items() if word in words)

    def wait(self, condition, *, seconds: float) -> float:
        """Seconds until the condition held; fails when it never did."""
        started = time.monotonic()
        while time.monotonic() - started < seconds:
            if condition():
                return time.monotonic() - started
            time.sleep(0.5)
        raise AssertionError(f"not within {seconds} s")


@pytest.fixture
def program(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATA_DIR": str(tmp_path), "PORT": str(port), "DJANGO_SETTINGS_MODULE": "closedloop.settings.dev"}
    process = subprocess.Popen([sys.executable, "-X", "utf8", "-m", "closedloop.run"], cwd=ROOT, env=environment)
    running = Running(f"http://127.0.0.1:{port}", process)
    running.wait(lambda: running.get("/readyz")[0] == 200, seconds=120)
    yield running
    process.send_signal(signal.SIGTERM)
    process.wait(20)
