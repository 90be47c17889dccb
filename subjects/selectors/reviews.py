"""Questions about the reminders of legal review: who sees them, and whether what was pointed out was then pushed (C3.3b)."""

import uuid
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from closedloop.errors import NotFound
from closedloop.opinion import Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency

from ..models import LegalReview, ReviewReminder, Sanction
from ..models.vocabulary import CaseState, SanctionState

PUSHED = (CaseState.PUSHED, CaseState.RECEIVED, CaseState.DISPATCHED, CaseState.CLOSED)


@dataclass(frozen=True)
class Followed:
    """One reminder and what became of it: pushed, not pushed, or no document yet."""

    reminder: ReviewReminder
    outcome: str

    @property
    def words(self) -> str:
        """The outcome in Chinese."""
        return {"pushed": "已推送", "not_pushed": "作出文书后未推送", "open": "尚无文书"}[self.outcome]


def reviews_for(actor: Actor) -> QuerySet[LegalReview]:
    """The reviewing agency's own, the handling agency's, and all of them for the city's legal affairs and credit supervision."""
    found = LegalReview.objects.select_related("handler", "reviewer_agency", "reviewed_by", "cause")
    agency = actor.agency
    if agency is None:
        return found.none()
    if agency.level == Agency.Level.CITY and actor.has(Role.LEGAL_AFFAIRS, Role.CREDIT_SUPERVISION):
        return found
    return found.filter(Q(reviewer_agency=agency) | Q(handler=agency))


def review_for(actor: Actor, *, id: uuid.UUID) -> LegalReview:
    """One review; not there and not visible are the same answer."""
    found = reviews_for(actor).filter(pk=id).first()
    if found is None:
        raise NotFound("没有找到这份审核提示，或者它不由本机构办理", code="unknown_review")
    return found


def followed(review: LegalReview) -> list[Followed]:
    """Each measure that was pointed out, and whether a case under the document pushed it; two queries."""
    reminders = review.reminders.select_related("version", "measure")
    if review.cause_id is None:
        return [Followed(item, "open") for item in reminders]
    pushed = Sanction.objects.filter(cause=review.cause_id, case__state__in=PUSHED).exclude(state=SanctionState.WITHDRAWN)
    codes = set(pushed.values_list("measure", flat=True))
    return [Followed(item, "pushed" if item.measure_id in codes else "not_pushed") for item in reminders]


def counted(found: QuerySet[LegalReview]) -> QuerySet[LegalReview]:
    """With `.measures_count`, how many measures each pointed out."""
    return found.annotate(measures_count=Count("reminders"))


def standing(found: QuerySet[LegalReview], *, key: str) -> QuerySet[LegalReview]:
    """Those without a document (`open`), those with one (`linked`), or all."""
    return found.filter(cause__isnull=key == "open") if key else found


def waiting_for(agency: Agency) -> QuerySet[LegalReview]:
    """The files of a handling agency that were reviewed and have no document yet."""
    found = LegalReview.objects.filter(handler=agency, cause=None).select_related("reviewer_agency")
    return counted(found).order_by("reviewed_on", "pk")
