"""Legal review's reminders, and the day from which a term counts (C3.3b, C2.7.1a)."""

import uuid
from typing import Any

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from closedloop.rest.endpoint import Endpoint, ListQuery, Query, acts, lists, reads
from closedloop.rest.fields import Day, Strict, Text, Word
from measures.models.vocabulary import PartyKind

from .. import selectors, services
from ..models import LegalReview
from ..models.vocabulary import OWN_CAUSES, CauseKind, Certainty, PenaltyKind
from .answers import SanctionAnswer
from .others import SanctionEndpoint

KINDS = {kind.value: kind.label for kind in CauseKind if kind in OWN_CAUSES}
OUTCOMES = {"pushed": "已推送", "not_pushed": "作出文书后未推送", "open": "尚无文书"}


class LegalReviewBody(Strict):
    """A file under legal review."""

    kind = Word(KINDS, name="ReviewedKind")
    file_no = Text(max_length=80, help_text="案卷号")
    title_zh = Text(max_length=200, help_text="案由")
    handler = Text(max_length=32, help_text="办案机构的代码")
    party_kind = Word(PartyKind)
    facts = Text(default="", allow_blank=True, max_length=10_000)
    legal_basis = Text(default="", allow_blank=True, max_length=4_000)
    penalty_kinds = serializers.ListField(child=Word(PenaltyKind), required=False)


class LinkBody(Strict):
    """The document that came of a reviewed file."""

    document_no = Text(max_length=80)


class AnchorBody(Strict):
    """The day from which the measure's own anchor counts."""

    anchor_on = Day()


class ReviewReminderAnswer(serializers.Serializer):
    """One measure that was pointed out, and what became of it."""

    measure = serializers.CharField(source="reminder.measure_id")
    name = serializers.CharField(source="reminder.version.name_zh")
    certainty = Word(Certainty, source="reminder.certainty")
    because = serializers.CharField(source="reminder.because")
    outcome = Word(OUTCOMES, name="ReminderOutcome")


class LegalReviewRowAnswer(serializers.Serializer):
    """A review as a list shows it."""

    id = serializers.UUIDField()
    kind = Word(KINDS, name="ReviewedKind")
    file_no = serializers.CharField()
    title_zh = serializers.CharField()
    party_kind = Word(PartyKind)
    handler = serializers.CharField(source="handler_id")
    reviewer = serializers.CharField(source="reviewer_agency_id")
    reviewed_by = serializers.CharField(source="reviewed_by.name_zh")
    reviewed_on = serializers.DateField()
    document_no = serializers.SerializerMethodField(help_text="后来作出的文书；还没有的为 null")

    def get_document_no(self, review: LegalReview) -> str | None:
        """The document that came of it."""
        return review.cause.document_no if review.cause else None


class LegalReviewAnswer(LegalReviewRowAnswer):
    """A review with the measures that were pointed out."""

    reminders = serializers.SerializerMethodField()

    @extend_schema_field(ReviewReminderAnswer(many=True))
    def get_reminders(self, review: LegalReview) -> Any:
        """Each with its outcome."""
        return ReviewReminderAnswer(selectors.followed(review), many=True).data


class LegalReviews(Endpoint):
    """The reviews that the caller may see."""

    @lists(query=ListQuery, answers=LegalReviewRowAnswer, by=("-reviewed_on", "-id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """法制审核提示：本机构作出的和提示本机构的；市局法制、信用监管机构看全部。"""
        return selectors.reviews_for(self.actor)

    @acts(body=LegalReviewBody, answers=LegalReviewAnswer, status=201)
    def post(self, said: dict[str, Any]) -> Any:
        """法制审核时提示将会引起的措施，由系统按规则列出，并提醒办案机构。由法制机构办理。"""
        made = services.remind_of_measures(said, actor=self.actor, on=self.today)
        return selectors.review_for(self.actor, id=made.pk)


class ReviewedFile(Endpoint):
    """One review."""

    @reads(query=Query, answers=LegalReviewAnswer)
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """一份法制审核提示，连同提示的措施后来是否推送。"""
        return selectors.review_for(self.actor, id=id)


class Link(Endpoint):
    """Names the document that came of a reviewed file."""

    @acts(body=LinkBody, answers=LegalReviewAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """登记提示后作出的文书，以便跟踪措施是否推送。由看得到这份提示的机构办理。"""
        services.link_review(id, actor=self.actor, on=self.today, **said)
        return selectors.review_for(self.actor, id=id)


class Anchor(SanctionEndpoint):
    """Fills in the day from which a term counts."""

    @acts(body=AnchorBody, answers=SanctionAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """补录起算日，末日随之算出。由产生案件的机构办理。"""
        return services.fill_anchor(id, actor=self.actor, on=self.today, **said)
