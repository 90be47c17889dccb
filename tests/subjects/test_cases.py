"""From a decision to a received case: who may, by when, with which measures and until when (C2.2, C2.3a)."""

from datetime import date, timedelta

import pytest

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import Forbidden, InvalidInput, NotFound, RuleViolated, WrongState
from closedloop.outbox.models import Message
from subjects import services
from subjects.models import Case
from subjects.selectors import case_for, cases_for, done_by, sent_by, todo_for, transitions_for
from tests.subjects import make

ON = make.ON


def due(case, rule):
    return next(item for item in deadlines.for_object(case) if item.rule == rule)


def codes(refusal):
    return {(problem.pointer, problem.code) for problem in refusal.value.problems}


@pytest.mark.clause("C2.2a")
class TestOwnCauses:
    @pytest.mark.parametrize(
        ("decided", "due_on"),
        [
            # 2026-02-14 is a shifted working Saturday, 02-15 to 23 the Spring Festival, 09-20 a shifted working Sunday,
            # 09-25 to 27 the Mid-autumn holiday, 10-01 to 07 National Day
            ("2026-02-12", "2026-02-24"),
            ("2026-09-17", "2026-09-21"),
            ("2026-09-29", "2026-10-09"),
            ("2026-11-23", "2026-11-26"),
        ],
    )
    def test_a_decision_is_pushed_within_three_working_days(self, lists, decided, due_on):
        case = make.draft(cause=make.cause(decided_on=decided), on=date(2026, 11, 25))

        running = due(case, "PUSH_CASE")
        assert (running.starts_on, running.due_on) == (date.fromisoformat(decided), date.fromisoformat(due_on))
        assert (running.law.clause, running.responsible_id) == ("C2.2a", "HZ-ENF")

    @pytest.mark.clause("C2.3a", "C2.3b")
    def test_pushing_closes_the_one_deadline_and_starts_the_two_of_the_receiver(self, lists):
        case = make.pushed()

        assert due(case, "PUSH_CASE").done_on == ON
        assert {
            (item.law.clause, item.due_on, item.responsible_id) for item in deadlines.for_object(case) if item.done_on is None
        } == {
            ("C2.3a", date(2026, 11, 30), "HZ-FOOD"),
            ("C2.3b", date(2026, 11, 30), "HZ-FOOD"),
        }
        assert Message.objects.get(topic="case.pushed").payload == {"case": case.pk, "receiver": "HZ-FOOD"}

    @pytest.mark.clause("C2.3a")
    def test_the_business_authority_receives(self, lists):
        case = make.received()

        assert (case.state, case.received_on) == ("received", ON)
        assert due(case, "RECEIVE_CASE").done_on == ON
        assert due(case, "DISPATCH_CASE").done_on is None

    @pytest.mark.clause("C2.3a")
    def test_a_return_gives_its_reason_and_withdraws_the_sanctions(self, lists):
        case = make.pushed()

        with pytest.raises(InvalidInput, match="请写明理由"):
            services.return_case(case.pk, actor=make.actor("HZ-FOOD"), on=ON, reason=" ")
        services.return_case(case.pk, actor=make.actor("HZ-FOOD"), on=ON, reason="缺少责任认定")

        case = Case.objects.get(pk=case.pk)
        assert (case.state, case.note) == ("returned", "缺少责任认定")
        assert set(case.sanctions.values_list("state", flat=True)) == {"withdrawn"}
        assert [item for item in deadlines.for_object(case) if item.done_on is None] == []

    @pytest.mark.parametrize("agency", ["HZ-CREDIT", "HZ-LEGAL", "HZ-FOOD", "EXT-FIN", "MKT-FOOD"])
    def test_only_enforcement_and_approval_produce_them(self, lists, agency):
        with pytest.raises(Forbidden, match="执法办案机构"):
            make.draft(by=make.actor(agency))

    def test_an_approval_agency_produces_too(self, lists):
        case = make.draft(by=make.actor("HZ-APPROVAL"), cause=make.cause(kind="registration_cancellation"))

        assert case.producer_id == "HZ-APPROVAL"

    def test_a_case_without_any_measure_is_not_pushed(self, lists):
        case = make.draft(make.person())

        with pytest.raises(RuleViolated, match="没有任何措施"):
            services.push_case(case.pk, actor=make.actor("HZ-ENF"), on=ON)

    def test_numbers_follow_each_other_within_the_year(self, lists):
        assert [make.draft().pk for _ in range(2)] == ["HZ-ENF-2026-000001", "HZ-ENF-2026-000002"]


@pytest.mark.clause("C2.2c")
class TestCausesFromOutside:
    def body(self, **changes):
        term = {"measure": "CJ-030"}
        return make.body(make.person(term), cause=make.external(**changes))

    def test_credit_supervision_takes_them_in_and_its_days_run_from_receipt(self, lists):
        case = services.draft_case(self.body(), actor=make.actor("HZ-CREDIT"), on=ON).case

        running = due(case, "PUSH_EXTERNAL_CASE")
        assert (running.starts_on, running.due_on, running.law.clause) == (date(2026, 11, 24), date(2026, 11, 27), "C2.2c")

    @pytest.mark.parametrize("agency", ["HZ-ENF", "HZ-APPROVAL", "HZ-FOOD", "HZ-LEGAL"])
    def test_nobody_else_may(self, lists, agency):
        with pytest.raises(Forbidden, match="信用监管机构"):
            services.draft_case(self.body(), actor=make.actor(agency), on=ON)

    def test_they_name_their_issuer_and_the_day_of_receipt(self, lists):
        with pytest.raises(RuleViolated) as refusal:
            services.draft_case(self.body(issuer="", received_on=None), actor=make.actor("HZ-CREDIT"), on=ON)

        assert codes(refusal) == {("/cause/received_on", "required"), ("/cause/issuer", "required")}

    def test_receipt_is_not_before_the_decision_and_not_ahead(self, lists):
        for received_on, code in (("2026-10-07", "order"), ("2026-12-01", "future")):
            with pytest.raises(RuleViolated) as refusal:
                services.draft_case(self.body(received_on=received_on), actor=make.actor("HZ-CREDIT"), on=ON)
            assert ("/cause/received_on", code) in codes(refusal)


class TestConsultation:
    def consulted(self, case, *invite, on=ON):
        return services.consult(
            case.pk, invite=list(invite) or ["HZ-LEGAL"], question="是否适用？", actor=make.actor("HZ-ENF"), on=on
        )

    @pytest.mark.clause("C2.2b")
    def test_it_moves_the_deadline_to_fifteen_working_days_from_the_same_start(self, lists):
        case = make.draft()

        self.consulted(case)

        running = due(case, "PUSH_CASE_AFTER_CONSULTATION")
        assert (running.starts_on, running.due_on, running.law.clause) == (date(2026, 11, 24), date(2026, 12, 15), "C2.2b")
        assert running.moves.get().reason == "提请会商"

    @pytest.mark.clause("C2.2d")
    def test_for_a_cause_from_outside_it_is_fifteen_from_receipt(self, lists):
        credit = make.actor("HZ-CREDIT")
        case = services.draft_case(make.body(make.person("CJ-030"), cause=make.external()), actor=credit, on=ON).case

        services.consult(case.pk, invite=["HZ-ENF", "HZ-LEGAL"], question="是否适用？", actor=credit, on=ON)

        running = due(case, "PUSH_EXTERNAL_CASE_AFTER_CONSULTATION")
        assert (running.due_on, running.law.clause) == (date(2026, 12, 15), "C2.2d")

    @pytest.mark.clause("C2.2b")
    def test_after_the_three_days_it_comes_too_late(self, lists):
        case = make.draft()

        self.consulted(case, on=date(2026, 11, 27))
        late = make.draft()
        with pytest.raises(RuleViolated, match="会商须在 3 个工作日内"):
            self.consulted(late, on=date(2026, 11, 28))
        assert due(late, "PUSH_CASE").due_on == date(2026, 11, 27)

    @pytest.mark.clause("C2.2b")
    @pytest.mark.parametrize(
        ("invite", "code"), [("EXT-FIN", "role"), ("HZ-ENF", "own_agency"), ("NO-SUCH", "unknown_code"), ("MKT-FOOD", "role")]
    )
    def test_only_business_credit_and_legal_are_asked(self, lists, invite, code):
        with pytest.raises(InvalidInput) as refusal:
            self.consulted(make.draft(), invite)

        assert codes(refusal) == {("/invite/0", code)}

    @pytest.mark.req("R30")
    def test_the_invited_see_this_case_and_only_while_invited(self, lists):
        case, other = make.draft(), make.draft()
        drug = make.actor("HZ-DRUG")
        with pytest.raises(NotFound):
            case_for(drug, case_no=case.pk)

        self.consulted(case, "HZ-DRUG")
        assert list(cases_for(drug)) == [case]
        with pytest.raises(NotFound):
            case_for(drug, case_no=other.pk)

        services.conclude(case.pk, conclusion="适用", actor=make.actor("HZ-ENF"), on=ON)
        assert list(cases_for(drug)) == []

    def test_opinions_have_their_day_and_those_after_the_conclusion_are_marked(self, lists):
        case = make.draft()
        consultation = self.consulted(case, "HZ-LEGAL", "HZ-DRUG")

        services.give_opinion(consultation.pk, text="同意", actor=make.actor("HZ-LEGAL"), on=ON)
        services.conclude(case.pk, conclusion="适用", actor=make.actor("HZ-ENF"), on=ON)
        services.give_opinion(consultation.pk, text="不同意", actor=make.actor("HZ-DRUG"), on=ON + timedelta(days=1))

        assert [(item.agency_id, item.late) for item in consultation.opinions.all()] == [("HZ-LEGAL", False), ("HZ-DRUG", True)]

    def test_who_was_not_invited_gives_no_opinion(self, lists):
        consultation = self.consulted(make.draft(), "HZ-LEGAL")

        with pytest.raises(Forbidden, match="受邀机构"):
            services.give_opinion(consultation.pk, text="我也说", actor=make.actor("HZ-CREDIT"), on=ON)
        with pytest.raises(NotFound):
            services.give_opinion(consultation.pk, text="我也说", actor=make.actor("HZ-DRUG"), on=ON)

    def test_a_case_is_not_pushed_before_the_conclusion_and_may_be_consulted_about_again(self, lists):
        case, enforcement = make.draft(), make.actor("HZ-ENF")
        self.consulted(case)

        with pytest.raises(WrongState, match="会商还没有结论"):
            services.push_case(case.pk, actor=enforcement, on=ON)
        with pytest.raises(WrongState, match="正在会商"):
            self.consulted(case)
        services.conclude(case.pk, conclusion="再问一次", actor=enforcement, on=ON)
        self.consulted(case, "HZ-CREDIT")
        services.conclude(case.pk, conclusion="适用", actor=enforcement, on=ON)
        assert services.push_case(case.pk, actor=enforcement, on=ON).state == "pushed"


class TestChanging:
    def test_a_stale_edit_is_refused_and_says_so(self, lists):
        case, enforcement = make.draft(), make.actor("HZ-ENF")
        services.revise_case(case.pk, body=make.body(make.person("CJ-012")), revision=0, actor=enforcement, on=ON)

        with pytest.raises(WrongState, match="已被别人修改"):
            services.revise_case(case.pk, body=make.body(), revision=0, actor=enforcement, on=ON)
        assert list(case.sanctions.values_list("measure", flat=True)) == ["CJ-012"]

    def test_a_corrected_day_of_decision_starts_the_deadline_anew(self, lists):
        case, enforcement = make.draft(), make.actor("HZ-ENF")

        services.revise_case(
            case.pk, body=make.body(cause=make.cause(decided_on="2026-11-20")), revision=None, actor=enforcement, on=ON
        )

        assert due(case, "PUSH_CASE").due_on == date(2026, 11, 25)

    def test_a_correction_keeps_the_old_case_and_takes_its_place(self, lists):
        who, cause = make.id_card(), make.cause()
        old = make.pushed(make.person("CJ-029", value=who), cause=cause)

        made = services.correct_case(
            old.pk, body=make.body(make.person("CJ-029", "CJ-012", value=who), cause=cause), actor=make.actor("HZ-ENF"), on=ON
        )

        old = Case.objects.get(pk=old.pk)
        assert (old.state, made.case.supersedes, made.case.state) == ("withdrawn", old, "draft")
        assert old.sanctions.get().state == "withdrawn"
        assert made.case.sanctions.count() == 2

    def test_what_was_received_cannot_be_withdrawn(self, lists):
        case = make.received()

        with pytest.raises(WrongState, match="已接收"):
            services.withdraw_case(case.pk, actor=make.actor("HZ-ENF"), on=ON, reason="不推了")

    def test_a_second_case_under_a_document_must_tell_the_same_day(self, lists):
        cause = make.cause()
        make.draft(cause=cause)

        with pytest.raises(WrongState, match="作出日期为"):
            make.draft(cause=cause | {"decided_on": "2026-11-20"})


@pytest.mark.req("R30")
class TestWhoSees:
    @pytest.mark.parametrize(
        ("agency", "draft", "pushed"),
        [
            ("HZ-ENF", True, True),
            ("HZ-FOOD", False, True),
            ("HZ-CREDIT", True, True),
            ("HZ-LEGAL", True, True),
            ("HZ-DRUG", False, False),
            ("XH-CREDIT", False, False),
            ("XH-LEGAL", False, False),
            ("EXT-FIN", False, False),
            ("MKT-FOOD", False, False),
        ],
    )
    def test_a_case_of_the_city(self, lists, agency, draft, pushed):
        own, sent = make.draft(), make.pushed()
        viewer = make.actor(agency)

        assert cases_for(viewer).filter(pk=own.pk).exists() == draft
        assert cases_for(viewer).filter(pk=sent.pk).exists() == pushed

    @pytest.mark.parametrize(
        ("agency", "seen"), [("XH-CREDIT", True), ("XH-LEGAL", True), ("SC-CREDIT", False), ("HZ-CREDIT", True)]
    )
    def test_a_case_of_a_district(self, lists, agency, seen):
        case = make.pushed(by=make.actor("XH-ENF"), receiver="XH-BIZ")

        assert cases_for(make.actor(agency)).filter(pk=case.pk).exists() == seen


def test_the_worklists_follow_the_case(lists):
    enforcement, food, legal = make.actor("HZ-ENF"), make.actor("HZ-FOOD"), make.actor("HZ-LEGAL")
    case = make.draft()
    assert [(item.kind, item.act) for item in todo_for(enforcement, on=ON)] == [("case", "推送")]

    services.consult(case.pk, invite=["HZ-LEGAL"], question="是否适用？", actor=enforcement, on=ON)
    assert [item.kind for item in todo_for(legal, on=ON)] == ["consult"]
    services.conclude(case.pk, conclusion="适用", actor=enforcement, on=ON)
    services.push_case(case.pk, actor=enforcement, on=ON)
    assert [(item.kind, item.deadline.due_on) for item in todo_for(food, on=ON)] == [("receive", date(2026, 11, 30))]
    assert [item.subject for item in sent_by(enforcement)] == ["王测试"]

    services.receive_case(case.pk, actor=food, on=ON)
    assert [item.kind for item in todo_for(food, on=ON)] == ["dispatch"]
    services.return_case(case.pk, actor=food, on=ON, reason="不属于本处")
    assert todo_for(food, on=ON) == []
    assert [item.kind for item in done_by(food)] == ["case"]


@pytest.mark.parametrize("cases", [3, 30])
def test_the_inbox_costs_the_same_for_three_and_for_thirty(lists, cases, django_assert_num_queries):
    for _ in range(cases):
        make.pushed()
    food = make.actor("HZ-FOOD")

    with django_assert_num_queries(7):
        assert len(todo_for(food, on=ON)) == cases


def test_transitions_name_what_each_may_do_now(lists):
    case = make.pushed()

    assert transitions_for(case, actor=make.actor("HZ-FOOD")) == ["receive", "return"]
    assert transitions_for(case, actor=make.actor("HZ-ENF")) == ["withdraw", "correct"]
    assert transitions_for(case, actor=make.actor("HZ-LEGAL")) == []
