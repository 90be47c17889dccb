"""Prepares the data: tables, reference data, the demo. Progress goes to stderr; stdout is the list of demo accounts."""

import os
import sys

import django
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError


def prepare() -> None:
    """Every step is safe to repeat."""
    call_command("migrate", verbosity=0, interactive=False, stdout=sys.stderr)
    call_command("load_reference", stdout=sys.stderr)
    if settings.DEMO:
        call_command("seed_demo", stdout=sys.stderr)
        call_command("demo_logins")
    for folder in (settings.BROKER_DIR, settings.STATIC_ROOT):
        folder.mkdir(parents=True, exist_ok=True)


def main() -> int:
    """Ends with 1 and one sentence where the database cannot be used."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "closedloop.settings.dev")
    django.setup()
    try:
        prepare()
    except DatabaseError as error:
        print(f"数据库不能使用：{error}。 (The database cannot be used.)", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
