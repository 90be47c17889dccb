"""Questions about the two lists: as they stand on a day, how they change, what rests on which law, who keeps them."""

from .changes import (
    change_fields,
    change_for,
    changes_for,
    objections_to,
    proposed_version,
    refusal_of,
    reviewing_agency,
    side_of,
    transitions_for,
)
from .impact import Impact, ImpactLine, MeasureImpact, impact_of, impact_of_measure, instrument, instruments
from .keeping import Keeping, cleanup_for, cleanups_for, keeping_of, keeping_on
from .lists import (
    Difference,
    Filters,
    current_versions,
    diff,
    list_on,
    owned_by,
    owners,
    version_on,
    versions_of,
)
from .work import done_by, sent_by, todo_for

__all__ = [
    "Difference",
    "Filters",
    "Impact",
    "ImpactLine",
    "Keeping",
    "MeasureImpact",
    "change_fields",
    "change_for",
    "changes_for",
    "cleanup_for",
    "cleanups_for",
    "current_versions",
    "diff",
    "done_by",
    "impact_of",
    "impact_of_measure",
    "instrument",
    "instruments",
    "keeping_of",
    "keeping_on",
    "list_on",
    "objections_to",
    "owned_by",
    "owners",
    "proposed_version",
    "refusal_of",
    "reviewing_agency",
    "sent_by",
    "side_of",
    "todo_for",
    "transitions_for",
    "version_on",
    "versions_of",
]
