"""What the tables of authorisation share: the addresses found in the resolver, the callers of every role, and the comparison."""

from django.urls import get_resolver
from django.urls.resolvers import URLResolver

from closedloop import opinion
from closedloop.orgs.models import Agency, AgencyRole, ApiToken
from closedloop.rest.openapi import UnknownAddress
from tests.measures import callers, make
from tests.rest.make import BASE, Caller, expired

ROLES = tuple(opinion.Role)
# Whoever is not known is asked for a key, everywhere.
NOBODY = ("nobody", "expired key", *(f"key of {role}" for role in opinion.AdminRole))
OPEN = {"schema/", "docs/"}


def addresses(resolver=None, before=""):
    """Every address under the API that needs a key, with the class behind it."""
    for item in (resolver or get_resolver()).url_patterns:
        route = before + str(item.pattern)
        if isinstance(item, URLResolver):
            if BASE[1:].startswith(route) or route.startswith(BASE[1:]):
                yield from addresses(item, route)
        elif route.startswith(BASE[1:]) and item.callback.cls is not UnknownAddress and route.removeprefix(BASE[1:]) not in OPEN:
            yield route.removeprefix(BASE[1:]), item.callback.cls


def methods(view):
    """What a class answers."""
    return {name for name in ("get", "post", "put", "patch", "delete") if hasattr(view, name)}


def cast(offices):
    """The callers: one per office (name → agency code), one per role at a city agency that owns nothing, and those with no good key."""
    found = {"nobody": Caller()} | {name: callers.at(code, username=f"test-{name}") for name, code in offices.items()}
    for role in ROLES:
        place = Agency.objects.create(
            code=f"T-{role}"[:32], name_zh=f"测试{role}", short_name_zh=f"测试{role}"[:40], level="city"
        )
        AgencyRole.objects.create(agency=place, role=role)
        found[role] = callers.at(place.pk)
    somewhere = Agency.objects.get(pk=next(iter(offices.values())))
    for role in opinion.AdminRole:
        _, key = ApiToken.objects.create(user=make.administrator(role).user, agency=somewhere)
        found[f"key of {role}"] = Caller(key)
    found["expired key"] = callers.at(somewhere.pk, username="test-expired")
    expired(ApiToken.objects.get(user=found["expired key"].actor.user))
    return found


def differences(table, people, answer):
    """Where a caller is answered otherwise than the table says. `answer(caller, method, route)` gives the response."""
    return [
        f"{method} {route} by {name}: {status} instead of {expected.get(name, 401)}"
        for route, row in table.items()
        for method, expected in row.items()
        for name, caller in people.items()
        if (status := answer(caller, method, route).status_code) != expected.get(name, 401)
    ]
