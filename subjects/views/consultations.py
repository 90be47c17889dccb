"""The consultations to which an agency was invited, and its opinion on one of them, in time or late (C2.2b, C2.2d)."""

import uuid
from collections import Counter

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import DomainError, NotFound
from closedloop.workdays import clock
from measures import paging
from measures.forms.refusals import show

from .. import loop, selectors, services
from ..forms.acts import OpinionForm
from ..selectors import pages

STANDINGS = {pages.ASKED: "待提意见", pages.ANSWERED: "已提意见", pages.CONCLUDED: "已有结论，没有提意见"}


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """Those that wait for an opinion of the agency first; those that it has answered or that are over on demand."""
    actor, standing = request.actor, request.GET.get("standing", pages.ASKED)
    standing = standing if standing in STANDINGS else pages.ASKED
    everything = [(item, pages.standing_of(item, actor=actor)) for item in pages.consultations_for(actor)]
    counts = Counter(own for _, own in everything)
    keys = [item.pk for item, own in everything if own == standing]
    page = paging.newest_first(
        pages.consultations_for(actor).filter(pk__in=keys), by="opened_on", after=request.GET.get("after", "")
    )
    due = deadlines.for_objects(item.case for item in page.rows)
    context = {
        "page": page,
        "lines": [(item, loop.open_of(due[("case", item.case_id)])) for item in page.rows],
        "standing": standing,
        "standings": [(key, word, counts[key]) for key, word in STANDINGS.items()],
    }
    return render(request, "subjects/consultations.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """One consultation: the question, what others said, and the agency's own opinion; after the conclusion it is kept as late."""
    actor = request.actor
    form, status = OpinionForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            services.give_opinion(consultation_id, text=form.cleaned_data["text"], actor=actor, on=clock.today())
        except NotFound:
            raise
        except DomainError as refusal:
            status = show(form, refusal)
        else:
            messages.success(request, "已提出会商意见")
            return redirect("subjects:consultation", consultation_id)
    consultation = services.consultation_for(actor, id=consultation_id)
    prefetch_related_objects([consultation], "opinions__agency", "invitations__agency")
    context = {
        "form": form,
        "consultation": consultation,
        "case": consultation.case,
        "asked": consultation,
        "answered": pages.standing_of(consultation, actor=actor) == pages.ANSWERED,
        "invited": consultation.invitations.filter(agency=actor.agency).exists(),
        "sees_case": selectors.cases_for(actor).filter(pk=consultation.case_id).exists(),
    }
    return render(request, "subjects/consultation.html", context, status=status)
