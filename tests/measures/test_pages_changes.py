"""The worklist of changes and the review page: who sees what, which acts are offered, and refusals in place (C2.1a, C2.1b)."""

from datetime import timedelta

import pytest

from measures import services
from measures.models import MeasureChange
from measures.models.vocabulary import ChangeState
from tests.measures import make, pages
from tests.measures.pages import get, own_queries, post, reader, words

pytestmark = pytest.mark.clause("C2.1a", "C2.1b")


@pytest.fixture
def food(lists):
    return reader("HZ-FOOD")


@pytest.fixture
def credit(lists):
    return reader("HZ-CREDIT")


@pytest.fixture
def legal(lists):
    return reader("HZ-LEGAL")


def submitted(kind="repeal", **said):
    return make.submitted(kind, on=pages.today(), **said)


def change(kind="repeal", **said):
    return make.change(kind, on=pages.today(), **said)


def returned(count):
    """So many changes that both sides saw and legal affairs sent back."""
    owner, credit, legal = (make.actor(code) for code in ("HZ-FOOD", "HZ-CREDIT", "HZ-LEGAL"))
    for _ in range(count):
        made = make.submitted(by=owner, on=pages.today(), measure="CJ-049")
        services.approve_change(made.pk, actor=credit, on=pages.today())
        services.return_change(made.pk, actor=legal, on=pages.today(), reason="测试")


def state_of(made):
    return MeasureChange.objects.get(pk=made.pk).state


def test_an_office_sees_its_own_changes_and_a_reviewer_what_was_submitted(food, credit):
    change("amend", measure="CJ-030", proposal={"note": "测试"})
    submitted()

    own, reviewed = words(get(food, "measures:changes")), words(get(credit, "measures:changes"))

    assert "改 CJ-030" in own
    assert "废 CJ-029" in own
    assert "改 CJ-030" not in reviewed
    assert "废 CJ-029" in reviewed
    assert "待我审核 1" in reviewed


def test_what_was_reviewed_waits_for_the_reviewer_no_longer(credit):
    sent = submitted()
    services.approve_change(sent.pk, actor=make.actor("HZ-CREDIT"), on=pages.today())

    page = words(get(credit, "measures:changes", state="mine"))

    assert "待我审核 0" in page
    assert "没有这一类变动" in page


@pytest.mark.parametrize("query", [{"state": "x"}, {"kind": "x"}, {"after": "x~y"}, {"after": "2026-01-01T00:00:00~z"}])
def test_an_unknown_condition_of_the_changes_is_no_error(query, food):
    assert get(food, "measures:changes", **query).status_code == 200


def test_an_empty_worklist_of_changes_says_what_will_appear(food):
    assert "还没有清单变动" in words(get(food, "measures:changes"))


def test_the_review_page_shows_stages_deadlines_before_and_after_and_the_law(legal):
    sent = submitted("amend", proposal={"cause": "测试改后的情形"})

    answer = get(legal, "measures:change", sent.pk)

    page = words(answer)
    for said in ("信用监管审核", "法制审核", "生效", "测试理由", "可以同意", "同意这份变动", "退回市局食品处，说明理由"):
        assert said in page
    assert "<del>食品生产经营者被吊销许可证</del>" in answer.content.decode()
    assert "<ins>测试改后的情形</ins>" in answer.content.decode()
    assert 'class="light' in answer.content.decode()


def test_two_reviewers_agree_on_the_page_and_the_list_changes_on_its_day(credit, legal):
    sent = submitted(days=4)

    first = post(credit, "measures:change", sent.pk, act="approve", opinion="测试同意")
    assert "另一家已经同意，您同意后即通过：CJ-029 自" in words(get(legal, "measures:change", sent.pk))
    second = post(legal, "measures:change", sent.pk, act="approve", opinion="")

    assert (first.status_code, second.status_code) == (302, 302)
    assert state_of(sent) == ChangeState.APPROVED
    day = pages.today() + timedelta(days=4)
    assert "已废止" in words(get(legal, "measures:detail", "CJ-029", on=day.isoformat()))
    assert "测试同意" in words(get(legal, "measures:change", sent.pk))


def test_a_return_without_reasons_is_refused_at_its_field_and_changes_nothing(legal):
    sent = submitted()

    answer = post(legal, "measures:change", sent.pk, act="return", opinion="  ")

    assert answer.status_code == 400
    assert "退回须写明理由" in words(answer)
    assert 'href="#id_opinion"' in answer.content.decode()
    assert state_of(sent) == ChangeState.SUBMITTED


def test_a_return_tells_the_owner_why_and_the_owner_resubmits(food, legal):
    sent = submitted()
    post(legal, "measures:change", sent.pk, act="return", opinion="测试退回理由")

    page = words(get(food, "measures:change", sent.pk))
    again = post(food, "measures:change", sent.pk, act="submit")

    assert "测试退回理由" in page
    assert "这一轮的意见不再计入" in page
    assert again.status_code == 302
    assert state_of(sent) == ChangeState.SUBMITTED


@pytest.mark.clause("C1.3")
def test_what_the_law_does_not_let_pass_is_said_and_cannot_be_approved(legal):
    make.law("test_ended", ends=pages.today() + timedelta(days=3))
    sent = submitted("enact", measure="", proposal=make.content(bases=[make.basis("test_ended")]), days=20)

    page, answer = (
        words(get(legal, "measures:change", sent.pk)),
        post(legal, "measures:change", sent.pk, act="approve", opinion="测试意见"),
    )

    assert "不符合规定，不能同意" in page
    assert "同意这份变动" not in page
    assert "退回市局食品处" in page
    assert answer.status_code == 422
    assert "只施行到" in words(answer)
    assert "测试意见" in words(answer)
    assert state_of(sent) == ChangeState.SUBMITTED


def test_nobody_reviews_a_change_of_ones_own_and_the_page_says_why(credit):
    actor = make.actor("HZ-CREDIT")
    sent = make.submitted(by=actor, measure="CJ-061", on=pages.today())

    page = words(get(credit, "measures:change", sent.pk))
    answer = post(credit, "measures:change", sent.pk, act="approve", opinion="测试我的意见")

    assert "由您提出，须由另一人审核" in page
    assert "同意这份变动" not in page
    assert answer.status_code == 403
    assert "由您提出" in words(answer)
    assert state_of(sent) == ChangeState.SUBMITTED


def test_an_office_that_also_reviews_is_not_asked_to_review_its_draft(credit):
    draft = make.change(by=make.actor("HZ-CREDIT"), measure="CJ-061", on=pages.today())

    page = words(get(credit, "measures:change", draft.pk))

    assert "提交给两家审核" in page
    assert "不能再这样办理" not in page


def test_an_owner_submits_and_withdraws_on_the_page(food):
    draft = change()
    page = words(get(food, "measures:change", draft.pk))

    assert "提交后市局信用处和市局法规处各收到一项审核" in page
    assert post(food, "measures:change", draft.pk, act="submit").status_code == 302
    assert post(food, "measures:change", draft.pk, act="withdraw", reason="测试撤回").status_code == 302
    assert state_of(draft) == ChangeState.WITHDRAWN
    assert "测试撤回" in words(get(food, "measures:change", draft.pk))


def test_an_act_that_came_too_late_is_refused_in_place(food):
    draft = change()
    services.withdraw_change(draft.pk, actor=make.actor("HZ-FOOD"), on=pages.today())

    answer = post(food, "measures:change", draft.pk, act="submit")

    assert answer.status_code == 409
    assert "已撤回" in words(answer)


def test_an_unknown_act_does_nothing(food):
    draft = change()

    assert post(food, "measures:change", draft.pk, act="explode").status_code == 200
    assert state_of(draft) == ChangeState.DRAFT


@pytest.mark.parametrize("agency", ["HZ-IP", "ASSOC-FOOD"])
def test_a_change_of_another_office_is_not_there(agency, lists):
    draft = change()

    assert get(reader(agency), "measures:change", draft.pk).status_code == 404
    assert post(reader(agency), "measures:change", draft.pk, act="submit").status_code == 404


def test_thirty_changes_cost_as_many_queries_as_three(food, credit):
    submitted(measure="CJ-012")
    returned(2)
    few = [own_queries(client, "measures:changes") for client in (food, credit)]
    returned(27)

    many = [own_queries(client, "measures:changes") for client in (food, credit)]

    assert few == many
    assert max(many) <= 16


def test_a_long_worklist_goes_on_behind_its_last_row(food):
    actor = make.actor("HZ-FOOD")
    for _ in range(52):
        make.change(by=actor, on=pages.today())

    first = get(food, "measures:changes")
    after = first.context["page"].next_after
    second = get(food, "measures:changes", after=after)

    assert "显示 50 件，共 52 件" in words(first)
    assert len(second.context["page"].rows) == 2
    assert second.context["page"].next_after == ""
