"""A file as an answer: the same headers from the portal and from the API (R41)."""

from urllib.parse import quote

from django.http import HttpResponse


def saved(content: bytes, *, name: str, content_type: str) -> HttpResponse:
    """A file to be saved and not to be shown: whatever it holds, it does not run in our origin."""
    headers = {
        "Content-Disposition": f"attachment; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    return HttpResponse(content, content_type=content_type, headers=headers)
