"""Rows that other connections see, where the database has other connections."""

import pytest
from django.db import connection

from tests.committing import committed


@pytest.fixture
def committed_rows(request, django_db_setup, django_db_blocker):
    """On PostgreSQL committed, and gone after the test; on SQLite, where the acts follow each other, rolled back as ever."""
    if connection.vendor == "sqlite":
        request.getfixturevalue("db")
        yield
        return
    with committed(django_db_blocker):
        yield
