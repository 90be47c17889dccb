"""Questions about imported files: whose they are, how far they are, and what is said about each row (C2.2a, I15)."""

import uuid
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from closedloop.errors import NotFound
from closedloop.opinion import DRAFT_CASE
from closedloop.orgs.actor import Actor

from ..models import ImportFile, ImportRow
from ..models.imports import GOOD, ImportState

# Whoever works on a file shows it at every chunk; silence for so long means that the work was interrupted.
LEASE = timedelta(minutes=2)
UNFINISHED = (ImportState.WAITING, ImportState.DRAFTING)


def imports_for(actor: Actor) -> QuerySet[ImportFile]:
    """The files of the actor's own agency, for whoever may draft cases there; newest first."""
    if actor.agency is None or not actor.has(*DRAFT_CASE.by):
        return ImportFile.objects.none()
    return ImportFile.objects.filter(agency=actor.agency).select_related("agency", "uploaded_by")


def import_for(actor: Actor, *, id: uuid.UUID) -> ImportFile:
    """One file. Raises NotFound where it is not there or belongs to another agency."""
    found = imports_for(actor).filter(pk=id).first()
    if found is None:
        raise NotFound("没有这个导入文件，或者它不是本机构上传的；请在导入记录里查找")
    return found


def rows_of(file: ImportFile, *, verdict: str = "") -> QuerySet[ImportRow]:
    """The rows in the order of the file, without their sealed content."""
    rows = ImportRow.objects.filter(file=file).order_by("number").defer("sealed", "decision_key", "party_key", "fingerprint")
    return rows.filter(verdict=verdict) if verdict else rows


def drafts_of(file: ImportFile) -> dict[str, int]:
    """Of the good rows: how many are drafts, how many could not become one, how many wait; together they are all good rows."""
    good = ImportRow.objects.filter(file=file, verdict__in=GOOD)
    drafted = good.exclude(case=None).count()
    failed = good.filter(case=None).exclude(draft_note="").count()
    return {"drafted": drafted, "failed": failed, "waiting": file.accepted + file.fixed - drafted - failed}


def waiting_rows(file: ImportFile) -> QuerySet[ImportRow]:
    """The good rows that are no drafts yet and do not say why."""
    return ImportRow.objects.filter(file=file, verdict__in=GOOD, case=None, draft_note="").order_by("number")


def unfinished(*, at: datetime) -> QuerySet[ImportFile]:
    """The files with work left on which nobody works at this instant, the oldest first."""
    idle = Q(worked_at=None) | Q(worked_at__lt=at - LEASE)
    return ImportFile.objects.filter(idle, state__in=UNFINISHED).order_by("created_at", "id")


def transitions_of(file: ImportFile) -> list[str]:
    """What may be done with a file now; drafting again tries the rows that could not become a draft."""
    if file.state == ImportState.JUDGED:
        return ["accept"]
    return ["draft"] if file.state in (ImportState.STORED, ImportState.DRAFTED) else []
