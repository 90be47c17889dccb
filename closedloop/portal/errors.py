"""Where a refusal becomes a page: one place for all apps. Each page says what happened, whom to ask, and the way back."""

import sys
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.http import url_has_allowed_host_and_scheme

from closedloop.errors import STATUS, DomainError, Forbidden
from closedloop.orgs.services import refuse_access

API = "/api/"
RETRY_SECONDS = 60


class DomainErrorMiddleware:
    """Turns the DomainError of a page's view into the page with its status; the API has its own place in closedloop.rest."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Called by Django when a view raises."""
        if not isinstance(exception, DomainError) or request.path.startswith(API):
            return None
        actor = getattr(request, "actor", None)
        if isinstance(exception, Forbidden) and actor is not None:
            refuse_access(request.resolver_match.view_name if request.resolver_match else "", actor=actor)
        return refusal(request, exception)


def refusal(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The page of a refusal: 400, 403, 404, 409 or 422."""
    status = STATUS[error.kind]
    return render(request, f"{status}.html", {"error": error, "again": _previous(request)}, status=status)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """A form without a valid token: usually a page that was open while the session ended."""
    return render(request, "csrf.html", {"again": _previous(request)}, status=403)


def locked_out(request: HttpRequest, credentials: dict[str, Any] | None = None, *args: object, **kwargs: object) -> HttpResponse:
    """Too many failed logins; says how long to wait and whom to ask."""
    minutes = int(settings.AXES_COOLOFF_TIME.total_seconds() // 60)
    return render(request, "login/locked.html", {"minutes": minutes}, status=429)


def server_error(request: HttpRequest) -> HttpResponse:
    """A fault of ours (500), or a database that does not answer (503); drawn without asking database, session or context."""
    if isinstance(sys.exc_info()[1], OperationalError):
        return HttpResponse(render_to_string("503.html"), status=503, headers={"Retry-After": str(RETRY_SECONDS)})
    return HttpResponse(render_to_string("500.html"), status=500)


def _previous(request: HttpRequest) -> str:
    """The page of ours from which the reader came, or nothing."""
    found = request.headers.get("Referer", "")
    return found if url_has_allowed_host_and_scheme(found, request.get_host(), require_https=request.is_secure()) else ""
