"""Where a request came from, carried beside the call so that services need not know of requests."""

from contextvars import ContextVar

request_id: ContextVar[str] = ContextVar("request_id", default="")
origin: ContextVar[str] = ContextVar("origin", default="")
