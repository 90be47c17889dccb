"""The notice of 2027 arrives after deadlines were set: open ones are counted again and say so, closed ones stay (R19, F31, F32)."""

from datetime import date

import pytest

from closedloop import opinion
from closedloop.deadlines import selectors, services
from closedloop.deadlines.lights import light
from closedloop.deadlines.models import Deadline, DeadlineMove
from closedloop.errors import Forbidden, InvalidInput
from closedloop.journal.models import Entry
from closedloop.opinion import AdminRole, Role
from closedloop.workdays import selectors as workdays
from closedloop.workdays.models import HolidayNotice, SpecialDay
from closedloop.workdays.notices import NoticeDay
from tests.deadlines import make

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("official"), pytest.mark.req("R19")]
CONSULTED = opinion.PUSH_CASE_AFTER_CONSULTATION
ON = date(2026, 12, 28)


def loaded(key):
    return Deadline.objects.get(object_key=key)


def recounted():
    return list(Entry.objects.filter(verb="deadline.recomputed").order_by("object_key"))


@pytest.mark.fault("F31", "F32")
def test_open_deadlines_move_when_the_notice_of_the_next_year_is_loaded():
    make.deadline("2026-12-30", key="three")
    make.deadline("2026-12-16", key="fifteen", rule=CONSULTED)
    before = {key: (loaded(key).due_on, loaded(key).provisional) for key in ("three", "fifteen")}

    notice, changed = make.load_2027(make.administrator())

    assert before == {"three": (date(2027, 1, 4), True), "fifteen": (date(2027, 1, 6), True)}
    assert (loaded("three").due_on, loaded("three").provisional) == (date(2027, 1, 5), False)
    assert (loaded("fifteen").due_on, loaded("fifteen").provisional) == (date(2027, 1, 8), False)
    assert {item.object_key for item in changed} == {"three", "fifteen"}
    assert notice.verified == "text"


@pytest.mark.fault("F32")
def test_it_does_not_matter_whether_a_deadline_or_the_notice_came_first():
    starts = [date(2026, 12, day) for day in range(1, 32)]
    rules = [opinion.RECEIVE_CASE, CONSULTED]
    for start in starts:
        for rule in rules:
            make.deadline(start.isoformat(), rule=rule, key=f"{start} {rule.name}")

    make.load_2027(make.administrator())

    after = workdays.current()
    wanted = {f"{start} {rule.name}": rule.due(start, after) for start in starts for rule in rules}
    kept = {item.object_key: (item.due_on, item.provisional) for item in Deadline.objects.all()}
    assert kept == {key: (due.due, False) for key, due in wanted.items()}
    assert len(recounted()) > 20


@pytest.mark.fault("F32")
def test_each_move_says_why_and_stands_in_the_journal_once():
    admin = make.administrator()
    make.deadline("2026-12-30")

    make.load_2027(admin)

    move = DeadlineMove.objects.get()
    assert (move.from_due_on, move.to_due_on, move.was_provisional) == (date(2027, 1, 4), date(2027, 1, 5), True)
    assert move.reason == "载入2027年节假日安排（测办发明电〔2026〕0号）"
    assert (move.moved_by, move.moved_on) == (admin.user, ON)
    (entry,) = recounted()
    assert (entry.object_kind, entry.object_key, entry.clause, entry.actor) == ("case", "1", "C2.3a", admin.user)
    assert entry.detail["before"]["due_on"] == "2027-01-04"
    assert entry.detail["due_on"] == "2027-01-05"


@pytest.mark.fault("F32")
@pytest.mark.parametrize("done", ["2026-12-31", "2027-01-04", "2027-01-06"])
def test_a_closed_deadline_stays_as_it_was_judged(done):
    make.deadline("2026-12-30", key="open")
    closed = services.close_deadline(make.deadline("2026-12-30", key="closed"), on=date.fromisoformat(done), actor=make.SYSTEM)
    state = light(closed, on=ON, calendar=workdays.current()).state

    make.load_2027(make.administrator())

    assert (loaded("closed").due_on, loaded("closed").provisional) == (date(2027, 1, 4), True)
    seen = light(loaded("closed"), on=date(2027, 2, 1), calendar=workdays.current())
    assert (seen.state, seen.why.due) == (state, date(2027, 1, 4))
    assert [entry.object_key for entry in recounted()] == ["open"]


def test_an_estimate_that_proves_right_loses_its_mark_without_a_move():
    make.deadline("2026-10-15", rule=opinion.CONFIRM_LIST)
    assert (loaded("1").due_on, loaded("1").provisional) == (date(2027, 1, 15), True)

    make.load_2027(make.administrator())

    assert (loaded("1").due_on, loaded("1").provisional) == (date(2027, 1, 15), False)
    assert not DeadlineMove.objects.exists()
    assert len(recounted()) == 1


def test_deadlines_that_do_not_touch_the_year_or_are_fixed_are_left_alone():
    make.deadline("2026-11-02", key="before")
    make.deadline("2026-12-01", key="fixed", rule=opinion.CLEAN_UP_BASIS, due_on=date(2027, 1, 4))

    assert make.load_2027(make.administrator())[1] == []
    assert recounted() == []


def test_a_day_of_december_set_by_the_next_notice_moves_deadlines_of_this_year():
    make.deadline("2026-12-22")
    days = [*make.FICTIONAL_2027["days"], NoticeDay(date(2026, 12, 25), "off", "元旦")]

    make.load_2027(make.administrator(), days=days)

    assert loaded("1").due_on == date(2026, 12, 28)


@pytest.mark.fault("F32")
def test_a_corrected_notice_replaces_the_days_and_moves_the_deadlines_again():
    admin = make.administrator()
    make.deadline("2026-12-30")
    make.load_2027(admin)

    make.load_2027(admin, days=make.FICTIONAL_2027["days"][:1], document_no="测办发明电〔2026〕1号")

    assert loaded("1").due_on == date(2027, 1, 5)
    assert SpecialDay.objects.filter(notice=2027).count() == 1
    entry = Entry.objects.filter(verb="holiday_notice.loaded").latest("id")
    assert len(entry.detail["before"]["days"]) == 4
    assert len(entry.detail["after"]["days"]) == 1


def test_loading_the_same_notice_again_moves_nothing():
    admin = make.administrator()
    make.deadline("2026-12-30")
    make.load_2027(admin)

    assert make.load_2027(admin)[1] == []
    assert len(recounted()) == 1


def test_a_deadline_that_slipped_past_a_loading_is_found_by_the_next_count():
    make.deadline("2026-12-30")
    make.load_2027(make.administrator())
    Deadline.objects.update(due_on=date(2027, 1, 4), provisional=True)

    changed = services.recompute_open(reason="工作日历已更新", actor=make.SYSTEM, on=ON)

    assert [item.due_on for item in changed] == [date(2027, 1, 5)]
    assert services.recompute_open(reason="工作日历已更新", actor=make.SYSTEM, on=ON) == []


@pytest.mark.req("R33")
@pytest.mark.parametrize("who", [AdminRole.SECURITY_ADMIN, AdminRole.AUDIT_ADMIN, Role.CREDIT_SUPERVISION])
def test_only_the_system_administrator_loads_a_notice(who):
    actor = make.officer(who) if who in Role else make.administrator(who)
    make.deadline("2026-12-30")

    with pytest.raises(Forbidden, match="系统管理员"):
        make.load_2027(actor)

    assert not HolidayNotice.objects.filter(pk=2027).exists()
    assert loaded("1").provisional


def test_a_wrong_notice_changes_nothing_and_names_every_fault():
    make.deadline("2026-12-30")
    wrong = [
        NoticeDay(date(2027, 1, 2), "off", "元旦"),
        NoticeDay(date(2026, 12, 4), "off", ""),
        NoticeDay(date(2026, 3, 2), "x", "测"),
    ]

    with pytest.raises(InvalidInput) as refusal:
        make.load_2027(make.administrator(), days=wrong, document_no="无")

    assert {problem.code for problem in refusal.value.problems} == {"format", "already_off", "name", "year", "kind"}
    assert not HolidayNotice.objects.filter(pk=2027).exists()
    assert recounted() == []


def test_a_day_that_another_notice_has_set_is_not_taken_from_it():
    days = [NoticeDay(date(2025, 12, 29), "off", "元旦")]
    heading = {"document_no": "测办发明电〔2025〕0号", "title": "测试通知（虚构）", "issued_on": date(2025, 11, 4), "on": ON}
    admin = make.administrator()
    services.load_holiday_notice(2026, days=days, actor=admin, **heading)

    with pytest.raises(InvalidInput) as refusal:
        services.load_holiday_notice(2025, days=days, actor=admin, **heading)

    assert [(problem.pointer, problem.code) for problem in refusal.value.problems] == [("/days/0", "claimed")]


def test_moving_the_demo_forward_is_journalled():
    admin = make.administrator()

    services.move_demo_clock(30, actor=admin)

    entry = Entry.objects.get(verb="demo_clock.moved")
    assert entry.detail == {"days": 30, "days_ahead": 30}
    assert entry.actor == admin.user


@pytest.mark.req("R20")
def test_an_estimate_is_never_shown_as_fact():
    deadline = make.deadline("2026-12-30")

    told = selectors.as_json(deadline, on=date(2027, 1, 5), calendar=workdays.current())

    assert (told["state"], told["provisional"]) == ("overdue", True)
