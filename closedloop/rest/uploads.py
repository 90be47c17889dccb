"""A POST that takes one file as multipart/form-data; what it does is done later, so it answers 202. Everything else is as in `acts`."""

import hashlib
from collections.abc import Mapping
from functools import wraps
from typing import IO, Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from drf_spectacular.utils import inline_serializer
from rest_framework import serializers
from rest_framework.exceptions import ParseError
from rest_framework.parsers import MultiPartParser
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request

from closedloop.errors import InvalidInput, Problem

from . import services
from .endpoint import ACTS, IDEMPOTENCY, Endpoint, Method, Query, _call, _described, _query, _sent
from .shapes import problem_responses

FIELD = "file"
ACCEPTED = 202
REFUSED = ACTS | {415: "正文不是 multipart/form-data"}


class FileParser(MultiPartParser):
    """multipart/form-data and nothing else; a broken one is refused in the words of a file."""

    def parse(self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None) -> Any:
        """The fields and the files of the body."""
        try:
            return super().parse(stream, media_type, parser_context)
        except ParseError as error:
            raise _wrong("multipart", "请求正文不是完整的 multipart/form-data，请检查后重发") from error


def takes_file(*, query: type[Query] = Query, answers: type[serializers.Serializer]) -> Method:
    """A POST with one file, once for its Idempotency-Key, in one transaction; the method gets the parameters and the file. R12"""

    def declare(method: Method) -> Method:
        @wraps(method)
        def post(self: Endpoint, request: Request, **captured: Any) -> HttpResponse:
            asked = _query(request, query)
            call = _call(request, self.actor)
            file = _file(request)

            def act() -> services.Answer:
                made = method(self, asked, file, **captured)
                return services.Answer(ACCEPTED, JSONRenderer().render(self.shown([made], answers)[0]).decode())

            return _sent(services.once(act, call=call(_said(file, asked)) if call else None))

        shape = inline_serializer("FileBody", {FIELD: serializers.FileField(help_text="文件")})
        responses = {ACCEPTED: answers, **problem_responses(REFUSED)}
        parameters = [IDEMPOTENCY] if query is Query else [IDEMPOTENCY, query]
        described = _described(post, method, parameters=parameters, responses=responses, request={"multipart/form-data": shape})
        described.acts_once = True
        return described

    return declare


def _file(request: Request) -> UploadedFile:
    """The one file of the body; anything else in it is refused."""
    names = [*request.data.keys()]
    strange = [name for name in names if name != FIELD]
    if strange:
        raise _wrong("unknown_field", f"正文只要一个名为 {FIELD} 的文件，请去掉其他字段")
    files = request.FILES.getlist(FIELD)
    if len(files) != 1:
        raise _wrong("required", f"请在 {FIELD} 字段里放一个文件（multipart/form-data），一次一个")
    return files[0]


def _wrong(code: str, words: str) -> InvalidInput:
    return InvalidInput(words, problems=(Problem(f"/{FIELD}", code, words),))


def _said(file: UploadedFile, asked: Mapping[str, Any]) -> dict[str, Any]:
    """What the request says, for its digest: the same file under the same name with the same parameters."""
    content = hashlib.sha256()
    for piece in file.chunks():
        content.update(piece)
    file.seek(0)
    return {"file": content.hexdigest(), "name": file.name, **{name: str(value) for name, value in asked.items()}}
