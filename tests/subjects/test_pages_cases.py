"""The cases of an agency: by box and state, what is due first comes first, searched without a person's identifier in any address."""

from datetime import timedelta

import pytest

from closedloop.workdays import clock
from subjects.models import Case
from subjects.selectors import cases_for, pages
from tests.measures.pages import stranger
from tests.subjects import make
from tests.subjects.pages import get, own_queries, post, reader, url, words

pytestmark = pytest.mark.clause("C2.2a", "C2.3a")


def drafted(days=1, **changes):
    """A draft on a decision of so many days ago."""
    said = make.cause(decided_on=(clock.today() - timedelta(days=days)).isoformat())
    return make.draft(*changes.pop("subjects", ()), on=clock.today(), cause=said, **changes)


def pushed(days=1, **changes):
    said = make.cause(decided_on=(clock.today() - timedelta(days=days)).isoformat())
    return make.pushed(*changes.pop("subjects", ()), on=clock.today(), cause=said, **changes)


def shown(answer):
    """The documents in the order in which they stand."""
    return [case.pk for case in answer.context["page"].rows]


@pytest.fixture
def enforce(lists):
    return reader("HZ-ENF")


@pytest.fixture
def food(lists):
    return reader("HZ-FOOD")


def test_what_is_due_first_comes_first(enforce):
    late, soon, fresh = drafted(40), drafted(2), drafted(0)

    answer = get(enforce, "subjects:cases")

    assert shown(answer) == [late.pk, soon.pk, fresh.pk]
    assert "超 " in words(answer)


def test_each_box_has_its_own_cases(enforce, food):
    draft, sent = drafted(), pushed()

    assert shown(get(enforce, "subjects:cases", box="todo")) == [draft.pk]
    assert shown(get(enforce, "subjects:cases", box="sent")) == [sent.pk]
    assert set(shown(get(enforce, "subjects:cases", box=""))) == {draft.pk, sent.pk}
    assert shown(get(food, "subjects:cases")) == [sent.pk]
    assert shown(get(food, "subjects:cases", box="done")) == []


def test_a_state_narrows_and_its_count_is_told(food):
    pushed()
    received = make.received(on=clock.today(), cause=make.cause(decided_on=clock.today().isoformat()))

    answer = get(food, "subjects:cases", state="received")

    assert shown(answer) == [received.pk]
    assert "已推送 1" in words(answer)


@pytest.mark.clause("C2.3a")
def test_the_inbox_shows_what_is_not_received_yet(food):
    arrived = pushed()
    make.received(on=clock.today(), cause=make.cause(decided_on=clock.today().isoformat()))

    answer = get(food, "subjects:inbox")

    assert shown(answer) == [arrived.pk]
    assert "市局执法队 → 市局食品处" in words(answer)


@pytest.mark.parametrize("agency", ["HZ-DRUG", "SC-CREDIT", "MKT-FOOD", "EXT-FIN"])
def test_a_stranger_sees_none(agency, lists):
    pushed()

    assert shown(get(reader(agency), "subjects:cases", box="")) == []


@pytest.mark.parametrize("name", ["cases", "inbox", "case_new", "consultations"])
def test_nobody_sees_them_without_a_login(name, lists):
    assert get(stranger(), f"subjects:{name}").status_code == 302


class TestSearch:
    @pytest.mark.parametrize("by", ["document", "number", "name", "code"])
    def test_a_case_is_found_by_document_number_name_or_code(self, by, enforce):
        code = make.uscc()
        case = drafted(subjects=[make.enterprise(value=code, name="杭州测松餐饮有限公司")])
        drafted()
        q = {"document": case.cause.document_no, "number": case.pk, "name": "测松餐饮", "code": code}[by]

        answer = post(enforce, "subjects:cases", q=q)

        assert answer.status_code == 302
        assert shown(enforce.get(answer.url)) == [case.pk]

    @pytest.mark.req("R27")
    def test_a_persons_number_finds_the_case_but_never_stands_in_an_address_or_a_page(self, enforce):
        code = make.id_card()
        case = drafted(subjects=[make.person("CJ-029", value=code)])
        drafted()

        answer = post(enforce, "subjects:cases", q=code)

        assert answer.status_code == 200
        assert shown(answer) == [case.pk]
        assert code not in answer.content.decode()
        assert answer["Cache-Control"] == "no-store"

    @pytest.mark.req("R27")
    def test_a_number_that_was_put_into_the_address_is_taken_out_of_it(self, enforce):
        answer = get(enforce, "subjects:cases", q=make.id_card())

        assert (answer.status_code, answer.url) == (302, url("cases"))

    def test_a_number_of_another_agencys_case_finds_nothing(self, lists):
        code = make.id_card()
        pushed(subjects=[make.person("CJ-029", value=code)])

        assert shown(post(reader("HZ-DRUG"), "subjects:cases", q=code)) == []

    def test_nothing_found_says_what_to_do(self, enforce):
        answer = enforce.get(post(enforce, "subjects:cases", q="没有这样的文书").url)

        assert "没有这样的案件，或者它不由本机构办理" in words(answer)


def test_pages_follow_each_other_without_a_gap(lists):
    for days in (0, 1, 1, 2, 30):
        drafted(days)
    seen = cases_for(make.actor("HZ-ENF"))
    found, after = [], ""

    while True:
        page = pages.by_deadline(seen, after=after, size=2)
        found += [case.pk for case in page.rows]
        after = page.next_after
        if not after:
            break

    assert len(found) == len(set(found)) == Case.objects.count() == 5
    assert page.total == 5


@pytest.mark.req("R41")
@pytest.mark.parametrize("q", ["\x00", "%", "' or 1=1 --", "a" * 5000, "〔", " "])
def test_whatever_is_searched_for_is_answered(q, enforce):
    drafted()

    assert enforce.get(url("cases"), {"q": q, "state": q, "box": q}).status_code == 200
    assert post(enforce, "subjects:cases", q=q).status_code in (200, 302)


@pytest.mark.parametrize("token", ["x", "2026-01-01~x~y", "2026-01-01~2026-01-01T00:00:00~y", "~~"])
def test_a_token_that_nobody_gave_begins_anew(token, enforce):
    case = drafted()

    assert shown(get(enforce, "subjects:cases", after=token)) == [case.pk]


def test_three_and_thirty_cases_cost_the_same(food):
    for _ in range(3):
        pushed()
    few = own_queries(food, "subjects:cases")
    for _ in range(27):
        pushed()

    assert own_queries(food, "subjects:cases") == few
    assert few <= 14


def test_three_and_thirty_consultations_cost_the_same(lists):
    legal = reader("HZ-LEGAL")

    def ask(count):
        enforce = reader("HZ-ENF")
        for _ in range(count):
            case = drafted()
            post(enforce, "subjects:case", case.pk, act="consult", invite=["HZ-LEGAL"], question="测试问题")

    ask(3)
    few = own_queries(legal, "subjects:consultations")
    ask(27)

    assert own_queries(legal, "subjects:consultations") == few


@pytest.mark.parametrize(
    ("agency", "there", "not_there"),
    [
        ("HZ-ENF", ["新建推送", "等我会商"], ["待接收"]),
        ("HZ-APPROVAL", ["新建推送"], ["待接收", "等我会商"]),
        ("HZ-FOOD", ["待接收", "等我会商"], ["新建推送"]),
        ("HZ-LEGAL", ["等我会商"], ["新建推送", "待接收"]),
        ("EXT-FIN", [], ["新建推送", "待接收", "等我会商"]),
    ],
)
def test_each_role_finds_its_own_in_the_navigation(agency, there, not_there, lists):
    page = get(reader(agency), "portal:help").content.decode().split("</aside>")[0]

    assert [word for word in there if word not in page] == []
    assert [word for word in not_there if word in page] == []


@pytest.mark.parametrize("view", ["subjects:cases", "subjects:case", "subjects:case_new", "subjects:consultation"])
def test_each_page_has_its_help(view, enforce):
    assert "证件号码" in words(get(enforce, "portal:help", about=view)) or "会商" in words(
        get(enforce, "portal:help", about=view)
    )
