"""Questions about agencies and about who may act for them."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q, QuerySet
from django_otp.plugins.otp_totp.models import TOTPDevice

from closedloop.opinion import AdminRole, Role

from .actor import Actor
from .demo import DEMO_LOGINS
from .models import Agency, AgencyUserPermission, ApiToken, Membership, User


@dataclass(frozen=True)
class DemoAccount:
    """A line of the demo's login page."""

    username: str
    name: str
    agency: str
    role: str


CLIMB = {Agency.Level.COUNTY: 0, Agency.Level.CITY: 1, Agency.Level.PROVINCE: 2, Agency.Level.NATIONAL: 3}


def agencies(*, role: str = "", line: str = "", level: str = "", division: str = "") -> QuerySet[Agency]:
    """The agencies in use, narrowed by role, business line, level and division."""
    found = Agency.objects.filter(active=True).prefetch_related("roles", "lines").select_related("division", "parent")
    if role:
        found = found.filter(roles__role=role)
    if line:
        found = found.filter(lines=line)
    if level:
        found = found.filter(level=level)
    return found.filter(division=division) if division else found


def open_memberships(user: User, *, on: date) -> QuerySet[Membership]:
    """The posts that an account holds on a day, oldest first."""
    current = Q(starts_on__lte=on) & (Q(ends_on=None) | Q(ends_on__gt=on))
    return Membership.objects.filter(current, user=user, agency__active=True).select_related("agency").order_by("id")


def actor_for(user: User, *, on: date, agency_code: str = "") -> Actor:
    """The account acting for the agency it chose, else for its first; the roles are those that guardian holds (C3.2)."""
    if user.admin_role or not user.is_active:
        return Actor(user=user, agency=None)
    posts = list(open_memberships(user, on=on))
    chosen = next((post for post in posts if post.agency_id == agency_code), posts[0] if posts else None)
    if chosen is None:
        return Actor(user=user, agency=None)
    return Actor(user=user, agency=chosen.agency, roles=roles_at(user, agency=chosen.agency), position=chosen.position_zh)


def roles_at(user: User, *, agency: Agency) -> frozenset[str]:
    """The roles in which an account may act for an agency, as guardian's rows say; one query."""
    codenames = AgencyUserPermission.objects.filter(user=user, content_object=agency).values_list(
        "permission__codename", flat=True
    )
    return frozenset(name.removeprefix("act_") for name in codenames)


def climbs_to(agency: Agency, *, level: str) -> bool:
    """Whether an agency stands at this level or above it."""
    return CLIMB.get(Agency.Level(agency.level), -1) >= CLIMB.get(Agency.Level(level), 9)


def live_tokens(*, at: datetime) -> QuerySet[ApiToken]:
    """The keys that still open something at this instant."""
    return ApiToken.objects.filter(Q(expiry=None) | Q(expiry__gt=at), revoked_at=None)


def has_second_factor(user: User) -> bool:
    """Whether an authenticator is bound to the account (R34)."""
    return TOTPDevice.objects.filter(user=user, confirmed=True).exists()


def demo_accounts() -> list[DemoAccount]:
    """Those of the demo's accounts that exist and may log in, in the order of the demo's list."""
    names = [login.username for login in DEMO_LOGINS]
    users = User.objects.filter(username__in=names, is_active=True, kind=User.Kind.PERSON)
    found = {user.username: user for user in users.prefetch_related("memberships__agency__roles")}
    return [_demo_account(found[name]) for name in names if name in found]


def _demo_account(user: User) -> DemoAccount:
    post = next((post for post in user.memberships.all() if post.ends_on is None), None)
    roles = [Role(row.role).label for row in post.agency.roles.all()] if post else []
    role = AdminRole(user.admin_role).label if user.admin_role else "、".join(roles)
    return DemoAccount(user.username, user.name_zh, post.agency.short_name_zh if post else "", role)
