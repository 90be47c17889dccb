"""From a decision to a received case: who may, by when, with which measures and until when (C2.2, C2.3a)."""

from datetime import date, timedelta

import pytest

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import Forbidden, InvalidInput, NotFound, RuleViolated, WrongState
from closedloop.journal.models import Entry
from closedloop.outbox.models import Message
from subjects import services
from subjects.models import Case, Cause, Sanction, Subject
from subjects.selectors import case_for, cases_for, done_by, sent_by, todo_for, transitions_for
from tests.measures import make as lists_make
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


class TestSanctions:
    @pytest.mark.clause("C2.7.1a")
    def test_five_years_from_the_decision_end_on_the_corresponding_day(self, lists):
        """rules.md §6, first example: revoked on 2025-09-24, last day 2030-09-24."""
        case = make.draft(cause=make.cause(decided_on="2025-09-24"))

        sanction = case.sanctions.get()
        assert (sanction.anchor_on, sanction.starts_on, sanction.ends_on) == (
            date(2025, 9, 24),
            date(2025, 9, 24),
            date(2030, 9, 24),
        )

    @pytest.mark.clause("C2.7.1a")
    def test_the_push_date_never_sets_the_term(self, lists):
        case = make.pushed(cause=make.cause(decided_on="2025-09-24"))

        assert case.sanctions.get().ends_on == date(2030, 9, 24)

    def test_an_anchor_that_is_not_known_leaves_the_end_open(self, lists):
        case = make.draft(make.person("CJ-001"), receiver="HZ-REG")

        assert (case.sanctions.get().anchor_on, case.sanctions.get().ends_on) == (None, None)

    def test_another_anchor_than_the_decisions_own_day_is_refused(self, lists):
        with pytest.raises(RuleViolated) as refusal:
            make.draft(make.person({"measure": "CJ-029", "anchor_on": "2026-11-20"}))

        assert codes(refusal) == {("/subjects/0/sanctions/0/anchor_on", "anchor")}

    @pytest.mark.parametrize(
        ("months", "kept"),
        [(120, (120, False)), (180, (180, False)), ("lifetime", (None, True))],
    )
    def test_a_range_takes_its_term_from_the_decision(self, lists, months, kept):
        case = make.draft(make.person({"measure": "CJ-036", "term_months": months}), receiver="HZ-DRUG")

        sanction = case.sanctions.get()
        assert (sanction.term_months, sanction.lifetime) == kept

    @pytest.mark.parametrize("months", [None, 119, 1])
    def test_a_range_without_a_term_or_outside_its_bounds_is_refused(self, lists, months):
        with pytest.raises(RuleViolated) as refusal:
            make.draft(make.person({"measure": "CJ-036", "term_months": months}), receiver="HZ-DRUG")

        assert {pointer for pointer, _ in codes(refusal)} == {"/subjects/0/sanctions/0/term_months"}

    def test_a_fixed_term_cannot_be_chosen(self, lists):
        with pytest.raises(RuleViolated):
            make.draft(make.person({"measure": "CJ-029", "term_months": 12}))
        assert make.draft(make.person({"measure": "CJ-029", "term_months": 60})).sanctions.get().term_months == 60

    @pytest.mark.parametrize(
        ("first_day", "last_day"), [("2026-11-20", date(2029, 11, 20)), ("2025-12-24", date(2028, 12, 24)), (None, None)]
    )
    def test_publicity_lasts_as_the_rule_set_of_its_first_day_says(self, lists, first_day, last_day):
        case = make.draft(
            make.enterprise({"measure": "CJ-075", "anchor_on": first_day}),
            cause=make.cause(decided_on="2025-12-20"),
            receiver="HZ-CREDIT",
        )

        assert case.sanctions.get().ends_on == last_day

    def test_every_refusal_comes_at_once(self, lists):
        with pytest.raises(RuleViolated) as refusal:
            make.draft(make.person("CJ-055", "CJ-011", "CJ-025", {"measure": "CJ-029", "matters": ["licence.food"]}))

        assert codes(refusal) == {
            ("/subjects/0/sanctions/0/measure", "party_kind"),
            ("/subjects/0/sanctions/1/measure", "pending_legal_review"),
            ("/subjects/0/sanctions/2/matters", "must_narrow"),
            ("/subjects/0/sanctions/3/matters/0", "other_matter"),
        }

    @pytest.mark.clause("C2.1a")
    def test_only_the_list_of_the_decisions_day_counts(self, lists):
        lists_make.approved("repeal", on=ON, days=0)

        with pytest.raises(RuleViolated, match="的清单上没有 CJ-029"):
            make.draft(cause=make.cause(decided_on=ON.isoformat()))
        assert make.draft(cause=make.cause(decided_on="2026-11-24")).sanctions.count() == 1

    def test_a_decision_older_than_the_list_names_the_law_of_its_time(self, lists):
        old = make.cause(decided_on="2024-01-05")
        with pytest.raises(RuleViolated, match="请在“选择理由”里写明"):
            make.draft(make.person("CJ-001"), cause=old, receiver="HZ-REG")

        reason = "公司法（2018 年修正）第一百四十六条第一款第四项"
        made = services.draft_case(
            make.body(make.person({"measure": "CJ-001", "reason": reason}), cause=old, receiver="HZ-REG"),
            actor=make.actor("HZ-ENF"),
            on=ON,
        )
        assert made.case.sanctions.get().reason == reason
        assert any("尚未列入清单" in words for words in made.warnings)

    @pytest.mark.req("R13")
    def test_the_same_measure_for_the_same_cause_is_entered_once(self, lists):
        who, cause = make.id_card(), make.cause()
        make.draft(make.person("CJ-029", value=who), cause=cause)

        with pytest.raises(WrongState, match="不能重复"):
            make.draft(make.person("CJ-029", value=who), cause=cause)
        assert make.draft(make.person("CJ-012", value=who), cause=cause).sanctions.count() == 1
        assert Cause.objects.count() == 1

    def test_the_same_ban_by_another_cause_stands_beside_it(self, lists):
        who = make.id_card()
        make.draft(make.person("CJ-029", value=who))
        make.draft(make.person("CJ-029", value=who))

        assert Sanction.objects.filter(measure="CJ-029").count() == 2
        assert Subject.objects.count() == 1

    def test_general_law_beside_special_law_is_a_warning_with_its_reason(self, lists):
        general = {"measure": "CJ-025", "matters": ["licence.food"]}
        made = services.draft_case(make.body(make.enterprise(general, "CJ-012")), actor=make.actor("HZ-ENF"), on=ON)

        assert any("一般法" in words and "不叠加" in words for words in made.warnings)

    def test_a_role_that_the_measure_does_not_name_is_a_warning(self, lists):
        made = services.draft_case(make.body(make.person("CJ-029", role_zh="保洁员")), actor=make.actor("HZ-ENF"), on=ON)

        assert any("保洁员" in words for words in made.warnings)

    def test_measures_of_another_office_propose_a_linked_case(self, lists):
        made = services.draft_case(
            make.body(make.person("CJ-029", {"measure": "CJ-036", "term_months": 120})), actor=make.actor("HZ-ENF"), on=ON
        )

        assert any("CJ-036" in words and "HZ-DRUG" in words for words in made.warnings)

    def test_the_receiver_is_proposed_from_the_owners(self, lists):
        case = make.draft(make.person("CJ-029"), receiver="")

        assert case.receiver_id == "HZ-FOOD"

    @pytest.mark.parametrize("receiver", ["HZ-LEGAL", "HZ-ENF"])
    def test_the_receiver_is_a_business_authority(self, lists, receiver):
        with pytest.raises(RuleViolated, match="业务主管机构"):
            make.draft(receiver=receiver)


class TestShape:
    def test_every_fault_of_a_body_comes_at_once(self, lists):
        wrong = make.id_card()[:-1] + ("0" if make.id_card()[-1] != "0" else "1")
        body = {
            "cause": {"kind": "penalty", "decided_on": "2026/1/1", "penalty_kinds": ["fines"]},
            "subjects": [
                {"kind": "person", "name": "", "identifier": {"scheme": "uscc", "value": "1"}, "sanctions": [{"measure": 7}]},
                {"kind": "person", "name": "甲", "identifier": {"scheme": "id_card", "value": wrong}, "colour": "red"},
            ],
        }

        with pytest.raises(InvalidInput) as refusal:
            services.draft_case(body, actor=make.actor("HZ-ENF"), on=ON)

        assert codes(refusal) >= {
            ("/cause/kind", "unknown_code"),
            ("/cause/document_no", "required"),
            ("/cause/decided_on", "format"),
            ("/cause/penalty_kinds/0", "unknown_code"),
            ("/subjects/0/name", "required"),
            ("/subjects/0/identifier/scheme", "scheme_of_kind"),
            ("/subjects/0/sanctions/0/measure", "type"),
            ("/subjects/1/colour", "unknown_field"),
        }
        assert not Case.objects.exists()

    def test_a_name_alone_is_no_subject(self, lists):
        with pytest.raises(InvalidInput, match="不能只凭名称"):
            make.draft({"kind": "person", "name": "王测试", "sanctions": [{"measure": "CJ-029"}]})

    def test_a_measure_that_never_was_is_an_unknown_code(self, lists):
        with pytest.raises(InvalidInput, match="没有编号为“CJ-999”"):
            make.draft(make.person("CJ-999"))

    def test_the_same_code_twice_is_refused(self, lists):
        who = make.id_card()
        with pytest.raises(InvalidInput, match="同一个代码"):
            make.draft(make.person("CJ-029", value=who), make.person("CJ-012", value=who, name="李测试"))

    @pytest.mark.req("R27", "R28")
    def test_a_persons_code_stands_nowhere_in_clear(self, lists):
        who = make.id_card()
        make.pushed(make.person("CJ-029", value=who))

        subject = Subject.objects.get()
        assert (subject.identifier, subject.masked) == ("", f"{who[:6]}********{who[-4:]}")
        assert who not in subject.sealed
        assert not [entry for entry in Entry.objects.all() if who in str(entry.detail)]
        assert not [message for message in Message.objects.all() if who in str(message.payload)]
        with pytest.raises(InvalidInput) as refusal:
            make.draft(make.person("CJ-029", value=who[:-1] + "?"))
        assert who[:-1] not in str(refusal.value)

    @pytest.mark.req("R28")
    def test_revealing_a_code_needs_its_purpose_and_is_on_record(self, lists):
        who = make.id_card()
        make.draft(make.person("CJ-029", value=who))
        subject = Subject.objects.get()

        with pytest.raises(InvalidInput, match="用途"):
            services.reveal(subject, actor=make.actor("HZ-ENF"), purpose="")
        assert services.reveal(subject, actor=make.actor("HZ-ENF"), purpose="核对处罚决定书") == who
        assert Entry.objects.get(verb="subject.revealed").detail == {"purpose": "核对处罚决定书"}


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

    with django_assert_num_queries(6):
        assert len(todo_for(food, on=ON)) == cases


def test_transitions_name_what_each_may_do_now(lists):
    case = make.pushed()

    assert transitions_for(case, actor=make.actor("HZ-FOOD"), on=ON) == ["receive", "return"]
    assert transitions_for(case, actor=make.actor("HZ-ENF"), on=ON) == ["withdraw", "correct"]
    assert transitions_for(case, actor=make.actor("HZ-LEGAL"), on=ON) == []
