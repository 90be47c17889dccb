"""The documents of a case: listed, added, and downloaded as they were uploaded (C2.2a, C2.2c)."""

import base64
import binascii
import uuid
from typing import Any

from django.http import HttpResponse
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.negotiation import BaseContentNegotiation
from rest_framework.renderers import BaseRenderer
from rest_framework.request import Request

from closedloop.errors import InvalidInput, Problem
from closedloop.rest.endpoint import READS, Endpoint, ListQuery, acts, lists
from closedloop.rest.fields import Strict, Text
from closedloop.rest.problems import BodyTooLarge
from closedloop.rest.shapes import problem_responses

from .. import selectors, services
from ..downloads import saved
from ..filetypes import DOC, DOCX, JPEG, PDF, PNG
from ..models import Attachment as AttachmentRow
from ..services.attachments import MEBIBYTE, SIZE_MAX


class AttachmentBody(Strict):
    """A file: its name, and its content in base64."""

    name = Text(max_length=200, help_text="文件名，例如 决定书.pdf")
    content_base64 = Text(help_text=f"内容的 base64；PDF、PNG、JPEG、Word，解码后不超过 {SIZE_MAX // MEBIBYTE} MB")


class AttachmentAnswer(serializers.ModelSerializer):
    """A document of a case."""

    added_by = serializers.CharField(source="added_by.name_zh")

    class Meta:
        model = AttachmentRow
        fields = ["id", "name", "content_type", "size", "sha256", "added_by", "added_at"]


class Attachments(Endpoint):
    """The documents of a case."""

    body_max_bytes = SIZE_MAX * 4 // 3 + MEBIBYTE

    @lists(query=ListQuery, answers=AttachmentAnswer, by=("added_at", "id"))
    def get(self, asked: dict[str, Any], case_no: str) -> Any:
        """案件的附件。看得到案件的机构可以看。"""
        return selectors.attachments_of(self.actor, case_no=case_no)

    @acts(body=AttachmentBody, answers=AttachmentAnswer, status=201)
    def post(self, said: dict[str, Any], case_no: str) -> Any:
        """上传附件，类型以内容为准，最大 20 MB，再大的 413。由产生机构在接收以前办理；受邀会商的机构用意见说明，不上传。"""
        content = _decoded(said["content_base64"])
        return services.add_attachment(case_no, name=said["name"], content=content, actor=self.actor, on=self.today)


class AnyType(BaseContentNegotiation):
    """Whatever the caller accepts, the document comes as it is."""

    def select_parser(self, request: Request, parsers: Any) -> Any:
        """The first: nothing is sent here."""
        return parsers[0]

    def select_renderer(self, request: Request, renderers: Any, format_suffix: Any = None) -> tuple[BaseRenderer, str]:
        """The one for refusals."""
        return renderers[0], renderers[0].media_type


class Attachment(Endpoint):
    """One document."""

    content_negotiation_class = AnyType

    @extend_schema(
        operation_id="subjects_attachments_attachment_get",
        summary="下载附件",
        description="附件的内容，与上传的逐字节相同；下载留痕。看得到案件的机构可以下载。",
        responses={
            **{(200, kind.media_type): OpenApiTypes.BINARY for kind in (PDF, PNG, JPEG, DOCX, DOC)},
            **problem_responses(READS | {409: "文件已丢失或者被改动"}),
        },
    )
    def get(self, request: Request, id: uuid.UUID) -> HttpResponse:
        """The content; it is compared with its digest first."""
        found = services.open_attachment(id, actor=self.actor)
        return saved(found.content, name=found.attachment.name, content_type=found.attachment.content_type)


def _decoded(text: str) -> bytes:
    """The bytes; more than may be kept are refused before they are made."""
    if len(text) > SIZE_MAX * 4 // 3 + 4:
        raise BodyTooLarge
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError) as error:
        problem = Problem("/content_base64", "base64", "内容应为标准 base64，不带换行")
        raise InvalidInput(problem.detail, problems=(problem,)) from error
    if len(content) > SIZE_MAX:
        raise BodyTooLarge
    return content
