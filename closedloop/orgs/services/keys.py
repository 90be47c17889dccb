"""Keys of the API: issued once, kept hashed, revoked at once (R59)."""

from datetime import date, timedelta

from django.db import transaction

from closedloop.errors import RuleViolated
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole
from closedloop.workdays import clock

from ..actor import Actor
from ..models import Agency, ApiToken, Membership, User
from .accounts import SERVICE_PREFIX
from .authority import admin_or_system
from .posts import appoint

TOKEN_DAYS_MAX = 3660
declare({"token.issued": "发放接口令牌", "token.revoked": "吊销接口令牌"})


@transaction.atomic
def issue_token(
    user: User, *, agency: Agency, days: int, actor: Actor, label: str = "", allowed_from: tuple[str, ...] = ()
) -> tuple[ApiToken, str]:
    """A new key of an account that holds a post at the agency; the plain key is returned once and kept nowhere (R59)."""
    admin_or_system(actor, AdminRole.SECURITY_ADMIN)
    if not 1 <= days <= TOKEN_DAYS_MAX:
        raise RuleViolated(f"令牌有效期须在 1 至 {TOKEN_DAYS_MAX} 天之间", code="token_days")
    if not user.is_active:
        raise RuleViolated(f"账号 {user.username} 已停用，请先启用再发令牌", code="token_of_disabled")
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
    admin_or_system(actor, AdminRole.SECURITY_ADMIN)
    if not ApiToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=clock.now()):
        return
    journal.record(token.user, "token.revoked", actor=actor, detail={"agency": token.agency_id, "label": token.label})


@transaction.atomic
def service_account(agency: Agency, *, on: date, name: str = "") -> User:
    """The agency's service account, made on first use: it may do what the agency's roles may do, and nothing administrative.

    Another name is another account, so that two systems of an agency are two on record; it never opens the portal.
    """
    user, created = User.objects.get_or_create(
        username=name or f"{SERVICE_PREFIX}{agency.pk.lower()}",
        defaults={"name_zh": f"{agency.short_name_zh}接口", "kind": User.Kind.SERVICE},
    )
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    appoint(user, agency=agency, position_zh="接口账号", on=on, actor=Actor.system())
    return user
