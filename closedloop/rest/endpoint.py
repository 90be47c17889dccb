"""What every endpoint does: know the caller, refuse what it does not know, answer in one shape.

A method is declared by what it does: `lists` answers a page, `reads` one resource, `acts` does something once for its key.
"""

import re
from collections.abc import Callable, Mapping
from functools import cached_property, wraps
from typing import Any, Literal

from django.http import HttpRequest, HttpResponse
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.permissions import IsAuthenticated
from rest_framework.renderers import JSONRenderer
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.status import HTTP_403_FORBIDDEN
from rest_framework.views import APIView

from closedloop.errors import InvalidInput, Problem
from closedloop.orgs.actor import Actor
from closedloop.orgs.services.authority import refuse_access
from closedloop.workdays import clock

from . import services
from .fields import UNSTORABLE, Strict, unstorable, without_nulls
from .paging import PAGE_SIZE, PAGE_SIZE_MAX, page_of
from .parsers import BODY_MAX_BYTES, JsonParser
from .problems import BodyTooLarge, problems_of
from .shapes import page_shape, problem_responses

KEY_HEADER, REPLAYED_HEADER = "Idempotency-Key", "Idempotency-Replayed"
KEY = re.compile(r"[\x20-\x7e]{1,255}")
READS: dict[int, str] = {400: "查询条件有误", 404: "没有找到"}
ACTS: dict[int, str] = {
    400: "填写有误，全部错误一次列出",
    404: "没有找到，或者对本机构不可见",
    409: "状态不允许，或者同一个键的请求还在办理",
    413: "正文太大",
    415: "正文不是 JSON",
    422: "不符合规定，或者键已用于另一个请求",
}
IDEMPOTENCY = OpenApiParameter(
    KEY_HEADER,
    str,
    OpenApiParameter.HEADER,
    description="由调用方生成，每件事一个。同键同正文再发，得到第一次的答复（响应头 Idempotency-Replayed: true），不重复办理。",
    required=False,
)
Method = Callable[..., Any]


class Query(Strict):
    """The parameters of an address; the ones that every list knows stand in ListQuery."""


class ListQuery(Query):
    """What narrows a list, and where its page begins."""

    page_size = serializers.IntegerField(
        min_value=1, max_value=PAGE_SIZE_MAX, default=PAGE_SIZE, help_text=f"每页条数，1 至 {PAGE_SIZE_MAX}",
        error_messages={"invalid": f"每页条数应为 1 至 {PAGE_SIZE_MAX} 的整数"},
    )  # fmt: skip
    cursor = serializers.CharField(default="", help_text="翻页位置：照抄上一页的 next、previous")


class NoBody(Strict):
    """A body that says nothing: left out, or an empty object."""


class Endpoint(APIView):
    """The base of every address. The caller is `self.actor`, today is `self.today`."""

    http_method_names = ["get", "post", "head"]
    permission_classes = [IsAuthenticated]
    parser_classes = [JsonParser]
    body_max_bytes = BODY_MAX_BYTES  # an endpoint that takes files takes more
    actor: Actor

    @cached_property
    def today(self) -> Any:
        """The legal date, asked for once in a request."""
        return clock.today()

    def beside(self, rows: list[Any]) -> dict[str, Any]:
        """What the serializer needs beside the rows of a page, or beside the one resource: asked for once for all of them."""
        return {}

    def shown(self, rows: list[Any], answers: type[serializers.Serializer]) -> list[Any]:
        """The rows as their serializer shows them."""
        return list(answers(rows, many=True, context=self.beside(rows)).data)

    def initialize_request(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Request:
        """A session's actor is nobody here: only the key says who acts."""
        request.actor = None  # type: ignore[attr-defined] - as the portal's middleware sets it
        return super().initialize_request(request, *args, **kwargs)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Knows the caller, and refuses an address or a body that cannot be read."""
        super().initial(request, *args, **kwargs)
        if any(isinstance(value, str) and UNSTORABLE.search(value) for value in kwargs.values()):
            raise NotFound
        if int(request.META.get("CONTENT_LENGTH") or 0) > self.body_max_bytes:
            raise BodyTooLarge
        self.actor = request._request.actor or Actor(user=None, agency=None)  # type: ignore[attr-defined] - set above

    def permission_denied(self, request: Request, message: str | None = None, code: str | None = None) -> None:
        """Who is not known is asked for a key; who is known may not."""
        if request.auth is None:
            raise NotAuthenticated
        super().permission_denied(request, message=message, code=code)

    def handle_exception(self, exc: Exception) -> Response:
        """The refusal; who tried what is not theirs stands in the journal (R24)."""
        answer = super().handle_exception(exc)
        actor = self.request._request.actor  # type: ignore[attr-defined] - set above
        if answer.status_code == HTTP_403_FORBIDDEN and actor is not None:
            refuse_access(self.request.path.removeprefix("/api/v1"), actor=actor)
        return answer

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        """No answer is kept by a cache on its way: it depends on who asks."""
        answer: HttpResponse = super().finalize_response(request, response, *args, **kwargs)
        answer["Cache-Control"] = "no-store"
        return answer


def lists(*, query: type[ListQuery] = ListQuery, answers: type[serializers.Serializer], by: tuple[str, ...]) -> Method:
    """A GET that answers a page. The method returns the rows, whole; `by` are the keys of their order, unique together."""

    def declare(method: Method) -> Method:
        @wraps(method)
        def get(self: Endpoint, request: Request, **captured: Any) -> Response:
            asked = _query(request, query)
            rows = method(self, asked, **captured)
            page = page_of(rows, request=request, keys=by, size=asked["page_size"], cursor=asked["cursor"])
            return Response({"next": page.next, "previous": page.previous, "results": self.shown(page.rows, answers)})

        responses = {200: page_shape(answers), **problem_responses(READS)}
        return _described(get, method, parameters=[query], responses=responses)

    return declare


def reads(*, query: type[Query] = Query, answers: type[serializers.Serializer]) -> Method:
    """A GET that answers one resource, which the method returns."""

    def declare(method: Method) -> Method:
        @wraps(method)
        def get(self: Endpoint, request: Request, **captured: Any) -> Response:
            found = method(self, _query(request, query), **captured)
            return Response(self.shown([found], answers)[0])

        return _described(
            get, method, parameters=[] if query is Query else [query], responses={200: answers, **problem_responses(READS)}
        )

    return declare


def acts(*, body: type[Strict] = NoBody, answers: type[serializers.Serializer], status: Literal[200, 201] = 200) -> Method:
    """A POST that does something, once for its Idempotency-Key, in one transaction; the method returns the resource. R12"""

    def declare(method: Method) -> Method:
        @wraps(method)
        def post(self: Endpoint, request: Request, **captured: Any) -> HttpResponse:
            _query(request, Query)
            call = _call(request, self.actor)
            said = _said(request)
            values = _checked(body, said, [])

            def act() -> services.Answer:
                made = method(self, values, **captured)
                shown = self.shown([made], answers)[0]
                return services.Answer(status, JSONRenderer().render(shown).decode())

            return _sent(services.once(act, call=call(said) if call else None))

        responses = {status: answers, **problem_responses(ACTS)}
        described = _described(post, method, parameters=[IDEMPOTENCY], responses=responses, request=_shape(body))
        described.acts_once = True
        return described

    return declare


def _described(wrapped: Method, method: Method, **said: Any) -> Method:
    """The method with its name and its description in the OpenAPI document: its docstring."""
    text = (method.__doc__ or "").strip()
    app, place = method.__module__.split(".")[0], method.__module__.rsplit(".", 1)[-1]
    name = "_".join([app, place, *method.__qualname__.split(".")]).lower()
    described: Method = extend_schema(operation_id=name, summary=text.split("。")[0], description=text, **said)(wrapped)
    return described


def _shape(body: type[Strict]) -> Any:
    return None if body is NoBody else body


def _query(request: Request, query: type[Query]) -> dict[str, Any]:
    """The parameters of the address, every error at once; an empty one is left out."""
    given = {name: values[-1] for name, values in request.query_params.lists() if values[-1] != ""}
    repeated = [name for name, values in request.query_params.lists() if len(values) > 1]
    problems = [Problem(f"/{name}", "repeated", f"“{name}”写了不止一次，请只写一次") for name in repeated]
    return _checked(query, given, problems)


def _said(request: Request) -> dict[str, Any]:
    """The body without its nulls; it must be an object, and a body that is left out is an empty one."""
    said = request.data
    if not isinstance(said, Mapping):
        problem = Problem("", "type", '请求正文应为一个 JSON 对象，例如 {"reason": "……"}')
        raise InvalidInput(problem.detail, problems=(problem,))
    found: dict[str, Any] = without_nulls(dict(said))
    return found


def _checked(shape: type[Strict], given: dict[str, Any], problems: list[Problem]) -> dict[str, Any]:
    """The values, or one refusal that names everything that is wrong."""
    problems = [*problems, *unstorable(given)]
    serializer = shape(data=given)
    if not problems:
        problems = [] if serializer.is_valid() else list(problems_of(serializer.errors))
        problems += serializer.more_problems(given)
    if not problems:
        values: dict[str, Any] = dict(serializer.validated_data)
        return values
    details = "；".join(dict.fromkeys(problem.detail for problem in problems))
    raise InvalidInput(f"请改正后重发：{details}", problems=tuple(problems))


def _call(request: Request, actor: Actor) -> Callable[[dict[str, Any]], services.Call] | None:
    """The key of a request, checked; nothing where it carries none."""
    key = request.headers.get(KEY_HEADER)
    if key is None:
        return None
    if not KEY.fullmatch(key):
        problem = Problem("", "idempotency_key", "Idempotency-Key 应为 1 至 255 个可见的 ASCII 字符，例如一个 UUID")
        raise InvalidInput(problem.detail, problems=(problem,))

    def of(said: dict[str, Any]) -> services.Call:
        digest = services.digest_of(said)
        return services.Call(actor.user_id or 0, actor.agency_code, key, str(request.method), request.path, digest)

    return of


def _sent(answer: services.Answer) -> HttpResponse:
    """The answer, byte for byte the same for the first request and for its repetitions."""
    response = HttpResponse(answer.body, status=answer.status, content_type="application/json")
    if answer.replayed:
        response[REPLAYED_HEADER] = "true"
    return response
