"""Questions about the documents of cases: who sees a case sees them."""

import uuid

from django.db.models import QuerySet

from closedloop.errors import NotFound
from closedloop.orgs.actor import Actor

from ..models import Attachment
from .cases import case_for, cases_for


def attachments_of(actor: Actor, *, case_no: str) -> QuerySet[Attachment]:
    """The documents of a case that the actor may see."""
    return case_for(actor, case_no=case_no).attachments.select_related("added_by")


def attachment_for(actor: Actor, *, id: uuid.UUID) -> Attachment:
    """One document; not there and not visible are the same answer."""
    found = Attachment.objects.filter(pk=id, case__in=cases_for(actor).values("pk")).first()
    if found is None:
        raise NotFound("没有找到这份附件，或者它的案件不由本机构办理", code="unknown_attachment")
    return found
