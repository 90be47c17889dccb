"""What rests on a law or on a measure, before either changes (B10, C1.3)."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from closedloop.errors import NotFound
from closedloop.orgs.models import Agency
from closedloop.workdays import clock

from ..models import Basis, Instrument, MeasureChange, MeasureVersion
from ..rests import sanctions_on
from .changes import open_changes_of
from .lists import current_versions, list_on, owners, version_on


@dataclass(frozen=True)
class ImpactLine:
    """One measure that cites the instrument: with which articles, what else carries it, and how many sanctions rest on it."""

    version: MeasureVersion
    articles: tuple[str, ...]
    remaining: tuple[Basis, ...]
    sanctions: int
    owner: Agency | None

    @property
    def loses_all(self) -> bool:
        """Whether no qualifying basis is left to it without the instrument."""
        return not any(basis.instrument.qualifies for basis in self.remaining)


@dataclass(frozen=True)
class Impact:
    """Everything that rests on an instrument on a day."""

    instrument: Instrument
    on: date
    lines: tuple[ImpactLine, ...]

    @property
    def sanctions(self) -> int:
        """How many sanctions in force rest on it."""
        return sum(line.sanctions for line in self.lines)

    @property
    def losing(self) -> tuple[ImpactLine, ...]:
        """The measures that would have no qualifying basis left."""
        return tuple(line for line in self.lines if line.loses_all)


@dataclass(frozen=True)
class MeasureImpact:
    """What rests on a measure: sanctions in force, and the changes that are on their way."""

    version: MeasureVersion
    sanctions: int
    open_changes: tuple[MeasureChange, ...]


def instruments(*, q: str = "", level: str = "", live_on: date | None = None) -> QuerySet[Instrument]:
    """Laws and documents, each with how many measures rest on it today (`measures_count`)."""
    current = current_versions(clock.today()).filter(repeals=False).order_by()
    cited = Basis.objects.filter(instrument=OuterRef("pk"), version__in=current.values("pk")).order_by()
    counted = cited.values("instrument").annotate(count=Count("version__measure", distinct=True)).values("count")
    found = Instrument.objects.annotate(measures_count=Subquery(counted)).order_by("code")
    if q.strip():
        words = q.strip()
        names = ("code", "title_zh", "short_title_zh", "document_no", "issuer")
        condition = Q()
        for name in names:
            condition |= Q(**{f"{name}__icontains": words})
        found = found.filter(condition)
    if level:
        found = found.filter(level=level)
    return found.filter(_live(live_on)) if live_on else found


def instrument(code: str) -> Instrument:
    """One law or document."""
    found = Instrument.objects.filter(pk=code).first()
    if found is None:
        raise NotFound(f"没有登记代码为 {code} 的依据文件，请在依据文件页面查找", code="unknown_instrument")
    return found


def impact_of(instrument: Instrument, *, on: date) -> Impact:
    """Which measures in force on a day cite an instrument, and which would have no qualifying basis without it."""
    versions = list(list_on(on).filter(pk__in=instrument.bases.values("version")))
    counts, offices = sanctions_on([version.measure_id for version in versions], on=on), owners()
    after = max(on, (instrument.in_force_to or on) + timedelta(days=1))
    lines = tuple(
        ImpactLine(
            version=version,
            articles=tuple(basis.article_zh for basis in version.bases.all() if basis.instrument_id == instrument.pk),
            remaining=remaining(version, without=instrument, on=after),
            sanctions=counts[version.measure_id],
            owner=offices.get(version.owner_line_id),
        )
        for version in versions
    )
    return Impact(instrument, on, lines)


def remaining(version: MeasureVersion, *, without: Instrument, on: date) -> tuple[Basis, ...]:
    """The bases of a version that still stand on a day when an instrument is gone."""
    return tuple(basis for basis in version.bases.all() if basis.instrument_id != without.pk and basis.instrument.is_live(on))


def impact_of_measure(code: str, *, on: date) -> MeasureImpact:
    """What rests on a measure on a day."""
    version = version_on(code, on=on)
    open_changes = open_changes_of(code).select_related("owner").order_by("effective_on")
    return MeasureImpact(version, sanctions_on([code], on=on)[code], tuple(open_changes))


def _live(day: date) -> Q:
    begun, lasting = Q(in_force_from=None) | Q(in_force_from__lte=day), Q(in_force_to=None) | Q(in_force_to__gte=day)
    return begun & lasting
