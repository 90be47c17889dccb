"""Accounts, posts, keys and agencies, and the one question of who may do what (C3.2)."""

from .accounts import create_account, create_administrator, give_admin_role, set_active
from .agencies import change_agency
from .authority import authorize, refuse_access, require_admin
from .keys import TOKEN_DAYS_MAX, issue_token, revoke_token, service_account
from .posts import appoint, end_membership, grant_roles, transfer
from .signing import (
    drop_second_factor,
    log_in,
    log_out,
    pass_second_factor,
    refuse_login,
    reset_password,
    set_password,
    set_second_factor,
    unlock,
)

__all__ = [
    "TOKEN_DAYS_MAX",
    "appoint",
    "authorize",
    "change_agency",
    "create_account",
    "create_administrator",
    "drop_second_factor",
    "end_membership",
    "give_admin_role",
    "grant_roles",
    "issue_token",
    "log_in",
    "log_out",
    "pass_second_factor",
    "refuse_access",
    "refuse_login",
    "require_admin",
    "reset_password",
    "revoke_token",
    "service_account",
    "set_active",
    "set_password",
    "set_second_factor",
    "transfer",
    "unlock",
]
