"""What everybody may read without a login: both lists in force with their law, and how to object and to repair (C3.4)."""

from collections import Counter
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.views.decorators.http import require_safe

from closedloop.opinion import CLAUSES
from closedloop.workdays import clock

from .. import selectors, wording
from ..forms.filters import FilterForm
from ..models.vocabulary import List, Status
from .lists import download, grouped, narrowed

FRESH_SECONDS = 60
# What the opinion says about objecting and repairing.
WAYS = (("提出异议", ("C2.7.2a", "C2.7.2b")), ("信用修复", ("C2.7.3a", "C2.7.3b")), ("期满解除", ("C2.7.1a", "C2.7.1b")))
View = Callable[..., HttpResponse]


def public(view: View) -> View:
    """A page to read that others may keep for a minute; not where somebody is signed in, because the head names the desk."""

    @wraps(view)
    def kept(request: HttpRequest, *args: Any, **said: Any) -> HttpResponse:
        answer = view(request, *args, **said)
        if not request.user.is_authenticated and answer.status_code == 200:
            patch_cache_control(answer, public=True, max_age=FRESH_SECONDS)
        patch_vary_headers(answer, ("Cookie",))
        return answer

    return require_safe(kept)


@public
def home(request: HttpRequest) -> HttpResponse:
    """What the lists are, how many measures stand on them, how to object and to repair. C3.4, C2.7.2a, C2.7.3a"""
    found = selectors.list_on(clock.today())
    counts = Counter(version.measure.list for version in found)
    context = {
        "lists": [(kind.value, kind.label, counts[kind]) for kind in List],
        "pending": sum(version.status == Status.PENDING_LEGAL_REVIEW for version in found),
        "ways": [(title, [CLAUSES[clause] for clause in clauses]) for title, clauses in WAYS],
    }
    return render(request, "public/home.html", context)


@public
def measures(request: HttpRequest) -> HttpResponse:
    """Both lists as they stand today. C3.4"""
    today = clock.today()
    conditions = FilterForm(request.GET)
    found = list(selectors.list_on(today, filters=conditions.filters()))
    shown = narrowed(found, conditions)
    counts = Counter(version.measure.list for version in found)
    context = {
        "on": today,
        "conditions": conditions,
        "shown": shown,
        "groups": grouped(shown),
        "tabs_of_lists": [("", "全部", len(found)), *((kind.value, kind.label, counts[kind]) for kind in List)],
        "detail_view": "public:measure",
    }
    return render(request, "public/measures.html", context)


@public
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """One measure as it stands today; what is not in force is not shown here. C3.4"""
    version = selectors.version_on(code, on=clock.today())
    return render(
        request, "public/measure.html", {"version": version, "on": clock.today(), "releases": wording.releases(version)}
    )


@public
def export(request: HttpRequest) -> HttpResponse:
    """The same lists as a spreadsheet. C3.4"""
    today = clock.today()
    conditions = FilterForm(request.GET)
    found = narrowed(list(selectors.list_on(today, filters=conditions.filters())), conditions)
    return download(found, on=today, narrowed=conditions.in_words())
