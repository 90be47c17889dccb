"""Writing the journal and sealing it."""

from datetime import date
from pathlib import Path
from typing import Any, Protocol

from django.conf import settings
from django.db import connection, models, transaction

from closedloop.opinion import Rule
from closedloop.workdays import clock

from . import chain, context, selectors
from .models import Entry, Link
from .verbs import VERBS, declare

SEAL_LOCK = 7_243_901
SEAL_BATCH = 2_000
declare({"journal.verified": "核验留痕链", "journal.exported": "导出留痕"})


class ActorLike(Protocol):
    """What the journal needs to know of whoever acts."""

    @property
    def user_id(self) -> int | None: ...
    @property
    def name(self) -> str: ...
    @property
    def agency_code(self) -> str: ...


def reference(obj: models.Model | tuple[str, str]) -> tuple[str, str]:
    """The kind and key under which an object stands in the journal."""
    return obj if isinstance(obj, tuple) else (str(obj._meta.model_name), str(obj.pk))


def record(
    obj: models.Model | tuple[str, str],
    verb: str,
    *,
    actor: ActorLike,
    rule: Rule | None = None,
    on: date | None = None,
    detail: dict[str, Any] | None = None,
    result: str = Entry.Result.DONE,
) -> Entry:
    """Appends one entry in the caller's transaction. `detail` holds before and after, never a personal identifier (R24, R27)."""
    if verb not in VERBS:
        raise LookupError(f"journal verb not declared: {verb}")
    kind, key = reference(obj)
    return Entry.objects.create(
        at=clock.now(),
        legal_on=on or clock.today(),
        verb=verb,
        object_kind=kind,
        object_key=key,
        actor_id=actor.user_id,
        actor_name=actor.name,
        agency_code=actor.agency_code,
        clause=rule.clause if rule else "",
        result=result,
        detail=detail or {},
        request_id=context.request_id.get(),
        origin=context.origin.get(),
    )


def seal(*, limit: int = SEAL_BATCH) -> int:
    """Links every entry that is not yet in the chain, oldest first; safe to run twice and at once. Returns how many (R25)."""
    sealed = 0
    while batch := _seal_batch(limit):
        sealed += batch
    return sealed


@transaction.atomic
def _seal_batch(limit: int) -> int:
    _take_seal_lock()
    last = Link.objects.order_by("-seq").first()
    seq, previous = (last.seq, last.digest) if last else (0, chain.GENESIS)
    links = []
    for entry in Entry.objects.filter(link=None).order_by("id")[:limit]:
        seq, previous = seq + 1, chain.digest(previous, entry)
        links.append(Link(seq=seq, entry=entry, digest=previous))
    Link.objects.bulk_create(links)
    return len(links)


def _take_seal_lock() -> None:
    """One sealer at a time: an advisory lock on PostgreSQL; on SQLite the IMMEDIATE transaction already is one."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [SEAL_LOCK])


def record_export(*, actor: ActorLike, filters: str, rows: int) -> Entry:
    """Records that entries left the program as a file, and which (R43)."""
    return record(("journal", "export"), "journal.exported", actor=actor, detail={"filters": filters[:500], "rows": rows})


def verify(*, actor: ActorLike) -> selectors.Verification:
    """Recomputes the chain and records that and with which result somebody did (R25)."""
    found = selectors.verification(anchors=anchors_path())
    record(("journal", "chain"), "journal.verified", actor=actor, detail={"sealed": found.sealed, "broken_at": found.broken_at})
    return found


def anchors_path() -> Path:
    """Where the head of the chain is written outside the database, a line a day."""
    return Path(settings.DATA_DIR) / "audit-anchors.log"


def anchor(*, on: date) -> str | None:
    """Writes the head of the chain outside the database once a day, so that a cut tail is noticed. Returns the line written."""
    head = Link.objects.order_by("-seq").first()
    path = anchors_path()
    if head is None or (path.exists() and f"{on.isoformat()} " in path.read_text()):
        return None
    path.parent.mkdir(parents=True, exist_ok=True)
    line = f"{on.isoformat()} {head.seq} {head.digest}"
    with path.open("a") as file:
        file.write(line + "\n")
    return line
