from django.apps import AppConfig


class PortalConfig(AppConfig):
    """Home, worklists, search and the frame of every page; owns no table."""

    name = "closedloop.portal"
    label = "portal"
    verbose_name = "门户"
