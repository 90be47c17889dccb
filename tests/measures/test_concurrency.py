"""Two at once on PostgreSQL: one wins, the other hears why; no version, number or review is ever made twice (I, R15)."""

from datetime import timedelta

import pytest

from closedloop.errors import DomainError
from measures import services
from measures.models import ChangeReview, CleanUp, ListConfirmation, Measure, MeasureChange, MeasureVersion
from tests.at_once import at_once
from tests.measures import make

ON = make.ON
pytestmark = [pytest.mark.clause("C2.1b"), pytest.mark.req("R15")]


def refusals(said):
    """The refusals; anything else that was raised is a fault of ours."""
    assert [answer for answer in said if isinstance(answer, Exception) and not isinstance(answer, DomainError)] == []
    return [answer for answer in said if isinstance(answer, DomainError)]


@pytest.fixture
def committed(transactional_db):
    """The reference data, committed, so that other connections see it."""
    make.reference()


def test_both_sides_at_once_make_one_version(committed):
    change = make.submitted("repeal")
    credit, legal = make.actor("HZ-CREDIT"), make.actor("HZ-LEGAL")

    said = at_once(
        lambda: services.approve_change(change.pk, actor=credit, on=ON),
        lambda: services.approve_change(change.pk, actor=legal, on=ON),
    )

    assert refusals(said) == []
    assert MeasureChange.objects.get(pk=change.pk).state == "approved"
    assert MeasureVersion.objects.filter(measure="CJ-029").count() == 2


def test_of_two_reviewers_of_one_side_one_wins(committed):
    change = make.submitted("repeal")
    reviewers = [make.actor("HZ-CREDIT", username=f"test-reviewer-{number}") for number in range(4)]

    said = at_once(*[lambda by=by: services.approve_change(change.pk, actor=by, on=ON) for by in reviewers])

    assert len(refusals(said)) == 3
    assert ChangeReview.objects.filter(change=change).count() == 1
    assert {refusal.code for refusal in refusals(said)} == {"reviewed_already"}


def test_approve_and_return_at_once_leave_one_outcome(committed):
    change = make.submitted("repeal")
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)
    first, second = (make.actor("HZ-LEGAL", username=f"test-legal-{number}") for number in range(2))

    said = at_once(
        lambda: services.approve_change(change.pk, actor=first, on=ON),
        lambda: services.return_change(change.pk, actor=second, on=ON, reason="请补充"),
    )

    change = MeasureChange.objects.get(pk=change.pk)
    assert len(refusals(said)) == 1
    assert (change.state == "approved") == MeasureVersion.objects.filter(measure="CJ-029", number=2).exists()
    assert change.state in ("approved", "returned")


def test_revising_and_approving_at_once_never_approves_what_nobody_read(committed):
    owner = make.actor("HZ-FOOD")
    change = make.submitted("amend", by=owner, proposal={"cause": "审核的一稿"})
    services.approve_change(change.pk, actor=make.actor("HZ-CREDIT"), on=ON)
    legal = make.actor("HZ-LEGAL")

    at_once(
        lambda: services.approve_change(change.pk, actor=legal, on=ON),
        lambda: services.revise_change(change.pk, actor=owner, on=ON, proposal={"cause": "没有审核的一稿"}),
    )

    listed = MeasureVersion.objects.filter(measure="CJ-029", number=2).first()
    assert listed is None or listed.cause_zh == "审核的一稿"
    assert (listed is None) == (MeasureChange.objects.get(pk=change.pk).state == "draft")


def test_new_measures_at_once_get_numbers_of_their_own(committed):
    food, credit, legal = make.actor("HZ-FOOD"), make.actor("HZ-CREDIT"), make.actor("HZ-LEGAL")
    sent = []
    for number in range(4):
        change = make.submitted("enact", by=food, measure="", proposal=make.content(name=f"第 {number} 项测试措施"))
        services.approve_change(change.pk, actor=credit, on=ON)
        sent.append(change.pk)

    said = at_once(*[lambda pk=pk: services.approve_change(pk, actor=legal, on=ON) for pk in sent])

    assert refusals(said) == []
    made = Measure.objects.filter(code__gt="CJ-090", list="punishment").order_by("code")
    assert [measure.pk for measure in made] == ["CJ-091", "CJ-092", "CJ-093", "CJ-094"]


def test_versions_of_one_measure_never_share_a_day_or_a_number(committed):
    food, credit, legal = make.actor("HZ-FOOD"), make.actor("HZ-CREDIT"), make.actor("HZ-LEGAL")
    drafts = [make.change("amend", by=food, proposal={"cause": f"第 {number} 稿"}) for number in range(4)]

    said = at_once(*[lambda pk=draft.pk: services.submit_change(pk, actor=food, on=ON) for draft in drafts])
    passing = MeasureChange.objects.filter(state="submitted")
    for change in passing:
        services.approve_change(change.pk, actor=credit, on=ON)
    at_once(*[lambda pk=change.pk: services.approve_change(pk, actor=legal, on=ON) for change in passing])

    assert len(refusals(said)) == 3
    versions = list(MeasureVersion.objects.filter(measure="CJ-029").values_list("number", "effective_from"))
    assert len(versions) == len(set(versions)) == 2


def test_two_sweeps_at_once_open_everything_once(committed):
    said = at_once(*[lambda: services.sweep(on=ON) for _ in range(3)])

    assert refusals(said) == []
    assert sum(counts["keeping_opened"] for counts in said) == 11
    assert sum(counts["cleanups_opened"] for counts in said) == CleanUp.objects.count() == 2


def test_two_confirmations_at_once_leave_one_open_duty(committed):
    services.sweep(on=ON)
    food = make.actor("HZ-FOOD")

    said = at_once(*[lambda: services.confirm_list(actor=food, on=ON + timedelta(days=1)) for _ in range(2)])

    assert refusals(said) == []
    assert ListConfirmation.objects.count() == 2
