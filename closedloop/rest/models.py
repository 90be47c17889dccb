"""The answers kept under idempotency keys (R12)."""

from django.conf import settings
from django.db import models
from django.db.models import Q


class IdempotencyKey(models.Model):
    """One key of one account at one agency, with the answer that its first request got.

    The row is written in the transaction of the act: it has no answer only while that transaction runs, and is gone when it fails.
    """

    account = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name="账号", related_name="+")
    agency_code = models.CharField("机构", max_length=32)
    key = models.CharField("键", max_length=255)
    method = models.CharField("方法", max_length=8)
    path = models.CharField("地址", max_length=400)
    digest = models.CharField("正文摘要", max_length=64)
    status = models.PositiveSmallIntegerField("状态码", null=True)
    body = models.TextField("答复", blank=True)
    created_at = models.DateTimeField("收到时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "幂等键"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["account", "agency_code", "key"], name="idempotency_key_once"),
            models.CheckConstraint(condition=Q(status=None) | Q(status__gte=200, status__lt=300), name="idempotency_only_2xx"),
        ]

    def __str__(self) -> str:
        return f"{self.method} {self.path} {self.key}"
