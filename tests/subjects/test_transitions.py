"""Every act on a case × right caller, wrong role, wrong state, stranger; and eight at once with one effect (R14, R15, F34)."""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction

from closedloop.errors import DomainError, Forbidden, NotFound, WrongState
from closedloop.journal.models import Entry
from closedloop.workdays import clock
from subjects import services
from subjects.models import Case, Sanction
from subjects.models.vocabulary import CaseState
from tests.at_once import at_once
from tests.measures.make import reference
from tests.subjects import make

ON = make.ON
pytestmark = [pytest.mark.req("R14", "R15"), pytest.mark.clause("C2.2a", "C2.3a")]
PRODUCER, RECEIVER = "HZ-ENF", "HZ-FOOD"
ACTS = {
    "push": lambda case, by: services.push_case(case.pk, actor=by, on=ON),
    "receive": lambda case, by: services.receive_case(case.pk, actor=by, on=ON),
    "return": lambda case, by: services.return_case(case.pk, actor=by, on=ON, reason="请补充"),
    "withdraw": lambda case, by: services.withdraw_case(case.pk, actor=by, on=ON, reason="有误"),
    "revise": lambda case, by: services.revise_case(case.pk, body=make.body(), revision=None, actor=by, on=ON),
    "correct": lambda case, by: services.correct_case(case.pk, body=make.body(), actor=by, on=ON),
    "consult": lambda case, by: services.consult(case.pk, invite=["HZ-LEGAL"], question="是否适用？", actor=by, on=ON),
}
OWNER = dict.fromkeys(("push", "withdraw", "revise", "correct", "consult"), PRODUCER) | dict.fromkeys(
    ("receive", "return"), RECEIVER
)
SOURCES = {
    "push": {"draft"},
    "receive": {"pushed"},
    "return": {"pushed", "received"},
    "withdraw": {"draft", "pushed"},
    "revise": {"draft"},
    "correct": {"pushed", "returned"},
    "consult": {"draft"},
}
ARROWS = {(arrow.source, arrow.target) for arrow in Case._meta.get_field("state").get_all_transitions(Case)}


def in_state(state):
    """A case in this state, by the services."""
    if state == "draft":
        return make.draft()
    if state == "received":
        return make.received()
    case = make.pushed() if state != "withdrawn" else make.draft()
    if state == "returned":
        return services.return_case(case.pk, actor=make.actor(RECEIVER), on=ON, reason="请补充")
    if state == "withdrawn":
        return services.withdraw_case(case.pk, actor=make.actor(PRODUCER), on=ON, reason="有误")
    return case


@pytest.mark.parametrize("state", ["draft", "pushed", "received", "returned", "withdrawn"])
@pytest.mark.parametrize("act", ACTS)
def test_an_act_is_done_from_its_states_and_refused_from_the_others(lists, act, state):
    case, by = in_state(state), make.actor(OWNER[act])
    before = Entry.objects.count()

    if state in SOURCES[act]:
        ACTS[act](case, by)
        assert Entry.objects.count() > before
        return
    with pytest.raises((WrongState, NotFound)):
        ACTS[act](case, by)
    assert Case.objects.get(pk=case.pk).state == state


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("agency", ["HZ-CREDIT", "HZ-LEGAL"])
def test_who_sees_a_case_may_still_not_act_on_it(lists, act, agency):
    case = in_state(next(iter(sorted(SOURCES[act]))))

    with pytest.raises(Forbidden):
        ACTS[act](case, make.actor(agency))


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("agency", ["HZ-DRUG", "SC-ENF", "XH-LEGAL", "MKT-FOOD"])
def test_to_a_stranger_there_is_no_such_case(lists, act, agency):
    case = in_state(next(iter(sorted(SOURCES[act]))))

    with pytest.raises(NotFound):
        ACTS[act](case, make.actor(agency))


@pytest.mark.parametrize(
    ("source", "target"), list(itertools.permutations(["draft", "pushed", "received", "returned", "withdrawn"], 2))
)
def test_the_database_knows_the_arrows(lists, source, target):
    case = in_state(source)

    def put():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("UPDATE subjects_case SET state = %s, pushed_on = created_at WHERE case_no = %s", [target, case.pk])

    if (source, target) in ARROWS:
        put()
        assert Case.objects.get(pk=case.pk).state == target
    else:
        with pytest.raises(DatabaseError):
            put()


@pytest.fixture
def committed(transactional_db):
    """The reference data, committed, so that other connections see it."""
    reference()


def refusals(said):
    """The refusals; anything else that was raised is a fault of ours."""
    assert [answer for answer in said if isinstance(answer, Exception) and not isinstance(answer, DomainError)] == []
    return [answer for answer in said if isinstance(answer, DomainError)]


def eight(act, case, *, agency):
    """Eight persons of an agency act at the same moment."""
    callers = [make.actor(agency, username=f"test-{agency.lower()}-{number}") for number in range(8)]
    return at_once(*[lambda by=by: ACTS[act](case, by) for by in callers])


@pytest.mark.fault("F34")
@pytest.mark.parametrize(
    ("act", "state", "verb"),
    [
        ("push", "draft", "case.pushed"),
        ("receive", "pushed", "case.received"),
        ("return", "pushed", "case.returned"),
        ("withdraw", "pushed", "case.withdrawn"),
        ("consult", "draft", "consultation.opened"),
    ],
)
def test_eight_at_once_have_one_effect(committed, act, state, verb):
    case = in_state(state)

    said = eight(act, case, agency=OWNER[act])

    assert len(refusals(said)) == 7
    assert {type(refusal) for refusal in refusals(said)} == {WrongState}
    assert Entry.objects.filter(verb=verb, object_key=case.pk).count() == 1


@pytest.mark.fault("F34")
def test_receiving_returning_and_withdrawing_at_once_leave_one_outcome(committed):
    case = make.pushed()
    food, enforcement = make.actor(RECEIVER), make.actor(PRODUCER)

    said = at_once(
        lambda: ACTS["receive"](case, food),
        lambda: ACTS["withdraw"](case, enforcement),
    )

    assert len(refusals(said)) == 1
    state = Case.objects.get(pk=case.pk).state
    assert state in (CaseState.RECEIVED, CaseState.WITHDRAWN)
    assert set(Sanction.objects.filter(case=case).values_list("state", flat=True)) == {
        "proposed" if state == CaseState.RECEIVED else "withdrawn"
    }


@pytest.mark.req("R13")
@pytest.mark.fault("F33")
def test_the_same_decision_at_once_is_entered_once(committed):
    who, cause = make.id_card(), make.cause(decided_on=clock.today().isoformat())
    body = make.body(make.person("CJ-029", value=who), cause=cause)
    callers = [make.actor(PRODUCER, username=f"test-clerk-{number}") for number in range(6)]

    said = at_once(*[lambda by=by: services.draft_case(body, actor=by, on=clock.today()) for by in callers])

    assert len(refusals(said)) == 5
    assert Sanction.objects.count() == 1
    assert Case.objects.count() == 1
