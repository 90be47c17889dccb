"""Who may do what by API: every address × method × role × office, compared with a table. A new address without a row fails."""

import pytest
from django.apps import apps
from django.db import transaction

from closedloop.workdays import clock
from measures import services
from measures.models import CleanUp
from tests import authorisation
from tests.authorisation import ROLES, addresses, differences, methods
from tests.measures import callers, make
from tests.rest.make import BASE
from tests.subjects import who

pytestmark = [pytest.mark.req("R30", "R33"), pytest.mark.clause("C3.2"), pytest.mark.fault("F44")]

OFFICES = {
    "owner": "HZ-FOOD",
    "colleague": "HZ-FOOD",
    "other office": "HZ-DRUG",
    "city credit": "HZ-CREDIT",
    "city legal": "HZ-LEGAL",
    "county business": "SC-BIZ",
    "county credit": "SC-CREDIT",
    "county legal": "SC-LEGAL",
}
KNOWN = (*ROLES, *OFFICES)
OWNERS = ("owner", "colleague")
CREDIT, LEGAL = ("city credit", "credit_supervision"), ("city legal", "legal_affairs")
REVIEWERS = (*CREDIT, *LEGAL)


def everybody(status=200):
    """Whoever is known."""
    return dict.fromkeys(KNOWN, status)


def only(*who, status=200, others=403, **special):
    """These, and nobody else; the others are refused, or find nothing."""
    named = {name.replace("_of_", " "): said for name, said in special.items()}
    return everybody(others) | dict.fromkeys(who, status) | named


HIDDEN = {"others": 404}
# address: {method: caller: status}; whoever is not known gets 401 everywhere
TABLE = {
    "measures/": {"get": everybody()},
    "measures/diff/": {"get": everybody()},
    "measures/<slug:code>/": {"get": everybody()},
    "measures/<slug:code>/versions/": {"get": everybody()},
    "matters/": {"get": everybody()},
    "agencies/": {"get": everybody()},
    "instruments/": {"get": everybody(), "post": only(*LEGAL, status=201)},
    "instruments/<slug:code>/": {"get": everybody()},
    "instruments/<slug:code>/impact/": {"get": everybody()},
    "instruments/<slug:code>/amend/": {"post": only(*LEGAL)},
    "instruments/<slug:code>/end/": {"post": only(*LEGAL)},
    "measure-changes/": {"get": everybody(), "post": only(*OWNERS, status=201)},
    "measure-changes/<uuid:id>/": {"get": only(*OWNERS, *REVIEWERS, **HIDDEN)},
    "measure-changes/<uuid:id>/submit/": {"post": only(*OWNERS, **HIDDEN)},
    "measure-changes/<uuid:id>/revise/": {"post": only(*OWNERS, **HIDDEN)},
    "measure-changes/<uuid:id>/withdraw/": {"post": only(*OWNERS, **HIDDEN)},
    "measure-changes/<uuid:id>/approve/": {"post": only(*REVIEWERS, **HIDDEN) | dict.fromkeys(OWNERS, 403)},
    "measure-changes/<uuid:id>/return/": {"post": only(*REVIEWERS, **HIDDEN) | dict.fromkeys(OWNERS, 403)},
    # an office confirms its own part of the lists, and one that has no part has nothing to confirm
    "list-confirmations/": {
        "get": everybody(),
        "post": only(*OWNERS, "other office", "city credit", status=201)
        | dict.fromkeys(("business_authority", "county business"), 422),
    },
    "clean-ups/": {"get": everybody()},
    "clean-ups/<uuid:id>/": {"get": only(*OWNERS, *REVIEWERS, **HIDDEN)},
    "clean-ups/<uuid:id>/answer/": {"post": only(*OWNERS, **HIDDEN) | dict.fromkeys(REVIEWERS, 403)},
    "deadlines/": {"get": everybody()},
}
# Each app with an API adds its table here.
TABLES = [TABLE, who.TABLE]
# How many rows of what belongs to the food office a list shows; who is not named sees none.
SEEN = {
    "measure-changes/": dict.fromkeys(OWNERS, 2) | dict.fromkeys(REVIEWERS, 1),
    "clean-ups/": dict.fromkeys((*OWNERS, *REVIEWERS), 1),
    "list-confirmations/": dict.fromkeys((*OWNERS, *REVIEWERS), 1),
}
BODIES = {
    "instruments/": {"code": "new_law", "title_zh": "测试新法", "level": "law"},
    "instruments/<slug:code>/amend/": {"document_no": "测令第9号"},
    "instruments/<slug:code>/end/": {"last_day": "2030-12-31"},
    "measure-changes/<uuid:id>/revise/": {"reason": "改后的测试理由"},
    "measure-changes/<uuid:id>/return/": {"reason": "请补充"},
    "clean-ups/<uuid:id>/answer/": {"reason": "另有第二部测试法"},
}


def test_every_address_and_method_stands_in_the_table():
    found = {route: methods(view) for route, view in addresses()}

    assert found == {route: set(row) for table in TABLES for route, row in table.items()}


def test_every_post_acts_once_for_its_key():
    posts = [(route, view.post) for route, view in addresses() if hasattr(view, "post")]

    assert [route for route, post in posts if not getattr(post, "acts_once", False)] == []


@pytest.fixture
def office(lists):
    """What belongs to the food office: a draft, a submitted change, a clean-up with another basis left, a confirmation."""
    owner, today = make.actor("HZ-FOOD", username="test-owner"), clock.today()
    make.law("second_law")
    services.confirm_list(actor=owner, on=today)
    content = make.content(bases=[make.basis("food_safety_law"), make.basis("second_law")])
    rests = make.approved("enact", by=owner, measure="", days=0, on=today, proposal=content)
    draft = make.change("repeal", by=owner, on=today, measure="CJ-030")
    sent = make.submitted("repeal", by=owner, on=today)
    services.end_instrument(
        "food_safety_law", last_day=today.replace(year=today.year + 1), actor=make.actor("HZ-LEGAL"), on=today
    )
    CleanUp.objects.exclude(measure=rests.measure_code).delete()
    return {"draft": draft, "sent": sent, "cleanup": CleanUp.objects.get(measure=rests.measure_code)}


@pytest.fixture
def cast(lists):
    """Every caller of the table."""
    return authorisation.cast(OFFICES)


def place(route, office):
    """The address of a sample of what the route names."""
    change = office["sent" if route.endswith(("<uuid:id>/", "approve/", "return/")) else "draft"]
    sample = office["cleanup"] if route.startswith("clean-ups") else change
    code = "CJ-029" if route.startswith("measures") else "company_law"
    return BASE + route.replace("<uuid:id>", str(sample.pk)).replace("<slug:code>", code)


def answer(caller, method, route, office):
    """What a caller is told; whatever it did is undone."""
    body = BODIES.get(route, {}) if route != "measure-changes/" else callers.repeal()
    query = {"from": callers.day(), "to": callers.day(9)} if route == "measures/diff/" else {}
    with transaction.atomic():
        address = place(route, office)
        response = caller.get(address, **query) if method == "get" else caller.post(address, body, key="k-1")
        transaction.set_rollback(True)
    return response


def test_every_caller_is_answered_as_the_table_says(office, cast):
    assert differences(TABLE, cast, lambda caller, method, route: answer(caller, method, route, office)) == []


def test_a_list_shows_nobody_what_is_not_theirs(office, cast):
    wrong = []
    for route, seen in SEEN.items():
        for name in KNOWN:
            rows = callers.rows(answer(cast[name], "get", route, office))
            shown = [row for row in rows if row.get("owner", row.get("office")) == "HZ-FOOD" and row.get("state") != "approved"]
            if len(shown) != seen.get(name, 0):
                wrong.append(f"{route} by {name}: {len(shown)} instead of {seen.get(name, 0)}")

    assert wrong == []


@pytest.mark.req("R60")
def test_reading_changes_nothing(office, cast):
    before = _fingerprint()

    for route, row in TABLE.items():
        if "get" in row:
            answer(cast["owner"], "get", route, office)

    assert _fingerprint() == before


def _fingerprint():
    ours = [model for model in apps.get_models() if model.__module__.startswith(("closedloop", "measures"))]
    return {model: sorted(map(str, model.objects.values())) for model in ours}
