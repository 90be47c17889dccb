"""python manage.py new_identifier_key"""

from typing import Any

from django.core.management.base import BaseCommand

from subjects import vault


class Command(BaseCommand):
    """Prints a fresh key for IDENTIFIER_KEYS, alone on one line; it is kept nowhere."""

    help = "生成一把加密证件号码的新密钥，只打印一次"

    def handle(self, *args: Any, **options: Any) -> None:
        """One line."""
        self.stdout.write(vault.new_key())
