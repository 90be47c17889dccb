from django.apps import AppConfig


class WorkdaysConfig(AppConfig):
    """The official working days of each year, with the notice that they come from, and the one clock."""

    name = "closedloop.workdays"
    label = "workdays"
    verbose_name = "工作日历"
