"""python manage.py seed_demo"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from closedloop.portal import demo
from closedloop.workdays import clock


class Command(BaseCommand):
    """Fictional accounts and a few acts; refused where this is no demo."""

    help = "建立演示账号和演示事项（全部虚构，可重复执行）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints what was made."""
        if not settings.DEMO:
            raise CommandError("只有演示环境可以建立演示数据：请设置 DEMO=1")
        counts = demo.seed(on=clock.today())
        self.stdout.write(" ".join(f"{name}={count}" for name, count in counts.items()))
