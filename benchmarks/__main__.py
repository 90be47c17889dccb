"""How long `make run` takes until it is ready: on an empty data directory, and again on the same one."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from closedloop.run.probe import answers

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_SECONDS = 180.0


def start_and_stop(folder: str) -> tuple[float, float]:
    """Seconds until ready, and seconds until stopped."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = os.environ | {"DATA_DIR": folder, "PORT": str(port)}
    started = time.perf_counter()
    process = subprocess.Popen([sys.executable, "-m", "closedloop.run"], cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    while not answers(f"http://127.0.0.1:{port}/readyz"):
        if process.poll() is not None or time.perf_counter() - started > PATIENCE_SECONDS:
            raise SystemExit("the program did not start")
        time.sleep(0.1)
    ready = time.perf_counter()
    process.send_signal(signal.SIGTERM)
    process.wait()
    return ready - started, time.perf_counter() - ready


def main() -> None:
    """One first start, three more."""
    with tempfile.TemporaryDirectory() as folder:
        for title in ("first start", "second start", "third start", "fourth start"):
            ready, stopped = start_and_stop(folder)
            print(f"{title}: ready after {ready:.1f} s, stopped within {stopped:.1f} s", flush=True)


if __name__ == "__main__":
    main()
