"""Find, then do: the files that were uploaded and not finished (D1). A message says only "look"; it carries nothing of a file."""

from celery import shared_task

from . import services


@shared_task(name="subjects.tasks.resume_imports")
def resume_imports() -> int:
    """Goes on with every file on which nobody works; how many steps were taken."""
    return services.resume_imports(limit=services.IMPORT_STEPS)
