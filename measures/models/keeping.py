"""Keeping the lists: who confirmed them when (C3.3a), and what must be cleaned up because its basis ends (C1.3)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from closedloop.orgs.models import Agency

from .changes import MeasureChange
from .lists import Measure
from .lookups import Instrument


class ListConfirmation(models.Model):
    """A business office went through its part of the lists; finding nothing to change is an act too (C3.3a)."""

    office = models.ForeignKey(Agency, models.PROTECT, verbose_name="业务处室", related_name="list_confirmations")
    confirmed_on = models.DateField("核对日")
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="核对人", related_name="+")
    confirmed_at = models.DateTimeField("登记时间")
    measures_count = models.PositiveSmallIntegerField("措施项数")
    note = models.CharField("说明", max_length=400, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "清单核对"
        ordering = ["-confirmed_on", "-id"]
        indexes = [models.Index(fields=["office", "-confirmed_on"], name="confirmation_office")]

    def __str__(self) -> str:
        return f"{self.office} {self.confirmed_on}"


class CleanUp(models.Model):
    """The owner's task when a basis ends: amend the measure, repeal it, or find that it stands on another basis (C1.3, B10)."""

    class Outcome(models.TextChoices):
        OPEN = "open", "待清理"
        CHANGED = "changed", "已提出并通过变动"
        BASIS_RESTORED = "basis_restored", "依据仍有效，不需清理"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    instrument = models.ForeignKey(Instrument, models.PROTECT, verbose_name="依据文件", related_name="clean_ups")
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="措施", related_name="clean_ups")
    owner = models.ForeignKey(Agency, models.PROTECT, verbose_name="主管机构", related_name="clean_ups")
    opened_on = models.DateField("发现日")
    basis_ends_on = models.DateField("依据最后有效日")
    loses_all = models.BooleanField("再无适格依据")
    outcome = models.CharField("结果", max_length=16, choices=Outcome, default=Outcome.OPEN)
    done_on = models.DateField("办结日", null=True, blank=True)
    change = models.ForeignKey(
        MeasureChange, models.PROTECT, verbose_name="清单变动", null=True, blank=True, related_name="clean_ups"
    )

    class Meta:
        verbose_name = verbose_name_plural = "清理任务"
        ordering = ["basis_ends_on", "measure_id"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "measure"], condition=Q(done_on=None), name="clean_up_once_open"),
            models.CheckConstraint(
                condition=Q(outcome="open", done_on=None) | (~Q(outcome="open") & Q(done_on__isnull=False)),
                name="clean_up_done_dated",
            ),
        ]

    def __str__(self) -> str:
        return f"清理 {self.measure_id}"
