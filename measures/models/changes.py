"""Change requests of the lists: 立, 改, 废, and their two independent reviews (C2.1a, C2.1b)."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from closedloop.orgs.models import Agency

from .lists import MeasureVersion
from .vocabulary import ChangeKind, ChangeState, List, Side, Verdict, known


class MeasureChange(models.Model):
    """A proposed change of one measure. `round` counts the submissions: a changed proposal loses the reviews it had."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("类别", max_length=8, choices=ChangeKind)
    list = models.CharField("清单", max_length=12, choices=List)
    measure_code = models.CharField("措施编号", max_length=10, blank=True)
    measure_name = models.CharField("措施名称", max_length=120)
    owner = models.ForeignKey(Agency, models.PROTECT, verbose_name="主管机构", related_name="measure_changes")
    proposal = models.JSONField("内容", default=dict, blank=True)
    base_number = models.PositiveSmallIntegerField("所据版次", null=True, blank=True)
    reason = models.TextField("理由")
    effective_on = models.DateField("生效日")
    state = FSMField("状态", default=ChangeState.DRAFT, choices=ChangeState, protected=True)
    round = models.PositiveSmallIntegerField("提交轮次", default=0)
    proposer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+")
    proposed_at = models.DateTimeField("提出时间")
    submitted_on = models.DateField("提交日", null=True, blank=True)
    decided_on = models.DateField("办结日", null=True, blank=True)
    version = models.OneToOneField(
        MeasureVersion, models.PROTECT, verbose_name="形成的版本", null=True, blank=True, related_name="change"
    )

    class Meta:
        verbose_name = verbose_name_plural = "清单变动"
        ordering = ["-proposed_at", "-id"]
        constraints = [
            known("state", ChangeState, "change_state_known"),
            known("kind", ChangeKind, "change_kind_known"),
            models.CheckConstraint(condition=~Q(state="approved") | Q(version__isnull=False), name="change_approved_has_version"),
        ]
        indexes = [models.Index(fields=["state", "owner"], name="change_state_owner")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.measure_code or '新措施'} {self.measure_name}"

    @transition(state, source=[ChangeState.DRAFT, ChangeState.RETURNED], target=ChangeState.SUBMITTED)
    def submit(self, *, on: date) -> None:
        """Goes to the two reviewers as a new round."""
        self.submitted_on = on
        self.round += 1

    @transition(state, source=ChangeState.SUBMITTED, target=ChangeState.APPROVED)
    def approve(self, *, version: MeasureVersion, on: date) -> None:
        """Both reviews passed: the version exists and waits for its day."""
        self.version, self.decided_on = version, on

    @transition(state, source=ChangeState.SUBMITTED, target=ChangeState.DRAFT)
    def reopen(self) -> None:
        """The owner changes what was submitted: it is a draft again, and its reviews are those of a round that is over."""

    @transition(state, source=ChangeState.SUBMITTED, target=ChangeState.RETURNED)
    def send_back(self) -> None:
        """Either reviewer sends it back with reasons."""

    @transition(state, source=[ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.RETURNED], target=ChangeState.WITHDRAWN)
    def withdraw(self, *, on: date) -> None:
        """The owner takes it back before it is decided."""
        self.decided_on = on


class ChangeReview(models.Model):
    """One review of one round by one side, with its opinion (C2.1b)."""

    change = models.ForeignKey(MeasureChange, models.PROTECT, verbose_name="清单变动", related_name="reviews")
    round = models.PositiveSmallIntegerField("轮次")
    side = models.CharField("审核方", max_length=20, choices=Side)
    verdict = models.CharField("结论", max_length=8, choices=Verdict)
    opinion = models.TextField("意见", blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="审核机构", related_name="+")
    reviewer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="审核人", related_name="+")
    reviewed_at = models.DateTimeField("审核时间")

    class Meta:
        verbose_name = verbose_name_plural = "清单变动审核"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["change", "round", "side"], name="review_once_a_side"),
            models.UniqueConstraint(fields=["change", "round", "reviewer"], name="review_once_a_person"),
            known("side", Side, "review_side_known"),
            known("verdict", Verdict, "review_verdict_known"),
        ]

    def __str__(self) -> str:
        return f"{self.get_side_display()}{self.get_verdict_display()}"
