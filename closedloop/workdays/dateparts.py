"""Parts of a date in SQL of the database's own, so that constraints hold for every client and not for Django's only."""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler


class Part(Func):
    """A part of a date as an integer; subclasses name the part for each database."""

    output_field = IntegerField()
    arity = 1
    sqlite = ""
    postgresql = ""

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """SQLite's strftime, which is deterministic and therefore allowed in a CHECK."""
        template = f"CAST(strftime('{self.sqlite}', %(expressions)s) AS INTEGER)"
        sql, params = self.as_sql(compiler, connection, template=template, **context)
        return sql, tuple(params)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, tuple[str | int, ...]]:
        """PostgreSQL's EXTRACT."""
        template = f"CAST(EXTRACT({self.postgresql} FROM %(expressions)s) AS INTEGER)"
        sql, params = self.as_sql(compiler, connection, template=template, **context)
        return sql, tuple(params)


class Year(Part):
    """The year."""

    sqlite, postgresql = "%%%%Y", "YEAR"


class Month(Part):
    """The month, 1 to 12."""

    sqlite, postgresql = "%%%%m", "MONTH"


class Weekday(Part):
    """The day of the week, Sunday 0 to Saturday 6."""

    sqlite, postgresql = "%%%%w", "DOW"
