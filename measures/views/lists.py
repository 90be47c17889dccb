"""Pages: lists."""

from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def diff(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def export(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")
