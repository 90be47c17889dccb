"""Legal review points out what will follow: the list of reminders, a new one, and one with what became of it (C3.3b)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from closedloop.errors import DomainError, NotFound
from closedloop.opinion import PRODUCERS_OF_ALL_CAUSES, REVIEW_PENALTY
from closedloop.orgs.services import authorize
from closedloop.workdays import clock
from measures import paging
from measures.forms.refusals import show

from .. import selectors, services
from ..forms.reviews import LinkForm, ReviewForm
from ..models import LegalReview
from ..selectors import reviews

STANDINGS = (("open", "尚无文书"), ("linked", "已有文书"), ("", "全部"))


@require_safe
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The reminders that the actor may see; those without a document first come first. C3.3b"""
    actor, standing = request.actor, request.GET.get("standing", "open")
    standing = standing if standing in dict(STANDINGS) else "open"
    seen = reviews.counted(selectors.reviews_for(actor))
    counts = {key: reviews.standing(seen, key=key).count() for key, _ in STANDINGS}
    page = paging.newest_first(reviews.standing(seen, key=standing), by="reviewed_on", after=request.GET.get("after", ""))
    context = {
        "page": page,
        "standing": standing,
        "standings": [(key, word, counts[key]) for key, word in STANDINGS],
        "may_review": actor.has(*REVIEW_PENALTY.by),
    }
    return render(request, "subjects/reviews.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: HttpRequest) -> HttpResponse:
    """Legal affairs records a file under review; the rules find the measures that would follow. C3.3b"""
    actor, status = request.actor, 200
    authorize(actor, REVIEW_PENALTY, actor.agency)
    form = ReviewForm(request.POST if request.method == "POST" else None, actor=actor)
    if request.method == "POST":
        try:
            made = services.remind_of_measures(form.entry(), actor=actor, on=clock.today())
        except DomainError as refusal:
            form.is_valid()
            form.errors.clear()
            status = show(form, refusal)
        else:
            messages.success(request, f"已提示 {made.reminders.count()} 项措施，{made.handler.short_name_zh}收到一项待办")
            return redirect("subjects:review", made.pk)
    return render(request, "subjects/review_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, review_id: uuid.UUID) -> HttpResponse:
    """What was pointed out, why, and whether it was then pushed; the document that came of the file is entered here. C3.3b"""
    actor = request.actor
    review = selectors.review_for(actor, id=review_id)
    form, status = LinkForm(request.POST if request.method == "POST" else None), 200
    if request.method == "POST":
        try:
            services.link_review(review_id, document_no=form.said(), actor=actor, on=clock.today())
        except NotFound as refusal:
            form.is_valid()
            form.add_error("document_no", refusal.message if form.said() else "请填写文书号")
            status = 400
        else:
            messages.success(request, "已登记后来作出的文书，措施是否推送随之可见")
            return redirect("subjects:review", review_id)
    context = _page(review, request) | {"form": form}
    return render(request, "subjects/review.html", context, status=status)


def _page(review: LegalReview, request: HttpRequest) -> dict[str, object]:
    """The reminder with what became of each measure, and the cases of its document that the reader may see."""
    actor = request.actor
    found = selectors.followed(review)
    cases = selectors.cases_for(actor).filter(cause=review.cause_id) if review.cause_id else ()
    handles = actor.agency_code == review.handler_id
    return {
        "review": review,
        "followed": found,
        "missed": [item for item in found if item.outcome == "not_pushed"],
        "cases": list(cases),
        "may_draft": handles and actor.has(*PRODUCERS_OF_ALL_CAUSES),
    }
