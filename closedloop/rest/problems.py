"""Where a refusal becomes RFC 9457 `application/problem+json`: one place for the whole API. Texts are Chinese, codes English."""

import logging
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import PermissionDenied, RequestDataTooBig
from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.http import Http404, HttpResponse
from rest_framework import exceptions
from rest_framework.renderers import JSONRenderer
from rest_framework.views import set_rollback

from closedloop.errors import STATUS, DomainError, InvalidInput, Problem
from closedloop.journal import context as request_context

logger = logging.getLogger(__name__)
MEDIA_TYPE = "application/problem+json"
TYPE = "urn:closedloop:problem:"
RETRY_SECONDS = 5
INVALID, RULE = 400, 422


class BodyTooLarge(exceptions.APIException):
    """The body is larger than the API reads (HTTP 413)."""

    status_code = 413
    default_code = "too_large"
    default_detail = "请求正文太大，请分成几次发送"


@dataclass(frozen=True)
class Refusal:
    """What is said when something is refused: status, code, title, what to do, and where it is wrong."""

    status: int
    code: str
    title: str
    detail: str
    clause: str = ""
    errors: tuple[Problem, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The members of RFC 9457, and ours: code, clause and errors."""
        said: dict[str, Any] = {
            "type": f"{TYPE}{self.code}",
            "title": self.title,
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
        }
        if self.clause:
            said["clause"] = self.clause
        if self.errors or self.status == INVALID:
            said["errors"] = [problem.as_json() for problem in self.errors]
        return said


_TOKEN = "请在请求头写“Authorization: Token 密钥”；密钥不存在、已过期、已吊销或者不能从这个地址使用的，请联系系统管理员重新发放"  # noqa: S105 - words for a reader
UNAUTHENTICATED = Refusal(401, "unauthenticated", "没有有效的接口令牌", _TOKEN)
FORBIDDEN = Refusal(403, "forbidden", "无权办理", "这个账号不能使用这个接口，请由有权机构的账号办理")
NOT_FOUND = Refusal(404, "not_found", "没有找到", "没有这个地址或者这份记录，请核对地址；全部接口见 /api/v1/docs/")
FAULT = Refusal(
    500, "fault", "系统出错", "系统没有办成这件事，也没有保存任何内容；请稍后重试，仍不行的请把请求编号告诉系统管理员"
)
SILENT = Refusal(
    503,
    "unavailable",
    "暂时不能办理",
    f"数据库忙或者正在重启，没有保存任何内容；请 {RETRY_SECONDS} 秒后用同一个 Idempotency-Key 重试",
)
# What the framework refuses, by the code of its exception.
FRAMEWORK: dict[type[exceptions.APIException], Refusal] = {
    exceptions.NotAuthenticated: UNAUTHENTICATED,
    exceptions.AuthenticationFailed: UNAUTHENTICATED,
    exceptions.PermissionDenied: FORBIDDEN,
    exceptions.NotFound: NOT_FOUND,
    exceptions.MethodNotAllowed: Refusal(405, "method_not_allowed", "方法不对", "这个地址不能用这个方法，可用的方法见响应头 Allow"),
    exceptions.NotAcceptable: Refusal(406, "not_acceptable", "格式不对", "本接口只输出 JSON，请写 Accept: application/json"),
    exceptions.ParseError: Refusal(400, "malformed_json", "正文不是 JSON", "请求正文不是有效的 UTF-8 JSON，请检查后重发"),
    exceptions.UnsupportedMediaType: Refusal(415, "unsupported_media_type", "格式不对", "请发 application/json；文件 multipart/form-data"),
    exceptions.Throttled: Refusal(429, "too_many_requests", "请求太频繁", "请按响应头 Retry-After 等待后再试"),
    BodyTooLarge: Refusal(413, BodyTooLarge.default_code, "正文太大", BodyTooLarge.default_detail),
}  # fmt: skip


def handle(exception: Exception, context: dict[str, Any]) -> HttpResponse:
    """The answer to an exception of an endpoint; nothing of a fault of ours is told but that it happened."""
    set_rollback()
    refusal = refusal_of(exception)
    if refusal is FAULT:
        _log(exception, context)
    return respond(refusal)


def respond(refusal: Refusal) -> HttpResponse:
    """The refusal as problem+json."""
    content = JSONRenderer().render(refusal.as_json())
    return HttpResponse(content, status=refusal.status, content_type=MEDIA_TYPE, headers=dict(refusal.headers))


def refusal_of(exception: Exception) -> Refusal:
    """What is said about an exception."""
    if isinstance(exception, DomainError):
        return _domain(exception)
    if isinstance(exception, exceptions.ValidationError):
        return _invalid(tuple(problems_of(exception.detail)))
    if isinstance(exception, exceptions.APIException):
        return _framework(exception)
    if isinstance(exception, Http404):
        return NOT_FOUND
    if isinstance(exception, PermissionDenied):
        return FORBIDDEN
    if isinstance(exception, RequestDataTooBig):
        return FRAMEWORK[BodyTooLarge]
    return replace(SILENT, headers=(("Retry-After", str(RETRY_SECONDS)),)) if _is_silence(exception) else FAULT


def problems_of(detail: Any, pointer: str = "") -> Iterator[Problem]:
    """The errors of a serializer as problems, each with its JSON pointer (RFC 6901)."""
    if isinstance(detail, dict):
        for name, inner in detail.items():
            place = pointer if name == "non_field_errors" else f"{pointer}/{escaped(str(name))}"
            yield from problems_of(inner, place)
    elif isinstance(detail, list | tuple):
        for index, inner in enumerate(detail):
            yield from problems_of(inner, pointer if isinstance(inner, str) else f"{pointer}/{index}")
    else:
        yield Problem(pointer, getattr(detail, "code", "invalid"), str(detail))


def escaped(name: str) -> str:
    """A name as one step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _domain(error: DomainError) -> Refusal:
    return Refusal(STATUS[error.kind], error.code, error.title, error.message, error.clause, error.problems)


def _invalid(errors: Sequence[Problem]) -> Refusal:
    said = "；".join(dict.fromkeys(problem.detail for problem in errors))
    return Refusal(INVALID, InvalidInput.code, InvalidInput.title, f"请改正后重发：{said}", errors=tuple(errors))


def _framework(exception: exceptions.APIException) -> Refusal:
    headers = []
    if getattr(exception, "auth_header", None):
        headers.append(("WWW-Authenticate", str(exception.auth_header)))
    if getattr(exception, "wait", None):
        headers.append(("Retry-After", str(int(exception.wait))))
    known = next((said for kind, said in FRAMEWORK.items() if isinstance(exception, kind)), None)
    if known is None:
        known = Refusal(exception.status_code, exception.default_code, "请求不能受理", str(exception.detail))
    return replace(known, headers=tuple(headers))


def _is_silence(exception: Exception) -> bool:
    """Whether the database did not answer, was busy, or went away in the middle (M6: not always an OperationalError)."""
    if isinstance(exception, OperationalError | InterfaceError):
        return True
    return isinstance(exception, DatabaseError) and not connection.is_usable()


def _log(exception: Exception, context: dict[str, Any]) -> None:
    """The kind of the fault and where it happened, once. Never its message: a database's message quotes what was written (R27)."""
    frames = traceback.extract_tb(exception.__traceback__)
    where = " < ".join(f"{frame.filename}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    view = type(context.get("view")).__name__
    logger.error("fault %s in %s, request %s: %s", type(exception).__qualname__, view, request_context.request_id.get(), where)
