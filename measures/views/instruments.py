"""Pages: instruments."""

from django.http import HttpRequest, HttpResponse


def index(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def new(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def detail(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def edit(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def end(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")
