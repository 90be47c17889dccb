"""Appointing, moving and ending posts, and with them what guardian lets an account do (C3.2, R32)."""

from datetime import date

from django.db import transaction
from guardian.shortcuts import assign_perm

from closedloop.errors import RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole
from closedloop.workdays import clock

from ..actor import Actor
from ..models import Agency, AgencyUserPermission, ApiToken, Membership, User
from .accounts import end_sessions
from .authority import admin_or_system, not_oneself

declare({"membership.began": "任职", "membership.ended": "离任"})


@transaction.atomic
def appoint(user: User, *, agency: Agency, position_zh: str, on: date, actor: Actor) -> Membership:
    """Gives an account a post at an agency, and with it the agency's roles. Administrators never hold one (R33)."""
    admin_or_system(actor, AdminRole.SECURITY_ADMIN)
    not_oneself(actor, user=user)
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.admin_role:
        raise RuleViolated("三员（系统、安全、审计管理员）不得兼任业务职务，请另建账号", code="admin_without_business")
    membership, created = Membership.objects.get_or_create(
        user=user, agency=agency, ends_on=None, defaults={"position_zh": position_zh, "starts_on": on}
    )
    grant_roles(user, agency=agency)
    if created:
        journal.record(membership, "membership.began", actor=actor, on=on, detail={"agency": agency.pk, "account": user.pk})
    return membership


def grant_roles(user: User, *, agency: Agency) -> None:
    """Writes guardian's rows so that the account holds exactly the roles that the agency has."""
    wanted = {f"act_{role}" for role in agency.role_set}
    held = AgencyUserPermission.objects.filter(user=user, content_object=agency)
    held.exclude(permission__codename__in=wanted).delete()
    for codename in wanted - set(held.values_list("permission__codename", flat=True)):
        assign_perm(codename, user, agency)


@transaction.atomic
def end_membership(membership: Membership, *, on: date, actor: Actor) -> Membership:
    """Ends a post: its permissions, sessions and keys end with it, on the next request (R32)."""
    admin_or_system(actor, AdminRole.SECURITY_ADMIN)
    not_oneself(actor, user=membership.user)
    membership = Membership.objects.select_for_update().select_related("user", "agency").get(pk=membership.pk)
    if membership.ends_on is not None:
        raise WrongState("这项任职已经结束，不用再办", code="membership_ended")
    membership.ends_on = max(on, membership.starts_on)
    membership.save(update_fields=["ends_on"])
    AgencyUserPermission.objects.filter(user=membership.user, content_object=membership.agency).delete()
    ApiToken.objects.filter(user=membership.user, agency=membership.agency, revoked_at=None).update(revoked_at=clock.now())
    end_sessions(membership.user)
    detail = {"agency": membership.agency_id, "account": membership.user_id}
    journal.record(membership, "membership.ended", actor=actor, on=on, detail=detail)
    return membership


@transaction.atomic
def transfer(membership: Membership, *, agency: Agency, position_zh: str, on: date, actor: Actor) -> Membership:
    """Moves an account from one agency to another: the old post ends, the new one begins, on the same day."""
    if membership.agency_id == agency.pk:
        raise RuleViolated("调入机构就是现在的机构，请另选一个", code="transfer_elsewhere")
    ended = end_membership(membership, on=on, actor=actor)
    return appoint(ended.user, agency=agency, position_zh=position_zh, on=on, actor=actor)
