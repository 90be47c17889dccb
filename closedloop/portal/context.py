"""What the frame of every page needs. Functions: a template calls them, so a page that shows none asks the database nothing."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest

from . import nav
from .desk import desk_of

SKIPS = (("1", "1 天"), ("workday", "到下一个工作日"), ("7", "7 天"), ("30", "30 天"))


def frame(request: HttpRequest) -> dict[str, Any]:
    """`actor`, `desk`, `today`, `nav`, `tabs`, `view_name`, and whether this is the demo."""
    desk = desk_of(request)
    actor = desk.actor
    match = getattr(request, "resolver_match", None)
    view = match.view_name if match else ""
    signed_in = bool(actor and actor.user)

    @cache
    def groups() -> list[nav.Group]:
        return nav.groups(actor, view=view, counts=desk.counts) if actor and signed_in else []

    return {
        "actor": actor,
        "desk": desk,
        "today": lambda: desk.today,
        "nav": groups,
        "tabs": lambda: nav.tabs(groups()),
        "view_name": view,
        "frame_base": "base.html" if signed_in else "public_base.html",
        "demo": settings.DEMO,
        "demo_skips": SKIPS,
    }
