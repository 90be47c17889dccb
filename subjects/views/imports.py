"""The workbench of penalty files: sent, judged for trial, looked at, accepted, drafted, and the bad rows taken back to mend (C2.2a)."""

import uuid
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from closedloop.errors import DomainError, Forbidden, InvalidInput
from closedloop.opinion import DRAFT_CASE
from closedloop.orgs.actor import Actor
from closedloop.workdays import clock
from measures import paging

from .. import services
from ..badrows import to_mend
from ..downloads import saved
from ..importing import LIMITS
from ..importing.limits import MIB
from ..models import ImportFile
from ..models.imports import RowVerdict
from ..selectors import imports as selectors

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS, DIGITS_MAX = 100, 9


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def index(request: HttpRequest) -> HttpResponse:
    """The files of the agency; a new one is judged for trial first. C2.2a"""
    actor = request.actor
    _refuse_stranger(actor)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            return redirect("subjects:import", _taken(request).pk)
        except InvalidInput as refused:
            refusal, status = refused.message, 400
    page = paging.newest_first(selectors.imports_for(actor), by="created_at", after=request.GET.get("after", ""))
    context = {"page": page, "refusal": refusal, "largest": LIMITS.file_bytes // MIB, "most": LIMITS.rows}
    return render(request, "subjects/imports.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def detail(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """One file: how it was understood, the counts, the rows by verdict, and what may be done next. C2.2a"""
    actor = request.actor
    _refuse_stranger(actor)
    refusal, status = "", 200
    if request.method == "POST":
        try:
            messages.success(request, _act(request.POST.get("act", ""), import_id, actor=actor))
            return redirect("subjects:import", import_id)
        except DomainError as refused:
            refusal, status = refused.message, 409
    file = selectors.import_for(actor, id=import_id)
    return render(request, "subjects/import.html", {"refusal": refusal, **_shown(file, request)}, status=status)


@require_safe
@login_required
def rejected(request: HttpRequest, import_id: uuid.UUID) -> HttpResponse:
    """The rows to mend, in the layout of the file that was sent."""
    _refuse_stranger(request.actor)
    file = selectors.import_for(request.actor, id=import_id)
    return saved(to_mend(file, original=services.original(file)), name="待改正的行.xlsx", content_type=XLSX)


def _refuse_stranger(actor: Actor) -> None:
    if actor is None or not actor.has(*DRAFT_CASE.by):
        raise Forbidden("处罚文件由执法办案、行政审批机构导入；请把文件转交有权机构", clause=DRAFT_CASE.clause)


def _taken(request: HttpRequest) -> ImportFile:
    sent = request.FILES.get("file")
    if sent is None:
        raise InvalidInput("请先选择一个 .xlsx 或者 .csv 文件，再点核验")
    file = services.take_file(sent.chunks(), name=sent.name or "", actor=request.actor, dry_run=True)
    return services.store_if_small(file)


def _act(act: str, import_id: uuid.UUID, *, actor: Actor) -> str:
    """Does what was asked for; what is said on the next page."""
    if act == "accept":
        file = services.store_if_small(services.accept_file(import_id, actor=actor))
        return f"已入库 {file.accepted + file.fixed} 行" if file.total else "正在入库，行数随办理增加"
    if act == "draft":
        file = services.draft_if_few(services.request_drafts(import_id, actor=actor), on=clock.today())
        return f"已生成草稿 {selectors.drafts_of(file)['drafted']} 件"
    raise InvalidInput("没有这一步，请刷新页面后重试")


def _shown(file: ImportFile, request: HttpRequest) -> dict[str, Any]:
    verdict, after = request.GET.get("verdict", ""), request.GET.get("after", "")
    verdict = verdict if verdict in RowVerdict.values else ""
    begin = int(after) if after.isascii() and after.isdecimal() and len(after) <= DIGITS_MAX else 0
    rows = list(selectors.rows_of(file, verdict=verdict).filter(number__gt=begin)[: ROWS + 1])
    return {
        "file": file,
        "verdict": verdict,
        "verdicts": [(key, word, file.counts[key]) for key, word in RowVerdict.choices],
        "rows": rows[:ROWS],
        "next_after": rows[ROWS - 1].number if len(rows) > ROWS else "",
        "begin": begin,
        "drafts": selectors.drafts_of(file),
        "acts": selectors.transitions_of(file),
        "good": file.accepted + file.fixed,
        "bad": file.review + file.rejected,
    }
