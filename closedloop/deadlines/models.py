"""Deadlines and their moves. State and light are never stored: they follow from the dates, on reading (R20)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from closedloop.opinion import RULES, Rule
from closedloop.orgs.models import Agency


class Deadline(models.Model):
    """A rule, the object that it runs against, who is responsible, from when and until when.

    `void_on` is set where the object went away before its time (withdrawn, replaced): such a deadline is neither met nor late.
    """

    rule = models.CharField("规则", max_length=60)
    object_kind = models.CharField("对象类别", max_length=40)
    object_key = models.CharField("对象编号", max_length=64)
    title_zh = models.CharField("事项", max_length=200)
    url_path = models.CharField("网址", max_length=200, blank=True)
    responsible = models.ForeignKey(Agency, models.PROTECT, verbose_name="责任机构", related_name="deadlines")
    start_event = models.CharField("起算事件", max_length=80)
    starts_on = models.DateField("起算日")
    due_on = models.DateField("到期日")
    provisional = models.BooleanField("推算", default=False)
    done_on = models.DateField("办结日", null=True, blank=True)
    void_on = models.DateField("终止日", null=True, blank=True)
    opened_at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "时限"
        ordering = ["due_on", "id"]
        indexes = [
            models.Index(fields=["object_kind", "object_key"], name="deadline_object"),
            models.Index(fields=["responsible", "due_on"], condition=Q(done_on=None, void_on=None), name="deadline_open_of"),
            models.Index(fields=["due_on"], condition=Q(done_on=None, void_on=None), name="deadline_open_due"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["rule", "object_kind", "object_key", "responsible"],
                condition=Q(done_on=None, void_on=None),
                name="deadline_once_open",
            ),
            models.CheckConstraint(condition=Q(starts_on__lte=F("due_on")), name="deadline_order"),
            models.CheckConstraint(condition=Q(done_on=None) | Q(done_on__gte=F("starts_on")), name="deadline_done_after_start"),
            models.CheckConstraint(condition=Q(done_on=None) | Q(void_on=None), name="deadline_done_or_void"),
            models.CheckConstraint(
                condition=~Q(rule="") & ~Q(object_kind="") & ~Q(object_key=""), name="deadline_names_its_object"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title_zh} {self.due_on}"

    @property
    def law(self) -> Rule:
        """The rule of the opinion that sets this deadline."""
        return RULES[self.rule]

    @property
    def object_ref(self) -> tuple[str, str]:
        """The object as the journal names it."""
        return self.object_kind, self.object_key


class DeadlineMove(models.Model):
    """Who moved a deadline, from when to when, by which rule, and why. Written once, never changed."""

    deadline = models.ForeignKey(Deadline, models.PROTECT, verbose_name="时限", related_name="moves")
    from_rule = models.CharField("原规则", max_length=60)
    to_rule = models.CharField("新规则", max_length=60)
    from_due_on = models.DateField("原到期日")
    to_due_on = models.DateField("新到期日")
    was_provisional = models.BooleanField("原为推算")
    reason = models.CharField("原因", max_length=300)
    moved_on = models.DateField("变更日")
    moved_at = models.DateTimeField("变更时间")
    moved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name="经办人", null=True, related_name="+")
    moved_by_name = models.CharField("经办人姓名", max_length=60)

    class Meta:
        verbose_name = verbose_name_plural = "时限变更"
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_due_on=F("to_due_on")) | ~Q(from_rule=F("to_rule")), name="deadline_move_moves_something"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="deadline_move_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.from_due_on} → {self.to_due_on}"
