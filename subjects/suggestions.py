"""From a cause to candidate measures, with certainty and why (B17). Nothing is ever chosen without a person."""

import csv
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from pathlib import Path

from django.conf import settings

from measures.models import Instrument, MeasureVersion
from measures.selectors import list_on

from .citations import citations
from .intake import CauseIntake
from .models.vocabulary import Certainty, PenaltyKind

SERIOUS = ("情节严重", "情节特别严重", "性质恶劣", "严重违法")


@dataclass(frozen=True)
class Facts:
    """What a cause says, as far as the rules ask."""

    penalty_kinds: frozenset[str]
    legal_basis: str = ""
    facts: str = ""
    violation_type: str = ""
    penalty_content: str = ""

    @classmethod
    def of(cls, cause: CauseIntake) -> "Facts":
        """What a document as sent says."""
        return cls(frozenset(cause.penalty_kinds), cause.legal_basis, cause.facts, cause.violation_type)

    @cached_property
    def words(self) -> str:
        """Where keywords are looked for: violation type, facts, legal basis, penalty content, names of the penalty kinds."""
        names = [PenaltyKind(kind).label for kind in sorted(self.penalty_kinds) if kind in PenaltyKind.values]
        return "\n".join((self.violation_type, self.facts, self.legal_basis, self.penalty_content, *names))


@dataclass(frozen=True)
class Line:
    """One row of suggestion_rules.csv; an empty condition asks nothing."""

    measure: str
    party_kinds: frozenset[str]
    penalty_kinds: frozenset[str]
    instruments: frozenset[str]
    articles: frozenset[int]
    keywords: tuple[str, ...]
    without: tuple[str, ...]
    serious: bool
    certainty: str
    because: str


@dataclass(frozen=True)
class Suggestion:
    """A candidate measure for one subject; `ask`: shown, never preselected."""

    version: MeasureVersion
    certainty: str
    because: tuple[str, ...] = field(default_factory=tuple)


def suggest(facts: Facts, *, party_kind: str, on: date) -> list[Suggestion]:
    """The measures of the list of the decision's day that the rules name for this kind of subject, in the order of their codes."""
    return suggest_by_kind(facts, party_kinds={party_kind}, on=on)[party_kind]


def suggest_by_kind(facts: Facts, *, party_kinds: Collection[str], on: date) -> dict[str, list[Suggestion]]:
    """The same for several kinds of subjects; the law that is cited and the list of the day are read once for all of them."""
    articles = citations(facts.legal_basis, instruments=Instrument.objects.all())
    hits = {kind: [line for line in lines() if _holds(line, facts, party_kind=kind, articles=articles)] for kind in party_kinds}
    codes = {line.measure for own in hits.values() for line in own}
    versions = list(list_on(on).filter(measure__in=codes)) if codes else []
    return {kind: _suggested(own, party_kind=kind, versions=versions) for kind, own in hits.items()}


def _suggested(hits: list[Line], *, party_kind: str, versions: Iterable[MeasureVersion]) -> list[Suggestion]:
    found = []
    for version in versions:
        own = [line for line in hits if line.measure == version.measure_id]
        if not own:
            continue
        if version.can_be_imposed and party_kind in version.party_kinds:
            sure = any(line.certainty == Certainty.PROPOSE for line in own)
            chosen = [line for line in own if not sure or line.certainty == Certainty.PROPOSE]
            certainty = Certainty.PROPOSE if sure else Certainty.ASK
            found.append(Suggestion(version, certainty.value, tuple(dict.fromkeys(line.because for line in chosen))))
    return found


@lru_cache(maxsize=1)
def lines() -> tuple[Line, ...]:
    """The rules as the product ships them (fixtures/suggestion_rules.csv)."""
    with (Path(settings.FIXTURES_DIR) / "suggestion_rules.csv").open(encoding="utf-8", newline="") as file:
        return tuple(_line(row) for row in csv.DictReader(file))


def _line(row: dict[str, str]) -> Line:
    return Line(
        measure=row["measure"],
        party_kinds=frozenset(_many(row["party_kind"])),
        penalty_kinds=frozenset(_many(row["penalty_kinds_any"])),
        instruments=frozenset(_many(row["basis_instruments_any"])),
        articles=frozenset(int(article) for article in _many(row["basis_articles_any"])),
        keywords=tuple(_many(row["keywords_any"])),
        without=tuple(_many(row["keywords_none"])),
        serious=row["serious_circumstance_required"] == "true",
        certainty=row["certainty"],
        because=row["explanation_zh"],
    )


def _many(cell: str) -> list[str]:
    return [part for part in cell.split("|") if part]


def _holds(line: Line, facts: Facts, *, party_kind: str, articles: dict[str, set[int]]) -> bool:
    """All conditions that are not empty hold; inside a cell any value is enough; articles belong to the instruments beside them."""
    words = facts.words
    asked = (
        not line.party_kinds or party_kind in line.party_kinds,
        not line.penalty_kinds or bool(line.penalty_kinds & facts.penalty_kinds),
        not line.instruments or _cited(line, articles),
        not line.keywords or _any(line.keywords, words),
        not _any(line.without, words),
        not line.serious or _any(SERIOUS, words),
    )
    return all(asked)


def _cited(line: Line, articles: dict[str, set[int]]) -> bool:
    return any(code in articles and (not line.articles or line.articles & articles[code]) for code in line.instruments)


def _any(keywords: Iterable[str], words: str) -> bool:
    return any(keyword in words for keyword in keywords)
