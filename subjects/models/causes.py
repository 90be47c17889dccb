"""What brings the measures with it: a decision or another document, once, with its issuer and its day (二（二））."""

import uuid

from django.db import models
from django.db.models import F, Q

from measures.models.vocabulary import known

from .vocabulary import OWN_CAUSES, CauseKind, PenaltyKind


class Cause(models.Model):
    """One document of one issuer. Several cases may stand under it, one per receiving authority."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    kind = models.CharField("事由", max_length=32, choices=CauseKind)
    document_no = models.CharField("文书号", max_length=80)
    issuer = models.CharField("作出机关", max_length=80)
    decided_on = models.DateField("作出日期")
    received_on = models.DateField("接收日期", null=True, blank=True)
    facts = models.TextField("事实", blank=True)
    legal_basis = models.TextField("法律依据", blank=True)
    penalty_kinds = models.JSONField("处罚种类", default=list, blank=True)
    violation_type = models.CharField("违法行为类型", max_length=200, blank=True)
    created_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "事由"
        ordering = ["-decided_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["kind", "issuer", "document_no"], name="cause_once"),
            known("kind", CauseKind, "cause_kind_known"),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(OWN_CAUSES)) | Q(received_on__isnull=False), name="cause_external_received"
            ),
            models.CheckConstraint(
                condition=Q(received_on=None) | Q(received_on__gte=F("decided_on")), name="cause_received_after_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.document_no}"

    @property
    def is_external(self) -> bool:
        """Whether it came from outside and only credit supervision may take it in (C2.2c)."""
        return self.kind not in OWN_CAUSES

    @property
    def penalty_words(self) -> tuple[str, ...]:
        """The Chinese names of its penalty kinds."""
        return tuple(PenaltyKind(kind).label for kind in self.penalty_kinds)
