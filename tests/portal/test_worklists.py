"""待办, 已办, 我发起: what they say when empty, what they cost, and what they export."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.db import connection
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from python_calamine import CalamineWorkbook

from closedloop.deadlines.models import Deadline
from closedloop.opinion import Role
from closedloop.portal import selectors
from closedloop.portal.desk import Desk, desk_of
from closedloop.portal.views import worklists
from closedloop.workdays import clock
from measures.models import Instrument
from tests.portal import make

VIEWS = ("portal:home", "portal:done", "portal:sent")


@pytest.fixture
def newcomer(official):
    """An officer of an agency to which nobody has sent anything."""
    return make.signed_in(make.officer(make.agency("TEST-NEW", name="测试新机构", roles=(Role.EXTERNAL_DEPARTMENT,))))


@pytest.mark.parametrize(("view", "tab"), zip(VIEWS, worklists.TABS.values(), strict=True))
def test_an_empty_worklist_says_what_will_appear_and_how(view, tab, newcomer):
    page = newcomer.get(reverse(view)).content.decode()

    assert tab.empty in page
    assert tab.hint in page
    assert "<table" not in page


@pytest.mark.parametrize("query", [{"kind": "nothing"}, {"after": "x"}, {"kind": "<b>", "after": "9999-12-31"}])
def test_a_filter_that_finds_nothing_is_no_error(query, newcomer):
    answer = newcomer.get(reverse("portal:home"), query)

    assert answer.status_code == 200
    assert "<b>" not in answer.content.decode().replace("<b>指导意见", "")


@pytest.mark.parametrize("key", list(worklists.TABS))
def test_a_worklist_is_exported_with_its_columns_and_the_time_of_the_data(key, newcomer):
    answer = newcomer.get(reverse("portal:export", args=[key]))

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[3] == list(worklists.COLUMNS)
    assert clock.today().isoformat() in rows[1][0]
    assert "attachment" in answer["Content-Disposition"]


def test_there_is_no_export_of_a_list_that_does_not_exist(newcomer):
    assert newcomer.get(reverse("portal:export", args=["other"])).status_code == 404


def test_a_row_of_the_export_says_in_words_what_the_light_says(official):
    user = make.officer(make.agency())
    deadline = make.deadline((clock.today() - timedelta(days=60)).isoformat())

    row = worklists._row(make.item("接收案件", due=deadline), Desk(make.actor(user)))

    assert row[0].startswith("超 ")
    assert row[1] == deadline.due_on
    assert row[-1] == "指导意见 二（三）"


def test_the_counts_of_the_navigation_are_those_of_the_worklist():
    items = [make.item(kind="change"), make.item(kind="change"), make.item(kind="cleanup")]

    assert selectors.counts(items) == {"todo": 3, "change": 2, "cleanup": 1}
    assert selectors.counts([]) == {"todo": 0}


def test_what_is_overdue_and_what_is_due_by_the_next_working_day_is_counted(official):
    desk = Desk(make.actor(make.officer(make.agency())))
    next_day = official.add(desk.today, 1).due
    dues = [desk.today - timedelta(days=1), desk.today, next_day, next_day + timedelta(days=1)]
    items = [make.item(due=Deadline(due_on=due)) for due in dues] + [make.item()]

    assert worklists._urgency(items, desk) == {"overdue": 1, "soon": 2, "soon_on": next_day}


def test_thirty_lights_cost_as_many_queries_as_three(official):
    for number in range(30):
        make.deadline("2026-09-29", key=str(number))

    assert _queries_of_lights(3) == _queries_of_lights(30) <= 5


def _queries_of_lights(number):
    request = RequestFactory().get("/")
    template = engines["django"].from_string("{% for one in deadlines %}{% light one %}{% endfor %}")
    with CaptureQueriesContext(connection) as captured:
        deadlines = Deadline.objects.select_related("responsible").prefetch_related("moves")[:number]
        page = template.render({"desk": desk_of(request), "deadlines": deadlines}, request)
    assert page.count('class="lit"') == number
    return len(captured)


def test_a_search_costs_as_many_queries_for_thirty_hits_as_for_three(newcomer):
    def queries(query):
        with CaptureQueriesContext(connection) as captured:
            answer = newcomer.get(reverse("portal:search"), {"q": query})
        assert answer.status_code == 200
        return len(captured)

    for number in range(30):
        title = f"测试条例{'甲组' if number < 3 else '乙组'}{number}"
        Instrument.objects.create(code=f"t-{number}", title_zh=title, short_title_zh=title, level="law", verified="text")
        make.agency(f"T-{number}", name=f"测试机构{'甲组' if number < 3 else '乙组'}{number}")

    queries("丙组")
    assert queries("甲组") == queries("乙组")


@pytest.mark.parametrize("view", ["portal:rules", "portal:calendar", "portal:help"])
def test_a_page_to_read_costs_few_queries(view, newcomer):
    newcomer.get(reverse(view))

    with CaptureQueriesContext(connection) as captured:
        newcomer.get(reverse(view))

    assert len(captured) <= 20
