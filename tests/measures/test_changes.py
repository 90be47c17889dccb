"""立, 改, 废: proposed by the owner, reviewed twice, in force on its day (C2.1a, C2.1b, C1.3)."""

from datetime import timedelta

import pytest

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import Forbidden, InvalidInput, NotFound, RuleViolated, WrongState
from closedloop.journal.selectors import history
from closedloop.outbox.models import Message
from measures import services
from measures.models import MeasureChange, MeasureVersion
from measures.selectors import change_for, changes_for, list_on, objections_to, transitions_for, version_on
from tests.measures import make

ON = make.ON
LATER = ON + timedelta(days=10)
pytestmark = pytest.mark.clause("C2.1b")


@pytest.mark.clause("C2.1a")
def test_a_repeal_passes_both_reviews_and_takes_effect_on_its_day(lists):
    change = make.submitted("repeal", days=10)

    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON, opinion="同意")
    assert MeasureChange.objects.get(pk=change.pk).state == "submitted"
    services.approve_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON, opinion="依据已不存在，同意")

    change = MeasureChange.objects.get(pk=change.pk)
    assert (change.state, change.decided_on, change.version.repeals) == ("approved", ON, True)
    assert list_on(LATER - timedelta(days=1)).filter(measure="CJ-029").exists()
    assert not list_on(LATER).filter(measure="CJ-029").exists()


@pytest.mark.clause("C2.1a")
def test_an_approved_change_is_told_in_the_same_transaction(lists):
    change = make.approved("repeal")

    message = Message.objects.get(topic="measure.changed")
    assert (message.key, message.payload) == ("CJ-029", {"version": str(change.version_id), "change": str(change.pk)})


def test_each_step_is_in_the_journal_with_its_clause(lists):
    change = make.approved("repeal")

    said = [(entry.verb, entry.clause, entry.agency_code) for entry in history(change) if entry.verb.startswith("change.")]
    assert said == [
        ("change.proposed", "C2.1a", "HZ-FOOD"),
        ("change.submitted", "C2.1a", "HZ-FOOD"),
        ("change.reviewed", "C2.1b", "HZ-CREDIT"),
        ("change.reviewed", "C2.1b", "HZ-LEGAL"),
        ("change.approved", "", "HZ-LEGAL"),
    ]


def test_two_agreements_of_the_same_side_are_not_two_reviews(lists):
    change = make.submitted()
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)

    with pytest.raises(WrongState, match="信用监管一方已由市局信用处审核"):
        services.approve_change(change.pk, actor=make.actor("HZ-CREDIT", username="test-second"), on=ON)

    assert MeasureChange.objects.get(pk=change.pk).state == "submitted"


def test_nobody_reviews_twice_for_two_sides(lists):
    change = make.submitted()
    both = make.actor("HZ-CREDIT", username="test-both")
    services.approve_change(change.pk, actor=both, on=ON)

    with pytest.raises(Forbidden, match="两方审核须由不同的人办理"):
        services.approve_change(change.pk, actor=make.actor("HZ-LEGAL", username="test-both"), on=ON)


def test_the_credit_office_cannot_review_its_own_proposal_with_the_same_person(lists):
    """README 13: the credit office owns the credit line and reviews changes: another person must review."""
    proposer = make.actor("HZ-CREDIT", username="test-proposer")
    change = make.submitted("repeal", by=proposer, measure="CJ-073")

    with pytest.raises(Forbidden, match="须由另一人审核"):
        services.approve_change(change.pk, actor=proposer, on=ON)
    with pytest.raises(Forbidden, match="须由另一人审核"):
        services.return_change(change.pk, actor=proposer, on=ON, reason="不行")

    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT", username="test-colleague"), on=ON)
    services.approve_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON)
    assert MeasureChange.objects.get(pk=change.pk).state == "approved"


@pytest.mark.clause("C3.2")
@pytest.mark.parametrize("agency", ["HZ-FOOD", "HZ-DRUG", "XH-BIZ", "HZ-AMR"])
def test_who_is_no_reviewer_cannot_approve(lists, agency):
    change = make.submitted()

    with pytest.raises((Forbidden, NotFound)):
        services.approve_change(change.pk, actor=make.actor(agency, username="test-other"), on=ON)


@pytest.mark.parametrize("agency", ["XH-CREDIT", "XH-LEGAL"])
def test_a_reviewer_below_the_owners_level_does_not_even_see_it(lists, agency):
    change = make.submitted()

    with pytest.raises(NotFound):
        services.approve_change(change.pk, actor=make.actor(agency), on=ON)


@pytest.mark.clause("C2.1a")
@pytest.mark.parametrize("agency", ["HZ-DRUG", "HZ-CREDIT", "HZ-LEGAL", "HZ-AMR", "XH-BIZ", "ZJ-AMR"])
def test_only_the_owner_of_the_line_may_propose(lists, agency):
    with pytest.raises(Forbidden, match="市局食品处"):
        make.change("repeal", by=make.actor(agency))


def test_a_returned_change_needs_both_reviews_again(lists):
    owner = make.actor("HZ-FOOD")
    change = make.submitted(by=owner)
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)
    services.return_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON, reason="请补充理由")

    services.revise_change(change.pk, actor=owner, on=ON, reason="补充后的理由")
    services.submit_change(change.pk, actor=owner, on=ON)
    services.approve_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON)

    change = MeasureChange.objects.get(pk=change.pk)
    assert (change.state, change.round) == ("submitted", 2)
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)
    assert MeasureChange.objects.get(pk=change.pk).state == "approved"
    assert change.reviews.count() == 4


def test_a_changed_proposal_loses_the_review_that_it_had(lists):
    owner = make.actor("HZ-FOOD")
    change = make.submitted("amend", by=owner, proposal={"cause": "第一稿"})
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)

    services.revise_change(change.pk, actor=owner, on=ON, proposal={"cause": "第二稿"})

    assert MeasureChange.objects.get(pk=change.pk).state == "draft"
    services.submit_change(change.pk, actor=owner, on=ON)
    services.approve_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON)
    assert MeasureChange.objects.get(pk=change.pk).state == "submitted"


def test_a_return_without_reasons_is_refused(lists):
    change = make.submitted()

    with pytest.raises(InvalidInput, match="退回须写明理由"):
        services.return_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON, reason="  ")


def test_reviews_have_a_deadline_each_before_the_effective_day(lists):
    change = make.submitted(days=10)
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)

    found = {item.responsible_id: item for item in deadlines.for_object(change)}
    assert {code: (item.due_on, item.done_on) for code, item in found.items()} == {
        "HZ-CREDIT": (LATER - timedelta(days=1), ON),
        "HZ-LEGAL": (LATER - timedelta(days=1), None),
    }
    assert {item.law.clause for item in found.values()} == {"C2.1b"}


@pytest.mark.parametrize("act", ["withdraw", "revise", "return"])
def test_what_goes_back_leaves_no_deadline_running(lists, act):
    owner = make.actor("HZ-FOOD")
    change = make.submitted(by=owner)

    if act == "withdraw":
        services.withdraw_change(change.pk, actor=owner, on=ON, reason="不改了")
    elif act == "revise":
        services.revise_change(change.pk, actor=owner, on=ON, reason="另一个理由")
    else:
        services.return_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON, reason="请补充")

    assert [item for item in deadlines.for_object(change) if item.done_on is None] == []


def test_what_is_decided_cannot_be_decided_again(lists):
    owner = make.actor("HZ-FOOD")
    change = make.approved(by=owner)

    for act in (services.submit_change, services.withdraw_change, services.revise_change):
        with pytest.raises(WrongState, match="已通过"):
            act(change.pk, actor=owner, on=ON)
    with pytest.raises(WrongState, match="已通过"):
        services.approve_change(change.pk, actor=make.actor("HZ-CREDIT", username="test-late"), on=ON)


def test_transitions_name_what_each_may_do_now(lists):
    owner = make.actor("HZ-FOOD")
    change = make.change(by=owner)
    assert transitions_for(change, actor=owner) == ["submit", "revise", "withdraw"]

    change = services.submit_change(change.pk, actor=owner, on=ON)
    assert transitions_for(change, actor=owner) == ["revise", "withdraw"]
    assert transitions_for(change, actor=make.actor("HZ-LEGAL")) == ["approve", "return"]
    assert transitions_for(change, actor=make.actor("HZ-DRUG")) == []


@pytest.mark.clause("C3.2")
def test_a_draft_is_seen_by_its_office_only(lists):
    draft = make.change()

    assert change_for(make.actor("HZ-FOOD"), id=draft.pk) == draft
    for code in ("HZ-LEGAL", "HZ-CREDIT", "HZ-DRUG", "XH-CREDIT", "XH-BIZ"):
        assert not changes_for(make.actor(code)).exists()
        with pytest.raises(NotFound):
            change_for(make.actor(code), id=draft.pk)


def test_a_second_change_of_the_same_measure_waits_for_the_first(lists):
    owner = make.actor("HZ-FOOD")
    make.submitted(by=owner)
    second = make.change("amend", by=owner, proposal={"cause": "别的情形"})

    with pytest.raises(WrongState, match="已有一份变动在审核"):
        services.submit_change(second.pk, actor=owner, on=ON)


def test_a_proposal_on_an_older_version_cannot_pass(lists):
    owner = make.actor("HZ-FOOD")
    stale = make.change("amend", by=owner, proposal={"cause": "旧稿"}, days=40)
    make.approved("amend", by=owner, proposal={"cause": "新版本"})
    services.submit_change(stale.pk, actor=owner, on=ON)

    with pytest.raises(RuleViolated, match="又有了第 2 版"):
        services.approve_change(stale.pk, actor=make.actor("HZ-LEGAL"), on=ON)


class TestDates:
    def test_the_past_cannot_be_changed(self, lists):
        with pytest.raises(RuleViolated, match="不能溯及既往"):
            make.change(days=-1)

    def test_today_is_early_enough(self, lists):
        make.approved("repeal", days=0)

        assert not list_on(ON).filter(measure="CJ-029").exists()

    def test_a_change_whose_day_has_passed_in_review_cannot_pass(self, lists):
        change = make.submitted(days=3)

        with pytest.raises(RuleViolated, match="已过，清单变动不能溯及既往"):
            services.approve_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON + timedelta(days=4))

    def test_a_version_cannot_begin_before_the_one_approved_last(self, lists):
        make.approved("amend", proposal={"cause": "先通过的"}, days=30)

        with pytest.raises(RuleViolated, match="须晚于它"):
            make.change("repeal", days=20)


@pytest.mark.clause("C1.3")
class TestGate:
    """B11: no measure takes effect without a live basis of law, regulation or central policy."""

    def refused(self, *bases, kind="enact", **said):
        proposal = make.content(bases=list(bases)) if kind == "enact" else {"bases": list(bases)}
        change = make.submitted(kind, measure="" if kind == "enact" else "CJ-029", proposal=proposal, **said)
        with pytest.raises(RuleViolated) as refusal:
            services.approve_change(change.pk, actor=make.actor("HZ-LEGAL"), on=ON)
        assert not MeasureVersion.objects.filter(change=change).exists()
        assert MeasureChange.objects.get(pk=change.pk).reviews.count() == 0
        return {problem.code for problem in refusal.value.problems}, refusal.value

    def test_departmental_rules_alone_do_not_carry_a_measure(self, lists):
        make.law("test_rule", level="departmental_rule")

        codes, error = self.refused(make.basis("test_rule", is_term_basis=False), kind="amend")

        assert "only_departmental" in codes
        assert (error.clause, "部门规章" in error.message) == ("C1.3", True)

    def test_a_basis_that_ends_before_the_effective_day_does_not_carry_it(self, lists):
        make.law("test_old_law", ends=LATER - timedelta(days=1))

        codes, error = self.refused(make.basis("test_old_law"))

        assert codes == {"basis_ended", "no_live_basis"}
        assert f"只施行到 {LATER - timedelta(days=1)}" in error.message

    def test_a_basis_that_ended_is_refused_even_beside_a_live_one(self, lists):
        make.law("test_old_law", ends=ON)
        make.law("test_live_law")

        codes, _ = self.refused(make.basis("test_old_law"), make.basis("test_live_law"))

        assert codes == {"basis_ended"}

    def test_a_law_that_begins_later_does_not_carry_it_yet(self, lists):
        make.law("test_new_law", begins=LATER + timedelta(days=1))

        codes, _ = self.refused(make.basis("test_new_law"))

        assert codes == {"basis_not_yet", "no_live_basis"}

    @pytest.mark.parametrize("level", ["law", "administrative_regulation", "local_regulation", "central_policy"])
    def test_each_qualifying_rank_carries_a_measure(self, lists, level):
        make.law("test_basis", level=level)
        term = make.content()["term"] | {"source": "law" if level in ("law", "administrative_regulation") else "rule"}

        change = make.approved("enact", measure="", proposal=make.content(term=term, bases=[make.basis("test_basis")]))

        assert change.version.statutory_term == (level in ("law", "administrative_regulation"))

    def test_the_last_day_of_a_law_still_carries_it(self, lists):
        make.law("test_last_day", ends=LATER)

        change = make.approved("enact", measure="", proposal=make.content(bases=[make.basis("test_last_day")]))

        assert change.state == "approved"

    @pytest.mark.clause("C2.7.3b")
    def test_a_term_of_ones_own_cannot_claim_a_term_basis(self, lists):
        term = make.content()["term"] | {"source": "proposal"}
        change = make.submitted("enact", measure="", proposal=make.content(term=term))

        assert [problem.code for problem in objections_to(change, on=ON)] == ["proposal_with_basis"]

    def test_a_waiting_measure_comes_into_use_with_a_law_beside_its_rule(self, lists):
        """rules.md 1.2: 审核通过须补上位依据."""
        waiting = version_on("CJ-057", on=ON)
        owner = make.actor(waiting_owner(waiting))
        old = [make.basis(row.instrument_id, article=row.article_zh, is_term_basis=False) for row in waiting.bases.all()]
        make.law("test_law")
        term = {
            "kind": "fixed",
            "min_months": 12,
            "max_months": 12,
            "source": "law",
            "anchor": "penalty_decision_date",
            "text": "一年",
        }

        bare = make.submitted("amend", by=owner, measure="CJ-057", proposal={"cause": "不补依据"})
        assert "only_departmental" in {problem.code for problem in objections_to(bare, on=ON)}
        services.withdraw_change(bare.pk, actor=owner, on=ON)
        make.approved("amend", by=owner, measure="CJ-057", proposal={"term": term, "bases": [*old, make.basis("test_law")]})

        assert version_on("CJ-057", on=LATER).can_be_imposed

    def test_a_repeal_needs_no_basis(self, lists):
        waiting = version_on("CJ-057", on=ON)

        change = make.approved("repeal", by=make.actor(waiting_owner(waiting)), measure="CJ-057")

        assert change.state == "approved"


def waiting_owner(version):
    return {"food": "HZ-FOOD", "drug": "HZ-DRUG", "credit": "HZ-CREDIT", "quality": "HZ-QUALITY", "ip": "HZ-IP"}.get(
        version.owner_line_id, "HZ-REG"
    )
