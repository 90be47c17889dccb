"""A person's full identifier, for a purpose that is on record: shown once, kept nowhere, never in an address (R27, R28)."""

import uuid

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from closedloop.errors import DomainError, NotFound
from measures.forms.refusals import show

from .. import selectors, services
from ..forms.acts import PurposeForm
from ..models import Case, CaseSubject


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reveal(request: HttpRequest, case_no: str, row_id: uuid.UUID) -> HttpResponse:
    """Asks for what; then shows the identifier on this one answer."""
    case = selectors.case_for(request.actor, case_no=case_no)
    row = _person(case, row_id)
    form, status, value = PurposeForm(request.POST or None), 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            value = services.reveal(row.subject, actor=request.actor, purpose=form.cleaned_data["purpose"])
        except DomainError as refusal:
            status = show(form, refusal)
    purpose = form.cleaned_data.get("purpose", "") if form.is_bound else ""
    context = {"case": case, "row": row, "form": form, "value": value, "purpose": purpose}
    return render(request, "subjects/reveal.html", context, status=status)


def _person(case: Case, row_id: uuid.UUID) -> CaseSubject:
    """A person of this very case; the code of an organisation is public and needs no revealing."""
    found = case.subjects.select_related("subject").filter(pk=row_id).first()
    if found is None or not found.subject.is_person:
        raise NotFound("这个案件里没有这个人，请回到案件重新打开", code="unknown_subject")
    return found
