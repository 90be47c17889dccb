"""The Chinese names of every code that a measure may carry, read once for many measures."""

from dataclasses import dataclass
from functools import cached_property

from closedloop.opinion import Role
from closedloop.orgs.models import BusinessLine

from .models import Category, Instrument, Matter, TermAnchor


@dataclass(frozen=True)
class Names:
    """Code to row of each lookup table; each table is read when it is first asked for."""

    @cached_property
    def categories(self) -> dict[str, Category]:
        """The kinds of measures, in their order."""
        return {row.pk: row for row in Category.objects.all()}

    @cached_property
    def lines(self) -> dict[str, BusinessLine]:
        """The business lines, in their order."""
        return {row.pk: row for row in BusinessLine.objects.all()}

    @cached_property
    def anchors(self) -> dict[str, TermAnchor]:
        """The events from which terms count."""
        return {row.pk: row for row in TermAnchor.objects.all()}

    @cached_property
    def matters(self) -> dict[str, Matter]:
        """The matters, in their order."""
        return {row.pk: row for row in Matter.objects.all()}

    @cached_property
    def instruments(self) -> dict[str, Instrument]:
        """Laws and documents."""
        return {row.pk: row for row in Instrument.objects.all()}

    @property
    def roles(self) -> dict[str, str]:
        """The roles of agencies."""
        return dict(Role.choices)
