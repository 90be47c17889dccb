"""What comes due by itself about cases."""

import time
from datetime import date

from closedloop.workdays import clock

from ..models.imports import ImportState
from .anchors import remind_of_anchors
from .import_drafts import draft_rows
from .imports import claim_unfinished, store_rows

# One run of the task takes so many steps, and begins none after so long: it ends well before its time is over.
IMPORT_STEPS, SECONDS = 50, 40


def sweep(*, on: date) -> dict[str, int]:
    """Asks for the anchors that are not known yet, and goes on with interrupted imports. Safe to repeat and to run twice at once."""
    return {"anchors_asked": remind_of_anchors(on=on), "import_steps": resume_imports(limit=IMPORT_STEPS)}


def resume_imports(*, limit: int) -> int:
    """Goes on with the files on which nobody works, a step at a time: a whole file judged, or some rows drafted. Returns the steps."""
    started = time.monotonic()
    for done in range(limit):
        file = claim_unfinished() if time.monotonic() - started < SECONDS else None
        if file is None:
            return done
        if file.state == ImportState.WAITING:
            store_rows(file.pk)
        else:
            draft_rows(file.pk, on=clock.today())
    return limit
