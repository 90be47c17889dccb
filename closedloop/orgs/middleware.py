"""When a session ends, who sits at it, and what must be done before anything else (R32, R34, R36, R37)."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse

from closedloop.workdays import clock

from . import selectors

LOGIN_AT, SEEN_AT, AGENCY = "login_at", "seen_at", "agency"
SEEN_EVERY = timedelta(seconds=60)
OPEN_PREFIXES = ("/static/", "/public/", "/healthz", "/readyz")
API = "/api/"
Next = Callable[[HttpRequest], HttpResponse]


class SessionLimitMiddleware:
    """Ends a session after 30 idle minutes and after 12 hours in any case; a page that is read writes it once a minute at most."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith((API, *OPEN_PREFIXES)) and request.user.is_authenticated:
            self._keep_or_end(request)
        return self.get_response(request)

    def _keep_or_end(self, request: HttpRequest) -> None:
        now = clock.now()
        began, seen = _instant(request, LOGIN_AT) or now, _instant(request, SEEN_AT)
        idle = timedelta(seconds=settings.SESSION_COOKIE_AGE)
        if now - began >= settings.SESSION_ABSOLUTE_AGE or (seen and now - seen >= idle):
            logout(request)
        elif seen is None or now - seen >= SEEN_EVERY:
            request.session[LOGIN_AT], request.session[SEEN_AT] = began.timestamp(), now.timestamp()


def _instant(request: HttpRequest, name: str) -> datetime | None:
    kept = request.session.get(name)
    return None if kept is None else datetime.fromtimestamp(kept, UTC)


class ActorMiddleware:
    """Sets `request.actor`; whoever still owes a second factor or a new password is nobody yet, and is sent to that page."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = None
        if request.path.startswith((API, "/static/", "/healthz", "/readyz")) or not request.user.is_authenticated:
            return self.get_response(request)
        actor = selectors.actor_for(request.user, on=clock.today(), agency_code=request.session.get(AGENCY, ""))
        request.actor = actor
        return self.get_response(request)
