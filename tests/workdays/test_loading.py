"""The fixtures load into the database, again and again, and never over what an administrator loaded."""

import csv
import shutil
from datetime import date

import pytest
from django.conf import settings

from closedloop.workdays import loading, selectors, services
from closedloop.workdays.models import HolidayNotice, SpecialDay
from closedloop.workdays.notices import NoticeDay, problems_of
from tests.source import ROOT
from tests.workdays.official import CALENDAR

pytestmark = pytest.mark.django_db


def test_the_fixtures_make_the_calendar_of_three_years(official):
    assert official == CALENDAR
    assert SpecialDay.objects.count() == 75
    assert [notice.pk for notice in selectors.notices()] == [2026, 2025, 2024]


def test_a_notice_known_from_memory_says_so(official):
    assert {notice.verified for notice in HolidayNotice.objects.all()} == {"memory"}
    assert HolidayNotice.objects.get(pk=2026).document_no == "国办发明电〔2025〕7号"


def test_loading_twice_changes_nothing(official):
    stamps = set(HolidayNotice.objects.values_list("loaded_at", flat=True))

    counts = loading.load(settings.FIXTURES_DIR)

    assert counts == {"notices_written": 0, "notices_unchanged": 3, "notices_kept_as_loaded": 0}
    assert set(HolidayNotice.objects.values_list("loaded_at", flat=True)) == stamps


def test_a_corrected_fixture_replaces_the_days_of_its_year(official, tmp_path):
    for name in (loading.NOTICES, loading.DAYS):
        shutil.copy(ROOT / "fixtures" / name, tmp_path)
    days = (tmp_path / loading.DAYS).read_text(encoding="utf-8")
    (tmp_path / loading.DAYS).write_text(days.replace("2026-10-10,work,国庆节调休上班\n", ""), encoding="utf-8")

    counts = loading.load(tmp_path)

    assert counts["notices_written"] == 1
    assert not selectors.current().is_working(date(2026, 10, 10))


def test_what_the_administrator_loaded_is_never_overwritten(official):
    services.store_notice(
        2026,
        days=[NoticeDay(date(2026, 1, 1), "off", "元旦")],
        document_no="测办发明电〔2025〕0号",
        title="测试更正（虚构）",
        issued_on=date(2025, 11, 4),
        source="",
        verified=HolidayNotice.Verified.TEXT,
        origin=HolidayNotice.Origin.LOADED,
    )

    counts = loading.load(settings.FIXTURES_DIR)

    assert counts == {"notices_written": 0, "notices_unchanged": 2, "notices_kept_as_loaded": 1}
    assert SpecialDay.objects.filter(notice=2026).count() == 1


def test_the_fixtures_would_pass_the_judgement_of_a_typed_in_notice():
    with (ROOT / "fixtures" / loading.NOTICES).open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    for row in rows:
        year, issued = int(row["year"]), date.fromisoformat(row["issued_on"])
        days = [NoticeDay(day, *said) for day, said in CALENDAR.special.items() if day.year == year]

        found = problems_of(year, days=days, document_no=row["document_no"], title=row["title_zh"], issued_on=issued, on=issued)

        assert found == ()


def test_the_calendar_costs_two_queries(official, django_assert_num_queries):
    with django_assert_num_queries(2):
        selectors.current()
    with django_assert_num_queries(2):
        assert [len(notice.days.all()) for notice in selectors.notices()] == [25, 23, 27]
