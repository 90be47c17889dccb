"""The one thing that the portal itself does: moving the demo's date forward, with everything that falls due on the way (B21)."""

from collections import Counter
from datetime import date

from closedloop.deadlines.services import move_demo_clock
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock
from measures import services as measures
from subjects import services as subjects

# What happens by itself when days pass, in the order of the house.
SWEEPS = (measures.sweep, subjects.sweep)


def forward(days: int, *, actor: Actor) -> date:
    """Moves the legal date of the demo forward by so many days and runs the sweeps; returns the new date."""
    move_demo_clock(days, actor=actor)
    today = clock.today()
    run_sweeps(on=today)
    return today


def run_sweeps(*, on: date) -> dict[str, int]:
    """Everything that has come due in every app; how many of each kind were found."""
    found: Counter[str] = Counter()
    for sweep in SWEEPS:
        found.update(sweep(on=on))
    return dict(found)
