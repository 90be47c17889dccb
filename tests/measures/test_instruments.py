"""The law on which the lists rest: its keeping, what rests on it, and the clean-up when it ends (C1.3, B10)."""

from datetime import date, timedelta

import pytest

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import Forbidden, InvalidInput, NotFound, RuleViolated, WrongState
from closedloop.journal.selectors import history
from closedloop.outbox.models import Message
from measures import rests, services
from measures.models import CleanUp, Instrument
from measures.selectors import cleanup_for, cleanups_for, impact_of, impact_of_measure, instrument, instruments, todo_for
from tests.measures import make

ON = make.ON
ENDS = date(2026, 12, 31)
pytestmark = pytest.mark.clause("C1.3")


def open_codes():
    return sorted(CleanUp.objects.filter(done_on=None).values_list("measure", flat=True))


def test_the_trademark_law_of_2019_ends_and_its_owner_gets_the_clean_ups(lists):
    """rules.md §1, standing example: CJ-087 moves to the new law, QH-026 loses its statutory basis."""
    services.sweep(on=ON)

    found = {cleanup.measure_id: cleanup for cleanup in CleanUp.objects.all()}
    assert {code: (item.owner_id, item.basis_ends_on, item.loses_all) for code, item in found.items()} == {
        "CJ-087": ("HZ-IP", ENDS, False),
        "QH-026": ("HZ-IP", ENDS, True),
    }
    due = deadlines.for_object(found["QH-026"])
    assert [(item.law.clause, item.due_on, item.responsible_id) for item in due] == [("C1.3", ENDS, "HZ-IP")]


def test_a_clean_up_is_opened_ninety_days_before_the_basis_ends_and_once(lists):
    assert services.sweep(on=ENDS - timedelta(days=91))["cleanups_opened"] == 0
    assert services.sweep(on=ENDS - timedelta(days=89))["cleanups_opened"] == 2
    assert services.sweep(on=ENDS)["cleanups_opened"] == 0


def test_a_clean_up_that_was_missed_is_opened_long_after(lists):
    assert services.sweep(on=ENDS + timedelta(days=400))["cleanups_opened"] == 2


def test_the_impact_names_every_measure_and_what_still_carries_it(lists):
    found = impact_of(instrument("trademark_law"), on=ON)

    assert {line.version.measure_id: line.loses_all for line in found.lines} == {"CJ-087": False, "QH-026": True}
    kept = next(line for line in found.lines if line.version.measure_id == "CJ-087")
    assert [basis.instrument_id for basis in kept.remaining] == ["trademark_law_2026"]
    assert kept.articles == ("第六十八条第三款",)
    assert {line.owner.pk for line in found.lines} == {"HZ-IP"}


def test_the_impact_counts_the_sanctions_of_every_app_that_keeps_some(lists):
    counts = {"CJ-029": 3}
    rests.register(lambda codes, on: {code: counts.get(code, 0) for code in codes})
    try:
        assert impact_of(instrument("food_safety_law"), on=ON).sanctions == 3
        assert impact_of_measure("CJ-029", on=ON).sanctions == 3
    finally:
        rests._COUNTS.clear()


def test_repealing_the_measure_closes_its_clean_up(lists):
    services.sweep(on=ON)
    change = make.approved("repeal", by=make.actor("HZ-IP"), measure="QH-026", days=37)

    cleanup = CleanUp.objects.get(measure="QH-026")
    assert (cleanup.outcome, cleanup.done_on, cleanup.change) == ("changed", ON, change)
    assert [item.done_on for item in deadlines.for_object(cleanup)] == [ON]
    assert open_codes() == ["CJ-087"]


def test_an_amendment_that_still_cites_the_ending_law_leaves_the_clean_up_open(lists):
    services.sweep(on=ON)

    make.approved("amend", by=make.actor("HZ-IP"), measure="CJ-087", proposal={"note": "只改说明"}, days=5)

    assert open_codes() == ["CJ-087", "QH-026"]


def test_an_amendment_to_the_new_law_closes_the_clean_up(lists):
    services.sweep(on=ON)
    bases = [make.basis("trademark_law_2026", article="第六十七条第四款", is_term_basis=False)]

    make.approved("amend", by=make.actor("HZ-IP"), measure="CJ-087", proposal={"bases": bases}, days=37)

    assert open_codes() == ["QH-026"]
    assert services.sweep(on=ON + timedelta(days=40))["cleanups_opened"] == 0


def test_an_owner_whose_measure_keeps_a_basis_may_answer_so(lists):
    services.sweep(on=ON)
    kept = CleanUp.objects.get(measure="CJ-087")

    services.answer_cleanup(kept.pk, actor=make.actor("HZ-IP"), on=ON, reason="另有 2026 年文本第六十七条第四款")

    kept.refresh_from_db()
    assert (kept.outcome, kept.done_on) == ("basis_restored", ON)
    assert services.sweep(on=ON)["cleanups_opened"] == 0


def test_an_owner_whose_measure_loses_all_cannot_answer_it_away(lists):
    services.sweep(on=ON)
    lost = CleanUp.objects.get(measure="QH-026")

    with pytest.raises(RuleViolated, match="只能提出修改或者废止"):
        services.answer_cleanup(lost.pk, actor=make.actor("HZ-IP"), on=ON, reason="还想用")

    assert open_codes() == ["CJ-087", "QH-026"]


def test_an_answer_needs_its_reason_and_comes_once(lists):
    services.sweep(on=ON)
    kept = CleanUp.objects.get(measure="CJ-087")

    with pytest.raises(InvalidInput, match="为什么不需清理"):
        services.answer_cleanup(kept.pk, actor=make.actor("HZ-IP"), on=ON, reason=" ")
    services.answer_cleanup(kept.pk, actor=make.actor("HZ-IP"), on=ON, reason="另有依据")
    with pytest.raises(WrongState, match="已经办结"):
        services.answer_cleanup(kept.pk, actor=make.actor("HZ-IP"), on=ON, reason="再答一次")


def test_clean_ups_are_seen_by_their_owner_and_by_the_citys_reviewers(lists):
    services.sweep(on=ON)
    cleanup = CleanUp.objects.first()

    for code in ("HZ-IP", "HZ-LEGAL", "HZ-CREDIT"):
        assert cleanup_for(make.actor(code), id=cleanup.pk) == cleanup
    for code in ("HZ-FOOD", "XH-LEGAL", "XH-BIZ"):
        assert not cleanups_for(make.actor(code)).exists()
        with pytest.raises(NotFound):
            cleanup_for(make.actor(code), id=cleanup.pk)
    with pytest.raises(Forbidden):
        services.answer_cleanup(cleanup.pk, actor=make.actor("HZ-LEGAL"), on=ON, reason="代为答复")


def test_a_clean_up_waits_in_the_owners_inbox(lists):
    services.sweep(on=ON)

    waiting = [item for item in todo_for(make.actor("HZ-IP"), on=ON) if item.kind == "cleanup"]

    assert [(item.subject, item.deadline.due_on) for item in waiting] == [("CJ-087", ENDS), ("QH-026", ENDS)]


class TestKeeping:
    def test_legal_affairs_registers_a_law_with_its_reading(self, lists):
        fields = {"code": "test_new_law", "title_zh": "测试新法", "level": "law", "in_force_from": date(2027, 1, 1)}

        made = services.register_instrument(fields, actor=make.actor("HZ-LEGAL"), on=ON)

        assert (made.short_title_zh, made.verified, made.is_live(ON)) == ("测试新法", "memory", False)
        assert [entry.verb for entry in history(made)] == ["instrument.registered"]

    def test_every_problem_of_an_entry_is_reported_at_once(self, lists):
        fields = {
            "code": "Bad Code",
            "level": "rumour",
            "in_force_from": date(2027, 1, 2),
            "in_force_to": date(2027, 1, 1),
            "colour": "red",
            "note": "说" * 401,
        }

        with pytest.raises(InvalidInput) as refusal:
            services.register_instrument(fields, actor=make.actor("HZ-LEGAL"), on=ON)

        assert {(item.pointer, item.code) for item in refusal.value.problems} == {
            ("/code", "format"),
            ("/title_zh", "required"),
            ("/level", "unknown_code"),
            ("/in_force_to", "order"),
            ("/colour", "unknown_field"),
            ("/note", "too_long"),
        }

    def test_a_code_is_taken_once(self, lists):
        fields = {"code": "food_safety_law", "title_zh": "另一部", "level": "law"}

        with pytest.raises(InvalidInput, match="已经登记"):
            services.register_instrument(fields, actor=make.actor("HZ-LEGAL"), on=ON)

    @pytest.mark.clause("C3.2")
    @pytest.mark.parametrize("code", ["HZ-FOOD", "HZ-CREDIT", "XH-LEGAL"])
    def test_only_the_citys_legal_affairs_keeps_the_law(self, lists, code):
        by = make.actor(code)

        for act in (
            lambda: services.register_instrument({"code": "x_law", "title_zh": "x", "level": "law"}, actor=by, on=ON),
            lambda: services.amend_instrument("food_safety_law", fields={"note": "x"}, actor=by, on=ON),
            lambda: services.end_instrument("food_safety_law", last_day=ON, actor=by, on=ON),
        ):
            with pytest.raises(Forbidden):
                act()

    def test_the_end_of_a_law_opens_a_clean_up_for_every_owner_at_once(self, lists):
        resting = {line.version.measure_id for line in impact_of(instrument("food_safety_law"), on=ON).lines}

        services.end_instrument("food_safety_law", last_day=ON + timedelta(days=200), actor=make.actor("HZ-LEGAL"), on=ON)

        assert set(open_codes()) == resting
        assert Message.objects.filter(topic="cleanup.opened").count() == len(resting)
        entry = history(Instrument.objects.get(pk="food_safety_law")).get()
        assert (entry.verb, entry.clause) == ("instrument.ended", "C1.3")
        assert set(entry.detail["measures"]) == resting

    def test_a_corrected_end_closes_what_was_opened_for_the_wrong_day(self, lists):
        legal = make.actor("HZ-LEGAL")
        services.end_instrument("food_safety_law", last_day=ON + timedelta(days=20), actor=legal, on=ON)

        services.amend_instrument("food_safety_law", fields={"in_force_to": ""}, actor=legal, on=ON)

        assert open_codes() == []
        assert set(CleanUp.objects.values_list("outcome", flat=True)) == {"basis_restored"}
        assert Instrument.objects.get(pk="food_safety_law").in_force_to is None

    def test_a_law_cannot_end_before_it_began_nor_twice_on_the_same_day(self, lists):
        legal = make.actor("HZ-LEGAL")

        with pytest.raises(RuleViolated, match="不能早于施行日"):
            services.end_instrument("food_safety_law", last_day=date(2000, 1, 1), actor=legal, on=ON)
        with pytest.raises(WrongState, match="不需重复"):
            services.end_instrument("trademark_law", last_day=ENDS, actor=legal, on=ON)

    def test_an_unknown_law_is_not_found(self, lists):
        with pytest.raises(NotFound):
            services.end_instrument("no_such_law", last_day=ON, actor=make.actor("HZ-LEGAL"), on=ON)

    def test_the_register_is_searched_and_says_how_much_rests_on_each(self, lists):
        found = {row.pk: row.measures_count for row in instruments(q="商标法")}

        assert found["trademark_law"] == 2
        assert "trademark_law_2026" in found
        assert "trademark_law_2026" not in {row.pk for row in instruments(live_on=ON)}
        assert {row.level for row in instruments(level="law")} == {"law"}
