"""Questions about change requests: who sees them, what they change, whether they may pass, and who may act now (C2.1a, C2.1b)."""

import uuid
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from closedloop.errors import DomainError, Forbidden, NotFound, Problem, WrongState
from closedloop.opinion import PROPOSE_LIST_CHANGE, REVIEW_LIST_CHANGE_CREDIT, REVIEW_LIST_CHANGE_LEGAL, Role, Rule
from closedloop.orgs import selectors as orgs
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency

from ..content import FieldChange, changes_between, content_of
from ..legality import objections
from ..models import ChangeReview, MeasureChange, MeasureVersion
from ..models.vocabulary import ChangeKind, ChangeState, Side, Verdict
from ..names import Names
from .lists import current_versions

REVIEW_RULES: dict[str, Rule] = {Side.CREDIT: REVIEW_LIST_CHANGE_CREDIT, Side.LEGAL: REVIEW_LIST_CHANGE_LEGAL}
OPEN = (ChangeState.DRAFT, ChangeState.SUBMITTED, ChangeState.RETURNED)
# From which states each act starts, in the order in which a page offers them.
SOURCES: dict[str, tuple[str, ...]] = {
    "submit": (ChangeState.DRAFT, ChangeState.RETURNED),
    "revise": OPEN,
    "approve": (ChangeState.SUBMITTED,),
    "return": (ChangeState.SUBMITTED,),
    "withdraw": OPEN,
}
REVIEWS = ("approve", "return")


def changes_for(actor: Actor) -> QuerySet[MeasureChange]:
    """The change requests that an actor may see: its office's own, and those that its side reviews once they were submitted."""
    found = MeasureChange.objects.select_related("owner", "proposer", "version__measure")
    found = found.prefetch_related("reviews__agency", "reviews__reviewer")
    agency = actor.agency
    if agency is None:
        return found.none()
    seen = Q(owner=agency) if actor.has(Role.BUSINESS_AUTHORITY) else Q(pk=None)
    if actor.has(Side.CREDIT, Side.LEGAL):
        below = [level for level in Agency.Level.values if orgs.climbs_to(agency, level=level)]
        seen |= Q(owner__level__in=below, round__gt=0)
    return found.filter(seen)


def change_for(actor: Actor, *, id: str | uuid.UUID) -> MeasureChange:
    """One change request; not there and not visible are the same answer."""
    found = changes_for(actor).filter(pk=id).first() if _is_uuid(id) else None
    if found is None:
        raise NotFound("没有找到这份清单变动，或者它不由本机构办理", code="unknown_change")
    return found


def transitions_for(change: MeasureChange, *, actor: Actor) -> list[str]:
    """The acts that this actor may perform now, as api.md names them."""
    return [name for name in SOURCES if refusal_of(change, act=name, actor=actor) is None]


def refusal_of(change: MeasureChange, *, act: str, actor: Actor) -> DomainError | None:
    """Why this actor may not perform this act now: first who may, then whether the state allows it. C2.1b, C3.2."""
    refusal = _not_a_reviewer(change, actor) if act in REVIEWS else _not_the_owner(change, actor)
    if refusal is not None:
        return refusal
    if change.state not in SOURCES[act]:
        words = f"这份变动现在是“{change.get_state_display()}”，不能再这样办理，请刷新页面查看"
        return WrongState(words, clause="C2.1b", code="wrong_state")
    return _reviewed_already(change, actor) if act in REVIEWS else None


def side_of(actor: Actor) -> Side | None:
    """For which of the two sides this actor reviews."""
    return next((side for side in Side if actor.has(side)), None)


def objections_to(change: MeasureChange, *, on: date, names: Names | None = None) -> list[Problem]:
    """Why the law does not let this change pass on a day; nothing: it may. A repeal needs no basis (C1.3, B11)."""
    found = []
    if change.effective_on < on:
        words = f"拟生效日 {change.effective_on} 已过，清单变动不能溯及既往，请退回并改定生效日"
        found.append(Problem("/effective_on", "past", words, "C2.1b"))
    last = last_version(change.measure_code) if change.measure_code else None
    if last is not None and last.number != change.base_number:
        words = f"{change.measure_code} 在提出以后又有了第 {last.number} 版，请退回，由提出机构在新版本上重新提出"
        found.append(Problem("/measure", "superseded", words, "C2.1a"))
    if change.kind == ChangeKind.REPEAL:
        return found
    return found + objections(change.proposal, effective_on=change.effective_on, names=names or Names())


def proposed_version(change: MeasureChange) -> dict[str, Any]:
    """What the measure will say; nothing for a repeal."""
    return dict(change.proposal)


def change_fields(change: MeasureChange, *, names: Names | None = None) -> tuple[FieldChange, ...]:
    """Each field before and after, against the version on which the proposal was made."""
    base = base_of(change)
    after = None if change.kind == ChangeKind.REPEAL else change.proposal
    return changes_between(content_of(base) if base else None, after, names=names or Names())


def base_of(change: MeasureChange) -> MeasureVersion | None:
    """The version on which the proposal was made; none for a new measure."""
    if change.base_number is None:
        return None
    found = MeasureVersion.objects.filter(measure=change.measure_code, number=change.base_number, repeals=False)
    return found.prefetch_related("bases__instrument", "matters").first()


def last_version(code: str) -> MeasureVersion | None:
    """The last version that was approved, whether or not its day has come."""
    return MeasureVersion.objects.filter(measure=code).order_by("-effective_from").first()


def reviewing_agency(side: str, *, owner: Agency) -> Agency | None:
    """The agency of a side whose deadline a review is: of the owner's level and division."""
    return orgs.agencies(role=side, level=owner.level, division=owner.division_id or "").order_by("code").first()


def open_changes_of(code: str) -> QuerySet[MeasureChange]:
    """The change requests of a measure that are not decided yet."""
    return MeasureChange.objects.filter(measure_code=code, state__in=OPEN)


def in_force(code: str, *, on: date) -> MeasureVersion | None:
    """What a measure says on a day, or nothing."""
    return current_versions(on).filter(measure=code, repeals=False).first()


def reviews_of_round(change: MeasureChange) -> list[ChangeReview]:
    """The reviews that count: those of the submission that is on the table."""
    return [review for review in change.reviews.all() if review.round == change.round]


def _not_the_owner(change: MeasureChange, actor: Actor) -> DomainError | None:
    held = actor.agency is not None and actor.agency.pk == change.owner_id
    if held and actor.has(*PROPOSE_LIST_CHANGE.by):
        return None
    words = f"清单变动由提出的业务主管机构（{change.owner.short_name_zh}）办理，请与其联系"
    return Forbidden(words, clause=PROPOSE_LIST_CHANGE.clause)


def _not_a_reviewer(change: MeasureChange, actor: Actor) -> DomainError | None:
    side = side_of(actor)
    if side is None or actor.agency is None or not orgs.climbs_to(actor.agency, level=change.owner.level):
        words = f"清单变动由{change.owner.get_level_display()}级以上的信用监管机构和法制机构审核，请等待其办理"
        return Forbidden(words, clause="C2.1b", code="not_a_reviewer")
    if actor.user_id == change.proposer_id:
        return Forbidden("这份变动由您提出，须由另一人审核，请转交同事", clause="C2.1b", code="own_change")
    return None


def _reviewed_already(change: MeasureChange, actor: Actor) -> DomainError | None:
    for review in reviews_of_round(change):
        if review.reviewer_id == actor.user_id:
            return Forbidden("您已审核过这一轮，两方审核须由不同的人办理", clause="C2.1b", code="reviewed_by_you")
        if review.side == side_of(actor):
            words = f"{review.get_side_display()}一方已由{review.agency.short_name_zh}审核（{Verdict(review.verdict).label}），不需重复"
            return WrongState(words, clause="C2.1b", code="reviewed_already")
    return None


def _is_uuid(value: str | uuid.UUID) -> bool:
    try:
        uuid.UUID(str(value))
    except ValueError:
        return False
    return True
