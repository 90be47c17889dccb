"""The frame of every page: who sees which navigation, and what stands at the top."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from closedloop.opinion import AdminRole, Role
from closedloop.portal import nav
from tests.portal import make

PAGES = ("portal:home", "portal:done", "portal:sent", "portal:search", "portal:rules", "portal:calendar", "portal:help")
BUSINESS, CREDIT, LEGAL = Role.BUSINESS_AUTHORITY, Role.CREDIT_SUPERVISION, Role.LEGAL_AFFAIRS


@pytest.fixture
def officer(official):
    return make.officer(make.agency())


@pytest.fixture
def client(officer):
    return make.signed_in(officer)


def _labels(actor):
    return [link.label for group in nav.groups(actor, view="portal:home", counts={}) for link in group.links]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_of_the_portal_asks_a_stranger_to_log_in(name, db):
    answer = Client().get(reverse(name))

    assert answer.status_code == 302
    assert answer.url.startswith(reverse("portal:login"))


@pytest.mark.req("R39")
@pytest.mark.parametrize("name", PAGES)
def test_a_page_carries_no_script_or_style_inside_and_asks_no_other_host(name, client):
    page = client.get(reverse(name)).content.decode()

    assert re.findall(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)", page) == []
    assert re.findall(r"(?:src|href|action)=\"(?:https?:)?//[^\"]*", page) == []


@pytest.mark.parametrize("name", PAGES)
def test_a_page_has_its_landmarks_one_title_and_the_way_past_the_navigation(name, client):
    page = client.get(reverse(name)).content.decode()

    assert page.count("<h1") == 1
    assert page.count("<main") == 1
    assert '<html lang="zh-CN"' in page
    assert '<a class="skip" href="#content">' in page
    assert "<header" in page
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert sorted(set(ids)) == sorted(ids)
    fields = set(re.findall(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]*\sid="([^"]+)"', page))
    assert fields <= set(re.findall(r'<label[^>]*\sfor="([^"]+)"', page))


@pytest.mark.parametrize("name", PAGES[:3] + PAGES[4:6])
def test_the_navigation_says_where_one_is(name, client):
    page = client.get(reverse(name)).content.decode()

    assert re.search(rf'<a class="nav-link" href="{re.escape(reverse(name))}" aria-current="page">', page)


def test_the_head_shows_agency_roles_and_name(client):
    page = client.get(reverse("portal:help")).content.decode()

    assert "<span>测试食品处</span>" in page
    assert "业务主管·陈测远" in page


@pytest.mark.clause("C3.2")
@pytest.mark.parametrize(
    ("roles", "sees", "never"),
    [
        ((BUSINESS,), "提出变动", "清单变动审核"),
        ((CREDIT,), "清单变动审核", "提出变动"),
        ((LEGAL,), "清单变动审核", "提出变动"),
        ((Role.ENFORCEMENT,), "两张清单", "清单核对"),
        ((Role.MARKET_ENTITY,), "两张清单", "清理任务"),
    ],
)
def test_the_navigation_offers_what_the_role_may_do(roles, sees, never, db):
    labels = _labels(make.actor(make.officer(make.agency("TEST-X", name="测试机构", roles=roles))))

    assert sees in labels
    assert never not in labels


def test_an_office_with_two_roles_finds_each_page_once(db):
    labels = _labels(make.actor(make.officer(make.agency("TEST-X", name="测试机构", roles=(CREDIT, BUSINESS)))))

    assert len(labels) == len(set(labels))
    assert {"清单变动审核", "提出变动"} <= set(labels)
    assert "清单变动" not in labels


@pytest.mark.req("R33")
@pytest.mark.parametrize("role", list(AdminRole))
def test_an_administrator_finds_nothing_of_the_business(role, official):
    user = make.administrator(role)

    assert _labels(make.actor(user)) == ["管理后台", "规则与口径", "工作日历"]
    assert make.signed_in(user).get(reverse("portal:home")).url == reverse("admin:index")


def test_an_account_without_a_post_is_told_whom_to_ask(official):
    answer = make.signed_in(make.officer()).get(reverse("portal:home"))

    assert answer.status_code == 403
    assert "安全管理员" in answer.content.decode()


def test_the_banner_of_the_demo_is_shown_in_a_demo_only(client, settings):
    assert "演示环境" in client.get(reverse("portal:help")).content.decode()

    settings.DEMO = False
    assert "演示环境" not in client.get(reverse("portal:help")).content.decode()


@pytest.mark.req("R32")
def test_one_acts_for_another_of_ones_agencies_after_choosing_it(official):
    client = make.signed_in(make.officer(make.agency(), make.agency("TEST-LAW", name="测试法规处", roles=(LEGAL,))))

    answer = client.post(reverse("portal:switch_agency"), {"agency": "TEST-LAW"}, follow=True)

    assert "<span>测试法规处</span>" in answer.content.decode()
    assert "法制·陈测远" in answer.content.decode()


def test_one_cannot_act_for_an_agency_where_one_holds_no_post(client):
    make.agency("TEST-LAW", name="测试法规处", roles=(LEGAL,))

    answer = client.post(reverse("portal:switch_agency"), {"agency": "TEST-LAW"})

    assert answer.status_code == 403
    assert "您在这个机构没有任职" in answer.content.decode()


@pytest.mark.parametrize("name", ["portal:switch_agency", "portal:demo_forward", "portal:logout"])
def test_an_act_cannot_be_done_by_following_a_link(name, client):
    assert client.get(reverse(name)).status_code == 405
