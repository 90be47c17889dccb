"""One search over measures, instruments and agencies."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from closedloop.portal import selectors
from closedloop.portal.desk import desk_of
from closedloop.portal.forms import SearchForm


@require_safe
@login_required
def search(request: HttpRequest) -> HttpResponse:
    """What contains the words; too short a question is answered with a kind sentence."""
    form = SearchForm(request.GET if "q" in request.GET else None)
    found = selectors.find(form.spellings(), on=desk_of(request).today) if form.is_valid() else []
    context = {
        "form": form,
        "query": request.GET.get("q", "").strip()[:80],
        "found": found,
        "total": sum(group.total for group in found),
    }
    return render(request, "portal/search.html", context)
