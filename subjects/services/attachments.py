"""The documents of a case: added by its producer until it is received, opened by whoever sees the case (C2.2a, C2.2c)."""

import uuid
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from closedloop.errors import InvalidInput, Problem, WrongState
from closedloop.journal import services as journal
from closedloop.journal.models import Entry
from closedloop.journal.verbs import declare
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock

from .. import filestore
from ..filetypes import NotAccepted, clean_name, named, type_of
from ..models import Attachment, Case
from ..selectors.attachments import attachment_for
from ..selectors.cases import rule_of
from .cases import locked

MEBIBYTE = 1024 * 1024
SIZE_MAX, PER_CASE_MAX = 20 * MEBIBYTE, 30
declare({"attachment.added": "上传附件", "attachment.opened": "下载附件"})


@dataclass(frozen=True)
class Opened:
    """An attachment with its content, which is what was uploaded, byte for byte."""

    attachment: Attachment
    content: bytes


@transaction.atomic
def add_attachment(case_no: str, *, name: str, content: bytes, actor: Actor, on: date) -> Attachment:
    """Keeps a document of a draft or pushed case. The producer's alone: an invited agency says what it thinks in its opinion. C2.2a"""
    case = locked(case_no, actor=actor, act="attach")
    assert actor.user is not None  # noqa: S101 - locked saw to it
    shown, media_type = _judged(case, name, content)
    digest = filestore.keep(content)
    twin = case.attachments.filter(sha256=digest).first()
    if twin is not None:
        raise WrongState(f"这个文件已经在附件里，名称是“{twin.name}”，不用再上传", clause="C2.2a", code="attached_already")
    made = Attachment.objects.create(
        case=case,
        name=shown,
        content_type=media_type,
        size=len(content),
        sha256=digest,
        added_by=actor.user,
        added_at=clock.now(),
    )
    detail = {"attachment": str(made.pk), "file": shown, "size": made.size, "sha256": digest}
    journal.record(case, "attachment.added", actor=actor, rule=rule_of("attach", cause=case.cause), on=on, detail=detail)
    return made


def open_attachment(attachment_id: uuid.UUID, *, actor: Actor) -> Opened:
    """The document for whoever sees its case; compared with its digest, and on record who opened it (R41)."""
    found = attachment_for(actor, id=attachment_id)
    detail = {"case": found.case_id, "sha256": found.sha256}
    try:
        content = filestore.fetch(found.sha256)
    except filestore.Damaged as error:
        journal.record(found, "attachment.opened", actor=actor, detail=detail, result=Entry.Result.REFUSED)
        words = f"“{found.name}”已丢失或者被改动，与上传时的摘要不符，不能下载：请报告系统管理员，从备份恢复"
        raise WrongState(words, code="attachment_damaged") from error
    journal.record(found, "attachment.opened", actor=actor, detail=detail)
    return Opened(found, content)


def _judged(case: Case, name: str, content: bytes) -> tuple[str, str]:
    """The name as it is kept and the type, or every problem at once."""
    shown = clean_name(name)
    label = f"“{shown or '没有名称的文件'}”"
    found: list[Problem] = []
    if not shown:
        found.append(Problem("/name", "required", f"{label}没有可用的文件名，请改名后再上传"))
    if case.attachments.count() >= PER_CASE_MAX:
        found.append(Problem("", "too_many", f"一个案件最多 {PER_CASE_MAX} 份附件，{label}没有收下，请合并成一个文件"))
    if len(content) > SIZE_MAX:
        found.append(Problem("/content_base64", "too_large", f"{label}超过 {SIZE_MAX // MEBIBYTE} MB，请压缩或者分成几份"))
    if not content:
        found.append(Problem("/content_base64", "empty", f"{label}是空文件，请检查后重新上传"))
    media_type = ""
    try:
        kind = type_of(content) if content else None
        if kind is not None:
            shown, media_type = named(shown, found=kind), kind.media_type
    except NotAccepted as refusal:
        found.append(Problem("/content_base64", "file_type", f"{label}{refusal}"))
    if found:
        raise InvalidInput("；".join(problem.detail for problem in found), problems=tuple(found))
    return shown, media_type
