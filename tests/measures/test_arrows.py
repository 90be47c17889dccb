"""The states of a change request: every pair, on the row itself, whoever writes it (R15)."""

import itertools

import pytest
from django.db import DatabaseError, connection, transaction

from measures.models import MeasureChange
from measures.models.vocabulary import ChangeState
from tests.measures import make

pytestmark = pytest.mark.req("R15")
ARROWS = {(arrow.source, arrow.target) for arrow in MeasureChange._meta.get_field("state").get_all_transitions(MeasureChange)}


def put(change, state):
    """Writes the state as no code of ours does: past the arrows, by SQL."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE measures_measurechange SET state = %s WHERE id = %s", [state, _key(change)])


def _key(change):
    return change.pk if connection.vendor == "postgresql" else change.pk.hex


def walk_to(state):
    """A change in this state, by the services."""
    return {
        ChangeState.DRAFT: make.change,
        ChangeState.SUBMITTED: make.submitted,
        ChangeState.RETURNED: make.returned,
        ChangeState.APPROVED: make.approved,
        ChangeState.WITHDRAWN: make.withdrawn,
    }[state]()


@pytest.mark.parametrize(("source", "target"), list(itertools.permutations(ChangeState.values, 2)))
def test_the_database_knows_the_arrows(lists, source, target):
    change = walk_to(source)

    if (source, target) in ARROWS and target != ChangeState.APPROVED:
        put(change, target)
        assert MeasureChange.objects.get(pk=change.pk).state == target
        return
    with pytest.raises(DatabaseError), transaction.atomic():
        put(change, target)


def test_a_change_begins_as_a_draft(lists):
    change = make.change()
    names = [field.column for field in MeasureChange._meta.concrete_fields if field.column != "id"]
    columns, begun = ", ".join(names), ", ".join("'approved'" if name == "state" else name for name in names)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO measures_measurechange (id, {columns}) SELECT %s, {begun} FROM measures_measurechange WHERE id = %s",  # noqa: S608 - our own words
            ["0" * 32, _key(change)],
        )
