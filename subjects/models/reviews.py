"""审核提示: the measures that legal affairs pointed out when it reviewed a penalty, and whether they were then pushed (C3.3b)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from closedloop.orgs.models import Agency
from measures.models import Measure, MeasureVersion
from measures.models.vocabulary import PartyKind, known

from .causes import Cause
from .vocabulary import CauseKind, Certainty


class LegalReview(models.Model):
    """The review of a case file that is not decided yet: what it is about, who reviewed it, and whom it reminded."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("案件类别", max_length=32, choices=CauseKind)
    file_no = models.CharField("案卷号", max_length=80)
    title_zh = models.CharField("案由", max_length=200)
    facts = models.TextField("事实", blank=True)
    legal_basis = models.TextField("法律依据", blank=True)
    penalty_kinds = models.JSONField("拟处罚种类", default=list, blank=True)
    party_kind = models.CharField("对象类别", max_length=24, choices=PartyKind)
    reviewer_agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="审核机构", related_name="legal_reviews")
    handler = models.ForeignKey(Agency, models.PROTECT, verbose_name="办案机构", related_name="reviewed_files")
    reviewed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", related_name="+")
    reviewed_on = models.DateField("审核日")
    reviewed_at = models.DateTimeField("登记时间")
    cause = models.ForeignKey(
        Cause, models.PROTECT, verbose_name="后来的文书", null=True, blank=True, related_name="legal_reviews"
    )

    class Meta:
        verbose_name = verbose_name_plural = "法制审核提示"
        ordering = ["-reviewed_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["handler", "file_no", "party_kind"], name="legal_review_once"),
            known("kind", CauseKind, "legal_review_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.file_no} {self.title_zh}"


class ReviewReminder(models.Model):
    """One measure that was pointed out."""

    review = models.ForeignKey(LegalReview, models.CASCADE, verbose_name="法制审核提示", related_name="reminders")
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="措施", related_name="+")
    version = models.ForeignKey(MeasureVersion, models.PROTECT, verbose_name="措施版本", related_name="+")
    certainty = models.CharField("把握", max_length=8, choices=Certainty)
    because = models.TextField("理由", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "提示的措施"
        ordering = ["measure_id"]
        constraints = [
            models.UniqueConstraint(fields=["review", "measure"], name="reminder_once"),
            models.CheckConstraint(condition=~Q(because="") | Q(certainty="own"), name="reminder_says_why"),
        ]

    def __str__(self) -> str:
        return self.measure_id


class AnchorReminder(models.Model):
    """The monthly reminder that a sanction still waits for the day from which its term counts (rules.md §10)."""

    sanction = models.ForeignKey("subjects.Sanction", models.CASCADE, verbose_name="惩戒适用", related_name="anchor_reminders")
    month = models.CharField("月份", max_length=7)
    reminded_on = models.DateField("提醒日")

    class Meta:
        verbose_name = verbose_name_plural = "起算日补录提醒"
        ordering = ["-month", "id"]
        constraints = [models.UniqueConstraint(fields=["sanction", "month"], name="anchor_reminded_once_a_month")]

    def __str__(self) -> str:
        return f"{self.sanction_id} {self.month}"
