"""The journal: entries that are never changed, and the links that seal them in order."""

from django.conf import settings
from django.db import models

from .verbs import sentence


class Entry(models.Model):
    """Who did what to what, when, under which clause, with which result. Appended, never changed (R24, R25)."""

    class Result(models.TextChoices):
        DONE = "done", "已办"
        REFUSED = "refused", "被拒"

    at = models.DateTimeField("时刻", db_index=True)
    legal_on = models.DateField("办理日期")
    verb = models.CharField("动作", max_length=64, db_index=True)
    object_kind = models.CharField("对象类别", max_length=40)
    object_key = models.CharField("对象编号", max_length=64)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", null=True, related_name="+", db_constraint=False
    )
    actor_name = models.CharField("经办人姓名", max_length=60)
    agency_code = models.CharField("机构", max_length=32, blank=True)
    clause = models.CharField("条款", max_length=10, blank=True)
    result = models.CharField("结果", max_length=8, choices=Result, default=Result.DONE)
    detail = models.JSONField("内容", default=dict)
    request_id = models.CharField("请求编号", max_length=32, blank=True)
    origin = models.CharField("来源地址", max_length=64, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "留痕记录"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["object_kind", "object_key", "id"], name="entry_object"),
            models.Index(fields=["agency_code", "id"], name="entry_agency"),
        ]
        constraints = [models.CheckConstraint(condition=models.Q(result__in=["done", "refused"]), name="entry_result_known")]

    def __str__(self) -> str:
        return f"{sentence(self.verb)} {self.object_kind} {self.object_key}"


class Link(models.Model):
    """One link of the chain: the digest of the entry together with the digest before it."""

    seq = models.PositiveBigIntegerField("序号", primary_key=True)
    entry = models.OneToOneField(Entry, models.PROTECT, verbose_name="记录", related_name="link", db_constraint=False)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "封存链"
        ordering = ["seq"]

    def __str__(self) -> str:
        return f"{self.seq} {self.digest[:12]}"
