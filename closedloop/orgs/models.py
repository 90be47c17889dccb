"""Agencies, accounts, memberships, and the permissions that guardian keeps on agencies (C3.2)."""

import uuid
from datetime import datetime

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase
from knox.models import AbstractAuthToken

from closedloop.opinion import AdminRole, Role


class Division(models.Model):
    """An administrative division; abolished ones stay, because old codes still carry them."""

    code = models.CharField("代码", max_length=6, primary_key=True)
    name_zh = models.CharField("名称", max_length=40)
    level_zh = models.CharField("级别", max_length=10)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="上级", null=True, blank=True)
    status_zh = models.CharField("状态", max_length=20)
    note_zh = models.CharField("说明", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "行政区划"
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_zh


class BusinessLine(models.Model):
    """A line of business (业务条线) of market supervision."""

    code = models.CharField("代码", max_length=32, primary_key=True)
    name_zh = models.CharField("名称", max_length=40)
    position = models.PositiveSmallIntegerField("顺序", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "业务条线"
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name_zh


class Agency(models.Model):
    """Who acts: its roles, level, division, lines, and the parent to whom reports go up (逐级上报, C1.2)."""

    class Level(models.TextChoices):
        NATIONAL = "national", "国家"
        PROVINCE = "province", "省"
        CITY = "city", "市"
        COUNTY = "county", "区县"
        NONE = "none", "社会"

    code = models.CharField("代码", max_length=32, primary_key=True)
    name_zh = models.CharField("名称", max_length=80, unique=True)
    short_name_zh = models.CharField("简称", max_length=40)
    level = models.CharField("层级", max_length=10, choices=Level)
    division = models.ForeignKey(Division, models.PROTECT, verbose_name="区划", null=True, blank=True)
    parent = models.ForeignKey("self", models.PROTECT, verbose_name="上级", null=True, blank=True, related_name="children")
    lines = models.ManyToManyField(BusinessLine, verbose_name="条线", blank=True)
    active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "机构"
        ordering = ["code"]
        permissions = [(f"act_{role.value}", f"以{role.label}身份办理") for role in Role]

    def __str__(self) -> str:
        return self.short_name_zh

    @property
    def role_set(self) -> frozenset[str]:
        """The roles of this agency; prefetch `roles` where many are shown."""
        return frozenset(row.role for row in self.roles.all())

    @property
    def line_set(self) -> frozenset[str]:
        """The codes of its business lines; prefetch `lines` where many are shown."""
        return frozenset(line.pk for line in self.lines.all())


class AgencyRole(models.Model):
    """One role of one agency."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="roles")
    role = models.CharField("职责", max_length=32, choices=Role)

    class Meta:
        verbose_name = verbose_name_plural = "机构职责"
        constraints = [models.UniqueConstraint(fields=["agency", "role"], name="agency_role_once")]

    def __str__(self) -> str:
        return self.get_role_display()


class AgencyUserPermission(UserObjectPermissionBase):
    """Guardian's rows: which account may act in which role of which agency. A direct foreign key, so no orphans."""

    content_object = models.ForeignKey(Agency, on_delete=models.CASCADE)


class UserManager(BaseUserManager["User"]):
    """Makes accounts; a password is optional, because service accounts have none."""

    def create_user(self, username: str, password: str | None = None, **fields: object) -> "User":
        """An account with a hashed password, or with none that could ever match."""
        user = self.model(username=username, **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """An account: of a person, of a system, or of one of the three administrators (R33). Nobody is a superuser."""

    class Kind(models.TextChoices):
        PERSON = "person", "人员"
        SERVICE = "service", "系统"

    username = models.CharField("账号", max_length=60, unique=True)
    name_zh = models.CharField("姓名", max_length=60)
    kind = models.CharField("类别", max_length=8, choices=Kind, default=Kind.PERSON)
    admin_role = models.CharField("管理员", max_length=16, choices=AdminRole, blank=True, default="")
    is_active = models.BooleanField("启用", default=True)
    session_epoch = models.PositiveIntegerField("会话批次", default=0, editable=False)
    must_change_password = models.BooleanField("下次登录须改密码", default=False)
    password_changed_at = models.DateTimeField("密码设置时间", null=True, editable=False)
    created_at = models.DateTimeField("建立时间", auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"

    class Meta:
        verbose_name = verbose_name_plural = "账号"
        ordering = ["username"]
        constraints = [
            models.CheckConstraint(condition=Q(is_superuser=False), name="user_no_superuser"),
            models.CheckConstraint(condition=Q(admin_role__in=["", *AdminRole.values]), name="user_admin_role_known"),
            models.CheckConstraint(condition=Q(kind="person") | Q(admin_role=""), name="user_service_no_admin"),
        ]

    def __str__(self) -> str:
        return self.name_zh

    def get_full_name(self) -> str:
        """The name that the admin shows."""
        return self.name_zh

    def get_session_auth_hash(self) -> str:
        """Sessions end when the password or the post changes: the epoch is part of what a session must match (R32)."""
        return f"{super().get_session_auth_hash()}.{self.session_epoch}"

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        return f"{super()._get_session_auth_hash(secret=secret)}.{self.session_epoch}"


class Membership(models.Model):
    """A post of an account at an agency, which can end or move (R32)."""

    user = models.ForeignKey(User, models.PROTECT, verbose_name="账号", related_name="memberships")
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="memberships")
    position_zh = models.CharField("职务", max_length=40, blank=True)
    starts_on = models.DateField("任职日")
    ends_on = models.DateField("离任日", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["user_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "agency"], condition=Q(ends_on=None), name="membership_once_open"),
            models.CheckConstraint(condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")), name="membership_order"),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.agency}"


class ApiToken(AbstractAuthToken):
    """A key of one account of one agency: stored hashed, expires, can be revoked, may be bound to addresses (R59)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, verbose_name="机构", related_name="tokens")
    label = models.CharField("用途", max_length=60, blank=True)
    allowed_from = models.JSONField("允许来源地址", default=list, blank=True)
    revoked_at = models.DateTimeField("吊销时间", null=True, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口令牌"

    def __str__(self) -> str:
        return f"{self.user} · {self.token_key}"

    def is_live(self, at: datetime) -> bool:
        """Whether the key still opens anything at this instant."""
        return self.revoked_at is None and (self.expiry is None or at < self.expiry)
