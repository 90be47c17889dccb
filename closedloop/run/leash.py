"""Becomes the command given, after asking Linux for a SIGTERM when its supervisor dies in any way, kill -9 included."""

import ctypes
import os
import signal
import sys

PR_SET_PDEATHSIG = 1


def main(supervisor: int, command: list[str]) -> None:
    """Ties this process to its supervisor, then runs the command in its place."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != supervisor:
        raise SystemExit("the supervisor is gone")
    os.execvp(command[0], command)  # noqa: S606 - the commands are constants of closedloop.run


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2:])
