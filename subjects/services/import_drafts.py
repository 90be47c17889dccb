"""From the good rows of a file to drafts of cases with the measures that the rules are sure of; a step of its own (C2.2a, B17)."""

import re
import uuid
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction
from django.views.decorators.debug import sensitive_variables

from closedloop.errors import DomainError, Forbidden, RuleViolated, WrongState
from closedloop.journal import services as journal
from closedloop.journal.verbs import declare
from closedloop.opinion import DRAFT_CASE, Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.selectors import actor_for, agencies
from closedloop.orgs.services.authority import authorize
from closedloop.workdays import clock
from measures.models.vocabulary import PartyKind
from measures.selectors import owner_of_most, owners

from ..models import Case, ImportFile, ImportRow
from ..models.imports import ImportState
from ..models.vocabulary import CauseKind, Certainty
from ..selectors.imports import drafts_of, import_for, waiting_rows
from ..suggestions import Suggestion
from .cases import draft_case, suggest_measures
from .import_content import opened

declare({"import.drafting": "由导入的行生成案件草稿", "import.drafted": "生成案件草稿完毕"})
BATCH, FEW = 100, 50
NOTE_MAX = 500
OF_A_SANCTION = re.compile(r"^/subjects/0/sanctions/(\d+)/")


@transaction.atomic
def request_drafts(file_id: uuid.UUID, *, actor: Actor) -> ImportFile:
    """The good rows of a file are to become drafts; those that could not are tried again. C2.2a"""
    file = _locked(import_for(actor, id=file_id).pk)
    authorize(actor, DRAFT_CASE, file.agency)
    if file.state not in (ImportState.STORED, ImportState.DRAFTED):
        raise WrongState("只有已入库的文件可以生成草稿；请刷新页面看它现在的状态", clause=DRAFT_CASE.clause)
    file.rows.filter(case=None).exclude(draft_note="").update(draft_note="")
    file.draft()
    file.drafted_by = actor.user
    file.worked_at = None
    file.save()
    journal.record(file, "import.drafting", actor=actor, rule=DRAFT_CASE)
    return file


def draft_rows(file_id: uuid.UUID, *, on: date, limit: int = BATCH) -> int:
    """Drafts the next rows of a file, each in a transaction; safe to interrupt and to run at once. Returns how many."""
    file = ImportFile.objects.select_related("agency", "drafted_by").get(pk=file_id)
    if file.state != ImportState.DRAFTING:
        return 0
    actor = _actor(file)
    numbers = list(waiting_rows(file).values_list("pk", flat=True)[:limit])
    for number in numbers:
        _draft(number, actor=actor, on=on)
    ImportFile.objects.filter(pk=file.pk).update(worked_at=None)
    if not waiting_rows(file).exists():
        _complete(file, actor=actor)
    return len(numbers)


def draft_if_few(file: ImportFile, *, on: date) -> ImportFile:
    """The file, with its drafts where there are only a few; the worker makes many."""
    if file.accepted + file.fixed > FEW:
        return file
    draft_rows(file.pk, on=on)
    return ImportFile.objects.select_related("agency", "uploaded_by").get(pk=file.pk)


def _actor(file: ImportFile) -> Actor:
    """The account that asked for the drafts, with the roles that it has now."""
    assert file.drafted_by is not None  # noqa: S101 - request_drafts wrote it
    return actor_for(file.drafted_by, on=clock.today(), agency_code=file.agency_id)


@transaction.atomic
def _draft(pk: int, *, actor: Actor, on: date) -> None:
    """One row: a draft, or a note why not."""
    row = ImportRow.objects.select_for_update(of=("self",)).get(pk=pk)
    if row.case_id or row.draft_note:
        return
    try:
        row.case, row.draft_note = _case_of(row, actor=actor, on=on)
    except DomainError as refusal:
        row.draft_note = refusal.message[:NOTE_MAX]
    row.save(update_fields=["case", "draft_note"])


@sensitive_variables()
def _case_of(row: ImportRow, *, actor: Actor, on: date) -> tuple[Case, str]:
    if actor.agency is None or not actor.has(*DRAFT_CASE.by):
        raise Forbidden("要求生成草稿的账号已不在本机构任职；请由在职的经办人再生成一次", clause=DRAFT_CASE.clause)
    body = _body(opened(row))
    found = suggest_measures(body, on=on)["subjects"][0]["suggestions"]
    sure = [item.version.measure_id for item in found if item.certainty == Certainty.PROPOSE]
    body["receiver"] = _receiver(found, agency=actor.agency)
    chosen, left = _admitted(body, sure, actor=actor, on=on)
    return chosen, f"{'、'.join(left)} 须由经办人填写期限或者事项，未放入草稿" if left else ""


def _admitted(body: dict[str, Any], codes: list[str], *, actor: Actor, on: date) -> tuple[Case, list[str]]:
    """The draft with those measures that need nothing but the decision; which were left to the officer."""
    body["subjects"][0]["sanctions"] = [{"measure": code} for code in codes]
    try:
        return draft_case(body, actor=actor, on=on).case, []
    except RuleViolated as refusal:
        hits = [OF_A_SANCTION.match(problem.pointer) for problem in refusal.problems]
        left = {codes[int(hit[1])] for hit in hits if hit}
        if not left or not all(hits):
            raise
    body["subjects"][0]["sanctions"] = [{"measure": code} for code in codes if code not in left]
    return draft_case(body, actor=actor, on=on).case, sorted(left)


def _body(content: Mapping[str, Any]) -> dict[str, Any]:
    """A row in the words of api.md."""
    values = content["values"]
    facts = "\n".join(
        text for text in (values.get("violation_facts", ""), _named("处罚内容", values.get("penalty_content"))) if text
    )
    number = values["person_id_no" if content["party_kind"] == PartyKind.PERSON else "uscc"]
    return {
        "cause": {
            "kind": CauseKind.ADMINISTRATIVE_PENALTY.value,
            "document_no": values["decision_no"],
            "issuer": values.get("agency_name", ""),
            "decided_on": content["decided_on"],
            "facts": facts,
            "legal_basis": values.get("legal_basis", ""),
            "penalty_kinds": list(content["penalty_kinds"]),
            "violation_type": values.get("violation_type", ""),
        },
        "subjects": [
            {
                "kind": content["party_kind"],
                "name": values["party_name"],
                "identifier": {"scheme": content["scheme"], "value": number},
                "sanctions": [],
            }
        ],
    }


def _named(label: str, text: str | None) -> str:
    return f"{label}：{text}" if text else ""


def _receiver(found: list[Suggestion], *, agency: Agency) -> str:
    """The owner of most of the sure measures, else of those to think about, else the bureau of the producer's own division."""
    offices = owners()
    for certainty in (Certainty.PROPOSE, Certainty.ASK):
        lines = [item.version.owner_line_id for item in found if item.certainty == certainty]
        owner = owner_of_most(lines, offices=offices)
        if owner:
            return owner.pk
    near = agencies(role=Role.BUSINESS_AUTHORITY, division=agency.division_id or "")
    own = min(near, key=lambda office: (bool(office.line_set), office.pk), default=None)
    return own.pk if own else ""


@transaction.atomic
def _complete(file: ImportFile, *, actor: Actor) -> None:
    locked = _locked(file.pk)
    if locked.state != ImportState.DRAFTING or waiting_rows(locked).exists():
        return
    locked.complete()
    locked.worked_at = None
    locked.save()
    journal.record(locked, "import.drafted", actor=actor, rule=DRAFT_CASE, detail=drafts_of(locked))


def _locked(pk: uuid.UUID) -> ImportFile:
    found = ImportFile.objects.select_related("agency", "uploaded_by", "drafted_by")
    return found.select_for_update(of=("self",)).get(pk=pk)
