"""Triggers that keep a table append-only on both databases (design.md "Two databases", R25)."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

POSTGRES = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'table % is append-only', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""
SQLITE = (
    "CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END;",
    "CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} BEGIN SELECT RAISE(ABORT, 'table {table} is append-only'); END;",
)


def statements(table: str, *, vendor: str) -> list[str]:
    """The SQL that makes one table append-only; the same for a migration and for a test that restores it."""
    return [POSTGRES.format(table=table)] if vendor == "postgresql" else [line.format(table=table) for line in SQLITE]


def operation(table: str) -> migrations.RunPython:
    """A migration step that makes `table` append-only: no update, no delete, no truncate."""

    def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        with schema_editor.connection.cursor() as cursor:
            for statement in statements(table, vendor=schema_editor.connection.vendor):
                cursor.execute(statement)

    return migrations.RunPython(install, migrations.RunPython.noop)
