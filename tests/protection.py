"""Takes the triggers off the tables and puts them back: Django's flush cannot empty what is append-only."""

from django.db import connection

POSTGRES = """
SELECT format('DROP TRIGGER %I ON %s', tgname, tgrelid::regclass), pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal
"""
SQLITE = "SELECT 'DROP TRIGGER \"' || name || '\"', sql FROM sqlite_master WHERE type = 'trigger'"


# knox makes a table for its own model, which ours replaces: Django does not know it, and it keeps its neighbours from being truncated.
FORGOTTEN = "DROP TABLE IF EXISTS knox_authtoken"


def take_off():
    """Drops every trigger, so that everything can be emptied; returns the statements that make them again."""
    with connection.cursor() as cursor:
        cursor.execute(POSTGRES if connection.vendor == "postgresql" else SQLITE)
        found = cursor.fetchall()
        for drop, _ in found:
            cursor.execute(drop)
        cursor.execute(FORGOTTEN)
    return [create for _, create in found]


def put_back(statements):
    """Makes the triggers again."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
