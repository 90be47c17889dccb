"""Signing in and out, passwords and the second factor; each leaves an entry (R24, R34, R36)."""

from binascii import unhexlify

from axes.utils import reset as forget_failures
from django.db import transaction
from django_otp import verify_token
from django_otp.oath import TOTP
from django_otp.plugins.otp_totp.models import TOTPDevice

from closedloop.errors import InvalidInput, Problem
from closedloop.journal import services as journal
from closedloop.journal.models import Entry
from closedloop.journal.verbs import declare
from closedloop.opinion import AdminRole
from closedloop.workdays import clock

from ..actor import Actor
from ..models import User
from ..passwords import one_time_password
from .accounts import end_sessions
from .authority import admin_or_system, not_oneself, require_admin

declare(
    {
        "account.password_set": "设置密码",
        "account.logged_in": "登录",
        "account.logged_out": "退出",
        "account.login_refused": "登录被拒",
        "account.unlocked": "解除登录锁定",
        "account.second_factor_set": "设置第二因素",
        "account.second_factor_passed": "通过第二因素",
        "account.second_factor_reset": "重置第二因素",
    }
)
REFUSED = Entry.Result.REFUSED


def log_in(actor: Actor) -> None:
    """Records that somebody gave the right password."""
    journal.record(_user(actor), "account.logged_in", actor=actor)


def log_out(actor: Actor) -> None:
    """Records that somebody left."""
    journal.record(_user(actor), "account.logged_out", actor=actor)


def refuse_login(username: str, *, reason: str) -> None:
    """Records a refused login at the account it was meant for; what was typed is not kept, it may be a password (R27)."""
    key = User.objects.filter(username=username).values_list("pk", flat=True).first() or "unknown"
    journal.record(("user", str(key)), "account.login_refused", actor=Actor.system(), result=REFUSED, detail={"reason": reason})


@transaction.atomic
def pass_second_factor(actor: Actor, *, code: str) -> TOTPDevice | None:
    """The account's device if the code is the one of this half minute and was not used before; None otherwise (R34)."""
    user = _user(actor)
    device = TOTPDevice.objects.filter(user=user, confirmed=True).first()
    if device is not None and verify_token(user, device.persistent_id, code):
        journal.record(user, "account.second_factor_passed", actor=actor)
        return device
    journal.record(user, "account.login_refused", actor=actor, result=REFUSED, detail={"reason": "second_factor"})
    return None


@transaction.atomic
def set_second_factor(actor: Actor, *, key: str, code: str) -> TOTPDevice:
    """Binds the authenticator that shows this code for this key, in place of any earlier; other sessions end (R34, R37)."""
    user = _user(actor)
    totp = TOTP(unhexlify(key))
    totp.time = clock.now().timestamp()
    if not (code.isdecimal() and totp.verify(int(code), tolerance=1)):
        said = "动态口令不对。请核对手机时间，输入验证器当前显示的 6 位数字"
        raise InvalidInput(said, problems=(Problem("/code", "code", said),))
    TOTPDevice.objects.filter(user=user).delete()
    device = TOTPDevice.objects.create(
        user=user, name="authenticator", key=key, confirmed=True, last_t=totp.t(), drift=totp.drift
    )
    end_sessions(user)
    journal.record(user, "account.second_factor_set", actor=actor)
    return device


@transaction.atomic
def drop_second_factor(user: User, *, actor: Actor) -> None:
    """Takes away a lost authenticator; where the role demands one, the next login asks for a new one (R34)."""
    require_admin(actor, AdminRole.SECURITY_ADMIN)
    not_oneself(actor, user=user)
    TOTPDevice.objects.filter(user=user).delete()
    end_sessions(user)
    journal.record(user, "account.second_factor_reset", actor=actor)


@transaction.atomic
def set_password(user: User, *, password: str, actor: Actor, must_change: bool = False) -> User:
    """Sets a password that was validated; other sessions of the account end (R37)."""
    if actor.user_id != user.pk:
        admin_or_system(actor, AdminRole.SECURITY_ADMIN)
    user.set_password(password)
    user.must_change_password = must_change
    user.password_changed_at = clock.now()
    user.save(update_fields=["password", "must_change_password", "password_changed_at"])
    journal.record(user, "account.password_set", actor=actor)
    return user


@transaction.atomic
def reset_password(user: User, *, actor: Actor) -> str:
    """A one-time password, returned once and kept nowhere; it must be changed at the next login (R36)."""
    require_admin(actor, AdminRole.SECURITY_ADMIN)
    not_oneself(actor, user=user)
    password = one_time_password()
    set_password(user, password=password, actor=actor, must_change=True)
    return password


@transaction.atomic
def unlock(user: User, *, actor: Actor) -> int:
    """Forgets the failed logins of an account, from every address. Returns how many rows there were (R35)."""
    require_admin(actor, AdminRole.SECURITY_ADMIN)
    found: int = forget_failures(username=user.username)
    journal.record(user, "account.unlocked", actor=actor)
    return found


def _user(actor: Actor) -> User:
    if actor.user is None:
        raise LookupError("the system does not sign in")
    return actor.user
