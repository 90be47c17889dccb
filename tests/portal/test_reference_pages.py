"""规则与口径, the calendar with its calculator, and help."""

import pytest
from django.urls import reverse
from django.utils.html import escape

from closedloop.opinion import CLAUSES, RULES, Role
from closedloop.portal import guide, nav, rulebook
from tests.portal import make


@pytest.fixture
def client(official):
    return make.signed_in(make.officer(make.agency()))


def _page(client, name, **query):
    answer = client.get(reverse(name), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.clause("C3.4")
def test_every_clause_is_printed_in_its_own_words_with_our_reading(client):
    page = _page(client, "portal:rules")

    assert [clause.id for clause in CLAUSES.values() if escape(clause.text) not in page] == []
    assert [clause.id for clause in CLAUSES.values() if escape(clause.reading) not in page] == []


@pytest.mark.clause("C3.4")
def test_every_act_is_printed_with_its_period(client):
    page = _page(client, "portal:rules")

    missing = [
        rule.name
        for rule in RULES.values()
        if f"<b>{rule.act}</b>" + (f"，{rule.period_zh}" if rule.period_zh else "") not in page
    ]
    assert missing == []


def test_the_rules_stand_in_the_order_of_the_opinion_with_its_headings():
    parts = rulebook.parts()

    assert [part.place for part in parts] == list(rulebook.HEADINGS)
    assert sum(len(part.clauses) for part in parts) == len(CLAUSES)


def test_the_rules_can_be_narrowed_to_a_role_and_to_our_readings():
    legal = {rule.name for part in rulebook.parts(role=Role.LEGAL_AFFAIRS) for item in part.clauses for rule in item.acts}
    readings = [item for part in rulebook.parts(readings_only=True) for item in part.clauses]

    assert "REVIEW_LIST_CHANGE_LEGAL" in legal
    assert "REVIEW_LIST_CHANGE_CREDIT" not in legal
    assert readings
    assert all(item.readings for item in readings)


def test_an_unknown_role_in_the_address_shows_all_rules(client):
    assert len(CLAUSES) == _page(client, "portal:rules", role="nobody").count('<article class="clause"')


@pytest.mark.req("R19")
def test_the_calendar_names_the_notice_from_which_it_comes(client):
    page = _page(client, "portal:calendar", year="2026")

    assert "国办发明电〔2025〕7号" in page
    assert "国庆节调休上班" in page
    assert page.count('<table class="month">') == 12


@pytest.mark.req("R19")
def test_a_year_without_a_notice_is_shown_as_an_estimate(client):
    page = _page(client, "portal:calendar", year="2027")

    assert "推算" in page
    assert "2027 年的通知还没有载入" in page


@pytest.mark.parametrize("year", ["", "abc", "1", "99999", "２０２６", "-5"])
def test_a_year_that_makes_no_sense_shows_the_current_one_or_itself(year, client):
    assert "年工作日历" in _page(client, "portal:calendar", year=year)


def test_the_calculator_gives_the_due_day_and_each_skipped_day_with_its_reason(client):
    page = _page(client, "portal:calendar", start="2026-09-29", days="3")

    assert '<span class="big"><time datetime="2026-10-09">2026-10-09（周五）</time></span> 届满' in page
    assert "跳过 7 天" in page
    for day, why in (("2026-10-01", "国庆节"), ("2026-10-03", "周六"), ("2026-10-04", "周日"), ("2026-10-07", "国庆节")):
        assert f'<time datetime="{day}">{day}</time> {why}' in page


def test_the_calculator_counts_a_weekend_day_that_was_worked(client):
    page = _page(client, "portal:calendar", start="2026-09-18", days="1")

    assert '<span class="big"><time datetime="2026-09-20">' in page
    assert "另计：" in page


def test_the_calculator_marks_a_due_day_in_an_unknown_year(client):
    assert "2027 年的放假安排还没有载入" in _page(client, "portal:calendar", start="2026-12-30", days="5")


@pytest.mark.parametrize(
    ("start", "days", "said"),
    [
        ("", "3", "请填写起算日"),
        ("2026-02-30", "3", "起算日不是日期"),
        ("29/09/2026", "3", "起算日不是日期"),
        ("1066-10-14", "3", "起算日的年份须在 2000 至 2100 之间"),
        ("2026-09-29", "", "请填写工作日数"),
        ("2026-09-29", "三", "工作日数须是整数"),
        ("2026-09-29", "1.5", "工作日数须是整数"),
        ("2026-09-29", "0", "工作日数至少是 1"),
        ("2026-09-29", "100000", "工作日数最多是 1000"),
    ],
)
def test_the_calculator_says_what_to_correct(start, days, said, client):
    page = _page(client, "portal:calendar", start=start, days=days)

    assert said in page
    assert "没有计算" in page
    assert "届满" not in page


def test_both_mistakes_of_the_calculator_are_said_at_once(client):
    page = _page(client, "portal:calendar", start="x", days="x")

    assert "起算日不是日期" in page
    assert "工作日数须是整数" in page


def test_help_begins_with_the_page_from_which_one_came_and_ones_own_role(client):
    page = _page(client, "portal:help", about="portal:home")

    assert "刚才的页面" in page
    assert page.index("当前身份") < page.index("法制机构</h2>")
    assert 'href="/rules/#C2.1a"' in page


@pytest.mark.parametrize("about", ["", "nothing:known", "<script>"])
def test_help_without_a_known_page_shows_the_roles(about, client):
    page = _page(client, "portal:help", about=about)

    assert "刚才的页面" not in page
    assert "<script>" not in page


def test_every_page_of_the_navigation_has_its_help():
    entries = (*nav.DESK, *nav.KEEPING, *nav.LOOKUP)

    assert [view for entry in entries for view in (entry.view, *entry.also) if guide.topic(view) is None] == []
