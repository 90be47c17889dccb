from django.apps import AppConfig


class JournalConfig(AppConfig):
    """Who did what to what under which clause: append-only, sealed in a hash chain."""

    name = "closedloop.journal"
    label = "journal"
    verbose_name = "留痕"
