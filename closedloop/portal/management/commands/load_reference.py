"""python manage.py load_reference"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from closedloop.deadlines import services as deadlines
from closedloop.orgs import loading as orgs
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock
from closedloop.workdays import loading as workdays
from measures import loading as measures
from measures import services


class Command(BaseCommand):
    """Loads or updates calendar, agencies, instruments and lists from `fixtures/`; safe to repeat; prints counts."""

    help = "载入或者更新工作日历、机构、依据文件和两张清单（可重复执行）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Everything or nothing; then open deadlines are counted again and what has come due is opened."""
        with transaction.atomic():
            counts = (
                workdays.load(settings.FIXTURES_DIR) | orgs.load(settings.FIXTURES_DIR) | measures.load(settings.FIXTURES_DIR)
            )
            today = clock.today()
            moved = deadlines.recompute_open(reason="载入工作日历", actor=Actor.system(), on=today)
        counts |= {"deadlines_recomputed": len(moved)} | services.sweep(on=today)
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))
