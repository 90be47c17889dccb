"""The papers of a case as Word documents, for whoever sees the case; the receipt exists once the case is received."""

import uuid
from collections.abc import Callable

from django.contrib.auth.decorators import login_required
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from closedloop.deadlines import selectors as deadlines
from closedloop.errors import NotFound, WrongState
from closedloop.workdays import clock

from .. import documents, selectors, services
from ..downloads import saved
from ..models import Case
from ..selectors import pages
from ..wordfile import CONTENT_TYPE


@require_safe
@login_required
def of_case(request: HttpRequest, case_no: str, kind: str) -> HttpResponse:
    """惩戒对象推送单 or 接收回执. C2.2a, C2.2c, C2.3a"""
    selectors.case_for(request.actor, case_no=case_no)
    case = selectors.whole(selectors.cases_for(request.actor)).get(pk=case_no)
    if kind not in KINDS:
        raise NotFound("没有这种文书，请回到案件重新打开", code="unknown_document")
    title, write = KINDS[kind]
    return _word(write(case), name=f"{title} {case.case_no}")


@require_safe
@login_required
def of_consultation(request: HttpRequest, consultation_id: uuid.UUID) -> HttpResponse:
    """会商意见, for whoever sees the consultation. C2.2b, C2.2d"""
    consultation = services.consultation_for(request.actor, id=consultation_id)
    prefetch_related_objects([consultation], "invitations__agency", "opinions__agency")
    content = documents.opinion_paper(consultation, at=clock.now())
    return _word(content, name=f"{documents.OPINIONS} {consultation.case_id}")


def _push_sheet(case: Case) -> bytes:
    sanctions = [item for row in case.subjects.all() for item in row.sanctions.all()]
    due = deadlines.for_object(case)
    return documents.push_sheet(case, deadlines=due, matters=pages.matter_names(sanctions), at=clock.now())


def _receipt(case: Case) -> bytes:
    if case.received_on is None:
        raise WrongState("案件还没有接收，接收以后才有接收回执", clause="C2.3a", code="not_received")
    return documents.receipt(case, deadlines=deadlines.for_object(case), at=clock.now())


KINDS: dict[str, tuple[str, Callable[[Case], bytes]]] = {
    "push-sheet": (documents.PUSH_SHEET, _push_sheet),
    "receipt": (documents.RECEIPT, _receipt),
}


def _word(content: bytes, *, name: str) -> HttpResponse:
    return saved(content, name=f"{name}.docx", content_type=CONTENT_TYPE)
