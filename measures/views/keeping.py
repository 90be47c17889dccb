"""Pages: keeping."""

from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def cleanups(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def cleanup(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")
