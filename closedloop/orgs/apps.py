from django.apps import AppConfig


class OrgsConfig(AppConfig):
    """Agencies, the people and systems that act for them, and who may do what."""

    name = "closedloop.orgs"
    label = "orgs"
    verbose_name = "机构与账号"
