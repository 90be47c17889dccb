"""Triggers that let a state move along its arrows only, whoever writes it: the last guard behind the services (R15)."""

from collections.abc import Iterable

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

Arrow = tuple[str, str]
POSTGRES = """
CREATE OR REPLACE FUNCTION {table}_arrows() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state NOT IN ({first}) THEN
    RAISE EXCEPTION 'table {table}: a row cannot begin in this state' USING ERRCODE = 'integrity_constraint_violation';
  ELSIF TG_OP = 'UPDATE' AND NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ({arrows}) THEN
    RAISE EXCEPTION 'table {table}: no arrow between these states' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER {table}_arrows BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION {table}_arrows();
"""
SQLITE = (
    "CREATE TRIGGER {table}_first_state BEFORE INSERT ON {table} WHEN NEW.state NOT IN ({first}) "
    "BEGIN SELECT RAISE(ABORT, 'table {table}: a row cannot begin in this state'); END;",
    "CREATE TRIGGER {table}_arrows BEFORE UPDATE OF state ON {table} "
    "WHEN NEW.state <> OLD.state AND OLD.state || '>' || NEW.state NOT IN ({arrows}) "
    "BEGIN SELECT RAISE(ABORT, 'table {table}: no arrow between these states'); END;",
)


def operation(table: str, *, first: Iterable[str], arrows: Iterable[Arrow]) -> migrations.RunPython:
    """A migration step: rows of `table` begin in one of the `first` states and move along the `arrows` (from, to) only."""
    words = {
        "table": table,
        "first": ", ".join(f"'{state}'" for state in sorted(first)),
        "arrows": ", ".join(f"'{source}>{target}'" for source, target in sorted(arrows)),
    }

    def install(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        statements = (POSTGRES,) if schema_editor.connection.vendor == "postgresql" else SQLITE
        with schema_editor.connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement.format(**words))

    def remove(apps: object, schema_editor: BaseDatabaseSchemaEditor) -> None:
        with schema_editor.connection.cursor() as cursor:
            if schema_editor.connection.vendor == "postgresql":
                cursor.execute(f"DROP TRIGGER {table}_arrows ON {table}")
                return
            for name in ("first_state", "arrows"):
                cursor.execute(f"DROP TRIGGER {table}_{name}")

    return migrations.RunPython(install, remove)
