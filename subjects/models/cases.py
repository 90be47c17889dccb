"""A cause with its subjects on its way through the loop (二（二）, 二（三））."""

import uuid
from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from closedloop.orgs.models import Agency
from measures.models.vocabulary import known

from .causes import Cause
from .subjects import Subject
from .vocabulary import CaseState

DRAFT, PUSHED, RECEIVED = CaseState.DRAFT, CaseState.PUSHED, CaseState.RECEIVED


class Case(models.Model):
    """One push to one business authority. `revision` counts the edits of a draft, so that a stale edit is noticed."""

    case_no = models.CharField("案件编号", max_length=40, primary_key=True)
    cause = models.ForeignKey(Cause, models.PROTECT, verbose_name="事由", related_name="cases")
    producer = models.ForeignKey(Agency, models.PROTECT, verbose_name="产生机构", related_name="produced_cases")
    receiver = models.ForeignKey(Agency, models.PROTECT, verbose_name="接收机构", related_name="received_cases")
    state = FSMField("状态", default=DRAFT, choices=CaseState, protected=True)
    revision = models.PositiveIntegerField("修订次数", default=0)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, verbose_name="更正自", null=True, blank=True, related_name="corrections"
    )
    note = models.CharField("处理说明", max_length=1000, blank=True)
    created_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="登记人", related_name="+")
    created_at = models.DateTimeField("登记时间")
    pushed_on = models.DateField("推送日", null=True, blank=True)
    received_on = models.DateField("接收日", null=True, blank=True)
    ended_on = models.DateField("退回、撤回、办结日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "案件"
        ordering = ["-created_at", "-case_no"]
        indexes = [
            models.Index(fields=["producer", "state"], name="case_producer_state"),
            models.Index(fields=["receiver", "state"], name="case_receiver_state"),
        ]
        constraints = [
            known("state", CaseState, "case_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=["draft", "withdrawn"]) | Q(pushed_on__isnull=False), name="case_pushed_dated"
            ),
        ]

    def __str__(self) -> str:
        return self.case_no

    @transition(state, source=DRAFT, target=PUSHED)
    def push(self, *, on: date) -> None:
        """Goes to the business authority. C2.2a, C2.2c"""
        self.pushed_on = on

    @transition(state, source=PUSHED, target=RECEIVED)
    def receive(self, *, on: date) -> None:
        """The business authority takes it. C2.3a"""
        self.received_on = on

    @transition(state, source=[PUSHED, RECEIVED], target=CaseState.RETURNED)
    def send_back(self, *, on: date) -> None:
        """The business authority sends it back with reasons. C2.3a"""
        self.ended_on = on

    @transition(state, source=[DRAFT, PUSHED], target=CaseState.WITHDRAWN)
    def withdraw(self, *, on: date) -> None:
        """The producer takes it back before it was received."""
        self.ended_on = on


class CaseSubject(models.Model):
    """A subject as this document names it, in the role that it had."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.CASCADE, verbose_name="案件", related_name="subjects")
    subject = models.ForeignKey(Subject, models.PROTECT, verbose_name="对象", related_name="in_cases")
    name_zh = models.CharField("文书所载名称", max_length=200)
    role_zh = models.CharField("身份", max_length=60, blank=True)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "案件对象"
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "subject"], name="case_subject_once")]

    def __str__(self) -> str:
        return self.name_zh


class Attachment(models.Model):
    """A document of a case, kept outside the web root under its digest."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", related_name="attachments")
    name = models.CharField("文件名", max_length=200)
    content_type = models.CharField("类型", max_length=100)
    size = models.PositiveIntegerField("字节数")
    sha256 = models.CharField("摘要", max_length=64)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+")
    added_at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "附件"
        ordering = ["added_at", "id"]

    def __str__(self) -> str:
        return self.name
