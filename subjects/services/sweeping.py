"""What comes due by itself about cases."""

from datetime import date

from .anchors import remind_of_anchors


def sweep(*, on: date) -> dict[str, int]:
    """Asks for the anchors that are not known yet. Safe to repeat and to run twice at once."""
    return {"anchors_asked": remind_of_anchors(on=on)}
