"""Accounts: made and switched off by the system administrator, entrusted by the security administrator (R33)."""

from django.core.validators import RegexValidator
from django.db import models, transaction

from closedloop.errors import InvalidInput, Problem, RuleViolated
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole
from closedloop.workdays import clock

from ..actor import Actor
from ..models import ApiToken, Membership, User
from ..passwords import one_time_password
from .authority import admin_or_system, not_oneself

USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]{1,59}\Z")
SERVICE_PREFIX = "svc-"
declare(
    {
        "account.created": "建立账号",
        "account.disabled": "停用账号",
        "account.enabled": "启用账号",
        "account.admin_role_set": "指定管理员",
    }
)


@transaction.atomic
def create_account(
    username: str, *, name_zh: str, actor: Actor, kind: str = User.Kind.PERSON, admin_role: str = "", password: str | None = None
) -> User:
    """A new account without any post; a person must change the first password at the first login (R36)."""
    admin_or_system(actor, AdminRole.SYSTEM_ADMIN)
    if admin_role and actor.user is not None:
        raise RuleViolated("管理员由安全管理员指定：请先建立账号，再由其指定", code="admin_role_by_security")
    if User.objects.filter(username=username).exists():
        raise InvalidInput("账号已存在，请换一个", problems=(Problem("/username", "taken", "账号已存在，请换一个"),))
    user = User.objects.create_user(
        username=username,
        password=password,
        name_zh=name_zh,
        kind=kind,
        admin_role=admin_role,
        must_change_password=kind == User.Kind.PERSON,
        password_changed_at=clock.now(),
    )
    journal.record(user, "account.created", actor=actor, detail={"kind": kind, "admin_role": admin_role})
    return user


@transaction.atomic
def create_administrator(username: str, *, name_zh: str, admin_role: str) -> tuple[User, str]:
    """The first holder of one of the three roles, with a one-time password; afterwards the administrators do it themselves."""
    if User.objects.filter(admin_role=admin_role, is_active=True).exists():
        raise RuleViolated(f"已有{AdminRole(admin_role).label}，请由安全管理员在管理后台指定其他人", code="admin_role_held")
    password = one_time_password()
    return create_account(username, name_zh=name_zh, actor=Actor.system(), admin_role=admin_role, password=password), password


@transaction.atomic
def give_admin_role(user: User, *, admin_role: str, actor: Actor) -> User:
    """Makes an account one of the three administrators, or none; never one that holds a post, never a second role (R33)."""
    admin_or_system(actor, AdminRole.SECURITY_ADMIN)
    not_oneself(actor, user=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    before = user.admin_role
    if admin_role and before:
        raise RuleViolated(f"{user.name_zh}已是{AdminRole(before).label}，三员不得兼任；请先免去再指定", code="admin_role_once")
    if admin_role and user.kind != User.Kind.PERSON:
        raise RuleViolated("系统账号不能担任管理员", code="admin_is_person")
    if admin_role and Membership.objects.filter(user=user, ends_on=None).exists():
        raise RuleViolated("在机构任职的账号不能担任管理员，请先办理离任或者另建账号", code="admin_without_business")
    user.admin_role = admin_role
    user.save(update_fields=["admin_role"])
    end_sessions(user)
    journal.record(user, "account.admin_role_set", actor=actor, detail={"before": before, "after": admin_role})
    return user


@transaction.atomic
def set_active(user: User, *, active: bool, actor: Actor) -> User:
    """Disables or enables an account; disabling ends its sessions and revokes its keys."""
    admin_or_system(actor, AdminRole.SYSTEM_ADMIN)
    not_oneself(actor, user=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        end_sessions(user)
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    journal.record(user, "account.enabled" if active else "account.disabled", actor=actor)
    return user


def end_sessions(user: User) -> None:
    """Every session of the account ends on its next request (R32)."""
    User.objects.filter(pk=user.pk).update(session_epoch=models.F("session_epoch") + 1)
    user.refresh_from_db(fields=["session_epoch"])
