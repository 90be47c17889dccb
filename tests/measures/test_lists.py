"""The lists as they stand on a day, and the difference between two days (C2.1a)."""

from datetime import date, timedelta

import pytest

from closedloop.errors import NotFound
from measures import services
from measures.models import MeasureVersion
from measures.selectors import Filters, diff, list_on, owned_by, version_on, versions_of
from tests.measures import make

ON = make.ON
pytestmark = pytest.mark.clause("C2.1a")


def codes(**filters):
    return {version.measure_id for version in list_on(ON, filters=Filters(**filters))}


def test_the_list_of_a_past_day_is_what_stood_then(lists):
    before_company_law = date(2024, 6, 30)

    assert "CJ-001" not in {version.measure_id for version in list_on(before_company_law)}
    assert "CJ-001" in {version.measure_id for version in list_on(before_company_law + timedelta(days=1))}


def test_an_amendment_shows_from_its_day_and_not_before(lists):
    make.approved("amend", proposal={"cause": "测试改后的情形"}, days=10)
    day = ON + timedelta(days=10)

    assert version_on("CJ-029", on=day - timedelta(days=1)).cause_zh == "食品生产经营者被吊销许可证"
    assert version_on("CJ-029", on=day).cause_zh == "测试改后的情形"
    assert [version.effective_to for version in versions_of("CJ-029")] == [None, day - timedelta(days=1)]


def test_a_repealed_measure_is_off_the_list_from_its_day(lists):
    make.approved("repeal", days=10)
    day = ON + timedelta(days=10)

    assert list_on(day - timedelta(days=1)).filter(measure="CJ-029").exists()
    assert not list_on(day).filter(measure="CJ-029").exists()
    with pytest.raises(NotFound, match=f"已废止，自 {day} 起"):
        version_on("CJ-029", on=day)


def test_a_code_that_no_measure_has_is_not_found_with_words(lists):
    with pytest.raises(NotFound, match="没有 CJ-999"):
        version_on("CJ-999", on=ON)


def test_a_measure_before_its_law_is_not_found_and_says_from_when(lists):
    with pytest.raises(NotFound, match="自 2024-07-01 起列入清单"):
        version_on("CJ-001", on=date(2024, 1, 1))


def test_the_difference_between_two_days_names_what_came_changed_and_went(lists):
    make.approved("repeal", days=10)
    make.approved("amend", measure="CJ-030", proposal={"note": "测试说明"}, days=11)
    enacted = make.approved("enact", measure="", proposal=make.content(), days=12)

    found = {item.code: item for item in diff(from_on=ON, to_on=ON + timedelta(days=12))}

    assert {code: item.kind.value for code, item in found.items()} == {
        "CJ-029": "repeal",
        "CJ-030": "amend",
        enacted.measure_code: "enact",
    }
    changed = {field.name: field.after for field in found["CJ-030"].fields}
    assert changed == {"note": "测试说明"}


def test_a_day_without_change_differs_in_nothing(lists):
    assert diff(from_on=ON, to_on=ON + timedelta(days=1)) == []


def test_the_difference_backwards_undoes_the_difference_forwards(lists):
    make.approved("repeal", days=10)

    backwards = diff(from_on=ON + timedelta(days=10), to_on=ON)

    assert [(item.code, item.kind.value) for item in backwards] == [("CJ-029", "enact")]


@pytest.mark.parametrize(
    ("filters", "inside", "outside"),
    [
        ({"list": "enhanced"}, "QH-001", "CJ-001"),
        ({"category": "practice_ban"}, "CJ-029", "CJ-001"),
        ({"matter": "licence.food"}, "CJ-025", "CJ-001"),
        ({"line": "food"}, "CJ-029", "CJ-001"),
        ({"status": "pending_legal_review"}, "CJ-011", "CJ-001"),
        ({"party_kind": "person"}, "CJ-001", "QH-001"),
        ({"level": "city_or_below"}, "CJ-001", ""),
        ({"q": "食品安全法"}, "CJ-029", "CJ-001"),
        ({"q": "ＣＪ－０２９"}, "CJ-029", "CJ-001"),
        ({"q": "公司法"}, "CJ-001", "CJ-029"),
    ],
)
def test_each_filter_narrows_the_list(lists, filters, inside, outside):
    found = codes(**filters)

    assert inside in found
    assert outside not in found
    assert len(found) < 118


def test_percent_and_underscore_are_searched_as_themselves(lists):
    assert codes(q="%") == set()
    assert codes(q="_") == set()


def test_the_nine_named_activities_each_have_a_measure_in_force(lists):
    """指导意见二（四）2; rules.md 11.7."""
    activities = {
        matter
        for version in list_on(ON, filters=Filters(status="effective"))
        for matter in version.matters.all()
        if matter.clause == "C2.4.2"
    }

    assert len({matter.pk for matter in activities}) >= 9


def test_an_office_owns_the_measures_of_its_lines_and_no_others(lists):
    food = {version.measure_id for version in owned_by(make.actor("HZ-FOOD"), on=ON)}

    assert food == {version.measure_id for version in list_on(ON, filters=Filters(line="food"))}
    assert len(food) == 9


@pytest.mark.parametrize("code", ["HZ-LEGAL", "XH-BIZ", "HZ-AMR"])
def test_nobody_but_the_city_office_of_the_line_owns_measures(lists, code):
    assert list(owned_by(make.actor(code), on=ON)) == []


def test_the_whole_list_costs_a_constant_number_of_queries(lists, django_assert_num_queries):
    with django_assert_num_queries(4):
        for version in list_on(ON):
            assert version.effective_to is None
            assert [basis.instrument.title_zh for basis in version.bases.all()]
            assert [matter.name_zh for matter in version.matters.all()] or version.measure.list == "enhanced"
            assert all((version.category.name_zh, version.owner_line.name_zh, version.term_anchor.name_zh))


def test_the_number_of_a_new_measure_follows_the_last_of_its_list(lists):
    first = make.approved("enact", measure="", proposal=make.content())
    second = make.approved("enact", measure="", proposal=make.content(name="第二项测试措施"))

    assert (first.measure_code, second.measure_code) == ("CJ-091", "CJ-092")
    assert MeasureVersion.objects.get(measure="CJ-092").number == 1


def test_a_repealed_measure_can_be_enacted_again_under_its_code(lists):
    make.approved("repeal", days=1)

    again = make.approved("enact", proposal=make.content(), days=5)

    assert (again.measure_code, again.version.number) == ("CJ-029", 3)
    assert not list_on(ON + timedelta(days=4)).filter(measure="CJ-029").exists()
    assert version_on("CJ-029", on=ON + timedelta(days=5)).name_zh == "五年内不得从事测试食品经营管理"


def test_history_tells_who_proposed_and_who_reviewed(lists):
    make.approved("repeal", days=1)

    newest, first = versions_of("CJ-029")

    assert newest.repeals
    assert {review.side for review in newest.change.reviews.all()} == {"credit_supervision", "legal_affairs"}
    assert not hasattr(first, "change")
    assert services.sweep(on=ON)["keeping_opened"] == 11
