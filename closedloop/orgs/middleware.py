"""When a session ends, who sits at it, and what must be done before anything else (R32, R34, R36, R37)."""

from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from closedloop.workdays import clock

from . import selectors, sessions
from .actor import Actor

SEEN_EVERY = timedelta(seconds=60)
# The API knows its caller by a key; the rest of these know nobody.
SESSIONLESS = ("/api/", "/static/", "/healthz", "/readyz")
PUBLIC = "/public/"
ALWAYS = ("portal:login", "portal:logout")
Next = Callable[[HttpRequest], HttpResponse]


class SessionLimitMiddleware:
    """Ends a session after 30 idle minutes and after 12 hours in any case; a page that is read writes it once a minute at most."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith(SESSIONLESS) and request.user.is_authenticated:
            self._keep_or_end(request)
        return self.get_response(request)

    def _keep_or_end(self, request: HttpRequest) -> None:
        now, idle = clock.now(), timedelta(seconds=settings.SESSION_COOKIE_AGE)
        began = sessions.instant(request.session, name=sessions.BEGAN) or now
        seen = sessions.instant(request.session, name=sessions.SEEN)
        if now - began >= settings.SESSION_ABSOLUTE_AGE or (seen and now - seen >= idle):
            logout(request)
        elif seen is None or now - seen >= SEEN_EVERY:
            request.session[sessions.BEGAN], request.session[sessions.SEEN] = began.timestamp(), now.timestamp()


class ActorMiddleware:
    """Sets `request.actor`. Whoever still owes a second factor or a new password is nobody yet and is sent to that page.

    What somebody reads who is signed in is not stored by the browser (R38).
    """

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        if request.path.startswith(SESSIONLESS) or not request.user.is_authenticated:
            return self.get_response(request)
        agency = request.session.get(sessions.AGENCY, "")
        actor = selectors.actor_for(request.user, on=clock.today(), agency_code=agency)
        owed = _owed(request, actor)
        if not owed:
            request.actor = actor
        elif not _may_pass(request.path, owed):
            query = f"?{urlencode({'next': request.get_full_path()})}" if request.method == "GET" else ""
            return redirect(reverse(owed) + query)
        response = self.get_response(request)
        response.headers.setdefault("Cache-Control", "no-store, private")
        return response


def _owed(request: HttpRequest, actor: Actor) -> str:
    """The page that comes before anything else, or nothing. The factor first: a password alone opens not even its change."""
    missing = not request.user.is_verified()
    has_device = missing and _has_device(request)
    if has_device:
        return "portal:second_factor"
    if password_reason(actor):
        return "portal:password_change"
    demanded = bool({actor.admin_role, *actor.roles} & set(settings.SECOND_FACTOR_ROLES))
    return "portal:totp_setup" if missing and demanded else ""


def _has_device(request: HttpRequest) -> bool:
    """Asked once a session: who sets up a factor ends the account's other sessions, so that "none" stays true in this one."""
    if request.session.get(sessions.NO_DEVICE):
        return False
    found = selectors.has_second_factor(request.user)
    if not found:
        request.session[sessions.NO_DEVICE] = True
    return found


def password_reason(actor: Actor) -> str:
    """Why the password must be changed now, in Chinese, or nothing (R36)."""
    user, age = actor.user, settings.PASSWORD_MAX_AGE
    if user is None:
        return ""
    if user.must_change_password:
        return "这是管理员设置的初始密码，请先改成只有您自己知道的密码。"
    if age and (user.password_changed_at is None or clock.now() - user.password_changed_at >= age):
        return f"这个密码已用满 {age.days} 天，请换一个新的。"
    return ""


def _may_pass(path: str, owed: str) -> bool:
    return path.startswith(PUBLIC) or path in {reverse(name) for name in (owed, *ALWAYS)}
