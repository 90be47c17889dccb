"""A few processes that live and die together. It signals main processes only: a worker must stop its own pool."""

import contextlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

GRACE_SECONDS = 10.0
TICK_SECONDS = 0.2


@dataclass
class Child:
    """One process: what it is called, and its command line."""

    name: str
    command: Sequence[str]
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        """Starts it in a session of its own, so that Ctrl-C in a terminal does not reach its pool."""
        launcher = [sys.executable, "-m", "closedloop.run.leash", str(os.getpid())]
        self.process = subprocess.Popen([*launcher, *self.command], stdin=subprocess.DEVNULL, start_new_session=True)

    @property
    def exit_code(self) -> int | None:
        """How it ended, or None while it lives."""
        return self.process.poll() if self.process else None

    def ask_to_stop(self) -> None:
        """Tells the main process, and only that, to end in its own way."""
        if self.process and self.process.poll() is None:
            self.process.terminate()

    def kill_rest(self) -> None:
        """Ends whatever is left of its process group."""
        if not self.process:
            return
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Supervisor:
    """Starts the children, waits until they are ready, and ends all when one ends or somebody says so."""

    def __init__(self, children: Sequence[Child], *, say: Callable[[str], None], grace: float = GRACE_SECONDS) -> None:
        self.children = children
        self.say = say
        self.grace = grace
        self.signals = 0

    def run(self, *, ready: Callable[[], bool], announce: Callable[[], None], patience: float = 60.0) -> int:
        """Runs until the end; returns the exit code: 0 after a signal, 1 when a child ended or nothing became ready."""
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)
        try:
            for child in self.children:
                child.start()
            return self._watch(ready, announce, time.monotonic() + patience)
        finally:
            self._end_all()

    def _hear(self, number: int, frame: object) -> None:
        self.signals += 1

    def _watch(self, ready: Callable[[], bool], announce: Callable[[], None], until: float) -> int:
        waiting = True
        while not self.signals:
            if gone := next((child for child in self.children if child.exit_code is not None), None):
                self.say(f"{gone.name} 意外结束（{_how(gone.exit_code)}），其余进程随之停止。 (It ended; stopping the rest.)")
                return 1
            if waiting and ready():
                waiting = False
                announce()
            if waiting and time.monotonic() > until:
                self.say("启动超时，已停止：请看上面的错误信息。 (Not ready in time; stopped.)")
                return 1
            time.sleep(TICK_SECONDS)
        self.say("正在停止 (stopping) …")
        return 0

    def _end_all(self) -> None:
        """Asks, waits at most `grace` seconds (a second signal ends the wait), then kills."""
        heard = self.signals
        for child in self.children:
            child.ask_to_stop()
        until = time.monotonic() + self.grace
        while any(child.process and child.exit_code is None for child in self.children):
            if time.monotonic() > until or self.signals > max(heard, 1):
                break
            time.sleep(TICK_SECONDS)
        for child in self.children:
            child.kill_rest()


def _how(code: int | None) -> str:
    """An exit code in words."""
    return f"信号 {-code}" if code and code < 0 else f"退出码 {code}"
