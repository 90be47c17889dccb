from django.apps import AppConfig


class MeasuresConfig(AppConfig):
    """The two lists, their law, and how they change (C1.1, C1.3, C2.1)."""

    name = "measures"
    verbose_name = "两张清单"
