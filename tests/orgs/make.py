"""Agencies, officers and the three administrators, made by the services."""

from closedloop.opinion import AdminRole
from closedloop.orgs.models import Membership
from tests.portal.make import SYSTEM, actor, administrator, agency, officer, signed_in

__all__ = ["SYSTEM", "actor", "admin", "administrator", "agency", "desk", "officer", "post", "signed_in"]


def admin(role):
    """One of the three, acting."""
    return actor(administrator(role))


def desk(role):
    """The browser of one of the three."""
    return signed_in(administrator(role))


def post(user):
    """The account's first open post."""
    return Membership.objects.filter(user=user, ends_on=None).first()


SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN = AdminRole.SYSTEM_ADMIN, AdminRole.SECURITY_ADMIN, AdminRole.AUDIT_ADMIN
