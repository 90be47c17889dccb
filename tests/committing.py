"""Rows that other connections see, and threads that act at once. Django's own flush cannot empty append-only tables."""

import threading
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

KEPT = {"django_content_type", "auth_permission"}


@contextmanager
def committed(blocker):
    """What is written inside is committed, and gone afterwards, append-only or not."""
    with blocker.unblock():
        try:
            yield
        finally:
            _empty()


def _empty():
    """As a superuser, triggers and foreign keys asleep; PostgreSQL only."""
    tables = [name for name in connection.introspection.django_table_names(only_existing=True) if name not in KEPT]
    models = {model._meta.db_table for model in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        for table in models.intersection(tables):
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(table)}")  # noqa: S608 - our own tables
        cursor.execute("SET session_replication_role = DEFAULT")
    connection.close()


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
