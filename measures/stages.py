"""Where a change request stands between proposal and effect, for the stepper of its page (C2.1a, C2.1b)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime

from closedloop.deadlines.models import Deadline
from closedloop.orgs.models import Agency

from .models import ChangeReview, MeasureChange
from .models.vocabulary import ChangeState, Side, Verdict
from .selectors.changes import REVIEW_RULES, reviews_of_round

DONE, NOW, NEXT = "is-done", "is-now", "is-next"


@dataclass(frozen=True)
class Stage:
    """One step: its title, how far it is, who, when, and the light of its deadline."""

    title: str
    style: str
    who: str
    words: str
    day: date | None = None
    deadline: Deadline | None = None


def stages(change: MeasureChange, *, due: Sequence[Deadline], reviewers: Mapping[str, Agency | None], on: date) -> list[Stage]:
    """提出, 信用监管审核, 法制审核, 生效."""
    return [
        _proposed(change),
        *(_reviewed(change, side, due=due, agency=reviewers.get(side)) for side in Side),
        _effective(change, on=on),
    ]


def rounds(change: MeasureChange) -> list[tuple[int, bool, list[ChangeReview]]]:
    """The reviews by round, the last first; whether the round still counts."""
    found: dict[int, list[ChangeReview]] = {}
    for review in change.reviews.all():
        found.setdefault(review.round, []).append(review)
    counts = change.state in (ChangeState.SUBMITTED, ChangeState.APPROVED)
    return [(number, counts and number == change.round, found[number]) for number in sorted(found, reverse=True)]


def _proposed(change: MeasureChange) -> Stage:
    who = f"{change.owner.short_name_zh} {change.proposer.name_zh}"
    if change.submitted_on and change.state not in (ChangeState.DRAFT, ChangeState.RETURNED):
        words = f"第 {change.round} 次提交" if change.round > 1 else "提交"
        return Stage("提出", DONE, who, words, change.submitted_on)
    words = {ChangeState.RETURNED: "已退回，待修改", ChangeState.WITHDRAWN: "已撤回"}.get(
        ChangeState(change.state), "草拟，未提交"
    )
    return Stage("提出", NEXT if change.state == ChangeState.WITHDRAWN else NOW, who, words, localtime(change.proposed_at).date())


def _reviewed(change: MeasureChange, side: Side, *, due: Sequence[Deadline], agency: Agency | None) -> Stage:
    title = f"{side.label}审核"
    review = next((review for review in reviews_of_round(change) if review.side == side), None)
    if review is not None and change.state != ChangeState.DRAFT:
        who = f"{review.agency.short_name_zh} {review.reviewer.name_zh}"
        agreed = review.verdict == Verdict.APPROVE
        return Stage(title, DONE if agreed else NEXT, who, Verdict(review.verdict).label, localtime(review.reviewed_at).date())
    who = agency.short_name_zh if agency else f"同级{side.label}机构"
    if change.state != ChangeState.SUBMITTED:
        return Stage(title, NEXT, who, "")
    rule = REVIEW_RULES[side].name
    deadline = next((item for item in due if item.rule == rule and item.done_on is None), None)
    return Stage(title, NOW, who, "待审核", None, deadline)


def _effective(change: MeasureChange, *, on: date) -> Stage:
    if change.state != ChangeState.APPROVED:
        return Stage("生效", NEXT, "", "拟于", change.effective_on)
    begun = change.effective_on <= on
    return Stage("生效", DONE if begun else NOW, "", "已生效" if begun else "届时生效", change.effective_on)
