"""python manage.py rotate_identifier_keys"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from subjects import services, vault


class Command(BaseCommand):
    """Puts every identifier under the key that stands first in IDENTIFIER_KEYS; safe to repeat and to interrupt."""

    help = "把全部证件号码换到 IDENTIFIER_KEYS 的第一把密钥（可重复执行，中断后再执行即可）"

    def handle(self, *args: Any, **options: Any) -> None:
        """Prints how many were changed and how many stood under it already."""
        try:
            changed, kept = services.rotate_keys()
            rows = services.rotate_import_keys()
        except vault.VaultError as error:
            raise CommandError(str(error)) from None
        self.stdout.write(f"rotated={changed} unchanged={kept} import_rows={rows}")
