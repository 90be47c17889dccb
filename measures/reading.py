"""How one measure stands on a day, and what each of its versions changed: read from versions_of, without asking again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import models

from closedloop.errors import NotFound
from closedloop.journal.models import Entry
from closedloop.orgs import history
from closedloop.orgs.actor import Actor
from closedloop.orgs.history import Line
from closedloop.orgs.models import Agency

from .content import FieldChange, changes_between, content_of
from .models import ChangeReview, MeasureChange, MeasureVersion
from .models.vocabulary import ChangeKind
from .names import Names
from .selectors import MeasureImpact, impact_of_measure

IN_FORCE, REPEALED, NOT_YET = "in_force", "repealed", "not_yet"


@dataclass(frozen=True)
class Step:
    """A version with its kind (立, 改, 废), what it changed, and the change request of which it came, if it came of one."""

    version: MeasureVersion
    kind: ChangeKind
    fields: tuple[FieldChange, ...]
    change: MeasureChange | None
    reviews: tuple[ChangeReview, ...]


@dataclass(frozen=True)
class Standing:
    """What a measure says on a day. `version` is what to show: before its first day the first, after its repeal the last one."""

    version: MeasureVersion
    state: str
    since: date
    upcoming: MeasureVersion | None

    @property
    def in_force(self) -> bool:
        """Whether it says anything on that day."""
        return self.state == IN_FORCE


def sees_inside(actor: Actor) -> bool:
    """Whether opinions and histories are for this actor: for authorities, not for market entities and associations."""
    return actor.agency is not None and actor.agency.level != Agency.Level.NONE


def history_of(obj: models.Model) -> list[Line]:
    """What was done to an object of the lists, the latest first, with what was said by whoever did it."""
    return history.history_of(obj, say=_said_by)


def impact_of(code: str, *, on: date) -> MeasureImpact | None:
    """What rests on a measure on a day; nothing for a new one, or one that is not in force."""
    if not code:
        return None
    try:
        return impact_of_measure(code, on=on)
    except NotFound:
        return None


def standing(versions: Sequence[MeasureVersion], *, on: date) -> Standing:
    """How a measure stands on a day; `versions` newest first, at least one."""
    begun = [version for version in versions if version.effective_from <= on]
    later = [version for version in versions if version.effective_from > on]
    upcoming = later[-1] if later else None
    if not begun:
        return Standing(versions[-1], NOT_YET, versions[-1].effective_from, upcoming)
    if not begun[0].repeals:
        return Standing(begun[0], IN_FORCE, begun[0].effective_from, upcoming)
    return Standing(_said(begun), REPEALED, begun[0].effective_from, upcoming)


def steps(versions: Sequence[MeasureVersion], *, names: Names) -> list[Step]:
    """Every version with what it changed against the one before it, the newest first."""
    older: list[MeasureVersion | None] = [*versions[1:], None]
    return [_step(version, before, names=names) for version, before in zip(versions, older, strict=True)]


def _said_by(entry: Entry, names: history.Names) -> str:
    detail = entry.detail
    return str(detail.get("reason") or detail.get("opinion") or detail.get("note") or "")


def _said(begun: Sequence[MeasureVersion]) -> MeasureVersion:
    """The last version that said something: a repeal carries no bases and no matters."""
    return next((version for version in begun if not version.repeals), begun[0])


def _step(version: MeasureVersion, before: MeasureVersion | None, *, names: Names) -> Step:
    change: MeasureChange | None = getattr(version, "change", None)
    reviews = tuple(review for review in change.reviews.all() if review.round == change.round) if change else ()
    if version.repeals:
        return Step(version, ChangeKind.REPEAL, (), change, reviews)
    if before is None or before.repeals:
        return Step(version, ChangeKind.ENACT, (), change, reviews)
    fields = changes_between(_content(before), _content(version), names=names)
    return Step(version, ChangeKind.AMEND, fields, change, reviews)


def _content(version: MeasureVersion) -> dict[str, object]:
    return content_of(version) | {"status": version.status}
