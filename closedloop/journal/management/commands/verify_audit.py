"""Recomputes the chain of the journal; exit code 1 and the first broken link if anything was altered (R25)."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from closedloop.journal import selectors, services


class Command(BaseCommand):
    """Reads only: what is not sealed yet is said, not sealed."""

    help = "核验留痕链：完好则说明环数，被改动则指出第一处断环并以 1 退出"

    def handle(self, *args: Any, **options: Any) -> None:
        """Says how many links hold, or which is the first that does not."""
        found = selectors.verification(anchors=services.anchors_path())
        if found.fault:
            raise CommandError(found.words)
        self.stdout.write(found.words)
