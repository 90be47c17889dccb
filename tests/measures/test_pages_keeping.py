"""Keeping the lists on a page: the quarterly confirmation, and the clean-ups of what loses its basis (C3.3a, C1.3)."""

from datetime import timedelta

import pytest

from measures import services
from measures.models import CleanUp, ListConfirmation, MeasureVersion
from tests.measures import make, pages
from tests.measures.pages import get, own_queries, post, reader, words

pytestmark = pytest.mark.clause("C3.3a")


@pytest.fixture
def food(lists):
    services.sweep(on=pages.today())
    return reader("HZ-FOOD")


@pytest.fixture
def ip(food):
    return reader("HZ-IP")


def cleanup_of(code):
    return CleanUp.objects.get(measure=code)


def test_every_office_stands_on_the_page_with_its_lines_and_when_it_confirmed(food):
    page = words(get(food, "measures:keeping"))

    for said in ("市局食品处", "市局知识产权处", "药品、医疗器械、化妆品", "还没有", "推算"):
        assert said in page


def test_an_office_confirms_its_own_list_and_the_next_quarter_begins(food):
    answer = post(food, "measures:keeping", note="测试逐项核对")

    made = ListConfirmation.objects.get()
    assert answer.status_code == 302
    assert (made.office_id, made.measures_count, made.note) == ("HZ-FOOD", 9, "测试逐项核对")
    page = words(get(food, "measures:keeping"))
    assert pages.today().isoformat() in page
    assert "测试逐项核对" in page


def test_a_note_that_is_too_long_is_refused_at_its_field_and_kept(food):
    note = "测" * 401

    answer = post(food, "measures:keeping", note=note)

    assert answer.status_code == 400
    assert "说明最多 400 字" in words(answer)
    assert note in answer.content.decode()
    assert not ListConfirmation.objects.exists()


def test_a_reviewer_reads_how_the_lists_are_kept_and_confirms_nothing(food):
    legal = reader("HZ-LEGAL")

    assert "核对无变动，确认" not in words(get(legal, "measures:keeping"))
    answer = post(legal, "measures:keeping", note="测试说明")
    assert answer.status_code == 403
    assert not ListConfirmation.objects.exists()


@pytest.mark.parametrize("name", ["keeping", "cleanups"])
def test_keeping_is_not_for_those_who_only_implement(name, lists):
    assert get(reader("ASSOC-FOOD"), f"measures:{name}").status_code == 403


@pytest.mark.clause("C1.3")
def test_what_must_be_cleaned_up_stands_on_one_page_with_its_light(ip):
    page = words(get(ip, "measures:cleanups"))

    assert "清理 QH-026" in page
    assert "再无适格依据" in page
    assert "待清理 2" in page


@pytest.mark.clause("C1.3")
def test_a_clean_up_says_why_and_what_the_owner_may_do(ip):
    page = words(get(ip, "measures:cleanup", cleanup_of("QH-026").pk))

    for said in ("只施行到 2026-12-31", "只能修改（补上依据）或者废止", "提出修改", "提出废止", "其余依据"):
        assert said in page


@pytest.mark.clause("C1.3")
def test_what_keeps_a_basis_is_answered_and_done(ip):
    kept = cleanup_of("CJ-087")

    answer = post(ip, "measures:cleanup", kept.pk, reason="测试：另有依据")

    assert answer.status_code == 302
    kept.refresh_from_db()
    assert kept.outcome == "basis_restored"
    assert "测试：另有依据" in words(get(ip, "measures:cleanup", kept.pk))
    assert "已办结 1" in words(get(ip, "measures:cleanups", done="1"))


@pytest.mark.clause("C1.3")
def test_what_loses_every_basis_cannot_be_answered_away(ip):
    lost = cleanup_of("QH-026")

    answer = post(ip, "measures:cleanup", lost.pk, reason="测试我的理由")

    assert answer.status_code == 422
    assert "只能提出修改或者废止" in words(answer)
    assert "测试我的理由" in words(answer)
    assert post(ip, "measures:cleanup", lost.pk, reason=" ").status_code == 400


def test_a_clean_up_of_another_office_is_not_there(food, ip):
    assert get(food, "measures:cleanup", cleanup_of("QH-026").pk).status_code == 404
    assert "没有要清理的措施" in words(get(food, "measures:cleanups"))


def test_legal_affairs_sees_every_clean_up_and_does_none(ip):
    legal = reader("HZ-LEGAL")

    page = words(get(legal, "measures:cleanup", cleanup_of("QH-026").pk))

    assert "由主管机构市局知识产权处办理" in page
    assert post(legal, "measures:cleanup", cleanup_of("QH-026").pk, reason="测试").status_code == 403


def test_more_clean_ups_and_confirmations_cost_no_more_queries(food):
    legal = reader("HZ-LEGAL")
    post(food, "measures:keeping", note="")
    few = [own_queries(legal, name) for name in ("measures:cleanups", "measures:keeping")]
    for version in MeasureVersion.objects.filter(owner_line="drug")[:28]:
        kept = cleanup_of("QH-026")
        kept.pk, kept.measure_id = None, version.measure_id
        kept.id = CleanUp().id
        kept.save(force_insert=True)
    for code in ("HZ-IP", "HZ-CREDIT", "HZ-AD"):
        services.confirm_list(actor=make.actor(code), on=pages.today() + timedelta(days=0))

    many = [own_queries(legal, name) for name in ("measures:cleanups", "measures:keeping")]

    assert "待清理 30" in words(get(legal, "measures:cleanups"))
    assert few == many
    assert max(many) <= 16
