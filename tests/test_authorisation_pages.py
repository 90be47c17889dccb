"""Who may open which page: every named address × role × office, compared with a table. A new address without a row fails (R30)."""

import re

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.urls.resolvers import URLResolver

from closedloop import opinion
from closedloop.orgs.models import Agency, AgencyRole
from closedloop.outbox import services as outbox
from closedloop.workdays import clock
from measures import services as lists_services
from measures.models import CleanUp
from subjects import services
from tests.measures import make
from tests.portal.make import signed_in
from tests.subjects import make as cases

pytestmark = [pytest.mark.req("R30", "R33"), pytest.mark.clause("C3.2"), pytest.mark.fault("F44")]
OFFICES = {
    "owner": "HZ-FOOD",
    "other office": "HZ-DRUG",
    "city credit": "HZ-CREDIT",
    "city legal": "HZ-LEGAL",
    "county business": "SC-BIZ",
    "county legal": "SC-LEGAL",
    "county credit": "SC-CREDIT",
    "producer": "HZ-ENF",
}
ROLES, ADMINS = tuple(role.value for role in opinion.Role), tuple(role.value for role in opinion.AdminRole)
OUTSIDE = ("market_entity", "industry_association")
WORKING = (*OFFICES, *ROLES)
EVERYBODY = ("nobody", *WORKING, *ADMINS)
CREDIT, LEGAL = ("city credit", "credit_supervision"), ("city legal", "legal_affairs")
OVERSEERS = (*CREDIT, *LEGAL)
KEEPERS = ("owner", "other office", "county business", "business_authority", *OVERSEERS, "county legal", "county credit")
LOGIN = "login"


def to(*who, status=200, others=403, **named):
    """These get the status, the others another one; who is not signed in is sent to the login."""
    return dict.fromkeys(EVERYBODY, others) | dict.fromkeys(who, status) | {"nobody": LOGIN} | named


ALL = dict.fromkeys(EVERYBODY, 200)
SIGNED_IN = to(*WORKING, *ADMINS)
DESK = to(*WORKING)
POST_ONLY = dict.fromkeys(EVERYBODY, 405)
OF_CHANGE = ("owner", *OVERSEERS)
OF_CASE = ("owner", "producer", *OVERSEERS)
TABLE = {
    "healthz": ALL,
    "readyz": ALL,
    "public:home": ALL,
    "public:measures": ALL,
    "public:measure": ALL,
    "public:export": ALL,
    "portal:login": dict.fromkeys(EVERYBODY, 302) | {"nobody": 200},
    "portal:second_factor": to(*WORKING, *ADMINS, status=302),
    "portal:logout": POST_ONLY,
    "portal:switch_agency": POST_ONLY,
    "portal:demo_forward": POST_ONLY,
    "portal:password_change": SIGNED_IN,
    "portal:totp_setup": SIGNED_IN,
    "portal:home": to(*WORKING, **dict.fromkeys(ADMINS, 302)),
    "portal:done": DESK,
    "portal:sent": DESK,
    "portal:export": to(*WORKING, others=404),
    "portal:search": SIGNED_IN,
    "portal:rules": SIGNED_IN,
    "portal:calendar": SIGNED_IN,
    "portal:help": SIGNED_IN,
    "measures:list": SIGNED_IN,
    "measures:diff": SIGNED_IN,
    "measures:export": SIGNED_IN,
    "measures:detail": SIGNED_IN,
    "measures:instruments": SIGNED_IN,
    "measures:instrument": SIGNED_IN,
    "measures:instrument_new": to(*LEGAL),
    "measures:instrument_edit": to(*LEGAL),
    "measures:instrument_end": to(*LEGAL),
    "measures:changes": SIGNED_IN,
    "measures:change_new": SIGNED_IN,
    "measures:change": to(*OF_CHANGE, others=404),
    "measures:change_edit": to(*OF_CHANGE, others=404, status=403, owner=200),
    "measures:keeping": to(*KEEPERS),
    "measures:cleanups": to(*KEEPERS),
    "measures:cleanup": to(*KEEPERS, status=404) | dict.fromkeys(OF_CHANGE, 200),
    "subjects:cases": SIGNED_IN,
    "subjects:inbox": SIGNED_IN,
    "subjects:consultations": SIGNED_IN,
    "subjects:case": to(*OF_CASE, others=404),
    "subjects:case_new": to("producer", "enforcement", "approval_authority", *CREDIT, "county credit"),
    "subjects:case_edit": to(*OF_CASE, others=404, status=403, producer=409),
    "subjects:case_correct": to(*OF_CASE, others=404, status=403, producer=200),
}
# Tried with the acts that they belong to, in tests/subjects.
ELSEWHERE = re.compile(
    r"subjects:(consultation|consultation_paper|reveal|attachment|attachments|document|imports?_?\w*|reviews?_?\w*)"
)


def pages(resolver=None, namespace=""):
    """The name of every address that is neither of the API nor of the admin, with its pattern."""
    for item in (resolver or get_resolver()).url_patterns:
        if isinstance(item, URLResolver):
            if item.namespace != "admin" and not str(item.pattern).startswith("api/"):
                yield from pages(item, f"{item.namespace}:" if item.namespace else namespace)
        elif item.name:
            yield namespace + item.name, str(item.pattern)


def test_every_page_stands_in_the_table():
    found = {name for name, _ in pages() if not ELSEWHERE.fullmatch(name)}

    assert found == set(TABLE)


@pytest.fixture
def cast(lists):
    """A browser of every caller."""
    found = {"nobody": Client()}
    found |= {name: signed_in(make.actor(code, username=f"test-{name}").user) for name, code in OFFICES.items()}
    for role in ROLES:
        level = Agency.Level.NONE if role in OUTSIDE else Agency.Level.CITY
        place = Agency.objects.create(code=f"T-{role}", name_zh=f"测试{role}", short_name_zh=f"测试{role}"[:40], level=level)
        AgencyRole.objects.create(agency=place, role=role)
        found[role] = signed_in(make.actor(place.pk, username=f"test-{role}").user)
    for role in ADMINS:
        user = make.administrator(role).user
        user.must_change_password = False
        user.save(update_fields=["must_change_password"])
        found[role] = signed_in(user)
    return found


@pytest.fixture
def samples(lists):
    """A change in review, a clean-up and a pushed case."""
    today, enforcement = clock.today(), make.actor("HZ-ENF")
    for process in ("worker", "beat"):
        outbox.pulse(process)
    change = make.submitted("repeal", on=today)
    ends = today.replace(year=today.year + 1, day=1)
    lists_services.end_instrument("food_safety_law", last_day=ends, actor=make.actor("HZ-LEGAL"), on=today)
    body = cases.body(cases.person("CJ-029"), cause=cases.cause(decided_on=today.isoformat()))
    case = services.push_case(services.draft_case(body, actor=enforcement, on=today).case.pk, actor=enforcement, on=today)
    cleanup = CleanUp.objects.filter(owner="HZ-FOOD").first()
    return {"change_id": change.pk, "cleanup_id": cleanup.pk, "case_no": case.pk, "key": "todo", "code": "CJ-029"}


def address(name, pattern, samples):
    wanted = {key: samples[key] for key in re.findall(r"<(?:\w+:)?(\w+)>", pattern)}
    return reverse(name, kwargs=wanted | ({"code": "food_safety_law"} if "measures:instrument_" in name + "_" and wanted else {}))


def status(client, page):
    with transaction.atomic():
        answer = client.get(page)
        transaction.set_rollback(True)
    return LOGIN if answer.status_code == 302 and "/login/?next=" in answer["Location"] else answer.status_code


def test_every_caller_is_answered_as_the_table_says(samples, cast):
    wrong = [
        f"{name} by {who}: {said} instead of {TABLE[name][who]}"
        for name, pattern in sorted(set(pages()))
        if name in TABLE
        for who, client in cast.items()
        if (said := status(client, address(name, pattern, samples))) != TABLE[name][who]
    ]

    assert wrong == []
