"""Who may do what: the opinion's roles for business, the three administrators for accounts and posts (C3.2, R33)."""

from closedloop.errors import Forbidden
from closedloop.journal import services as journal
from closedloop.journal.models import Entry
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole, Role, Rule

from ..actor import Actor
from ..models import Agency, User

declare({"access.refused": "越权被拒"})


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


def admin_or_system(actor: Actor, *roles: AdminRole) -> None:
    """The named administrators, or the system itself: loaders and commands act before any administrator exists."""
    if actor.user is not None:
        require_admin(actor, *roles)


def not_oneself(actor: Actor, *, user: User) -> None:
    """Nobody gives or takes anything to or from their own account (R33)."""
    if actor.user_id == user.pk:
        raise Forbidden("不能办理自己账号的授权和启停，请由另一名管理员办理")


def refuse_access(path: str, *, actor: Actor) -> None:
    """Leaves on record that somebody tried what is not theirs (R24)."""
    journal.record(("page", path[:64]), "access.refused", actor=actor, result=Entry.Result.REFUSED)
