"""The one thing that the portal itself does: moving the demo's date forward, with everything that falls due on the way (B21)."""

from datetime import date

from django.db import transaction

from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock
from closedloop.workdays.services import move_clock
from measures import services as measures

# What happens by itself when days pass, in the order of the house.
SWEEPS = (measures.sweep,)
declare({"demo_clock.moved": "快进演示日期"})


def forward(days: int, *, actor: Actor) -> date:
    """Moves the legal date of the demo forward by so many days and runs the sweeps; returns the new date."""
    with transaction.atomic():
        move_clock(days)
        today = clock.today()
        journal.record(("democlock", "1"), "demo_clock.moved", actor=actor, on=today, detail={"days": days})
    for sweep in SWEEPS:
        sweep(on=today)
    return today
