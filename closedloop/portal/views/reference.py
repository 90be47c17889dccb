"""Pages to read: the opinion with our readings, the working-day calendar, help."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from closedloop.opinion import CLAUSES, RULES, Role
from closedloop.portal import guide, rulebook, strip, yearplan
from closedloop.portal.desk import Desk, desk_of
from closedloop.portal.forms import YEAR_MAX, YEAR_MIN, CalculatorForm
from closedloop.workdays import selectors as workdays


@require_safe
@login_required
def rules(request: HttpRequest) -> HttpResponse:
    """Every clause with its place, its words, our reading, who acts and until when (C3.4)."""
    role = request.GET.get("role", "")
    role = role if role in Role.values else ""
    readings_only = request.GET.get("readings") == "1"
    context = {
        "parts": rulebook.parts(role=role, readings_only=readings_only),
        "roles": Role.choices,
        "role": role,
        "readings_only": readings_only,
        "clause_count": len(CLAUSES),
        "rule_count": len(RULES),
    }
    return render(request, "portal/rules.html", context)


@require_safe
@login_required
def calendar(request: HttpRequest) -> HttpResponse:
    """The working-day calendar of a year with the notice that it comes from, and a calculator."""
    desk = desk_of(request)
    notices = {notice.pk: notice for notice in workdays.notices()}
    year = _year(request.GET.get("year", ""), default=desk.today.year)
    context = {
        "year": year,
        "years": sorted({*notices, desk.today.year, desk.today.year + 1, year}),
        "notice": notices.get(year),
        "months": yearplan.months(year, calendar=desk.calendar, today=desk.today),
        "working_days": yearplan.working_days(year, calendar=desk.calendar),
    }
    return render(request, "portal/calendar.html", context | _calculated(request, desk))


@require_safe
@login_required
def help_page(request: HttpRequest) -> HttpResponse:
    """What each role does here, by which clause; the page from which the reader came stands first."""
    desk = desk_of(request)
    roles = sorted(Role, key=lambda role: (role not in desk.actor.roles, list(Role).index(role)))
    context = {
        "topic": guide.topic(request.GET.get("about", "")),
        "roles": [guide.duties(role) for role in roles if guide.duties(role).acts],
        "own": desk.actor.roles,
        "topics": guide.TOPICS.values(),
    }
    return render(request, "portal/help.html", context)


def _year(typed: str, *, default: int) -> int:
    return int(typed) if typed.isdecimal() and YEAR_MIN <= int(typed) <= YEAR_MAX else default


def _calculated(request: HttpRequest, desk: Desk) -> dict[str, Any]:
    """The calculator's form and, where it was filled in rightly, the due day with every day on the way."""
    asked = "start" in request.GET or "days" in request.GET
    form = CalculatorForm(request.GET if asked else None, initial={"start": desk.today, "days": 3})
    if not form.is_valid():
        return {"form": form}
    due = desk.calendar.add(form.cleaned_data["start"], form.cleaned_data["days"])
    return {
        "form": form,
        "due": due,
        "days": form.cleaned_data["days"],
        "fields": strip.fields(due, on=desk.today),
        "worked": strip.worked(due),
        "unknown_years": strip.unknown_years(due, desk.calendar),
    }
