"""Instruments, matters and the other code tables on which a version rests."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from .vocabulary import QUALIFYING_LEVELS, InstrumentLevel, List, Verified, known


class Instrument(models.Model):
    """A law or document; the cited provisions stood under their numbers from `in_force_from` to `in_force_to` (rules.md 1.8)."""

    code = models.SlugField("代码", max_length=60, primary_key=True)
    title_zh = models.CharField("名称", max_length=120)
    short_title_zh = models.CharField("简称", max_length=60)
    document_no = models.CharField("文号", max_length=80, blank=True)
    level = models.CharField("效力位阶", max_length=30, choices=InstrumentLevel)
    issuer = models.CharField("制定机关", max_length=80, blank=True)
    version_note = models.CharField("文本", max_length=120, blank=True)
    in_force_from = models.DateField("施行日", null=True, blank=True)
    in_force_to = models.DateField("最后有效日", null=True, blank=True)
    verified = models.CharField("核对情况", max_length=8, choices=Verified)
    note = models.CharField("说明", max_length=400, blank=True)
    revision = models.PositiveIntegerField("修订次数", default=0, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "依据文件"
        ordering = ["code"]
        constraints = [
            known("level", InstrumentLevel, "instrument_level_known"),
            known("verified", Verified, "instrument_verified_known"),
            models.CheckConstraint(
                condition=Q(in_force_from=None) | Q(in_force_to=None) | Q(in_force_from__lte=F("in_force_to")),
                name="instrument_order",
            ),
        ]

    def __str__(self) -> str:
        return self.short_title_zh

    def is_live(self, on: date) -> bool:
        """Whether its provisions stand on a day."""
        begun = self.in_force_from is None or self.in_force_from <= on
        return begun and (self.in_force_to is None or on <= self.in_force_to)

    @property
    def qualifies(self) -> bool:
        """Whether its rank can carry a measure: law, regulation, or central policy (C1.3)."""
        return self.level in QUALIFYING_LEVELS


class Category(models.Model):
    """A kind of measure, with the clause that names it."""

    code = models.CharField("代码", max_length=32, primary_key=True)
    name_zh = models.CharField("名称", max_length=40)
    list = models.CharField("清单", max_length=12, choices=List)
    clause = models.CharField("条款", max_length=10)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "措施类别"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh


class TermAnchor(models.Model):
    """The event from which a term counts, and the document that proves it."""

    code = models.CharField("代码", max_length=60, primary_key=True)
    name_zh = models.CharField("名称", max_length=60)
    from_which_document = models.CharField("由何文书证明", max_length=80)

    class Meta:
        verbose_name = verbose_name_plural = "起算事件"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_zh


class Matter(models.Model):
    """What an approval system, evaluator or employer may ask about (B2)."""

    code = models.CharField("代码", max_length=60, primary_key=True)
    name_zh = models.CharField("名称", max_length=60)
    group_zh = models.CharField("分组", max_length=20)
    party_kinds = models.JSONField("对象", default=list)
    clause = models.CharField("条款", max_length=10)
    description_zh = models.CharField("说明", max_length=200)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "事项"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh
