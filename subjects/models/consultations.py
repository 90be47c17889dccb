"""会商: who was asked about a case, what they said and when, and what the initiator concluded (C2.2b, C2.2d)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from closedloop.orgs.models import Agency

from .cases import Case


class Consultation(models.Model):
    """One consultation of one case; it may be reopened by another one."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="consultations")
    question = models.TextField("会商问题")
    opened_on = models.DateField("提请日")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提请人", related_name="+")
    conclusion = models.TextField("会商结论", blank=True)
    concluded_on = models.DateField("结论日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "会商"
        ordering = ["opened_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case"], condition=Q(concluded_on=None), name="consultation_once_open"),
            models.CheckConstraint(
                condition=Q(concluded_on=None, conclusion="") | Q(concluded_on__isnull=False) & ~Q(conclusion=""),
                name="consultation_concluded_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"会商 {self.case_id}"


class Invitation(models.Model):
    """An agency that was asked; it sees the case, and only that case."""

    consultation = models.ForeignKey(Consultation, models.CASCADE, verbose_name="会商", related_name="invitations")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="受邀机构", related_name="invitations")

    class Meta:
        verbose_name = verbose_name_plural = "会商邀请"
        ordering = ["agency_id"]
        constraints = [models.UniqueConstraint(fields=["consultation", "agency"], name="invitation_once")]

    def __str__(self) -> str:
        return str(self.agency)


class Opinion(models.Model):
    """What an invited agency said; written once. `late`: after the conclusion."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    consultation = models.ForeignKey(Consultation, models.PROTECT, verbose_name="会商", related_name="opinions")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="+")
    text = models.TextField("意见")
    late = models.BooleanField("结论后提出", default=False)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="提出人", related_name="+")
    given_on = models.DateField("提出日")
    given_at = models.DateTimeField("提出时间")

    class Meta:
        verbose_name = verbose_name_plural = "会商意见"
        ordering = ["given_at", "id"]

    def __str__(self) -> str:
        return f"{self.agency} {self.given_on}"
