"""A message is written with the fact it tells of, or not at all."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from closedloop.outbox import selectors, services
from closedloop.outbox.models import Heartbeat, Message
from closedloop.workdays import clock

pytestmark = pytest.mark.django_db


def publish(**fields):
    message = services.publish("measure.changed", key="M-1", payload={"version": 3})
    Message.objects.filter(pk=message.pk).update(**fields)
    return message


@transaction.atomic
def act_that_fails():
    services.publish("measure.changed", key="M-1")
    raise LookupError


@pytest.mark.usefixtures("transactional_db")
def test_publishing_outside_a_transaction_is_refused():
    with pytest.raises(services.OutsideTransaction):
        services.publish("measure.changed", key="M-1")

    assert not Message.objects.exists()


@pytest.mark.usefixtures("transactional_db")
def test_a_message_disappears_with_the_transaction_that_failed():
    with pytest.raises(LookupError):
        act_that_fails()

    assert not Message.objects.exists()


def test_messages_keep_the_order_in_which_they_were_written():
    first, second = publish(), publish()

    assert [message.pk for message in selectors.undelivered()] == [first.pk, second.pk]
    assert first.uid != second.uid


def test_a_parked_message_stays_in_sight():
    parked = publish(parked_at=clock.now())
    publish(done_at=clock.now())

    assert list(selectors.undelivered()) == [parked]
    assert list(selectors.parked()) == [parked]


@pytest.mark.parametrize(
    "fields",
    [
        {"done_at": clock.now(), "parked_at": clock.now()},
        {"leased_until": clock.now()},
        {"topic": ""},
        {"key": ""},
    ],
)
def test_a_message_that_contradicts_itself_cannot_be_stored(fields):
    with pytest.raises(IntegrityError), transaction.atomic():
        publish(**fields)


@pytest.mark.req("R53")
def test_a_pulse_keeps_one_row_per_process():
    before = services.pulse("worker").at
    after = services.pulse("worker").at

    assert Heartbeat.objects.count() == 1
    assert selectors.heartbeats() == {"worker": after}
    assert after - before < timedelta(seconds=5)
