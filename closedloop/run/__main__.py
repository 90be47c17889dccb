"""Prepares the data, then runs web, worker and beat of the embedded profile until a signal or the end of one of them."""

import os
import subprocess
import sys
from pathlib import Path

from .place import CannotRun, need_free_port, need_writable, port_from, take
from .probe import answers
from .supervisor import Child, Supervisor

HOST = "127.0.0.1"
PROJECT = Path(__file__).resolve().parents[2]


def say(sentence: str) -> None:
    """One line to whoever started us."""
    print(sentence, flush=True)


def children(port: int) -> list[Child]:
    """The three processes. SQLite has one writer, so one worker; its pool child keeps the time limits of tasks."""
    gunicorn = [sys.executable, "-m", "gunicorn", "closedloop.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"]
    hushed = "ignore:You're running the worker with superuser"  # true of many a machine that only looks at the demo
    celery = [sys.executable, "-W", hushed, "-m", "celery", "-A", "closedloop.celery", "-q"]
    lean = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
    return [
        Child("web", [*gunicorn, "--worker-class", "gthread", "--threads", "8", "--log-level", "warning"]),
        Child("worker", [*celery, "worker", "--concurrency", "1", "--loglevel", "WARNING", *lean]),
        Child("beat", [*celery, "beat", "--pidfile", "", "--loglevel", "WARNING"]),
    ]


def prepare() -> str:
    """Brings tables, reference data and the demo up to date; returns the demo accounts as text."""
    say("正在准备数据 (preparing the data) …")
    done = subprocess.run([sys.executable, "-m", "closedloop.run.prepare"], stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise CannotRun("数据没有准备好，没有启动：原因见上。 (The data could not be prepared; see above.)")
    return done.stdout


def run(folder: Path, port: int) -> int:
    """Refuses with one sentence where it cannot run; else runs until the end and returns the exit code."""
    address = f"http://{HOST}:{port}/"
    need_writable(folder)
    with take(folder, address):
        need_free_port(HOST, port)
        logins = prepare()
        supervisor = Supervisor(children(port), say=say)
        return supervisor.run(
            ready=lambda: answers(f"{address}readyz"),
            announce=lambda: say(f"\n已就绪 (ready): {address}   停止请按 Ctrl-C (Ctrl-C stops it)\n\n{logins}"),
        )


def main() -> int:
    """The run command: PORT and DATA_DIR from the environment."""
    folder = Path(os.environ.get("DATA_DIR") or PROJECT / "var").resolve()
    os.environ |= {"DATA_DIR": str(folder), "PYTHONUTF8": "1"}
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closedloop.settings.dev")
    try:
        return run(folder, port_from(os.environ.get("PORT", "8000")))
    except CannotRun as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    sys.exit(main())
