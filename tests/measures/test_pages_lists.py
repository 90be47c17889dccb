"""The lists on a page: on any day, narrowed, compared, as a spreadsheet, and one measure with its law (C2.1a, C1.3)."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from measures import export
from measures.models import Basis, Measure, MeasureVersion
from measures.selectors import list_on
from tests.measures import make, pages
from tests.measures.pages import get, own_queries, queries, reader, words

pytestmark = pytest.mark.clause("C2.1a")
OUTSIDE = "ASSOC-FOOD"


@pytest.fixture
def desk(lists):
    return reader("HZ-FOOD")


def approved(kind, *, days=10, **said):
    return make.approved(kind, on=pages.today(), days=days, **said)


def rows_of(answer):
    return CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python(skip_empty_area=False)


def test_both_lists_stand_on_one_page_with_their_counts_and_their_origin(desk):
    page = words(get(desk, "measures:list"))

    assert "全部 118" in page
    assert "失信惩戒 90" in page
    assert "强化监管 28" in page
    assert "清单为重建数据，非原附件" in page


@pytest.mark.clause("C1.3")
def test_what_waits_for_legal_review_is_listed_and_said_to_have_no_effect(desk):
    page = words(get(desk, "measures:list", q="CJ-011"))

    assert "待法制审核，不生效" in page
    assert "待核" in page


@pytest.mark.clause("C1.1", "C1.2")
def test_what_lies_above_the_city_is_marked_to_be_reported_upward(desk):
    page = words(get(desk, "measures:list", level="province"))

    assert "逐级上报" in page
    assert "逐级上报" in words(get(desk, "measures:detail", "CJ-014"))


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ({"list": "enhanced"}, "QH-001", "CJ-001"),
        ({"category": "practice_ban"}, "CJ-029", "CJ-001"),
        ({"matter": "licence.food"}, "CJ-012", "CJ-001"),
        ({"party_kind": "person"}, "CJ-029", "QH-001"),
        ({"line": "ip"}, "CJ-087", "CJ-029"),
        ({"status": "pending_legal_review"}, "CJ-011", "CJ-029"),
        ({"level": "national"}, "全部 3", "CJ-029"),
        ({"q": "第一百三十五条"}, "CJ-029", "CJ-001"),
        ({"unread": "1"}, "CJ-011", "CJ-029"),
    ],
)
def test_each_condition_of_the_address_narrows_the_list(query, there, gone, desk):
    page = words(get(desk, "measures:list", **query))

    assert there in page
    assert gone not in page


def test_an_unknown_condition_narrows_nothing_and_is_no_error(desk):
    answer = get(desk, "measures:list", category="<b>", list="x", level="none")

    assert "全部 118" in words(answer)
    assert "<b>" not in answer.content.decode()


def test_a_list_without_lines_says_what_to_do(desk):
    assert "没有符合条件的措施" in words(get(desk, "measures:list", q="不存在的词"))
    assert "还没有措施" in words(get(desk, "measures:list", on="2001-01-01"))


def test_the_list_of_a_coming_day_counts_what_is_approved_and_says_so(desk):
    approved("repeal", days=10)
    day = pages.today() + timedelta(days=10)

    before, then = (
        words(get(desk, "measures:list", q="CJ-029")),
        words(get(desk, "measures:list", q="CJ-029", on=day.isoformat())),
    )

    assert "五年内不得从事食品生产经营管理工作" in before
    assert "五年内不得从事食品生产经营管理工作" not in then
    assert "还没有到" in then


def test_a_wrong_day_is_refused_at_its_field_and_today_is_shown(desk):
    page = words(get(desk, "measures:list", on="2026-13-01"))

    assert "日期请按" in page
    assert "全部 118" in page


def test_a_day_to_compare_with_shows_what_came_changed_and_went(desk):
    approved("repeal", days=5)
    on = pages.today() + timedelta(days=5)

    page = words(get(desk, "measures:list", on=on.isoformat(), vs=pages.today().isoformat()))

    assert "立 0 项，改 0 项，废 1 项" in page
    assert "CJ-029" in page


def test_two_days_stand_side_by_side_with_the_changed_fields(desk):
    approved("repeal", measure="CJ-030", days=5)
    approved("amend", proposal={"cause": "测试改后的情形"}, days=6)
    to_day = pages.today() + timedelta(days=6)

    answer = get(desk, "measures:diff", start=pages.today().isoformat(), end=to_day.isoformat())

    assert "立 0 项，改 1 项，废 1 项" in words(answer)
    assert "<del>食品生产经营者被吊销许可证</del>" in answer.content.decode()
    assert "<ins>测试改后的情形</ins>" in answer.content.decode()


def test_two_equal_days_have_no_difference_and_a_wrong_one_is_refused(desk):
    day = pages.today().isoformat()

    assert "没有差别" in words(get(desk, "measures:diff", start=day, end=day))
    assert "没有对比" in words(get(desk, "measures:diff", start="x", end=day))


def test_the_spreadsheet_has_the_columns_of_the_lists_and_a_row_for_each_measure(desk):
    answer = get(desk, "measures:export")

    rows = rows_of(answer)
    assert rows[3] == ["序号", "事项", "内容", "对象", "依据", "期限", "解除条件", "实施层级", "版本", "生效/失效"]
    assert len(rows) - 4 == 118
    assert "清单为重建数据，非原附件" in rows[1][0]
    assert zipfile.is_zipfile(BytesIO(answer.content))
    assert "attachment" in answer["Content-Disposition"]


@pytest.mark.clause("C2.7.3b")
def test_a_row_of_the_spreadsheet_says_the_law_the_term_and_how_it_ends(desk):
    row = dict(zip(export.COLUMNS, rows_of(get(desk, "measures:export", q="CJ-029"))[4], strict=True))

    assert row["序号"] == "1"
    assert row["事项"].startswith("CJ-029 五年内不得从事食品生产经营管理工作")
    assert "失信惩戒" in row["事项"]
    assert "《食品安全法》第一百三十五条第一款（法律，原文已核，期限依据）" in row["依据"]
    assert row["期限"].startswith("5 年，自行政处罚决定作出之日起")
    assert "未届满的不得因信用修复解除（指导意见 二（七）3）" in row["解除条件"]
    assert row["版本"] == "第 1 版（原文已核）"
    assert row["生效/失效"] == "2021-04-29 起；在用"


def test_the_spreadsheet_keeps_the_conditions_and_the_day_of_the_page(desk):
    rows = rows_of(get(desk, "measures:export", list="enhanced", line="food", on="2026-01-01"))

    assert len(rows) - 4 == len(list(list_on(date(2026, 1, 1)).filter(measure__list="enhanced", owner_line="food")))
    assert "2026-01-01 的清单（强化监管，食品）" in rows[1][0]
    assert all("期限为本清单拟定，非法定" in row[5] for row in rows[4:] if row[1].startswith("QH-001"))


def test_a_measure_reads_as_a_statute_with_law_term_and_release(desk):
    page = words(get(desk, "measures:detail", "CJ-029"))

    for said in ("食品生产经营者被吊销许可证", "《食品安全法》第一百三十五条第一款", "原文已核", "行政处罚决定书", "法定期限"):
        assert said in page
    assert "未届满的不得因信用修复解除" in page
    assert "市局食品处" in page


@pytest.mark.clause("C1.3")
def test_a_basis_that_ends_is_pointed_out_on_the_page_of_its_measure(desk):
    assert "只施行到 2026-12-31" in words(get(desk, "measures:detail", "QH-026"))


def test_a_term_that_no_law_sets_is_said_to_be_proposed(desk):
    assert "期限为本清单拟定，非法定" in words(get(desk, "measures:detail", "QH-001"))


def test_a_repealed_measure_keeps_its_page_and_says_since_when(desk):
    approved("repeal", days=3)
    day = pages.today() + timedelta(days=3)

    page = words(get(desk, "measures:detail", "CJ-029", on=day.isoformat()))

    assert "已废止" in page
    assert "《食品安全法》第一百三十五条第一款" in page
    assert "提出恢复" in page


def test_a_measure_before_its_first_day_says_when_it_comes(desk):
    page = words(get(desk, "measures:detail", "CJ-001", on="2020-01-01"))

    assert "还不在清单上，自 2024-07-01" in page


def test_the_history_names_who_proposed_and_who_reviewed_with_their_opinions(desk):
    sent = make.submitted("amend", proposal={"cause": "测试改后的情形"}, on=pages.today())
    make.services.approve_change(sent.pk, actor=make.actor("HZ-CREDIT"), on=pages.today(), opinion="测试信用意见")
    make.services.approve_change(sent.pk, actor=make.actor("HZ-LEGAL"), on=pages.today(), opinion="测试法制意见")

    page = words(get(desk, "measures:detail", "CJ-029"))

    assert "市局食品处提出" in page
    assert "测试信用意见" in page
    assert "测试法制意见" in page
    assert "第 2 版已通过审核" in page


def test_opinions_are_not_for_market_entities_and_associations(desk):
    sent = make.submitted("amend", proposal={"cause": "测试改后的情形"}, on=pages.today())
    make.services.approve_change(sent.pk, actor=make.actor("HZ-CREDIT"), on=pages.today(), opinion="测试信用意见")
    make.services.approve_change(sent.pk, actor=make.actor("HZ-LEGAL"), on=pages.today())
    outside = reader(OUTSIDE)

    page = words(get(outside, "measures:detail", "CJ-029"))

    assert "第 2 版" in page
    assert "测试信用意见" not in page
    assert "测试理由" not in page


def test_the_owner_may_propose_and_another_office_is_told_who_may(desk):
    assert "提出修改" in words(get(desk, "measures:detail", "CJ-029"))
    other = words(get(reader("HZ-IP"), "measures:detail", "CJ-029"))

    assert "提出修改" not in other
    assert "由市局食品处提出" in other


def test_a_code_that_no_measure_has_is_answered_by_a_page_that_helps(desk):
    answer = get(desk, "measures:detail", "CJ-999")

    assert answer.status_code == 404
    assert "没有 CJ-999" in words(answer)


@pytest.mark.parametrize(
    "name", ["measures:list", "measures:diff", "measures:export", "measures:instruments", "measures:keeping"]
)
def test_a_stranger_is_asked_to_log_in(name, db):
    assert get(pages.stranger(), name).status_code == 302


def test_thirty_measures_cost_as_many_queries_as_three(desk):
    for number in range(30):
        copy_of("CJ-029", f"CJ-9{number:02d}", name=f"测试{'甲组' if number < 3 else '乙组'}{number}")

    counted = [own_queries(desk, "measures:list", q=word) for word in ("甲组", "乙组")]

    assert counted[0] == counted[1] <= 10
    counted = [queries(desk, "measures:export", q=word) for word in ("甲组", "乙组")]
    assert counted[0] == counted[1] <= 14


def test_a_longer_difference_costs_as_many_queries_as_a_shorter_one(desk):
    began = pages.today() + timedelta(days=2)
    for number in range(30):
        copy_of("CJ-029", f"CJ-9{number:02d}", name="测试", since=began + timedelta(days=0 if number < 3 else 1))

    counted = [
        own_queries(desk, "measures:diff", start=pages.today().isoformat(), end=(began + timedelta(days=days)).isoformat())
        for days in (0, 1)
    ]

    assert counted[0] == counted[1] <= 16


def copy_of(code, new_code, *, name, since=None):
    """Another measure that says the same, as loading writes it."""
    kept = MeasureVersion.objects.get(measure=code)
    bases, matters = list(kept.bases.all()), list(kept.matters.all())
    kept.measure = Measure.objects.create(code=new_code, list=kept.measure.list)
    kept.pk, kept.name_zh, kept.effective_from = None, name, since or kept.effective_from
    kept.id = MeasureVersion().id
    kept.save(force_insert=True)
    kept.matters.set(matters)
    Basis.objects.bulk_create(
        Basis(version=kept, instrument_id=row.instrument_id, article_zh=row.article_zh, verified=row.verified) for row in bases
    )
