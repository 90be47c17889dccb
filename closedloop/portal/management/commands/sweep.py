"""python manage.py sweep"""

from typing import Any

from django.core.management.base import BaseCommand

from closedloop.deadlines import services as deadlines
from closedloop.journal import services as journal
from closedloop.orgs.actor import Actor
from closedloop.portal.services import run_sweeps
from closedloop.workdays import clock


class Command(BaseCommand):
    """Does now whatever has come due; prints counts; safe to repeat and to run twice at once."""

    help = "立即执行到期检查（可重复执行）：重算未办结时限、开启到期的例行事项和清理任务、封存留痕"

    def handle(self, *args: Any, **options: Any) -> None:
        """Deadlines first, then what each app finds, then the seal."""
        today = clock.today()
        moved = deadlines.recompute_open(reason="例行检查", actor=Actor.system(), on=today)
        counts = {"deadlines_recomputed": len(moved)} | run_sweeps(on=today)
        counts["journal_sealed"] = journal.seal()
        journal.anchor(on=today)
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))
