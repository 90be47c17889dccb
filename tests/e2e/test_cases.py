"""A decision is entered, consulted about, pushed and received by the people whose work that is (C2.2a, C2.2b, C2.3a)."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.e2e.conftest import PHONE
from tests.e2e.test_repeal import legal_today
from tests.e2e.test_roles import overflow
from tests.subjects import make

pytestmark = [pytest.mark.e2e, pytest.mark.clause("C2.2a", "C2.2b", "C2.3a")]
LAW = "《中华人民共和国食品安全法》第一百二十四条、第一百三十五条第一款"
FACTS = "演示：经营超过保质期的食品，情节严重，吊销食品经营许可证"


def fill_in(page, number, *, person, organisation):
    """The form as an officer fills it in, until the measures are shown."""
    page.goto("/cases/new/")
    page.get_by_role("textbox", name="文书号").fill(f"杭市监罚处〔2026〕测{number}号")
    page.get_by_label("作出日期").fill(legal_today(page).isoformat())
    page.get_by_label("吊销许可证件").check()
    page.get_by_label("法律依据").fill(LAW)
    page.get_by_label("事实").fill(FACTS)
    page.locator("#id_s-0-value").fill(organisation)
    page.locator("#id_s-0-name").fill("杭州测禾餐饮管理有限公司")
    page.locator("#id_s-1-value").fill(person)
    page.locator("#id_s-1-name").fill("林测宁")
    page.locator("#id_s-1-role_zh").fill("法定代表人")
    page.get_by_role("button", name="看建议的措施").click()


def drafted(page, number, **codes):
    """The address of the draft that came of it."""
    fill_in(page, number, **codes)
    page.get_by_role("button", name="保存草稿").last.click()
    page.wait_for_url(re.compile(r"/cases/HZ-ENF-"))
    return page.url


@pytest.mark.req("R27")
@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_a_decision_goes_from_the_form_to_the_business_authority(portal, scripts):
    number = 5001 + scripts
    person, organisation = make.id_card(number % 1000), make.uscc(number)
    enforce = portal.signed_in("enforce", scripts=scripts)

    fill_in(enforce, number, person=person, organisation=organisation)
    assert enforce.get_by_label(re.compile("CJ-029")).is_checked()
    assert not enforce.get_by_label(re.compile("CJ-067")).is_checked()
    assert person not in enforce.content()
    enforce.get_by_role("button", name="保存草稿").last.click()
    assert enforce.get_by_text("草稿已保存").is_visible()
    address = enforce.url
    enforce.get_by_role("button", name=re.compile("^推送给市局食品处")).click()
    assert enforce.get_by_text("已推送，接收机构收到一项待办").is_visible()

    food = portal.signed_in("food", scripts=scripts)
    food.goto("/cases/inbox/")
    food.get_by_role("link", name=re.compile(f"测{number}号")).click()
    assert food.url == address
    food.get_by_role("button", name="接收这个案件").click()
    assert food.get_by_text("已接收，接下来推送给实施机构").is_visible()
    assert person not in food.content()
    food.get_by_role("link", name="查看完整号码").first.click()
    food.get_by_label("查看的用途").fill("与身份证件核对")
    food.get_by_role("button", name=re.compile("查看完整号码")).click()
    assert food.get_by_text(person).is_visible()
    assert person not in food.url


@pytest.mark.clause("C2.2b")
def test_a_consultation_asks_hears_and_concludes(portal):
    enforce = portal.signed_in("enforce")
    address = drafted(enforce, 5003, person=make.id_card(503), organisation=make.uscc(5003))
    enforce.get_by_text("复杂的，提请会商").click()
    enforce.get_by_label("要会商的问题").fill("测5003：是否按其他直接责任人员推送？")
    enforce.get_by_label("市局法规处").check()
    enforce.get_by_role("button", name="提请会商").click()
    assert enforce.get_by_text("剩 15 个工作日").first.is_visible()

    legal = portal.signed_in("legal")
    legal.goto("/cases/consultations/")
    legal.get_by_role("link", name=re.compile("^测5003")).click()
    legal.get_by_label("本机构的意见").fill("应当，认定书载明其负责进货查验")
    legal.get_by_role("button", name=re.compile("提出意见")).click()
    assert legal.get_by_text("已提出会商意见").is_visible()

    enforce.goto(address)
    assert enforce.get_by_text("认定书载明其负责进货查验").is_visible()
    enforce.get_by_label("会商结论").fill("按其他直接责任人员推送")
    enforce.get_by_role("button", name="作出会商结论").click()
    assert enforce.get_by_role("button", name=re.compile("^推送给")).is_visible()


def test_a_case_that_is_sent_back_says_why(portal):
    enforce = portal.signed_in("enforce")
    address = drafted(enforce, 5004, person=make.id_card(504), organisation=make.uscc(5004))
    enforce.get_by_role("button", name=re.compile("^推送给")).click()

    food = portal.signed_in("food")
    food.goto(address)
    food.get_by_text("退回，说明理由").click()
    food.get_by_role("button", name="退回市局执法队").click()
    assert food.get_by_text("请写明理由").first.is_visible()
    food.get_by_label("退回的理由").fill("责任人员认定书未附")
    food.get_by_role("button", name="退回市局执法队").click()

    enforce.goto(address)
    assert enforce.get_by_text("责任人员认定书未附").first.is_visible()
    enforce.get_by_role("link", name="更正，另立草稿").click()
    assert enforce.get_by_role("heading", name="更正案件").is_visible()


def test_the_pages_of_cases_fit_a_phone_and_have_no_serious_fault_of_accessibility(portal):
    enforce = portal.signed_in("enforce")
    address = drafted(enforce, 5005, person=make.id_card(505), organisation=make.uscc(5005))
    phone = portal.signed_in("enforce", size=PHONE)

    for path in (address, f"{address}edit/", "/cases/", "/cases/new/", "/cases/consultations/"):
        phone.goto(path)
        assert overflow(phone) <= 1, path
        found = Axe().run(phone).response["violations"]
        assert [(item["id"], path) for item in found if item["impact"] in ("serious", "critical")] == []
