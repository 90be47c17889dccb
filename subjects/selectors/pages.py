"""What only the pages of cases ask: a page of cases by deadline, who may be invited, what stands beside a case (C2.2, C2.3a)."""

import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.exceptions import ValidationError
from django.db.models import DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from closedloop.deadlines.models import Deadline
from closedloop.opinion import GIVE_OPINION, GIVE_OPINION_EXTERNAL, Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.selectors import agencies
from measures.models import Matter, MeasureVersion
from measures.selectors import list_on

from ..models import Case, Consultation, Sanction, Subject
from .cases import cases_for

PAGE_ROWS, FOUND_MAX = 50, 6
NEVER = date.max
ASKED, ANSWERED, CONCLUDED = "asked", "answered", "concluded"


@dataclass(frozen=True)
class Page:
    """The cases of one page, how many there are in all, and the token of the next page where there is one."""

    rows: Sequence[Case]
    total: int
    after: str
    next_after: str


def by_deadline(found: QuerySet[Case], *, after: str, size: int = PAGE_ROWS) -> Page:
    """What is due first comes first, then the newest; from behind the token on, so that a new case shifts nothing."""
    running = Deadline.objects.filter(object_kind="case", object_key=OuterRef("pk"), done_on=None, void_on=None)
    earliest = Subquery(running.order_by("due_on").values("due_on")[:1])
    cases = found.annotate(due_on=Coalesce(earliest, Value(NEVER), output_field=DateField()))
    total = found.count()
    last = _read(after)
    if last is not None:
        due_on, at, key = last
        same = Q(due_on=due_on) & (Q(created_at__lt=at) | Q(created_at=at, pk__lt=key))
        cases = cases.filter(Q(due_on__gt=due_on) | same)
    rows = list(cases.prefetch_related("subjects__subject").order_by("due_on", "-created_at", "-pk")[: size + 1])
    shown = rows[:size]
    return Page(shown, total, after if last else "", _token(shown[-1]) if len(rows) > size else "")


def states_of(found: QuerySet[Case]) -> dict[str, int]:
    """How many cases stand in each state; one query."""
    return dict(Counter(found.values_list("state", flat=True)))


def naming(found: QuerySet[Case], *, subject: Subject | None) -> QuerySet[Case]:
    """The cases in which this very subject stands; none where it is not known."""
    return found.filter(pk__in=subject.in_cases.values("case")) if subject else found.none()


def consultations_for(actor: Actor) -> QuerySet[Consultation]:
    """The consultations to which the actor's agency was invited, the newest first, with all that a line shows."""
    found = Consultation.objects.filter(invitations__agency=actor.agency).select_related("case__cause", "case__producer")
    return found.prefetch_related("opinions", "invitations__agency").order_by("-opened_on", "-id")


def standing_of(consultation: Consultation, *, actor: Actor) -> str:
    """Whether the actor's agency is still asked, has answered, or the consultation is over without a word of it."""
    if any(opinion.agency_id == actor.agency_code for opinion in consultation.opinions.all()):
        return ANSWERED
    return CONCLUDED if consultation.concluded_on else ASKED


def linked_to(case: Case, *, actor: Actor) -> list[Case]:
    """The other cases under the same cause that the actor may see: one per receiver (B19)."""
    return list(cases_for(actor).filter(cause=case.cause_id).exclude(pk=case.pk).order_by("pk"))


def corrections_of(case: Case, *, actor: Actor) -> list[Case]:
    """What took the place of a case, as far as the actor may see it."""
    return list(cases_for(actor).filter(supersedes=case.pk).order_by("pk"))


def invitable(case: Case) -> list[Agency]:
    """Who may be asked about a case: the city's and the producer's own division first (C2.2b, C2.2d)."""
    rule = GIVE_OPINION_EXTERNAL if case.cause.is_external else GIVE_OPINION
    found = agencies().filter(roles__role__in=[role.value for role in rule.by]).exclude(pk=case.producer_id).distinct()
    near = {None, case.producer.division_id}
    return sorted(found, key=lambda agency: (agency.level != Agency.Level.CITY, agency.division_id not in near, agency.pk))


def receivers() -> list[Agency]:
    """The business authorities to which a case may be pushed, the city's first."""
    found = agencies(role=Role.BUSINESS_AUTHORITY)
    return sorted(found, key=lambda agency: (agency.level != Agency.Level.CITY, agency.division_id or "", agency.pk))


def versions_of_day(codes: Iterable[str], *, on: date) -> dict[str, MeasureVersion]:
    """Measures as the list of a day has them; for a day before their first version that one."""
    wanted = set(codes)
    if not wanted:
        return {}
    found = {version.measure_id: version for version in list_on(on).filter(measure__in=wanted)}
    missing = wanted - set(found)
    if missing:
        first = MeasureVersion.objects.filter(measure__in=missing, number=1, effective_from__gt=on)
        rows = first.select_related("measure", "category", "term_anchor", "owner_line").prefetch_related("bases__instrument")
        found |= {version.measure_id: version for version in rows.prefetch_related("matters")}
    return found


def measures_named(text: str, *, on: date) -> list[MeasureVersion]:
    """The measures of a day's list that a person means by a code or a part of a name; at most a few."""
    text = text.replace("\x00", "")
    said = unicodedata.normalize("NFKC", text).strip()
    code = said.split(" ")[0].upper()
    exact = list(versions_of_day([code], on=on).values()) if said else []
    named = Q(name_zh__icontains=said) | Q(name_zh__icontains=text.strip())
    return exact or list(list_on(on).filter(named)[:FOUND_MAX] if said else [])


def matter_names(sanctions: Iterable[Sanction]) -> dict[str, str]:
    """The names of the matters to which sanctions are narrowed; asks nothing where none is."""
    codes = {code for sanction in sanctions for code in sanction.matters or ()}
    return dict(Matter.objects.filter(pk__in=codes).values_list("pk", "name_zh")) if codes else {}


def _token(case: Case) -> str:
    due_on: date = vars(case)["due_on"]
    return f"{due_on.isoformat()}~{case.created_at.isoformat()}~{case.pk}"


def _read(token: str) -> tuple[date, datetime, str] | None:
    parts = token.split("~")
    try:
        due_on, at, key = parts
        when = datetime.fromisoformat(at)
        return (date.fromisoformat(due_on), when, key) if when.tzinfo and "\x00" not in key else None
    except (ValueError, ValidationError):
        return None
