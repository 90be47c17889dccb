"""Taking a penalty file, judging it and keeping its good rows: whole or not at all, once, and on from where it stopped (R41, R42)."""

import hashlib
import os
import secrets
import uuid
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from closedloop.errors import WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import DRAFT_CASE
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.services.authority import authorize
from closedloop.workdays import clock

from .. import importing, vault
from ..importing.findings import shown
from ..importing.limits import MIB
from ..models import ImportFile, ImportRow
from ..models.imports import GOOD, ImportState
from ..selectors.imports import import_for, unfinished
from .import_content import plain, sealed
from .import_keys import rotate_import_keys

declare(
    {
        "import.taken": "上传处罚文件",
        "import.accepted": "确认导入",
        "import.stored": "导入处罚文件",
        "import.refused": "处罚文件不能导入",
    }
)
FOLDER_MODE, FILE_MODE = 0o700, 0o600
# A small file is judged while its sender waits, whether or not a worker runs; a larger one by the worker.
SMALL = MIB


def original(file: ImportFile) -> Path:
    """Where the file itself lies, as it was sent."""
    return _folder() / file.sha256


def take_file(pieces: Iterable[bytes], *, name: str, actor: Actor, dry_run: bool = False) -> ImportFile:
    """Keeps a file under its digest; it is judged as of today. C2.2a. Raises FileRefused where it is empty or too large."""
    authorize(actor, DRAFT_CASE, actor.agency)
    assert actor.user is not None and actor.agency is not None  # noqa: S101, PT018 - authorize saw to it
    sha256, size = _keep(pieces)
    with transaction.atomic():
        file = ImportFile.objects.create(
            agency=actor.agency,
            uploaded_by=actor.user,
            name=plain(shown("", Path(name).name)) or "处罚信息",
            sha256=sha256,
            size=size,
            dry_run=dry_run,
            judged_on=clock.today(),
            created_at=clock.now(),
        )
        detail = {"sha256": sha256, "size": size, "dry_run": dry_run}
        journal.record(file, "import.taken", actor=actor, rule=DRAFT_CASE, detail=detail)
    return file


@transaction.atomic
def accept_file(file_id: uuid.UUID, *, actor: Actor) -> ImportFile:
    """What was judged for trial is kept now; it is judged once more, as of today and against what is stored by now."""
    file = _locked(import_for(actor, id=file_id))
    authorize(actor, DRAFT_CASE, file.agency)
    if file.state != ImportState.JUDGED:
        raise WrongState("只有试核验完成的文件可以确认导入；请刷新页面看它现在的状态")
    file.accept()
    _empty(file)
    file.judged_on = clock.today()
    file.save()
    journal.record(file, "import.accepted", actor=actor, rule=DRAFT_CASE)
    return file


def store_rows(file_id: uuid.UUID) -> ImportFile:
    """Judges a file that waits and keeps its rows, a chunk in a transaction; safe to interrupt, to repeat and to run at once."""
    file = ImportFile.objects.select_related("agency", "uploaded_by").get(pk=file_id)
    if file.state != ImportState.WAITING:
        return file
    try:
        _judge(file)
    except importing.FileRefused as refused:
        return _refuse(file, words=refused.message)
    return _finish(file)


def store_if_small(file: ImportFile) -> ImportFile:
    """The file, judged already where that takes a moment only. Raises FileRefused where it is turned away."""
    if file.size > SMALL:
        return file
    done = store_rows(file.pk)
    if done.state == ImportState.REFUSED:
        raise importing.FileRefused("file_refused", done.refusal)
    return done


@transaction.atomic
def claim_unfinished() -> ImportFile | None:
    """The next file with work left, for this process alone until the lease is over."""
    now = clock.now()
    file = unfinished(at=now).select_for_update(skip_locked=True).first()
    if file is not None:
        ImportFile.objects.filter(pk=file.pk).update(worked_at=now)
    return file


def _judge(file: ImportFile) -> None:
    rotate_import_keys()  # what older keys sealed is found again by the one in use

    def stored(decisions: Iterable[str]) -> Mapping[str, Mapping[str, str]]:
        return _stored(file, set(decisions))

    with importing.judged(original(file), on=file.judged_on, lookup=stored, seal=vault.blind_index) as found:
        ImportFile.objects.filter(pk=file.pk).update(table=_described(found.table))
        chunks = iter(found.chunks)
        while _store_next(file, chunks):
            continue


@transaction.atomic
def _store_next(file: ImportFile, chunks: Iterable[list[importing.JudgedRow]]) -> bool:
    """Judges and keeps one chunk while no other import of the agency does; false when there is none left, or no longer work."""
    Agency.objects.select_for_update(no_key=True).get(pk=file.agency_id)
    locked = _locked(file)
    chunk = next(iter(chunks), None)
    if chunk is None or locked.state != ImportState.WAITING:
        return False
    fresh = [row for row in chunk if row.row > locked.last_row]
    ImportRow.objects.bulk_create([_row(locked, row) for row in fresh])
    for row in fresh:
        setattr(locked, row.verdict, getattr(locked, row.verdict) + 1)
    if fresh:
        locked.last_row = fresh[-1].row
    locked.worked_at = clock.now()
    locked.save(update_fields=["accepted", "fixed", "review", "duplicate", "rejected", "last_row", "worked_at"])
    return True


def _stored(file: ImportFile, decisions: set[str]) -> dict[str, dict[str, str]]:
    """What other files of the agency have brought of these decisions."""
    found: dict[str, dict[str, str]] = {}
    kept = ImportRow.objects.filter(agency=file.agency_id, decision_key__in=decisions).exclude(file=file)
    for decision, party, fingerprint in kept.values_list("decision_key", "party_key", "fingerprint"):
        found.setdefault(decision, {})[party] = fingerprint
    return found


@sensitive_variables()
def _row(file: ImportFile, row: importing.JudgedRow) -> ImportRow:
    made = ImportRow(
        file=file,
        agency_id=file.agency_id,
        number=row.row,
        verdict=row.verdict,
        party_name=plain(shown("party_name", row.values.get("party_name", ""))),
        decision_no=plain(shown("decision_no", row.values.get("decision_no", ""))),
        reasons=[
            {"field": item.field, "code": item.code, "words": plain(item.words), "said": plain(item)} for item in row.reasons
        ],
        repairs=[
            {"field": item.field, "before": plain(item.before), "after": plain(item.after), "said": plain(item)}
            for item in row.repairs
        ],
    )
    if row.verdict in GOOD and row.key and not file.dry_run:
        made.decision_key, made.party_key, made.fingerprint = row.key.decision, row.key.party, row.key.fingerprint
        made.sealed = sealed(row, file_id=file.pk)
    return made


def _described(table: importing.Table) -> dict[str, Any]:
    """How the file was understood, to be shown before anything is kept."""
    return {
        "kind": table.kind,
        "encoding": table.encoding,
        "sheet": plain(table.sheet),
        "notes": [plain(note) for note in table.notes],
        "unknown": [plain(shown("", title)) for title in table.header.unknown],
        "missing": list(table.header.missing),
        "columns": len(table.header.known),
    }


@transaction.atomic
def _finish(file: ImportFile) -> ImportFile:
    locked = _locked(file)
    if locked.state != ImportState.WAITING:
        return locked
    if locked.dry_run:
        locked.judge()
    else:
        locked.store()
    locked.worked_at = None
    locked.save()
    detail = {"counts": locked.counts, "rows": locked.total, "dry_run": locked.dry_run}
    journal.record(locked, "import.stored", actor=_uploader(locked), rule=DRAFT_CASE, detail=detail)
    return locked


@transaction.atomic
def _refuse(file: ImportFile, *, words: str) -> ImportFile:
    """The whole file is turned away, with the rows that were read before that was known."""
    locked = _locked(file)
    if locked.state != ImportState.WAITING:
        return locked
    _empty(locked)
    locked.refuse(words=words)
    locked.worked_at = None
    locked.save()
    journal.record(locked, "import.refused", actor=_uploader(locked), rule=DRAFT_CASE, detail={"reason": words})
    return locked


def _uploader(file: ImportFile) -> Actor:
    return Actor(user=file.uploaded_by, agency=file.agency)


def _empty(file: ImportFile) -> None:
    file.rows.all().delete()
    file.accepted = file.fixed = file.review = file.duplicate = file.rejected = file.last_row = 0


def _locked(file: ImportFile) -> ImportFile:
    found = ImportFile.objects.select_related("agency", "uploaded_by").select_for_update(of=("self",))
    return found.get(pk=file.pk)


def _keep(pieces: Iterable[bytes]) -> tuple[str, int]:
    """Writes the file beside its place, then puts it there whole; the same file twice is one."""
    folder, digest, size = _folder(), hashlib.sha256(), 0
    folder.mkdir(mode=FOLDER_MODE, parents=True, exist_ok=True)
    draft = folder / f"{secrets.token_hex(8)}.part"
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, FILE_MODE), "wb") as out:
            for piece in pieces:
                size += len(piece)
                if size > importing.LIMITS.file_bytes:
                    words = f"文件超过 {importing.LIMITS.file_bytes // MIB} MB，不能导入：请分成几个文件上传。"
                    raise importing.FileRefused("too_large", words)
                digest.update(piece)
                out.write(piece)
            out.flush()
            os.fsync(out.fileno())
        if not size:
            raise importing.FileRefused("empty", "文件是空的：请核对后重新上传。")
        draft.replace(folder / digest.hexdigest())
    finally:
        draft.unlink(missing_ok=True)
    return digest.hexdigest(), size


def _folder() -> Path:
    return Path(settings.DATA_DIR) / "imports"
