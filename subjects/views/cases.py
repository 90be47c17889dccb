"""A case: facts on top, subjects and sanctions, the next lawful acts and why the others are not there (C2.2, C2.3a)."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from closedloop.deadlines import selectors as deadlines
from closedloop.workdays import clock

from .. import selectors


@require_safe
@login_required
def detail(request: HttpRequest, case_no: str) -> HttpResponse:
    """One case as its page shows it."""
    today = clock.today()
    selectors.case_for(request.actor, case_no=case_no)
    case = selectors.whole(selectors.cases_for(request.actor)).get(pk=case_no)
    context = {
        "case": case,
        "deadlines": deadlines.for_object(case),
        "allowed": selectors.transitions_for(case, actor=request.actor, on=today),
    }
    return render(request, "subjects/case.html", context)
