from django.apps import AppConfig


class SubjectsConfig(AppConfig):
    """Subjects, causes and cases: from a decision to a received case (C2.2, C2.3a)."""

    name = "subjects"
    verbose_name = "对象与案件"
