"""What everybody reads without a login, and what is never shown there (C3.4)."""

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from measures import export
from measures.models import MeasureVersion
from tests.measures import make, pages
from tests.measures.pages import get, queries, reader, stranger, words

pytestmark = pytest.mark.clause("C3.4")


@pytest.fixture
def anyone(lists):
    return stranger()


def test_everybody_reads_what_the_lists_are_without_a_login(anyone):
    page = words(get(anyone, "public:home"))

    for said in ("90 项措施", "28 项措施", "清单为重建数据，非原附件", "二（七）2", "二（七）3"):
        assert said in page


@pytest.mark.clause("C2.7.2a", "C2.7.3a")
def test_how_to_object_and_to_repair_is_told_in_the_words_of_the_opinion(anyone):
    page = words(get(anyone, "public:home"))

    assert "经复议或诉讼，该事由变更、撤销，确认违法或确认无效的" in page
    assert "申请信用修复并修复成功后" in page
    assert "期限尚未届满的，不得解除" in page


def test_the_public_list_is_narrowed_and_leads_to_public_pages_only(anyone):
    answer = get(anyone, "public:measures", list="punishment", q="食品")

    assert "CJ-029" in words(answer)
    assert "CJ-001" not in words(answer)
    assert reverse("public:measure", args=["CJ-029"]) in answer.content.decode()
    assert reverse("measures:detail", args=["CJ-029"]) not in answer.content.decode()


def test_a_public_measure_says_law_term_and_release_with_its_marks(anyone):
    page = words(get(anyone, "public:measure", "CJ-011"))

    for said in ("待法制审核，不生效", "待核", "解除条件", "依据"):
        assert said in page


def test_nothing_of_the_office_is_public(anyone):
    make.change("amend", proposal={"cause": "测试未定的情形"}, on=pages.today())
    make.submitted("amend", measure="CJ-030", proposal={"cause": "测试在审的情形"}, on=pages.today())
    note = MeasureVersion.objects.get(measure="CJ-029").note_zh

    shown = "".join(words(get(anyone, name, *args)) for name, args in PUBLIC)

    for hidden in (note, "测试未定的情形", "测试在审的情形", "测试理由", "陈测远", "提出修改", "待审核"):
        assert hidden
        assert hidden not in shown


def test_a_change_is_public_from_its_day_on_and_not_before(anyone):
    make.approved("amend", proposal={"cause": "测试改后的情形"}, on=pages.today(), days=5)

    assert "测试改后的情形" not in words(get(anyone, "public:measure", "CJ-029"))


def test_what_is_not_on_the_list_today_has_no_public_page(anyone):
    make.approved("repeal", on=pages.today(), days=0)

    answer = get(anyone, "public:measure", "CJ-029")

    assert answer.status_code == 404
    assert "已废止" in words(answer)


def test_the_public_spreadsheet_has_the_columns_of_the_lists(anyone):
    answer = get(anyone, "public:export")

    rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python(skip_empty_area=False)
    assert rows[3] == list(export.COLUMNS)
    assert len(rows) - 4 == 118


def test_public_pages_may_be_kept_for_a_minute_and_those_of_a_desk_may_not(anyone):
    assert get(anyone, "public:measures")["Cache-Control"] == "public, max-age=60"
    assert "public" not in get(reader("HZ-FOOD"), "public:measures").get("Cache-Control", "")


def test_a_public_list_costs_few_queries_however_long_it_is(anyone):
    counted = [queries(anyone, "public:measures", **query) for query in ({"line": "contract"}, {"line": "drug"}, {})]

    assert counted[0] == counted[1] == counted[2] <= 10


PUBLIC = (
    ("public:home", ()),
    ("public:measures", ()),
    ("public:measure", ("CJ-029",)),
    ("public:measure", ("CJ-030",)),
)
