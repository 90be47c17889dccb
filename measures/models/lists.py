"""A measure keeps its code for ever; what it says lives in immutable versions that cannot overlap (C2.1a)."""

import uuid
from datetime import date, timedelta

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from closedloop.orgs.models import BusinessLine

from .lookups import Category, Instrument, Matter, TermAnchor
from .vocabulary import Confidence, Effect, ImplementingLevel, List, Status, TermKind, TermSource, Verified, known


class Measure(models.Model):
    """One line of one of the two lists, under a code that never changes."""

    code = models.CharField("编号", max_length=10, primary_key=True)
    list = models.CharField("清单", max_length=12, choices=List)

    class Meta:
        verbose_name = verbose_name_plural = "措施"
        ordering = ["code"]
        constraints = [known("list", List, "measure_list_known")]

    def __str__(self) -> str:
        return self.code


class MeasureVersion(models.Model):
    """What a measure says from a day on, until the eve of its successor. A repeal is a version that says nothing."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    measure = models.ForeignKey(Measure, models.PROTECT, verbose_name="措施", related_name="versions")
    number = models.PositiveSmallIntegerField("版次")
    effective_from = models.DateField("生效日")
    repeals = models.BooleanField("废止", default=False)

    category = models.ForeignKey(Category, models.PROTECT, verbose_name="类别")
    name_zh = models.CharField("名称", max_length=120)
    cause_zh = models.TextField("适用情形")
    party_kinds = models.JSONField("对象", default=list)
    person_roles_zh = models.JSONField("个人身份", default=list, blank=True)
    term_kind = models.CharField("期限类型", max_length=20, choices=TermKind)
    term_min_months = models.PositiveSmallIntegerField("最短月数", null=True, blank=True)
    term_max_months = models.PositiveSmallIntegerField("最长月数", null=True, blank=True)
    until_condition = models.CharField("终止条件", max_length=60, blank=True)
    cap_months = models.PositiveSmallIntegerField("确认移出月数", null=True, blank=True)
    term_anchor = models.ForeignKey(TermAnchor, models.PROTECT, verbose_name="起算事件")
    term_text_zh = models.CharField("期限", max_length=200)
    term_source = models.CharField("期限来源", max_length=10, choices=TermSource)
    statutory_term = models.BooleanField("法定期限", default=False)
    owner_line = models.ForeignKey(BusinessLine, models.PROTECT, verbose_name="主管条线")
    implementer_roles = models.JSONField("实施机构", default=list)
    implementing_level = models.CharField("实施层级", max_length=20, choices=ImplementingLevel)
    effect = models.CharField("作用", max_length=10, choices=Effect)
    matters = models.ManyToManyField(Matter, verbose_name="事项", related_name="versions")
    enhanced_parameters = models.JSONField("强化监管参数", default=dict, blank=True)
    must_narrow = models.BooleanField("须收窄事项", default=False)
    status = models.CharField("状态", max_length=24, choices=Status)
    verified = models.CharField("核对情况", max_length=8, choices=Verified)
    confidence = models.CharField("把握", max_length=8, choices=Confidence)
    note_zh = models.TextField("说明", blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "措施版本"
        ordering = ["measure_id", "-effective_from"]
        constraints = [
            models.UniqueConstraint(fields=["measure", "effective_from"], name="version_starts_once"),
            models.UniqueConstraint(fields=["measure", "number"], name="version_number_once"),
            known("term_kind", TermKind, "version_term_kind_known"),
            known("effect", Effect, "version_effect_known"),
            known("implementing_level", ImplementingLevel, "version_level_known"),
            known("status", Status, "version_status_known"),
            known("verified", Verified, "version_verified_known"),
            models.CheckConstraint(
                condition=Q(term_max_months=None) | Q(term_min_months=None) | Q(term_min_months__lte=F("term_max_months")),
                name="version_term_order",
            ),
            models.CheckConstraint(
                condition=~Q(term_kind="fixed") | Q(term_min_months__gt=0, term_max_months=F("term_min_months")),
                name="version_fixed_term",
            ),
            models.CheckConstraint(
                condition=Q(statutory_term=False) | Q(term_kind__in=["fixed", "range", "lifetime"]), name="version_statutory_kind"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure_id} 第 {self.number} 版"

    @property
    def can_be_imposed(self) -> bool:
        """Whether it may be imposed at all; its day and its basis are asked separately (rules.md 1.2)."""
        return self.status == Status.EFFECTIVE and not self.repeals

    @property
    def effective_to(self) -> date | None:
        """The last day on which this version says what the list says: its successor's eve; ask for versions by selectors.lists."""
        following: date | None = vars(self)["next_from"]
        return following - timedelta(days=1) if following else None

    @property
    def reported_upward(self) -> bool:
        """Whether its power lies above or beside the city: recorded here, reported upward, never dispatched (C1.1, C1.2)."""
        return self.implementing_level != ImplementingLevel.CITY_OR_BELOW


class Basis(models.Model):
    """The article of an instrument on which a version rests."""

    version = models.ForeignKey(MeasureVersion, models.PROTECT, verbose_name="版本", related_name="bases")
    instrument = models.ForeignKey(Instrument, models.PROTECT, verbose_name="依据文件", related_name="bases")
    article_zh = models.CharField("条款", max_length=120)
    is_term_basis = models.BooleanField("期限依据", default=False)
    verified = models.CharField("核对情况", max_length=8, choices=Verified)
    snapshot = models.JSONField("当时的依据", default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        verbose_name = verbose_name_plural = "依据"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["version", "instrument", "article_zh"], name="basis_once"),
            known("verified", Verified, "basis_verified_known"),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.article_zh}"
