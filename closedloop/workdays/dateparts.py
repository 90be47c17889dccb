"""Parts of a date in SQL of the database's own, so that constraints hold for every client and not for Django's only."""

from django.db.models import Func, IntegerField


class Part(Func):
    """A part of a date as an integer; subclasses name the part for each database."""

    output_field = IntegerField()
    arity = 1

    def as_sqlite(self, compiler, connection, **context):  # type: ignore[no-untyped-def] - Django gives no types for it
        """SQLite's strftime, which is deterministic and therefore allowed in a CHECK."""
        return self.as_sql(
            compiler, connection, template=f"CAST(strftime('{self.sqlite}', %(expressions)s) AS INTEGER)", **context
        )

    def as_postgresql(self, compiler, connection, **context):  # type: ignore[no-untyped-def] - Django gives no types for it
        """PostgreSQL's EXTRACT."""
        return self.as_sql(
            compiler, connection, template=f"CAST(EXTRACT({self.postgresql} FROM %(expressions)s) AS INTEGER)", **context
        )


class Year(Part):
    """The year."""

    sqlite, postgresql = "%%%%Y", "YEAR"


class Month(Part):
    """The month, 1 to 12."""

    sqlite, postgresql = "%%%%m", "MONTH"


class Weekday(Part):
    """The day of the week, Sunday 0 to Saturday 6."""

    sqlite, postgresql = "%%%%w", "DOW"
