"""The pages of legal review: a file is entered, its measures are pointed out, the handler is reminded and followed (C3.3b)."""

import pytest

from closedloop.opinion import Role
from closedloop.portal import nav
from subjects import selectors, services
from subjects.models import LegalReview
from tests.measures.pages import get, own_queries, post, reader, stranger, words
from tests.subjects import make
from tests.subjects.test_reviews import FILE, reminded

pytestmark = pytest.mark.clause("C3.3b")


@pytest.fixture
def legal(lists):
    return reader("HZ-LEGAL")


@pytest.fixture
def enforce(lists):
    return reader("HZ-ENF")


def linked(review, case):
    return services.link_review(review.pk, document_no=case.cause.document_no, actor=make.actor("HZ-LEGAL"), on=make.ON)


def waiting(agency):
    return [item for item in selectors.todo_for(make.actor(agency), on=make.ON) if item.kind == "reminder"]


def test_legal_affairs_enters_a_file_and_sees_what_will_follow_and_why(legal):
    answer = post(legal, "subjects:review_new", **FILE)

    review = LegalReview.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/cases/reviews/{review.pk}/")
    page = words(get(legal, "subjects:review", review.pk))
    reminder = review.reminders.get(measure="CJ-029")
    for said in (
        "市局执法队收到一项待办",
        "CJ-029",
        reminder.because,
        reminder.get_certainty_display(),
        "尚无文书",
        "吊销许可证件",
    ):
        assert said in page, said


def test_a_refusal_keeps_what_was_typed_and_says_every_fault(legal):
    answer = post(legal, "subjects:review_new", **FILE | {"file_no": " ", "handler": "NO-SUCH", "kind": "court_judgment"})

    page = words(answer)
    assert answer.status_code == 400
    for said in ("请填写案卷号", "请选择办案机构", "案件类别应为"):
        assert said in page
    assert FILE["title_zh"] in answer.content.decode()
    assert not LegalReview.objects.exists()


def test_the_same_file_is_not_pointed_out_twice(legal):
    reminded()

    answer = post(legal, "subjects:review_new", **FILE)

    assert (answer.status_code, "已作过提示" in words(answer)) == (409, True)


@pytest.mark.parametrize(("agency", "status"), [("HZ-LEGAL", 200), ("SC-LEGAL", 200), ("HZ-ENF", 403), ("HZ-FOOD", 403)])
def test_only_legal_affairs_may_enter_one(agency, status, lists):
    client = reader(agency)

    assert get(client, "subjects:review_new").status_code == status
    assert ("提示措施" in words(get(client, "subjects:reviews"))) == (status == 200)


@pytest.mark.parametrize(
    ("agency", "status"),
    [("HZ-LEGAL", 200), ("HZ-ENF", 200), ("HZ-CREDIT", 200), ("HZ-FOOD", 404), ("XH-LEGAL", 404), ("XH-ENF", 404)],
)
def test_a_reminder_is_there_for_who_gave_it_and_who_got_it(agency, status, lists):
    review, client = reminded(), reader(agency)

    assert get(client, "subjects:review", review.pk).status_code == status
    assert (FILE["title_zh"] in words(get(client, "subjects:reviews"))) == (status == 200)
    assert post(client, "subjects:review", review.pk, document_no="没有的号").status_code == {200: 400, 404: 404}[status]


def test_whoever_is_not_signed_in_is_sent_to_the_login(lists):
    for name, *args in (("reviews",), ("review_new",), ("review", reminded().pk)):
        assert get(stranger(), f"subjects:{name}", *args).url.startswith("/login/")


def test_the_handler_is_reminded_until_the_document_is_linked(enforce):
    review = reminded()
    assert [(item.title, item.act, item.url) for item in waiting("HZ-ENF")] == [
        (f"审核提示：{FILE['file_no']}", "登记文书", f"/cases/reviews/{review.pk}/")
    ]
    assert waiting("HZ-LEGAL") == waiting("XH-ENF") == []
    assert "审核提示" in words(get(enforce, "portal:home"))
    case = make.pushed(make.person("CJ-029"))

    answer = post(enforce, "subjects:review", review.pk, document_no=f" {case.cause.document_no} ")

    assert answer.status_code == 302
    assert waiting("HZ-ENF") == []


def test_it_is_shown_which_measures_were_pushed_and_which_were_not(legal):
    review = reminded(party_kind="enterprise")
    others = [item.measure_id for item in review.reminders.all()]
    case = make.pushed(make.enterprise(others[0]))
    linked(review, case)

    page = words(get(legal, "subjects:review", review.pk))

    assert "已推送" in page
    assert case.pk in page
    if others[1:]:
        assert f"提示的 {len(others)} 项措施里有 {len(others) - 1} 项没有推送" in page


@pytest.mark.parametrize(("given", "said"), [("", "请填写文书号"), ("没有的号\x00", "还没有登记文书号为 没有的号 的案件")])
def test_a_document_that_nobody_entered_is_refused_at_its_field(given, said, enforce):
    answer = post(enforce, "subjects:review", reminded().pk, document_no=given)

    assert (answer.status_code, said in words(answer)) == (400, True)


def test_the_list_tells_open_ones_from_those_with_a_document(legal):
    open_one, done = reminded(), reminded(file_no="测案〔2026〕2号", title_zh="测试：第二案")
    linked(done, make.pushed(make.person("CJ-029")))

    page = words(get(legal, "subjects:reviews"))
    assert (open_one.file_no in page, done.file_no in page) == (True, False)
    assert "尚无文书 1" in page
    assert done.file_no in words(get(legal, "subjects:reviews", standing="linked"))
    assert get(legal, "subjects:reviews", standing="<x>", after="x").status_code == 200


def test_the_lists_ask_no_more_for_more_rows(legal, enforce):
    for number in range(3):
        reminded(file_no=f"测案〔2026〕{number}号")
    few = own_queries(legal, "subjects:reviews"), own_queries(enforce, "portal:home")
    for number in range(3, 30):
        reminded(file_no=f"测案〔2026〕{number}号")

    assert (own_queries(legal, "subjects:reviews"), own_queries(enforce, "portal:home")) == few


@pytest.mark.parametrize(
    ("agency", "sees"), [("HZ-LEGAL", True), ("HZ-ENF", True), ("HZ-APPROVAL", True), ("HZ-FOOD", False), ("MKT-FOOD", False)]
)
def test_the_navigation_leads_there_for_who_reviews_and_who_handles(agency, sees, lists):
    who = make.actor(agency)
    labels = [link.label for group in nav.groups(who, view="subjects:review", counts={"reminder": 2}) for link in group.links]

    assert ("审核提示" in labels) == sees == who.has(Role.LEGAL_AFFAIRS, Role.ENFORCEMENT, Role.APPROVAL_AUTHORITY)
