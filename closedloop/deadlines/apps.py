from django.apps import AppConfig


class DeadlinesConfig(AppConfig):
    """Deadlines: a clause, who, from when, until when; opened, closed and moved by services only."""

    name = "closedloop.deadlines"
    label = "deadlines"
    verbose_name = "时限"
