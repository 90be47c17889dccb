"""Legal affairs, reviewing a penalty, a revocation or a qualification case, points out the measures that will follow (C3.3b)."""

import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from closedloop.errors import InvalidInput, NotFound, Problem, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import REVIEW_PENALTY
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services import authorize
from closedloop.outbox import services as outbox
from closedloop.workdays import clock
from measures.models.vocabulary import PartyKind

from ..models import Cause, LegalReview, ReviewReminder
from ..models.vocabulary import OWN_CAUSES, Certainty, PenaltyKind
from ..selectors.reviews import review_for
from ..suggestions import Facts, Suggestion, suggest

LONGEST = {"file_no": 80, "title_zh": 200, "facts": 10_000, "legal_basis": 4_000}
LABELS = {"file_no": "案卷号", "title_zh": "案由", "facts": "事实", "legal_basis": "拟适用的法律依据"}
declare({"review.reminded": "法制审核提示后续措施", "review.linked": "登记提示后作出的文书"})


@transaction.atomic
def remind_of_measures(fields: Mapping[str, Any], *, actor: Actor, on: date) -> LegalReview:
    """Records a review with the measures that would follow, as the rules suggest them; the handling agency is reminded. C3.3b"""
    authorize(actor, REVIEW_PENALTY, actor.agency)
    assert actor.user is not None and actor.agency is not None  # noqa: S101, PT018 - authorize saw to it
    said = _judged(fields)
    facts = Facts(frozenset(said["penalty_kinds"]), said["legal_basis"], said["facts"], said["title_zh"])
    found = suggest(facts, party_kind=said["party_kind"], on=on)
    try:
        with transaction.atomic():
            review = LegalReview.objects.create(
                **said, reviewer_agency=actor.agency, reviewed_by=actor.user, reviewed_on=on, reviewed_at=clock.now()
            )
    except IntegrityError as error:
        words = f"案卷 {said['file_no']} 对这类对象已作过提示，请在原提示上查看"
        raise WrongState(words, clause=REVIEW_PENALTY.clause, code="reviewed_already") from error
    ReviewReminder.objects.bulk_create(_reminder(review, item) for item in found)
    detail = {"handler": review.handler_id, "measures": [item.version.measure_id for item in found]}
    journal.record(review, "review.reminded", actor=actor, rule=REVIEW_PENALTY, on=on, detail=detail)
    outbox.publish("review.reminded", key=str(review.pk), payload={"review": str(review.pk), "handler": review.handler_id})
    return review


@transaction.atomic
def link_review(review_id: uuid.UUID, *, document_no: str, actor: Actor, on: date) -> LegalReview:
    """Names the document that came of the reviewed file, so that it can be followed whether the measures were pushed. C3.3b"""
    review = review_for(actor, id=review_id)
    review = LegalReview.objects.select_for_update(of=("self",)).get(pk=review.pk)
    cause = Cause.objects.filter(document_no=document_no.strip(), cases__producer=review.handler_id).first()
    if cause is None:
        raise NotFound(
            f"{review.handler.short_name_zh}还没有登记文书号为 {document_no} 的案件，请核对文书号", code="unknown_document"
        )
    review.cause = cause
    review.save(update_fields=["cause"])
    journal.record(review, "review.linked", actor=actor, rule=REVIEW_PENALTY, on=on, detail={"cause": str(cause.pk)})
    return review


def _reminder(review: LegalReview, item: Suggestion) -> ReviewReminder:
    return ReviewReminder(
        review=review,
        measure_id=item.version.measure_id,
        version=item.version,
        certainty=Certainty(item.certainty),
        because="；".join(item.because),
    )


def _judged(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The entry in its kinds of values, or every problem at once."""
    texts = {name: str(fields.get(name) or "").strip() for name in LONGEST}
    found = [Problem(f"/{name}", "required", f"请填写{LABELS[name]}") for name in ("file_no", "title_zh") if not texts[name]]
    for name, longest in LONGEST.items():
        if len(texts[name]) > longest:
            found.append(Problem(f"/{name}", "too_long", f"{LABELS[name]}最多 {longest} 字"))
    kind, party = fields.get("kind"), fields.get("party_kind")
    if kind not in OWN_CAUSES:
        found.append(Problem("/kind", "unknown_code", "案件类别应为行政处罚、撤销吊销许可或者撤销登记"))
    if party not in PartyKind.values:
        found.append(Problem("/party_kind", "unknown_code", "请选择对象类别"))
    kinds = fields.get("penalty_kinds") or []
    if any(item not in PenaltyKind.values for item in kinds):
        found.append(Problem("/penalty_kinds", "unknown_code", "处罚种类有代码表里没有的，请重新选择"))
    handler = Agency.objects.filter(pk=fields.get("handler") or "", active=True).first()
    if handler is None:
        found.append(Problem("/handler", "unknown_code", "请选择办案机构"))
    if found:
        raise InvalidInput("填写有误，没有保存：" + "；".join(problem.detail for problem in found), problems=tuple(found))
    return texts | {"kind": kind, "party_kind": party, "penalty_kinds": list(kinds), "handler": handler}
