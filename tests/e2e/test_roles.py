"""Everybody who has a demo account logs in, finds their desk, and sees the two lists (C3.2)."""

import re

import pytest

from closedloop.orgs.demo import DEMO_LOGINS
from tests.e2e.conftest import PHONE

pytestmark = [pytest.mark.e2e, pytest.mark.clause("C3.2")]
BUSINESS = [login for login in DEMO_LOGINS if login.agency_code]
ADMINISTRATORS = [login for login in DEMO_LOGINS if login.admin_role]


def overflow(page) -> int:
    """By how many pixels a page is wider than its window."""
    return page.evaluate("document.documentElement.scrollWidth - window.innerWidth")


@pytest.mark.parametrize("login", BUSINESS, ids=lambda login: login.username)
def test_each_role_logs_in_and_finds_the_lists(portal, login):
    page = portal.signed_in(login.username)
    assert page.get_by_role("heading", name="待办", level=1).is_visible()
    assert login.name_zh in page.get_by_label(re.compile("^账号")).inner_text()

    page.get_by_role("link", name="两张清单").first.click()

    assert page.get_by_role("heading", name="两张清单", level=1).is_visible()
    assert page.get_by_text("清单为重建数据，非原附件").first.is_visible()
    page.goto("/lists/CJ-029/")
    assert page.get_by_text("第一百三十五条第一款").first.is_visible()


@pytest.mark.req("R33")
@pytest.mark.parametrize("login", ADMINISTRATORS, ids=lambda login: login.username)
def test_each_administrator_finds_a_desk_of_its_own_and_no_business(portal, login):
    page = portal.signed_in(login.username)

    assert "/admin/" in page.url
    page.goto("/lists/changes/new/")
    assert page.get_by_role("button", name="带出现行内容").count() == 0
    page.goto("/lists/changes/")
    assert page.get_by_text("QH-026").count() == 0


@pytest.mark.parametrize(
    "path",
    [
        "/",
        "/lists/",
        "/lists/CJ-029/",
        "/lists/diff/",
        "/lists/changes/",
        "/lists/instruments/",
        "/lists/keeping/",
        "/rules/",
        "/calendar/",
        "/help/",
        "/search/?q=食品",
    ],
)
def test_no_page_is_wider_than_a_phone(portal, path):
    page = portal.signed_in("legal", size=PHONE)

    assert page.goto(path).status == 200
    assert overflow(page) <= 1


@pytest.mark.clause("C3.4")
@pytest.mark.parametrize("path", ["/public/", "/public/measures/", "/public/measures/CJ-029/", "/login/"])
def test_the_public_pages_need_no_login_and_fit_a_phone(portal, path):
    page = portal.page(size=PHONE)

    assert page.goto(path).status == 200
    assert overflow(page) <= 1


def test_a_wrong_password_is_refused_without_saying_which_part_was_wrong(portal):
    page = portal.page()
    page.goto("/login/")
    page.get_by_role("textbox", name="账号").fill("nobody-here")
    page.get_by_role("textbox", name="密码").fill("not the password")
    page.get_by_role("button", name="登录", exact=True).click()

    assert page.get_by_text("账号或者密码不对").first.is_visible()


def test_the_portal_works_without_any_script(portal):
    page = portal.signed_in("legal", scripts=False)

    page.get_by_role("link", name="清单变动审核").first.click()
    assert page.get_by_text("QH-026").first.is_visible()
    page.goto("/lists/?q=食品安全法")
    assert page.get_by_text("CJ-029").first.is_visible()
