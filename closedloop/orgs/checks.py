"""Whether the three administrators are still separated from each other and from business, as the database says (R33)."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Warning, register
from django.db import OperationalError, ProgrammingError
from django.db.models import Q

from closedloop.opinion import AdminRole

from .models import AgencyUserPermission, ApiToken, Membership, User

TAG = "threeadmins"


@register(TAG)
def three_admins(databases: Sequence[str] | None = None, **kwargs: Any) -> list[CheckMessage]:
    """Run by `manage.py check --tag threeadmins --database default`; nothing to look at before the first migration."""
    if not databases:
        return []
    try:
        return [*_faults(), *_vacancies()]
    except (OperationalError, ProgrammingError):
        return []


def _faults() -> list[CheckMessage]:
    """Every administrator with a post, a business permission, a key, or Django's own permissions."""
    administrator = ~Q(user__admin_role="")
    found = {
        "在机构任职": Membership.objects.filter(administrator, ends_on=None).values_list("user__username", flat=True),
        "持有业务权限": AgencyUserPermission.objects.filter(administrator).values_list("user__username", flat=True),
        "持有接口令牌": ApiToken.objects.filter(administrator, revoked_at=None).values_list("user__username", flat=True),
        "持有 Django 权限或者用户组": User.objects.exclude(admin_role="")
        .filter(Q(groups__isnull=False) | Q(user_permissions__isnull=False) | Q(is_superuser=True))
        .values_list("username", flat=True),
    }
    return [
        Error(f"管理员 {name} {fault}，三员不得兼任业务", hint="由安全管理员办理离任或者免去管理员", id="orgs.E001")
        for fault, names in found.items()
        for name in sorted(set(names))
    ]


def _vacancies() -> list[CheckMessage]:
    held = set(User.objects.filter(is_active=True).values_list("admin_role", flat=True))
    return [
        Warning(f"没有启用的{role.label}", hint="用 first_administrator 命令建立", id="orgs.W001")
        for role in AdminRole
        if role.value not in held
    ]
