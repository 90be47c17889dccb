"""A list costs the same number of queries for 3 rows and for 30."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from closedloop.deadlines import services as deadlines
from closedloop.opinion import CONFIRM_LIST
from closedloop.orgs.models import Agency
from closedloop.workdays import clock
from measures import services
from measures.models import CleanUp, ListConfirmation, MeasureVersion
from tests.measures import callers, make

pytestmark = pytest.mark.usefixtures("lists")
MANY = 30
# the key, the demo's clock, the post, the roles: four queries know the caller; the rest is the list
PINNED = {
    "measures/": 12,
    "measures/CJ-029/versions/": 14,
    "measures/diff/": 20,
    "matters/": 5,
    "agencies/": 7,
    "instruments/": 6,
    "measure-changes/": 13,
    "list-confirmations/": 5,
    "clean-ups/": 9,
    "deadlines/": 8,
}


def cost(caller, address, *, size):
    query = {"from": callers.day(), "to": callers.day(99)} if address.endswith("diff/") else {}
    with CaptureQueriesContext(connection) as seen:
        found = callers.rows(caller.get(address, page_size=size, **query))
    assert len(found) == size
    return len(seen)


@pytest.fixture
def filled(lists):
    """At least thirty rows of everything, seen by legal affairs of the city."""
    owner, today = make.actor("HZ-FOOD"), clock.today()
    for number in range(MANY):
        ListConfirmation.objects.create(
            office=owner.agency, confirmed_on=today, confirmed_by=owner.user, confirmed_at=clock.now(), measures_count=number
        )
        deadlines.open_deadline(
            CONFIRM_LIST,
            obj=("test", str(number)),
            responsible=owner.agency,
            start=today,
            title="测",
            url_path="/",
            actor=make.SYSTEM,
        )
        _versions(number, by=owner, today=today)
    law = make.law("ends", ends=today + timedelta(days=9))
    for version in MeasureVersion.objects.filter(number=1).order_by("measure")[:MANY]:
        CleanUp.objects.create(
            instrument=law,
            measure=version.measure,
            owner=owner.agency,
            opened_on=today,
            basis_ends_on=law.in_force_to,
            loses_all=True,
        )
    return callers.at("HZ-LEGAL")


def _versions(number, *, by, today):
    """Another version of CJ-029 and another new measure, each by its change."""
    make.approved("amend", by=by, on=today, days=number + 1, proposal={"cause": f"第 {number} 稿"})
    make.approved("enact", by=by, measure="", on=today, days=1, proposal=make.content(name=f"第 {number} 项测试措施"))


def test_a_list_costs_the_same_for_three_and_for_thirty_rows(filled):
    few, many = ({address: cost(filled, address, size=size) for address in PINNED} for size in (3, MANY))

    assert few == many == PINNED


def test_a_change_and_its_approval_cost_a_bounded_number_of_queries(lists):
    change = make.submitted("repeal", on=clock.today())
    caller = callers.at("HZ-LEGAL")

    with CaptureQueriesContext(connection) as seen:
        assert caller.post(f"measure-changes/{change.pk}/approve/", key="k-1").status_code == 200

    assert len(seen) < 60
    assert services.sweep(on=clock.today())["keeping_opened"] == Agency.objects.filter(deadlines__rule=CONFIRM_LIST.name).count()
