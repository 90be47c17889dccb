"""Appointing, moving and ending posts; issuing and revoking keys; and the one question of who may do what (C3.2)."""

from datetime import date, timedelta

from django.db import models, transaction
from guardian.shortcuts import assign_perm

from closedloop.journal import services as journal
from closedloop.errors import Forbidden, RuleViolated
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole, Role, Rule
from closedloop.workdays import clock

from .actor import Actor
from .models import Agency, AgencyUserPermission, ApiToken, Membership, User

TOKEN_DAYS_MAX = 3660
declare(
    {
        "account.created": "建立账号",
        "account.disabled": "停用账号",
        "account.enabled": "启用账号",
        "account.password_set": "设置密码",
        "account.logged_in": "登录",
        "account.logged_out": "退出",
        "account.login_refused": "登录被拒",
        "account.unlocked": "解除登录锁定",
        "account.second_factor_set": "设置第二因素",
        "account.second_factor_reset": "重置第二因素",
        "membership.began": "任职",
        "membership.ended": "离任",
        "token.issued": "发放接口令牌",
        "token.revoked": "吊销接口令牌",
        "agency.changed": "修改机构",
        "access.refused": "越权被拒",
    }
)


def authorize(actor: Actor, rule: Rule, agency: Agency | None) -> None:
    """May this role of this agency do this? Refuses with the clause that says who may (C3.2)."""
    held = actor.agency is not None and agency is not None and actor.agency.pk == agency.pk
    if not (held and actor.has(*rule.by)):
        who = "、".join(Role(role).label for role in rule.by)
        name = agency.short_name_zh if agency else "主管机构"
        raise Forbidden(f"「{rule.act}」由{name}以{who}身份办理，请转交有权机构", clause=rule.clause)


def require_admin(actor: Actor, *roles: AdminRole) -> None:
    """Only the named administrators may do this; business roles never count (R33)."""
    if actor.admin_role not in roles:
        raise Forbidden("此事由" + "、".join(AdminRole(role).label for role in roles) + "办理")


@transaction.atomic
def create_account(
    username: str, *, name_zh: str, actor: Actor, kind: str = User.Kind.PERSON, admin_role: str = "", password: str | None = None
) -> User:
    """A new account without any post; a person must change the first password at the first login (R36)."""
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
def appoint(user: User, *, agency: Agency, position_zh: str, on: date, actor: Actor) -> Membership:
    """Gives an account a post at an agency, and with it the agency's roles. Administrators never hold one (R33)."""
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.admin_role:
        raise RuleViolated("三员（系统、安全、审计管理员）不得兼任业务职务，请另建账号", code="admin_without_business")
    membership, created = Membership.objects.get_or_create(
        user=user, agency=agency, ends_on=None, defaults={"position_zh": position_zh, "starts_on": on}
    )
    grant_roles(user, agency)
    if created:
        journal.record(membership, "membership.began", actor=actor, on=on, detail={"agency": agency.pk, "account": user.pk})
    return membership


def grant_roles(user: User, agency: Agency) -> None:
    """Writes guardian's rows so that the account holds exactly the roles that the agency has."""
    wanted = {f"act_{role}" for role in agency.role_set}
    held = AgencyUserPermission.objects.filter(user=user, content_object=agency)
    held.exclude(permission__codename__in=wanted).delete()
    for codename in wanted - set(held.values_list("permission__codename", flat=True)):
        assign_perm(codename, user, agency)


@transaction.atomic
def end_membership(membership: Membership, *, on: date, actor: Actor) -> Membership:
    """Ends a post: its permissions, sessions and keys end with it, on the next request (R32)."""
    membership = Membership.objects.select_for_update().get(pk=membership.pk)
    membership.ends_on = on
    membership.save(update_fields=["ends_on"])
    AgencyUserPermission.objects.filter(user=membership.user, content_object=membership.agency).delete()
    ApiToken.objects.filter(user=membership.user, agency=membership.agency, revoked_at=None).update(revoked_at=clock.now())
    _end_sessions(membership.user)
    journal.record(membership, "membership.ended", actor=actor, on=on, detail={"agency": membership.agency_id})
    return membership


@transaction.atomic
def transfer(membership: Membership, *, agency: Agency, position_zh: str, on: date, actor: Actor) -> Membership:
    """Moves an account from one agency to another: the old post ends, the new one begins, on the same day."""
    ended = end_membership(membership, on=on, actor=actor)
    return appoint(ended.user, agency=agency, position_zh=position_zh, on=on, actor=actor)


@transaction.atomic
def set_active(user: User, *, active: bool, actor: Actor) -> User:
    """Disables or enables an account; disabling ends its sessions and revokes its keys."""
    user = User.objects.select_for_update().get(pk=user.pk)
    user.is_active = active
    user.save(update_fields=["is_active"])
    if not active:
        _end_sessions(user)
        ApiToken.objects.filter(user=user, revoked_at=None).update(revoked_at=clock.now())
    journal.record(user, "account.enabled" if active else "account.disabled", actor=actor)
    return user


def _end_sessions(user: User) -> None:
    User.objects.filter(pk=user.pk).update(session_epoch=models.F("session_epoch") + 1)


@transaction.atomic
def set_password(user: User, *, password: str, actor: Actor, must_change: bool = False) -> User:
    """Sets a password that was validated; other sessions of the account end (R37)."""
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    journal.record(user, "account.password_set", actor=actor)
    return user


@transaction.atomic
def issue_token(user: User, *, agency: Agency, days: int, actor: Actor, label: str = "", allowed_from: tuple[str, ...] = ()) -> tuple[ApiToken, str]:
    """A new key of an account that holds a post at the agency; the plain key is returned once and kept nowhere (R59)."""
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise RuleViolated(f"令牌有效期须在 1 至 {TOKEN_DAYS_MAX} 天之间", code="token_days")
    if not Membership.objects.filter(user=user, agency=agency, ends_on=None).exists():
        raise RuleViolated(f"账号 {user.username} 不在 {agency.short_name_zh} 任职，请先任职再发令牌", code="token_without_post")
    token, key = ApiToken.objects.create(
        user=user, agency=agency, expiry=timedelta(days=days), label=label, allowed_from=list(allowed_from)
    )
    journal.record(user, "token.issued", actor=actor, detail={"agency": agency.pk, "days": days, "label": label})
    return token, key


@transaction.atomic
def revoke_token(token: ApiToken, *, actor: Actor) -> None:
    """Ends a key at once; the row stays for the record."""
    ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now())
    journal.record(token.user, "token.revoked", actor=actor, detail={"agency": token.agency_id, "label": token.label})


@transaction.atomic
def service_account(agency: Agency, *, on: date) -> User:
    """The agency's service account, made on first use: it may do what the agency's roles may do, and nothing administrative."""
    user, created = User.objects.get_or_create(
        username=f"svc-{agency.pk.lower()}", defaults={"name_zh": f"{agency.short_name_zh}接口", "kind": User.Kind.SERVICE}
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    appoint(user, agency=agency, position_zh="接口账号", on=on, actor=Actor.system())
    return user
