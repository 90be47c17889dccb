"""Pages: public."""

from django.http import HttpRequest, HttpResponse


def home(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def measures(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def export(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")


def measure(request: HttpRequest, **kwargs: object) -> HttpResponse:
    """A place."""
    return HttpResponse("")
