"""The notices of the State Council's office, the special days that each sets, and the clock of the demo."""

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.lookups import Exact, In

from .dateparts import Month, Weekday, Year

DECEMBER = 12
WEEKEND = (0, 6)


class HolidayNotice(models.Model):
    """The notice that sets the holidays of one year. A year without a row is estimated by weekends, marked 推算 (R19)."""

    class Verified(models.TextChoices):
        TEXT = "text", "原文已核"
        PRESS = "press", "仅见报道，待核"
        MEMORY = "memory", "凭记忆，待核"

    class Origin(models.TextChoices):
        FIXTURE = "fixture", "随系统提供"
        LOADED = "loaded", "管理员录入"

    year = models.PositiveSmallIntegerField("年度", primary_key=True)
    title_zh = models.CharField("通知名称", max_length=120)
    document_no = models.CharField("文号", max_length=60)
    issued_on = models.DateField("发布日期")
    source = models.CharField("日期来源", max_length=200, blank=True)
    verified = models.CharField("核对情况", max_length=8, choices=Verified)
    origin = models.CharField("录入方式", max_length=8, choices=Origin)
    loaded_at = models.DateTimeField("录入时间")

    class Meta:
        verbose_name = verbose_name_plural = "节假日安排通知"
        ordering = ["-year"]
        constraints = [
            models.CheckConstraint(condition=Q(year__gte=2000, year__lte=2100), name="notice_year_plausible"),
            models.CheckConstraint(condition=Q(verified__in=["text", "press", "memory"]), name="notice_verified_known"),
            models.CheckConstraint(condition=Q(origin__in=["fixture", "loaded"]), name="notice_origin_known"),
        ]

    def __str__(self) -> str:
        return f"{self.title_zh}（{self.document_no}）"


class SpecialDay(models.Model):
    """A weekday off or a weekend day worked. A notice may also set days of the December before its year."""

    class Kind(models.TextChoices):
        OFF = "off", "放假"
        WORK = "work", "上班"

    date = models.DateField("日期", primary_key=True)
    kind = models.CharField("类别", max_length=4, choices=Kind)
    name_zh = models.CharField("名称", max_length=20)
    notice = models.ForeignKey(HolidayNotice, models.PROTECT, verbose_name="依据通知", related_name="days")

    class Meta:
        verbose_name = verbose_name_plural = "特殊日期"
        ordering = ["date"]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["off", "work"]), name="special_day_kind_known"),
            models.CheckConstraint(condition=~Q(name_zh=""), name="special_day_named"),
            models.CheckConstraint(
                condition=Q(Exact(F("notice"), Year("date")))
                | Q(Exact(F("notice"), Year("date") + Value(1)), Exact(Month("date"), DECEMBER)),
                name="special_day_of_its_notice",
            ),
            models.CheckConstraint(
                condition=Q(In(Weekday("date"), WEEKEND), kind="work") | Q(~Q(In(Weekday("date"), WEEKEND)), kind="off"),
                name="special_day_is_an_exception",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.date} {self.name_zh}"


class DemoClock(models.Model):
    """How far the demo's legal date runs ahead of the real one: a single row, read only where settings.DEMO is on (B21)."""

    DAYS_MAX = 3660

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    days_ahead = models.PositiveIntegerField("快进天数", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "演示时钟"
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="demo_clock_single"),
            models.CheckConstraint(condition=Q(days_ahead__gte=0, days_ahead__lte=3660), name="demo_clock_forward"),
        ]

    def __str__(self) -> str:
        return f"快进 {self.days_ahead} 天"
