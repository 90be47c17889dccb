"""The two lists as they stand, stood or will stand on a day, and the difference between two days (C2.1a)."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models.functions import Cast

from closedloop.errors import NotFound
from closedloop.opinion import Role
from closedloop.orgs import selectors as orgs
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency

from ..content import FieldChange, changes_between, content_of
from ..models import Basis, MeasureVersion
from ..models.vocabulary import ChangeKind
from ..names import Names


@dataclass(frozen=True)
class Filters:
    """What narrows a list; an empty field narrows nothing. Codes are those of the lookup tables, `q` is free text."""

    list: str = ""
    category: str = ""
    matter: str = ""
    party_kind: str = ""
    line: str = ""
    status: str = ""
    level: str = ""
    q: str = ""

    def condition(self) -> Q:
        """The part that a WHERE can say of the version itself."""
        named = {
            "measure__list": self.list,
            "category": self.category,
            "matters": self.matter,
            "owner_line": self.line,
            "status": self.status,
            "implementing_level": self.level,
        }
        return Q(**{field: value for field, value in named.items() if value})


@dataclass(frozen=True)
class Difference:
    """One measure that says something else on the second day; `kind` is 立, 改 or 废 as seen from the first."""

    code: str
    kind: ChangeKind
    before: MeasureVersion | None
    after: MeasureVersion | None
    fields: tuple[FieldChange, ...]

    @property
    def version(self) -> MeasureVersion:
        """The one that is there: after, else before."""
        found = self.after or self.before
        assert found is not None  # noqa: S101 - one of the two always is
        return found


def list_on(day: date, *, filters: Filters = Filters()) -> QuerySet[MeasureVersion]:
    """The versions in force on a day, in the order of their codes, with everything that a line shows; four queries."""
    found = _complete(current_versions(day).filter(repeals=False)).filter(filters.condition())
    if filters.party_kind:
        quoted = f'"{filters.party_kind}"'
        found = found.alias(kinds=Cast("party_kinds", TextField())).filter(kinds__contains=quoted)
    return found.filter(_says(filters.q)) if filters.q.strip() else found


def version_on(code: str, *, on: date) -> MeasureVersion:
    """What a measure says on a day. Refuses with words where it says nothing on that day."""
    found = _complete(current_versions(on)).filter(measure=code).first()
    if found is not None and not found.repeals:
        return found
    if found is not None:
        raise NotFound(f"{code} 已废止，自 {found.effective_from} 起不在清单上；请查看此前日期的版本", code="repealed")
    first = MeasureVersion.objects.filter(measure=code).order_by("effective_from").first()
    if first is not None:
        raise NotFound(f"{code} 自 {first.effective_from} 起列入清单，{on} 尚不在清单上", code="not_yet")
    raise NotFound(f"清单上没有 {code} 这个编号，请核对后重新查询", code="unknown_measure")


def versions_of(code: str) -> list[MeasureVersion]:
    """Everything that a measure ever said or will say by approved changes, the newest first; a repeal is one that `repeals`."""
    found = _complete(MeasureVersion.objects.filter(measure=code)).select_related(
        "change__owner", "change__proposer", "measure", "category", "term_anchor", "owner_line"
    )
    versions = list(found.prefetch_related("change__reviews__agency", "change__reviews__reviewer").order_by("-effective_from"))
    if not versions:
        raise NotFound(f"清单上没有 {code} 这个编号，请核对后重新查询", code="unknown_measure")
    return versions


def diff(*, from_on: date, to_on: date, list: str = "") -> list[Difference]:
    """What the lists say otherwise on the second day than on the first, in the order of the codes; a constant number of queries."""
    before, after = (_by_code(day, list=list) for day in (from_on, to_on))
    names = Names()
    found = []
    for code in sorted({*before, *after}):
        left, right = before.get(code), after.get(code)
        if left and right and left.pk == right.pk:
            continue
        found.append(Difference(code, _kind(left, right), left, right, _changed(left, right, names=names)))
    return found


def owned_by(actor: Actor, *, on: date) -> QuerySet[MeasureVersion]:
    """The measures whose change the actor's office may propose: the city's business authority of the line (C2.1a)."""
    agency = actor.agency
    own = agency is not None and agency.level == Agency.Level.CITY and actor.has(Role.BUSINESS_AUTHORITY)
    lines = [line.pk for line in agency.lines.all()] if own and agency else []
    return list_on(on).filter(owner_line__in=lines)


def owners() -> dict[str, Agency]:
    """Business line → the city's office that owns its part of the lists (C2.1a; our reading); three queries."""
    offices = orgs.agencies(role=Role.BUSINESS_AUTHORITY, level=Agency.Level.CITY)
    found: dict[str, Agency] = {}
    for office in offices.order_by("code"):
        for line in office.line_set:
            found.setdefault(line, office)
    return found


def owner_of_most(lines: Iterable[str], *, offices: Mapping[str, Agency]) -> Agency | None:
    """The office that owns most of the measures, given the line of each and `owners()`; of equals the first by its code."""
    votes = Counter(offices[line].pk for line in lines if line in offices)
    best = min(votes, key=lambda code: (-votes[code], code), default="")
    return next((office for office in offices.values() if office.pk == best), None)


def current_versions(day: date) -> QuerySet[MeasureVersion]:
    """The last version of each measure that had begun on a day, repeals among them."""
    latest = MeasureVersion.objects.filter(measure=OuterRef("measure"), effective_from__lte=day).order_by("-effective_from")
    return MeasureVersion.objects.filter(pk=Subquery(latest.values("pk")[:1])).order_by("measure_id")


def _complete(found: QuerySet[MeasureVersion]) -> QuerySet[MeasureVersion]:
    """With its end, its lookups, its bases and its matters."""
    later = MeasureVersion.objects.filter(measure=OuterRef("measure"), effective_from__gt=OuterRef("effective_from"))
    following = Subquery(later.order_by("effective_from").values("effective_from")[:1])
    related = found.annotate(next_from=following).select_related("measure", "category", "term_anchor", "owner_line")
    return related.prefetch_related("bases__instrument", "matters")


def _says(text: str) -> Q:
    """Whether a version, its law or its matters contain the words, in half or full width."""
    words = unicodedata.normalize("NFKC", text).strip()
    law = Basis.objects.filter(version=OuterRef("pk")).filter(
        Q(instrument__title_zh__icontains=words) | Q(instrument__short_title_zh__icontains=words) | Q(article_zh__icontains=words)
    )
    matters = MeasureVersion.matters.through.objects.filter(measureversion=OuterRef("pk"), matter__name_zh__icontains=words)
    own = Q(measure__code__icontains=words) | Q(name_zh__icontains=words) | Q(cause_zh__icontains=words)
    return own | Q(category__name_zh__icontains=words) | Q(term_text_zh__icontains=words) | Q(Exists(law)) | Q(Exists(matters))


def _by_code(day: date, *, list: str) -> dict[str, MeasureVersion]:
    return {version.measure_id: version for version in list_on(day, filters=Filters(list=list))}


def _kind(before: MeasureVersion | None, after: MeasureVersion | None) -> ChangeKind:
    if before is None:
        return ChangeKind.ENACT
    return ChangeKind.REPEAL if after is None else ChangeKind.AMEND


def _changed(before: MeasureVersion | None, after: MeasureVersion | None, *, names: Names) -> tuple[FieldChange, ...]:
    left, right = (content_of(version) | {"status": version.status} if version else None for version in (before, after))
    return changes_between(left, right, names=names)
