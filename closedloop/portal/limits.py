"""A body that is too large is refused before a byte of it is read: Django spools uploads to disk before it knows who sends them."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string

# The largest file that anybody may send is a penalty file of 64 MB (R41), with its form around it.
BODY_MAX_BYTES = 66 * 1024 * 1024
TOO_LARGE = 413


class BodyLimitMiddleware:
    """Stands before everything that reads a body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if length.isdecimal() and int(length) <= BODY_MAX_BYTES:
            return self.get_response(request)
        return HttpResponse(render_to_string("413.html"), status=TOO_LARGE)
