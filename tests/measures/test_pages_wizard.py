"""Proposing a change on one page: what is prefilled, what becomes a draft, what is refused where, and that no typed word is lost."""

from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from measures import services
from measures.content import content_of
from measures.forms.proposal import initial_of
from measures.models import MeasureChange
from measures.models.vocabulary import ChangeState
from measures.selectors import versions_of
from tests.measures import make, pages
from tests.measures.pages import get, reader, words

pytestmark = pytest.mark.clause("C2.1a")


@pytest.fixture
def food(lists):
    return reader("HZ-FOOD")


def day(days=20):
    return (pages.today() + timedelta(days=days)).isoformat()


def filled(content, **changes):
    """The page filled in with a content; rows of bases as a browser sends them."""
    said = {name: value for name, value in initial_of(content).items() if value not in (None, "", [], False)}
    for index, basis in enumerate(content["bases"]):
        said |= {f"bases-{index}-{name}": basis[name] for name in ("instrument", "article", "verified")}
        said |= {f"bases-{index}-is_term_basis": "on"} if basis["is_term_basis"] else {}
    return {"rows": len(content["bases"]) + 1, "effective_on": day(), "reason": "测试理由", "act": "save"} | said | changes


def whole(**changes):
    """A whole new measure, as the service asks for it."""
    content = make.content(**changes)
    kept = {"person_roles": [], "enhanced_parameters": {}, "must_narrow": False, "note": ""}
    term = {"min_months": None, "max_months": None, "until_condition": "", "cap_months": None}
    return kept | content | {"term": term | content["term"]}


def current(code="CJ-029"):
    return content_of(versions_of(code)[0])


def url(kind, measure=""):
    return f"{reverse('measures:change_new')}?kind={kind}&measure={measure}"


def test_first_what_and_which_of_the_measures_that_the_office_owns(food):
    page = words(get(food, "measures:change_new"))

    assert "CJ-029 五年内不得从事食品生产经营管理工作" in page
    assert "CJ-087" not in page


@pytest.mark.parametrize(
    ("query", "said"), [({"kind": "amend"}, "请选择要改、要废的措施"), ({"kind": "x"}, "请选择立、改或者废")]
)
def test_what_is_not_chosen_yet_is_asked_for_at_its_field(query, said, food):
    answer = get(food, "measures:change_new", **query)

    assert said in words(answer)
    assert 'id="errors"' in answer.content.decode()


def test_an_agency_that_owns_no_list_is_told_who_proposes(lists):
    assert "由市局各业务主管处室主管" in words(get(reader("XH-BIZ"), "measures:change_new"))


def test_an_amendment_begins_with_what_the_measure_says_now(food):
    page = unescape(food.get(url("amend", "CJ-029")).content.decode())

    assert "食品生产经营者被吊销许可证" in page
    assert 'value="第一百三十五条第一款"' in page
    assert "信用处" in page


def test_a_repeal_asks_for_nothing_but_the_day_and_the_reason(food):
    answer = food.get(url("repeal", "CJ-029"))

    assert "适用情形" not in words(answer)
    assert "拟生效日" in words(answer)


def test_an_amendment_becomes_a_draft_that_says_only_what_was_changed(food):
    answer = food.post(url("amend", "CJ-029"), filled(current(), cause="测试改后的情形"))

    made = MeasureChange.objects.get()
    assert answer.url == reverse("measures:change", args=[made.pk])
    assert made.state == ChangeState.DRAFT
    page = words(food.get(answer.url))
    assert "对照第 1 版，1 处" in page
    assert "测试改后的情形" in page


def test_a_repeal_becomes_a_draft(food):
    answer = food.post(url("repeal", "CJ-029"), {"effective_on": day(), "reason": "测试理由", "act": "save"})

    assert answer.status_code == 302
    assert MeasureChange.objects.get().kind == "repeal"


def test_a_new_measure_becomes_a_draft_with_everything_that_was_typed(food):
    food.post(url("enact"), filled(whole()))

    made = MeasureChange.objects.get()
    expected = whole()
    assert {key: made.proposal[key] for key in expected} == expected


def test_everything_that_is_missing_is_said_at_once_and_linked_to_its_field(food):
    answer = food.post(url("enact"), {"rows": 2, "reason": "测试我写的理由", "act": "save", "cause": "测试我写的情形"})

    page = answer.content.decode()
    assert answer.status_code == 400
    for said in ("请填写名称", "请选择类别", "请填写拟生效日", "请至少列出一条依据", "请至少选择一项对象"):
        assert said in page
    for field in ("name", "category", "effective_on", "term_kind"):
        assert f'href="#id_{field}"' in page
    assert "测试我写的理由" in page
    assert "测试我写的情形" in page
    assert not MeasureChange.objects.exists()


def test_a_row_of_bases_without_an_article_is_refused_at_its_field(food):
    said = filled(whole(), **{"bases-1-instrument": "company_law"})

    answer = food.post(url("enact"), said)

    assert answer.status_code == 400
    assert "请写明条、款、项" in words(answer)
    assert 'href="#id_bases-1-article"' in answer.content.decode()


def test_a_past_day_is_refused_with_its_clause_and_keeps_what_was_typed(food):
    answer = food.post(url("amend", "CJ-029"), filled(current(), cause="测试改后的情形", effective_on="2026-01-01"))

    assert answer.status_code == 422
    assert "不能溯及既往" in words(answer)
    assert "测试改后的情形" in answer.content.decode()


@pytest.mark.parametrize("typed", ["x", "2026-13-40", ""])
def test_a_day_that_is_none_is_refused_at_its_field(typed, food):
    answer = food.post(url("repeal", "CJ-029"), {"effective_on": typed, "reason": "测试理由", "act": "save"})

    assert answer.status_code == 400
    assert 'href="#id_effective_on"' in answer.content.decode()


def test_more_rows_are_added_without_an_error_and_nothing_is_lost(food):
    answer = food.post(url("enact"), {"rows": 2, "cause": "测试情形", "bases-0-article": "第九条", "act": "more"})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert 'name="rows" value="4"' in page
    assert 'value="第九条"' in page
    assert "测试情形" in page
    assert 'id="errors"' not in page


def test_what_could_not_become_a_draft_waits_until_it_is_taken_up_or_dropped(food):
    food.post(url("enact"), {"rows": 1, "cause": "测试半截的情形", "act": "save"})

    start = words(get(food, "measures:change_new"))
    resumed = food.get(url("enact") + "&resume=1").content.decode()
    food.post(reverse("measures:change_new"), {"act": "discard"})

    assert "上次没有存成草稿的内容还在" in start
    assert "测试半截的情形" in resumed
    assert 'id="errors"' not in resumed
    assert "上次没有存成草稿" not in words(get(food, "measures:change_new"))


def test_a_repealed_measure_is_restored_under_its_code_with_what_it_said(food):
    make.approved("repeal", on=pages.today(), days=0)
    kept = content_of(versions_of("CJ-029")[1])

    page = food.get(url("enact", "CJ-029")).content.decode()
    answer = food.post(url("enact", "CJ-029"), filled(kept))

    assert "食品生产经营者被吊销许可证" in page
    assert answer.status_code == 302
    assert MeasureChange.objects.get(kind="enact").measure_code == "CJ-029"


def test_a_measure_of_another_office_is_refused_with_the_name_of_its_owner(food):
    answer = food.get(url("amend", "CJ-087"))

    assert answer.status_code == 403
    assert "由市局知识产权处提出" in words(answer)


def test_a_code_that_no_measure_has_is_not_found(food):
    assert food.get(url("amend", "CJ-999")).status_code == 404


def test_a_draft_is_changed_with_what_it_said_before(food):
    draft = make.change("amend", proposal={"cause": "测试第一稿"}, on=pages.today())
    edit = reverse("measures:change_edit", args=[draft.pk])

    assert "测试第一稿" in food.get(edit).content.decode()
    answer = food.post(edit, filled(current(), cause="测试第二稿", reason="测试新理由"))

    assert answer.status_code == 302
    made = MeasureChange.objects.get(pk=draft.pk)
    assert (made.proposal["cause"], made.reason) == ("测试第二稿", "测试新理由")


@pytest.mark.clause("C2.1b")
def test_a_changed_proposal_loses_the_review_it_had_and_the_page_said_so(food):
    sent = make.submitted("amend", proposal={"cause": "测试第一稿"}, on=pages.today())
    services.approve_change(sent.pk, actor=make.actor("HZ-CREDIT"), on=pages.today())
    edit = reverse("measures:change_edit", args=[sent.pk])

    assert "已有审核意见作废" in words(food.get(edit))
    food.post(edit, filled(current(), cause="测试第二稿"))

    assert MeasureChange.objects.get(pk=sent.pk).state == ChangeState.DRAFT


def test_a_decided_change_cannot_be_edited(food):
    made = make.approved("repeal", on=pages.today())

    assert food.get(reverse("measures:change_edit", args=[made.pk])).status_code == 409


def test_parameters_of_enhanced_supervision_survive_the_page(lists):
    client = reader("HZ-FOOD")

    client.post(url("amend", "QH-002"), filled(current("QH-002"), note="测试说明"))

    made = MeasureChange.objects.get()
    assert made.proposal["enhanced_parameters"] == current("QH-002")["enhanced_parameters"]
