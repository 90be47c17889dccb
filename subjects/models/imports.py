"""A penalty file in the national 双公示 layout and its rows with their verdicts (C2.2a, R41, R42)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django_fsm import FSMField, transition

from closedloop.orgs.models import Agency
from measures.models.vocabulary import known

from ..importing import ACCEPTED, DUPLICATE, FIXED, REJECTED, REVIEW
from .cases import Case


class RowVerdict(models.TextChoices):
    """What the import says about a row."""

    ACCEPTED = ACCEPTED, "可导入"
    FIXED = FIXED, "已修正"
    REVIEW = REVIEW, "待核对"
    DUPLICATE = DUPLICATE, "重复"
    REJECTED = REJECTED, "不能导入"


class ImportState(models.TextChoices):
    """The life of a file."""

    WAITING = "waiting", "正在核验"
    JUDGED = "judged", "已试核验"
    STORED = "stored", "已入库"
    DRAFTING = "drafting", "正在生成草稿"
    DRAFTED = "drafted", "已生成草稿"
    REFUSED = "refused", "不能导入"


GOOD = (RowVerdict.ACCEPTED, RowVerdict.FIXED)
WAITING, JUDGED, STORED = ImportState.WAITING, ImportState.JUDGED, ImportState.STORED
DRAFTING, DRAFTED = ImportState.DRAFTING, ImportState.DRAFTED


class ImportFile(models.Model):
    """The file itself lies under its digest in DATA_DIR/imports. `last_row` is where an interrupted run goes on."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="产生机构", related_name="imports")
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="上传人", related_name="+")
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="生成草稿的人", null=True, blank=True, related_name="+"
    )
    name = models.CharField("文件名", max_length=200)
    sha256 = models.CharField("摘要", max_length=64)
    size = models.PositiveIntegerField("字节数")
    state = FSMField("状态", default=WAITING, choices=ImportState, protected=True)
    dry_run = models.BooleanField("试核验", default=False)
    judged_on = models.DateField("核验日")
    table = models.JSONField("文件的写法", default=dict, blank=True)
    accepted = models.PositiveIntegerField("可导入", default=0)
    fixed = models.PositiveIntegerField("已修正", default=0)
    review = models.PositiveIntegerField("待核对", default=0)
    duplicate = models.PositiveIntegerField("重复", default=0)
    rejected = models.PositiveIntegerField("不能导入", default=0)
    last_row = models.PositiveIntegerField("核验到的行", default=0)
    refusal = models.CharField("不能导入的原因", max_length=500, blank=True)
    created_at = models.DateTimeField("上传时间")
    worked_at = models.DateTimeField("最近办理时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的文件"
        ordering = ["-created_at", "-id"]
        indexes = [models.Index(fields=["state", "worked_at"], name="import_state")]
        constraints = [known("state", ImportState, "import_state_known")]

    def __str__(self) -> str:
        return self.name

    @property
    def counts(self) -> dict[str, int]:
        """How many rows of each verdict."""
        return {verdict: getattr(self, verdict) for verdict in RowVerdict.values}

    @property
    def total(self) -> int:
        """All rows that were judged: the sum of the counts, so that they always reconcile (I15)."""
        return sum(self.counts.values())

    @transition(state, source=WAITING, target=STORED)
    def store(self) -> None:
        """Every row is judged, the good ones are kept."""

    @transition(state, source=WAITING, target=JUDGED)
    def judge(self) -> None:
        """Every row is judged, and nothing is kept but the report."""

    @transition(state, source=JUDGED, target=WAITING)
    def accept(self) -> None:
        """What was judged for trial is to be kept: it is judged once more, against what is stored now."""
        self.dry_run = False

    @transition(state, source=WAITING, target=ImportState.REFUSED)
    def refuse(self, *, words: str) -> None:
        """The whole file is turned away."""
        self.refusal = words

    @transition(state, source=[STORED, DRAFTED], target=DRAFTING)
    def draft(self) -> None:
        """Its good rows are to become drafts of cases."""

    @transition(state, source=DRAFTING, target=DRAFTED)
    def complete(self) -> None:
        """Every good row is a draft, or says why not."""


class ImportRow(models.Model):
    """One row. What a draft needs of a good row is only stored encrypted; the keys reveal nobody (R28)."""

    file = models.ForeignKey(ImportFile, models.CASCADE, verbose_name="文件", related_name="rows")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="产生机构", related_name="+")
    number = models.PositiveIntegerField("行号")
    verdict = models.CharField("结论", max_length=12, choices=RowVerdict)
    party_name = models.CharField("行政相对人名称", max_length=80, blank=True)
    decision_no = models.CharField("文号", max_length=80, blank=True)
    reasons = models.JSONField("原因", default=list, blank=True)
    repairs = models.JSONField("修正", default=list, blank=True)
    sealed = models.TextField("加密的内容", blank=True, editable=False)
    decision_key = models.CharField("文书的键", max_length=64, blank=True, editable=False)
    party_key = models.CharField("当事人的键", max_length=64, blank=True, editable=False)
    fingerprint = models.CharField("内容的键", max_length=64, blank=True, editable=False)
    case = models.ForeignKey(Case, models.PROTECT, verbose_name="案件", null=True, blank=True, related_name="import_rows")
    draft_note = models.CharField("生成草稿的说明", max_length=500, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "导入的行"
        ordering = ["file", "number"]
        constraints = [
            models.UniqueConstraint(fields=["file", "number"], name="import_row_once"),
            # whoever imports it, however often and however many at once: a decision about a party is kept once (R42)
            models.UniqueConstraint(
                fields=["agency", "decision_key", "party_key"], condition=~Q(decision_key=""), name="import_decision_once"
            ),
            known("verdict", RowVerdict, "import_verdict_known"),
            models.CheckConstraint(
                condition=Q(verdict__in=["accepted", "fixed"]) | Q(sealed="", decision_key="", case=None),
                name="import_keeps_good_rows_only",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.file_id} {self.number}"
