"""Uploading documents to a case and downloading them. They are never shown in the browser's own page (R41)."""

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from closedloop.errors import InvalidInput, NotFound, WrongState
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock

from .. import services
from ..downloads import saved
from ..services.attachments import PER_CASE_MAX, SIZE_MAX


@require_POST
@login_required
def upload(request: HttpRequest, case_no: str) -> HttpResponse:
    """Each file for itself, one after another: the good ones are kept, and every refused one says why. C2.2a, C2.2c"""
    sent = request.FILES.getlist("file")[:PER_CASE_MAX]
    refused = ["请先选择文件，再点上传"] if not sent else []
    kept = 0
    for file in sent:
        said = _added(case_no, file, actor=request.actor)
        kept += not said
        refused += [said] if said else []
    if kept:
        messages.success(request, f"已上传 {kept} 份附件")
    for words in refused:
        messages.error(request, words)
    return redirect(f"{reverse('subjects:case', args=[case_no])}#t-files")


@require_safe
@login_required
def download(request: HttpRequest, case_no: str, attachment_id: uuid.UUID) -> HttpResponse:
    """The document as it was uploaded, to be saved."""
    found = services.open_attachment(attachment_id, actor=request.actor)
    if found.attachment.case_id != case_no:
        raise NotFound("这个案件里没有这份附件，请回到案件重新打开", code="unknown_attachment")
    return saved(found.content, name=found.attachment.name, content_type=found.attachment.content_type)


def _added(case_no: str, file: UploadedFile, *, actor: Actor) -> str:
    """Nothing where it was kept; else why not. Who may not, and a case that is not there, are pages of their own."""
    limit = SIZE_MAX + 1  # no more is read of what is too large anyway
    try:
        services.add_attachment(case_no, name=file.name or "", content=file.read(limit), actor=actor, on=clock.today())
    except (InvalidInput, WrongState) as refusal:
        return refusal.message
    return ""
