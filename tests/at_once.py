"""Threads that act together."""

import threading

from django.db import connection


def at_once(*acts):
    """Runs the acts in threads that start together, each on its own connection; what each returned or raised, in their order.

    SQLite lets one writer in at a time and keeps the tests' database in memory: there the acts follow each other.
    """
    if connection.vendor == "sqlite":
        return [_outcome(act) for act in acts]
    start, said = threading.Barrier(len(acts)), [None] * len(acts)

    def run(index, act):
        try:
            start.wait(timeout=10)
            said[index] = _outcome(act)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return said


def _outcome(act):
    try:
        return act()
    except Exception as error:
        return error
