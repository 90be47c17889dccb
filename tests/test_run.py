"""The supervisor with real processes, and every reason not to start with its one sentence."""

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from closedloop.run.place import CannotRun, need_free_port, need_writable, port_from, take
from tests.source import ROOT

SLEEPER = "import time; time.sleep(60)"
DEAF = "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(60)"
PARENT_OF_A_POOL = (
    "import subprocess, sys, time; subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(60)']); time.sleep(60)"
)
SCRIPT = """
import sys
from closedloop.run.supervisor import Child, Supervisor
children = [Child(f"child{number}", [sys.executable, "-c", code]) for number, code in enumerate(sys.argv[2:])]
supervisor = Supervisor(children, say=lambda text: print(text, flush=True), grace=float(sys.argv[1]))
tell = lambda: print("pids", *(child.process.pid for child in children), flush=True)
sys.exit(supervisor.run(ready=lambda: True, announce=tell))
"""


@pytest.fixture
def supervise():
    running = []

    def start(*codes: str, grace: float = 5) -> tuple[subprocess.Popen[str], list[int]]:
        command = [sys.executable, "-X", "utf8", "-c", SCRIPT, str(grace), *codes]
        process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8")
        running.append(process)
        pids = [int(word) for word in process.stdout.readline().split()[1:]]
        time.sleep(0.5)
        return process, pids

    yield start
    for process in running:
        process.kill()
        process.communicate()


def alive(pid: int) -> bool:
    stat = Path(f"/proc/{pid}/stat")
    return stat.exists() and stat.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def group_of(pid: int) -> list[int]:
    """The living members of a process group."""
    members = [int(path.name) for path in Path("/proc").iterdir() if path.name.isdecimal()]
    return [member for member in members if alive(member) and _pgid(member) == pid]


def _pgid(pid: int) -> int:
    try:
        return os.getpgid(pid)
    except ProcessLookupError:
        return 0


def wait_until(condition, *, seconds: float = 10) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_every_child_and_is_no_failure(supervise, number):
    process, pids = supervise(SLEEPER, SLEEPER)

    process.send_signal(number)

    assert process.wait(10) == 0
    assert not any(alive(pid) for pid in pids)


def test_when_one_child_dies_all_end_and_it_is_named(supervise):
    process, pids = supervise(SLEEPER, SLEEPER, SLEEPER)

    os.kill(pids[1], signal.SIGKILL)

    assert process.wait(10) == 1
    assert "child1 意外结束（信号 9）" in process.stdout.read()
    assert not any(alive(pid) for pid in pids)


def test_a_child_that_ends_well_is_still_an_end(supervise):
    process, pids = supervise(SLEEPER, "import time; time.sleep(0.7)")

    assert process.wait(10) == 1
    assert not any(alive(pid) for pid in pids)


def test_a_deaf_child_is_killed_when_its_time_is_up(supervise):
    process, pids = supervise(DEAF, grace=1)
    started = time.monotonic()

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert 0.8 < time.monotonic() - started < 4
    assert not alive(pids[0])


def test_a_second_signal_does_not_wait(supervise):
    process, pids = supervise(DEAF, grace=30)

    process.send_signal(signal.SIGINT)
    time.sleep(1)
    process.send_signal(signal.SIGINT)

    assert process.wait(5) == 0
    assert not alive(pids[0])


def test_only_the_main_process_of_a_child_gets_the_signal(supervise):
    process, pids = supervise(SLEEPER)

    assert os.getpgid(pids[0]) == pids[0] != os.getpgid(process.pid)


def test_nothing_is_left_of_a_pool(supervise):
    process, pids = supervise(PARENT_OF_A_POOL)
    assert wait_until(lambda: len(group_of(pids[0])) == 2)

    process.send_signal(signal.SIGTERM)

    assert process.wait(10) == 0
    assert group_of(pids[0]) == []


def test_children_do_not_outlive_a_supervisor_that_is_killed(supervise):
    process, pids = supervise(SLEEPER, SLEEPER)

    process.kill()

    assert wait_until(lambda: not any(alive(pid) for pid in pids))


def test_a_taken_port_is_refused_with_the_next_one():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CannotRun, match=rf"端口 {port} 已被占用.*PORT={port + 1} make run"):
            need_free_port("127.0.0.1", port)


def test_a_free_port_is_taken_as_it_is():
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        port = other.getsockname()[1]

    need_free_port("127.0.0.1", port)


@pytest.mark.parametrize("value", ["", "web", "0", "65536", "-1", "80.5"])
def test_a_port_that_is_no_port_is_refused(value):
    with pytest.raises(CannotRun, match="PORT="):
        port_from(value)


def test_a_data_directory_that_takes_no_file_is_refused(tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(CannotRun, match="不能写入"):
        need_writable(tmp_path / "file" / "var")


def test_a_second_run_on_the_same_data_is_told_where_the_first_is(tmp_path):
    with take(tmp_path, "http://127.0.0.1:8000/"), pytest.raises(CannotRun, match=r"已经在运行：http://127\.0\.0\.1:8000/"):
        take(tmp_path, "http://127.0.0.1:8001/")

    take(tmp_path, "http://127.0.0.1:8001/").close()


def test_the_run_command_says_one_sentence_and_no_traceback(tmp_path):
    (tmp_path / "file").write_text("")
    environment = os.environ | {"DATA_DIR": str(tmp_path / "file"), "PORT": "8999"}

    done = subprocess.run(
        [sys.executable, "-m", "closedloop.run"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "不能写入" in done.stderr


def test_a_machine_without_python_is_told_so_in_one_sentence(tmp_path):
    environment = {"PATH": str(tmp_path), "PYTHON": "no-such-python"}

    done = subprocess.run(
        ["/bin/sh", "requirements/venv.sh", str(tmp_path / "venv")],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "没有找到 Python 3.11" in done.stderr
