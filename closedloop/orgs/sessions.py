"""What a session keeps: when it began, when it was last seen, for which agency one acts, and that no second factor exists."""

from datetime import UTC, datetime

from django.contrib.sessions.backends.base import SessionBase

BEGAN, SEEN, AGENCY, NO_DEVICE = "login_at", "seen_at", "agency", "no_second_factor"


def begin(session: SessionBase, *, at: datetime) -> None:
    """Starts the session's two clocks, at login."""
    session[BEGAN] = session[SEEN] = at.timestamp()
    session.pop(NO_DEVICE, None)


def instant(session: SessionBase, *, name: str) -> datetime | None:
    """One of the two clocks, or None where it was never started."""
    kept = session.get(name)
    return None if kept is None else datetime.fromtimestamp(kept, UTC)
