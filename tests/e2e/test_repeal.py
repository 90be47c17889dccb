"""A repeal walks through both reviews, and the list changes on its date (C2.1a, C2.1b)."""

import re
from datetime import date, timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.e2e, pytest.mark.clause("C2.1a", "C2.1b")]
DAYS = 7


def legal_today(page) -> date:
    """The date that the banner shows."""
    return date.fromisoformat(re.search(r"\d{4}-\d{2}-\d{2}", page.locator(".demo").inner_text()).group())


def is_listed(page, code: str, *, on: date) -> bool:
    """Whether the list of a day has a line with this code."""
    page.goto(f"/lists/?q={code}&on={on.isoformat()}")
    return page.locator("table").get_by_text(code, exact=True).count() > 0


def test_a_repeal_passes_both_reviews_and_leaves_the_list_on_its_day(portal):
    food = portal.signed_in("food")
    day = legal_today(food) + timedelta(days=DAYS)

    food.goto("/lists/CJ-084/")
    food.get_by_role("link", name="提出废止").click()
    food.get_by_role("textbox", name="拟生效日").fill(day.isoformat())
    food.get_by_role("textbox", name=re.compile("理由")).fill("演示：这项措施由另一项吸收，提请废止")
    food.get_by_role("button", name="保存草稿").last.click()
    assert food.get_by_role("heading", level=1).get_by_text("CJ-084").is_visible()
    food.get_by_role("button", name="提交给两家审核").click()
    address = food.url

    credit = portal.signed_in("credit2")
    assert credit.get_by_text("废 CJ-084").first.is_visible()
    credit.goto(address)
    credit.get_by_role("textbox", name=re.compile("意见")).fill("同意废止")
    credit.get_by_role("button", name="同意这份变动").click()
    assert credit.get_by_text("已登记同意").is_visible()

    legal = portal.signed_in("legal")
    legal.goto(address)
    legal.get_by_role("button", name="同意这份变动").click()
    assert legal.get_by_text("两家都已同意").first.is_visible()

    assert is_listed(legal, "CJ-084", on=day - timedelta(days=1))
    assert not is_listed(legal, "CJ-084", on=day)
    public = portal.page()
    public.goto("/public/measures/CJ-084/")
    assert public.get_by_text("违规聘用食品禁业人员").first.is_visible()

    legal.goto("/")
    legal.locator(".demo summary").click()
    legal.get_by_role("button", name="7 天", exact=True).click()
    assert legal_today(legal) == day
    legal.goto("/lists/?q=CJ-084")
    assert legal.locator("table").get_by_text("CJ-084").count() == 0
    legal.goto("/lists/CJ-084/")
    assert legal.get_by_text("废止").first.is_visible()


def test_a_reviewer_who_sends_back_must_say_why_and_loses_no_word(portal):
    legal = portal.signed_in("legal")
    legal.goto("/lists/changes/?state=submitted")
    legal.get_by_role("link", name=re.compile("QH-026")).first.click()

    legal.get_by_role("button", name=re.compile("^退回")).click()

    assert legal.get_by_text("退回须写明理由").first.is_visible()


@pytest.mark.parametrize(
    "path", ["/", "/lists/", "/lists/CJ-029/", "/lists/changes/", "/lists/instruments/trademark_law/", "/rules/", "/calendar/"]
)
def test_pages_have_no_serious_fault_of_accessibility(portal, path):
    page = portal.signed_in("legal")
    page.goto(path)

    found = Axe().run(page).response["violations"]

    serious = [(item["id"], len(item["nodes"])) for item in found if item["impact"] in ("serious", "critical")]
    assert serious == []
