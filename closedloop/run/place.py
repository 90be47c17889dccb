"""Is there a place to run: a port that is free, a data directory that can be written, nobody else in it."""

import errno
import fcntl
import os
import socket
import tempfile
from pathlib import Path
from typing import TextIO


class CannotRun(Exception):
    """One sentence that says why, and what to do."""


def port_from(value: str) -> int:
    """The port named by PORT."""
    if not value.isdecimal() or not 0 < int(value) < 65536:
        raise CannotRun(f"端口 PORT={value} 不是 1 到 65535 的整数。 (PORT must be a number from 1 to 65535.)")
    return int(value)


def need_free_port(host: str, port: int) -> None:
    """Refuses a port that somebody listens on or that we may not open."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError as error:
            raise CannotRun(f"无权使用端口 {port}：请用 PORT=8000 make run。 (Port {port} needs more rights.)") from error
        except OSError as error:
            if error.errno != errno.EADDRINUSE:
                raise CannotRun(f"不能使用 {host}:{port}：{error.strerror}。 (Cannot listen there.)") from error
            raise CannotRun(
                f"端口 {port} 已被占用：请先停掉占用它的程序，或换一个端口，如 PORT={port + 1} make run。 (Port {port} is taken.)"
            ) from error


def need_writable(folder: Path) -> None:
    """Makes the data directory and refuses one that takes no file."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x" * 4096)
            file.flush()
    except OSError as error:
        raise CannotRun(
            f"数据目录 {folder} 不能写入（{error.strerror}）：请检查权限与磁盘空间，或用 DATA_DIR=目录 另选。"
            " (The data directory is not writable.)"
        ) from error


def take(folder: Path, address: str) -> TextIO:
    """Takes the data directory for this run; the kernel gives it back however the process ends."""
    file = (folder / "run.lock").open("a+", encoding="utf-8")
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        file.seek(0)
        where = file.read().strip() or "?"
        file.close()
        raise CannotRun(f"已经在运行：{where}，不必再启动。 (Already running there.)") from error
    file.truncate(0)
    file.write(f"{address} (pid {os.getpid()})")
    file.flush()
    return file
