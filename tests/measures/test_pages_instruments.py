"""Laws and documents on their pages: what rests on them, and what legal affairs registers (C1.3)."""

from datetime import date, timedelta

import pytest

from measures.models import CleanUp, Instrument
from tests.measures import make, pages
from tests.measures.pages import get, own_queries, post, reader, words

pytestmark = pytest.mark.clause("C1.3")
NEW = {
    "title_zh": "测试经营条例",
    "code": "test_regulation",
    "level": "administrative_regulation",
    "in_force_from": "2026-01-01",
    "verified": "text",
}


@pytest.fixture
def legal(lists):
    return reader("HZ-LEGAL")


@pytest.fixture
def food(lists):
    return reader("HZ-FOOD")


def test_instruments_are_found_by_words_rank_and_the_day_on_which_they_stand(food):
    assert "中华人民共和国食品安全法" in words(get(food, "measures:instruments", q="食品安全"))
    assert "中华人民共和国食品安全法" not in words(get(food, "measures:instruments", level="central_policy", q="食品安全"))
    live = words(get(food, "measures:instruments", q="商标法", live_on="2027-01-01"))
    assert "2026年修订" in live
    assert "2019年修正" not in live


def test_instruments_go_on_behind_the_last_one(food):
    first = get(food, "measures:instruments")
    second = get(food, "measures:instruments", after=first.context["page"].next_after)

    assert len(first.context["page"].rows) == 50
    assert len(second.context["page"].rows) == Instrument.objects.count() - 50


def test_a_search_that_finds_no_instrument_says_what_to_do(food):
    assert "没有符合条件的文件" in words(get(food, "measures:instruments", q="没有的词"))
    assert "日期请按" in words(get(food, "measures:instruments", live_on="x"))


def test_an_instrument_shows_which_measures_rest_on_it_and_what_else_carries_them(food):
    page = words(get(food, "measures:instrument", "trademark_law"))

    assert "QH-026" in page
    assert "再无适格依据" in page
    assert "市局知识产权处" in page
    assert "登记终止" not in page


def test_an_instrument_that_nobody_registered_is_not_found(food):
    assert get(food, "measures:instrument", "no_such_law").status_code == 404


def test_legal_affairs_registers_an_instrument_on_its_page(legal):
    answer = post(legal, "measures:instrument_new", **NEW)

    made = Instrument.objects.get(pk="test_regulation")
    assert answer.status_code == 302
    assert (made.title_zh, made.in_force_from, made.in_force_to) == ("测试经营条例", date(2026, 1, 1), None)
    assert "登记依据文件" in words(get(legal, "measures:instrument", made.pk))


def test_everything_wrong_with_an_entry_is_said_at_its_field_and_nothing_is_lost(legal):
    answer = post(legal, "measures:instrument_new", code="Bad Code", issuer="测试机关")

    page = answer.content.decode()
    assert answer.status_code == 400
    for field in ("title_zh", "code", "level"):
        assert f'href="#id_{field}"' in page
    assert "测试机关" in page


def test_legal_affairs_corrects_an_entry_and_may_clear_its_last_day(legal):
    kept = make.law(ends=date(2027, 6, 30))

    answer = post(
        legal,
        "measures:instrument_edit",
        kept.pk,
        title_zh="测试法改名",
        level="law",
        in_force_from="2020-01-01",
        verified="press",
    )

    kept.refresh_from_db()
    assert answer.status_code == 302
    assert (kept.title_zh, kept.in_force_to, kept.verified) == ("测试法改名", None, "press")
    assert post(legal, "measures:instrument_edit", kept.pk, title_zh="", level="law").status_code == 400


def test_before_an_instrument_ends_its_page_says_who_gets_which_clean_up(legal):
    page = words(get(legal, "measures:instrument_end", "food_safety_law", last_day="2027-03-31"))

    assert "登记施行到 2027-03-31" in page
    assert "市局食品处：CJ-029，再无适格依据" in page
    assert "市局网监处：CJ-086" in page
    assert not CleanUp.objects.filter(instrument="food_safety_law").exists()


def test_the_end_is_registered_for_the_day_whose_effects_were_shown(legal):
    last = (pages.today() + timedelta(days=30)).isoformat()

    other = post(legal, "measures:instrument_end", "food_safety_law", last_day=last, seen="2030-01-01")
    assert other.status_code == 200
    assert Instrument.objects.get(pk="food_safety_law").in_force_to is None

    answer = post(legal, "measures:instrument_end", "food_safety_law", last_day=last, seen=last, note="测试公告")
    assert answer.status_code == 302
    assert CleanUp.objects.filter(instrument="food_safety_law", done_on=None).count() == 9
    assert "清理 CJ-029" in words(get(legal, "measures:instrument", "food_safety_law"))


def test_an_end_before_the_beginning_is_refused_in_place_with_what_was_typed(legal):
    answer = post(legal, "measures:instrument_end", "food_safety_law", last_day="2010-01-01", seen="2010-01-01", note="测试说明")

    assert answer.status_code == 422
    assert "不能早于施行日" in words(answer)
    assert "测试说明" in answer.content.decode()


@pytest.mark.parametrize("last_day", ["", "x", "1900-01-01"])
def test_a_last_day_that_is_none_is_refused(last_day, legal):
    answer = post(legal, "measures:instrument_end", "food_safety_law", last_day=last_day)

    assert answer.status_code == 400
    assert 'href="#id_last_day"' in answer.content.decode()


@pytest.mark.parametrize(
    ("name", "args"),
    [("instrument_new", ()), ("instrument_edit", ("food_safety_law",)), ("instrument_end", ("food_safety_law",))],
)
def test_only_legal_affairs_keeps_the_instruments(name, args, food):
    assert get(food, f"measures:{name}", *args).status_code == 403
    assert post(food, f"measures:{name}", *args, **NEW).status_code == 403


def test_legal_affairs_of_a_county_is_sent_to_the_city(lists):
    form = get(reader("XH-LEGAL"), "measures:instrument_new")
    sent = post(reader("XH-LEGAL"), "measures:instrument_new", **NEW)

    assert (form.status_code, sent.status_code) == (403, 403)
    assert "报市局法规处" in words(form)
    assert not Instrument.objects.filter(title_zh=NEW["title_zh"]).exists()


def test_thirty_instruments_cost_as_many_queries_as_three(food):
    for number in range(30):
        make.law(f"test_law_{'aa' if number < 3 else 'bb'}{number}")

    counted = [own_queries(food, "measures:instruments", q=word) for word in ("law_aa", "law_bb")]

    assert counted[0] == counted[1] <= 4
