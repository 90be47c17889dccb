"""A message that somebody outside must hear, and the signs of life of the processes that carry it."""

import uuid

from django.db import models
from django.db.models import Q

from closedloop.workdays import clock


class Message(models.Model):
    """One thing to tell. It is done, parked, leased by a relay, or waiting until `available_at`; it never disappears (I6)."""

    seq = models.BigAutoField("序号", primary_key=True)
    uid = models.UUIDField("消息编号", default=uuid.uuid4, unique=True, editable=False)
    topic = models.CharField("主题", max_length=60)
    key = models.CharField("对象", max_length=80)
    payload = models.JSONField("内容", default=dict)
    created_at = models.DateTimeField("写入时间", default=clock.now)
    attempts = models.PositiveSmallIntegerField("尝试次数", default=0)
    available_at = models.DateTimeField("最早发送", default=clock.now)
    lease_token = models.UUIDField("租约", null=True, editable=False)
    leased_until = models.DateTimeField("租约到期", null=True, editable=False)
    done_at = models.DateTimeField("送达时间", null=True)
    parked_at = models.DateTimeField("搁置时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "待发消息"
        ordering = ["seq"]
        indexes = [
            models.Index(
                fields=["available_at", "seq"],
                name="message_waiting",
                condition=Q(done_at=None, parked_at=None),
            ),
            models.Index(fields=["topic", "key"], name="message_topic_key"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(topic="") & ~Q(key=""), name="message_names_its_object"),
            models.CheckConstraint(condition=Q(done_at=None) | Q(parked_at=None), name="message_done_or_parked"),
            models.CheckConstraint(
                condition=Q(lease_token=None, leased_until=None) | Q(lease_token__isnull=False, leased_until__isnull=False),
                name="message_lease_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.key}"


class Heartbeat(models.Model):
    """When the worker, through the broker, and beat were last seen to make progress (R53)."""

    name = models.CharField("进程", max_length=20, primary_key=True)
    at = models.DateTimeField("最近一次")

    class Meta:
        verbose_name = verbose_name_plural = "心跳"
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name
