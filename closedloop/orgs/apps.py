from importlib import import_module

from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Agencies, the people and systems that act for them, and who may do what."""

    name = "closedloop.orgs"
    label = "orgs"
    verbose_name = "机构与账号"

    def ready(self) -> None:
        """Makes the check of the three administrators known to `manage.py check`."""
        import_module("closedloop.orgs.checks")
