"""Puts our own admin site in the place of Django's."""

from django.contrib.admin.apps import AdminConfig as DjangoAdminConfig


class AdminConfig(DjangoAdminConfig):
    """The admin of the three administrators and of the dashboards; who may enter is decided in orgs.admin_site."""

    default_site = "closedloop.orgs.admin_site.DeskSite"
