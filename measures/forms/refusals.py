"""Where the problems that a service found are shown: at the field of their pointer, else in the summary."""

from collections.abc import Mapping

from django import forms

from closedloop.errors import STATUS, DomainError


def show(form: forms.BaseForm, refusal: DomainError, *, fields: Mapping[str, str] | None = None) -> int:
    """Puts a refusal on a form and returns the status of its page; `fields` maps pointers to fields with another name."""
    shown = 0
    for problem in refusal.problems:
        name = (fields or {}).get(problem.pointer) or problem.pointer.strip("/").split("/")[0]
        if name in form.fields:
            form.add_error(name, problem.detail)
            shown += 1
    if shown < len(refusal.problems) or not refusal.problems:
        form.add_error(None, refusal.message)
    return STATUS[refusal.kind]
