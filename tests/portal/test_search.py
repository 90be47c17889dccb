"""One search over measures, instruments and agencies; what a person types is never a pattern."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from closedloop.portal.forms import SearchForm
from closedloop.portal.search import FOUND_MAX
from closedloop.workdays import clock
from measures.models import Instrument
from tests.portal import make


@pytest.fixture
def client(official):
    return make.signed_in(make.officer(make.agency()))


def _instrument(code, title, number=""):
    return Instrument.objects.create(
        code=code, title_zh=title, short_title_zh=title, document_no=number, level="law", verified="text"
    )


def _page(client, query):
    answer = client.get(reverse("portal:search"), {"q": query})
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("query", "said"),
    [("", "请输入要找的名称"), (" ", "请输入要找的名称"), ("食", "请至少输入 2 个字"), ("长" * 81, "最多 80 个字")],
)
def test_too_short_or_too_long_a_question_gets_a_kind_sentence(query, said, client):
    page = _page(client, query)

    assert said in page
    assert "没有找到" not in page


def test_an_instrument_is_found_by_its_name_and_its_number(client):
    _instrument("test-law", "测试食品条例", "测办发〔2025〕22号")

    for query in ("食品条例", "测办发〔2025〕22号", "测办发[2025]22号", "２２号"):
        assert "测试食品条例" in _page(client, query), query


def test_an_agency_is_found_by_its_name_and_its_code(client):
    assert "业务主管机构" in _page(client, "测试食品")
    assert "业务主管机构" in _page(client, "test-food")


@pytest.mark.parametrize("query", ["CJ-901", "cj-901", "ＣＪ－９０１", "鲜奶", "测试类别", "虚假标注"])
def test_a_measure_is_found_by_its_code_its_name_its_category_and_its_cause(query, client):
    make.version("CJ-901", "不得申请鲜奶许可", since=date(2020, 1, 1), cause="虚假标注日期的")

    page = _page(client, query)

    assert "不得申请鲜奶许可" in page
    assert reverse("measures:detail", args=["CJ-901"]) in page
    assert "失信惩戒" in page
    assert "待核" in page


@pytest.mark.clause("C2.1a")
def test_a_measure_is_found_as_it_stands_today(client):
    today = clock.today()
    make.version("CJ-901", "从前叫甲措施", since=date(2020, 1, 1))
    make.version("CJ-901", "现在叫乙措施", since=today, number=2)
    make.version("CJ-901", "将来叫丙措施", since=today + timedelta(days=1), number=3)

    assert "现在叫乙措施" in _page(client, "乙措施")
    assert "没有找到" in _page(client, "甲措施")
    assert "没有找到" in _page(client, "丙措施")


def test_a_repealed_measure_is_found_until_the_eve_of_its_repeal(client):
    today = clock.today()
    make.version("CJ-901", "今天废止的措施", since=date(2020, 1, 1))
    make.version("CJ-901", "今天废止的措施", since=today, number=2, repeals=True)
    make.version("CJ-902", "明天废止的措施", since=date(2020, 1, 1))
    make.version("CJ-902", "明天废止的措施", since=today + timedelta(days=1), number=2, repeals=True)

    page = _page(client, "废止的措施")

    assert "明天废止的措施" in page
    assert "今天废止的措施" not in page


def test_more_hits_than_fit_are_counted(client):
    for number in range(FOUND_MAX + 3):
        _instrument(f"t-{number:02}", f"测试条例第{number}号")

    assert f"显示 {FOUND_MAX} 件，共 {FOUND_MAX + 3} 件" in _page(client, "测试条例")


@pytest.mark.parametrize("query", ["%%", "__", "%_", "\\\\", "食%例", "'; DROP TABLE", '"><b>'])
def test_signs_that_mean_something_to_a_database_stand_for_themselves(query, client):
    _instrument("test-law", "测试食品条例")

    page = _page(client, query)

    assert "没有找到" in page
    assert "测试食品条例" not in page
    assert '<b>"' not in page


def test_a_name_with_such_a_sign_is_found_by_it(client):
    _instrument("test-law", "含量 50%_以上条例")

    assert "含量 50%_以上条例" in _page(client, "50%_")


def test_the_question_stands_in_the_field_again(client):
    page = _page(client, '测试"><script>')

    assert "<script>" not in page
    assert "测试&quot;&gt;&lt;script&gt;" in page


@pytest.mark.parametrize(
    ("typed", "spellings"),
    [
        ("ＣＪ－０１２", ["ＣＪ－０１２", "CJ-012"]),
        ("国办发[2025]22号", ["国办发[2025]22号", "国办发〔2025〕22号"]),
        ("食品", ["食品"]),
    ],
)
def test_full_width_signs_and_brackets_are_understood(typed, spellings):
    form = SearchForm({"q": typed})

    assert form.is_valid()
    assert form.spellings() == spellings
