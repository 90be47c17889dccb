"""A notice is judged whole before it is loaded, and the database refuses what the judgement would."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from closedloop.workdays import selectors
from closedloop.workdays.models import HolidayNotice, SpecialDay
from closedloop.workdays.notices import NoticeDay, parse, problems_of

GOOD = {
    "days": [NoticeDay(date(2027, 1, 1), "off", "元旦"), NoticeDay(date(2026, 12, 27), "work", "元旦调休上班")],
    "document_no": "测办发明电〔2026〕0号",
    "title": "测试通知（虚构）",
    "issued_on": date(2026, 11, 20),
    "on": date(2026, 11, 23),
}


def codes(**changes):
    return [(problem.pointer, problem.code) for problem in problems_of(2027, **(GOOD | changes))]


def day(text, kind="off", name="元旦"):
    return NoticeDay(date.fromisoformat(text), kind, name)


def test_a_good_notice_may_set_days_of_the_december_before():
    assert codes() == []


@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({"days": []}, [("/days", "required")]),
        ({"days": [day("2026-11-30")]}, [("/days/0", "year")]),
        ({"days": [day("2028-01-03")]}, [("/days/0", "year")]),
        ({"days": [day("2027-01-01"), day("2027-01-01")]}, [("/days/0", "duplicate"), ("/days/1", "duplicate")]),
        ({"days": [day("2027-01-02")]}, [("/days/0", "already_off")]),
        ({"days": [day("2027-01-04", "work")]}, [("/days/0", "already_work")]),
        ({"days": [day("2027-01-01", "holiday")]}, [("/days/0", "kind")]),
        ({"days": [day("2027-01-01", name="")]}, [("/days/0", "name")]),
        ({"days": [day("2027-01-01", name="很" * 21)]}, [("/days/0", "name")]),
        ({"document_no": "7号"}, [("/document_no", "format")]),
        ({"document_no": "测办发明电[2026]7号"}, [("/document_no", "format")]),
        ({"title": " "}, [("/title", "required")]),
        ({"issued_on": date(2026, 11, 24)}, [("/issued_on", "future")]),
    ],
)
def test_what_is_wrong_with_a_notice_is_named_at_its_place(changes, found):
    assert codes(**changes) == found


def test_every_problem_of_a_notice_is_reported_at_once():
    wrong = [day("2026-01-03", "work", ""), day("2027-01-02", "closed")]

    found = problems_of(1999, days=wrong, document_no="", title="", issued_on=date(2027, 1, 1), on=date(2026, 11, 23))

    assert {problem.code for problem in found} == {"range", "format", "required", "future", "year", "name", "kind"}
    assert all(any("一" <= letter <= "鿿" for letter in problem.detail) for problem in found)


def test_lines_are_read_and_bad_ones_are_named_by_their_number():
    days, problems = parse("2027-01-01,off,元旦\n\n2027-02-30,off,春节\n 2027-02-06 ，work，春节调休上班 \n2027-02-08 off 春节")

    assert days == [day("2027-01-01"), day("2027-02-06", "work", "春节调休上班")]
    assert [problem.pointer for problem in problems] == ["/days/2", "/days/4"]
    assert "第 3 行" in problems[0].detail


@pytest.mark.django_db
@pytest.mark.parametrize(
    "row",
    [
        {"date": date(2026, 3, 2), "kind": "rest"},
        {"date": date(2026, 3, 2), "name_zh": ""},
        {"date": date(2027, 1, 1)},
        {"date": date(2025, 11, 28)},
        {"date": date(2026, 3, 1)},
        {"date": date(2026, 3, 2), "kind": "work"},
    ],
    ids=["unknown kind", "no name", "a later year", "a november before", "a weekend off", "a weekday worked"],
)
def test_the_database_refuses_a_day_that_is_no_exception_of_its_notice(official, row):
    with pytest.raises(IntegrityError), transaction.atomic():
        SpecialDay.objects.create(**({"kind": "off", "name_zh": "测试", "notice_id": 2026} | row))


@pytest.mark.django_db
@pytest.mark.parametrize("change", [{"year": 1999}, {"verified": "sure"}, {"origin": "rumour"}])
def test_the_database_refuses_a_notice_of_unknown_words(official, change):
    notice = HolidayNotice.objects.get(pk=2026)
    for name, value in change.items():
        setattr(notice, name, value)

    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert="year" in change)


@pytest.mark.req("R19")
@pytest.mark.parametrize(
    ("on", "missing"),
    [("2026-10-31", []), ("2026-11-01", [2027]), ("2026-12-31", [2027]), ("2027-01-01", [2027]), ("2025-11-01", [])],
)
def test_from_november_a_missing_notice_of_the_next_year_is_worth_a_warning(official, on, missing):
    assert selectors.missing_years(on=date.fromisoformat(on)) == missing
