"""Penalty files in the national 双公示 layout (C2.2a): sent, judged row by row, kept, drafted, and given back to mend."""

import uuid
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers
from rest_framework.request import Request

from closedloop.rest.endpoint import READS, Endpoint, ListQuery, Query, acts, lists, reads
from closedloop.rest.fields import Word
from closedloop.rest.shapes import problem_responses
from closedloop.rest.uploads import FileParser, takes_file

from .. import services
from ..badrows import to_mend
from ..downloads import saved
from ..importing import LIMITS
from ..importing.limits import MIB
from ..models import ImportFile
from ..models.imports import ImportState, RowVerdict
from ..selectors import imports as selectors
from .attachments import AnyType

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FIRST_ROWS = 500


class ImportQuery(Query):
    """How a file is taken."""

    dry_run = Word({"true": "只核验，不入库", "false": "核验并入库"}, name="DryRun", default="false")


class ImportRowsQuery(ListQuery):
    """What narrows the rows."""

    verdict = Word(RowVerdict, default="")


class CountsAnswer(serializers.Serializer):
    """How many rows of each verdict; together they are all rows that were judged."""

    accepted = serializers.IntegerField()
    fixed = serializers.IntegerField()
    review = serializers.IntegerField()
    duplicate = serializers.IntegerField()
    rejected = serializers.IntegerField()


class DraftsAnswer(serializers.Serializer):
    """Of the good rows: drafts, rows that could not become one, rows that wait."""

    drafted = serializers.IntegerField()
    failed = serializers.IntegerField()
    waiting = serializers.IntegerField()


class ImportRowAnswer(serializers.Serializer):
    """One row with its verdict."""

    row = serializers.IntegerField(source="number", help_text="电子表格里的行号")
    verdict = Word(RowVerdict)
    reasons = serializers.SerializerMethodField()
    repairs = serializers.SerializerMethodField()
    decision_no = serializers.CharField()
    party_name = serializers.CharField()
    case = serializers.CharField(source="case_id", allow_null=True, help_text="生成的案件草稿")
    draft_note = serializers.CharField(help_text="没有生成草稿、或者有措施未放入的说明")

    def get_reasons(self, row: Any) -> list[str]:
        """In words, with the field."""
        return [item["said"] for item in row.reasons]

    def get_repairs(self, row: Any) -> list[str]:
        """Before, after and why; a person's identifier masked."""
        return [item["said"] for item in row.repairs]


class ImportFileAnswer(serializers.Serializer):
    """A file and how far it is."""

    id = serializers.UUIDField()
    name = serializers.CharField()
    agency = serializers.CharField(source="agency_id")
    sha256 = serializers.CharField()
    size = serializers.IntegerField()
    dry_run = serializers.BooleanField()
    state = Word(ImportState)
    transitions = serializers.SerializerMethodField()
    counts = CountsAnswer()
    total = serializers.IntegerField(help_text="已核验的行数，等于 counts 之和")
    refusal = serializers.CharField(help_text="整个文件不能导入的原因")
    created_at = serializers.DateTimeField()
    uploaded_by = serializers.CharField(source="uploaded_by.name_zh")

    def get_transitions(self, file: ImportFile) -> list[str]:
        """What the caller may do with it now."""
        return selectors.transitions_of(file)


class ImportAnswer(ImportFileAnswer):
    """A file with its first rows; the rest stands under `rows/`."""

    drafts = serializers.SerializerMethodField()
    rows = serializers.SerializerMethodField()

    @extend_schema_field(DraftsAnswer)
    def get_drafts(self, file: ImportFile) -> Any:
        """How far the second step is."""
        return selectors.drafts_of(file)

    @extend_schema_field(ImportRowAnswer(many=True))
    def get_rows(self, file: ImportFile) -> Any:
        """The first rows."""
        return ImportRowAnswer(selectors.rows_of(file)[:FIRST_ROWS], many=True).data


class Upload(Endpoint):
    """Takes a file."""

    parser_classes = [FileParser]
    body_max_bytes = LIMITS.file_bytes + MIB

    @takes_file(query=ImportQuery, answers=ImportAnswer)
    def post(self, asked: dict[str, Any], file: UploadedFile) -> Any:
        """上传双公示行政处罚文件（.xlsx、.csv，最大 64 MB），逐行核验，好的行入库；再传不会重复入库。由执法、审批机构办理。"""
        taken = services.take_file(file.chunks(), name=file.name or "", actor=self.actor, dry_run=asked["dry_run"] == "true")
        return services.store_if_small(taken)


class Imports(Endpoint):
    """The files of the caller's agency."""

    @lists(query=ListQuery, answers=ImportFileAnswer, by=("-created_at", "-id"))
    def get(self, asked: dict[str, Any]) -> Any:
        """本机构上传的处罚文件。"""
        return selectors.imports_for(self.actor)


class Import(Endpoint):
    """One file."""

    @reads(query=Query, answers=ImportAnswer)
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """一个文件：进度、各结论的行数、前 500 行的结论；其余的行见 rows/。"""
        return selectors.import_for(self.actor, id=id)


class Rows(Endpoint):
    """The rows of a file."""

    @lists(query=ImportRowsQuery, answers=ImportRowAnswer, by=("number",))
    def get(self, asked: dict[str, Any], id: uuid.UUID) -> Any:
        """逐行的结论、原因和修正。"""
        return selectors.rows_of(selectors.import_for(self.actor, id=id), verdict=asked["verdict"])


class Rejected(Endpoint):
    """The rows to mend."""

    content_negotiation_class = AnyType

    @extend_schema(
        operation_id="subjects_imports_rejected_get",
        summary="下载待改正的行",
        description="待核对和不能导入的行，与原文件同样的列，末列为错误原因；改好后可以直接再上传。",
        responses={(200, XLSX): OpenApiTypes.BINARY, **problem_responses(READS)},
    )
    def get(self, request: Request, id: uuid.UUID) -> HttpResponse:
        """An .xlsx."""
        file = selectors.import_for(self.actor, id=id)
        return saved(to_mend(file, original=services.original(file)), name="待改正的行.xlsx", content_type=XLSX)


class Accept(Endpoint):
    """Judged for trial → kept."""

    @acts(answers=ImportAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """确认导入试核验过的文件：按现在的记录再核验一次并入库。由执法、审批机构办理。"""
        return services.store_if_small(services.accept_file(id, actor=self.actor))


class Draft(Endpoint):
    """The second step."""

    @acts(answers=ImportAnswer)
    def post(self, said: dict[str, Any], id: uuid.UUID) -> Any:
        """把可导入和已修正的行生成案件草稿，措施按规则建议；中断后自动接着办，不会重复。再办一次会重试没有生成的行。"""
        return services.draft_if_few(services.request_drafts(id, actor=self.actor), on=self.today)
