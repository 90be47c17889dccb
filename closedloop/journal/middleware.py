"""Gives every request an identity that the journal, the log and the answer share."""

import uuid
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from . import context


def client_address(request: HttpRequest) -> str:
    """The caller's address; a forwarded one is believed only from as many proxies as the deployment names."""
    remote = request.META.get("REMOTE_ADDR", "")
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    if not settings.TRUSTED_PROXIES or len(hops) < settings.TRUSTED_PROXIES:
        return remote
    return hops[-settings.TRUSTED_PROXIES]


class RequestContextMiddleware:
    """Sets the request id and the origin for whatever is recorded while the request runs."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        identity = uuid.uuid4().hex
        id_token = context.request_id.set(identity)
        origin_token = context.origin.set(client_address(request)[:64])
        try:
            response = self.get_response(request)
        finally:
            context.request_id.reset(id_token)
            context.origin.reset(origin_token)
        response["X-Request-Id"] = identity
        return response
