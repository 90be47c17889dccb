"""One version of a measure on one subject, with its term: the thing that is in force or not (C2.7.1a)."""

import uuid

from django.db import models
from django.db.models import F, Q
from django_fsm import FSMField, transition

from measures.models import Measure, MeasureVersion
from measures.models.vocabulary import known

from .cases import Case, CaseSubject
from .causes import Cause
from .subjects import Subject
from .vocabulary import Certainty, SanctionState


class Sanction(models.Model):
    """Bound for ever to the version that stood when it was chosen. Its end follows from its own anchor, never from the push."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="sanctions")
    case_subject = models.ForeignKey(CaseSubject, models.PROTECT, verbose_name="案件对象", related_name="sanctions")
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name="对象", related_name="sanctions")
    cause = models.ForeignKey(Cause, models.PROTECT, verbose_name="事由", related_name="sanctions")
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="措施", related_name="sanctions")
    version = models.ForeignKey(MeasureVersion, models.PROTECT, verbose_name="措施版本", related_name="sanctions")
    anchor_on = models.DateField("起算日", null=True, blank=True)
    starts_on = models.DateField("开始日", null=True, blank=True)
    ends_on = models.DateField("最后一日", null=True, blank=True)
    term_months = models.PositiveSmallIntegerField("月数", null=True, blank=True)
    lifetime = models.BooleanField("终身", default=False)
    matters = models.JSONField("收窄的事项", null=True, blank=True)
    certainty = models.CharField("选择依据", max_length=8, choices=Certainty, default=Certainty.OWN)
    reason = models.CharField("选择理由", max_length=500, blank=True)
    state = FSMField("状态", default=SanctionState.PROPOSED, choices=SanctionState, protected=True)

    class Meta:
        verbose_name = verbose_name_plural = "惩戒适用"
        ordering = ["case_id", "measure_id", "id"]
        indexes = [models.Index(fields=["subject", "state"], name="sanction_subject_state")]
        constraints = [
            known("state", SanctionState, "sanction_state_known"),
            models.UniqueConstraint(
                fields=["cause", "subject", "measure"], condition=~Q(state="withdrawn"), name="sanction_once_for_a_cause"
            ),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="sanction_order"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(anchor_on__isnull=False), name="sanction_end_needs_anchor"),
            models.CheckConstraint(condition=Q(lifetime=False) | Q(ends_on=None), name="sanction_lifetime_open"),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} {self.subject_id}"

    @transition(state, source=SanctionState.PROPOSED, target=SanctionState.WITHDRAWN)
    def withdraw(self) -> None:
        """Its case was returned or withdrawn."""
