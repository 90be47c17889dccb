"""Which measures a case may carry and until when, and the shape of what is sent (C2.1a, C2.7.1a)."""

from datetime import date

import pytest

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import Forbidden, InvalidInput, RuleViolated, WrongState
from closedloop.journal.models import Entry
from closedloop.outbox.models import Message
from subjects import services
from subjects.models import Case, Cause, Sanction, Subject
from tests.measures import make as lists_make
from tests.subjects import make

ON = make.ON


def due(case, rule):
    return next(item for item in deadlines.for_object(case) if item.rule == rule)


def codes(refusal):
    return {(problem.pointer, problem.code) for problem in refusal.value.problems}


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
        case = subject.in_cases.get().case
        services.consult(case.pk, invite=["HZ-DRUG"], question="是否适用？", actor=make.actor("HZ-ENF"), on=ON)
        with pytest.raises(Forbidden, match="产生机构、接收机构和监督机构"):
            services.reveal(subject, actor=make.actor("HZ-DRUG"), purpose="想看看")
        assert services.reveal(subject, actor=make.actor("HZ-ENF"), purpose="核对处罚决定书") == who
        assert Entry.objects.get(verb="subject.revealed").detail == {"purpose": "核对处罚决定书"}
