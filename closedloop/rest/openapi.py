"""The API describes itself: the OpenAPI document, its page without any outside host, and the answer to an unknown address."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, re_path, resolve
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.renderers import OpenApiJsonRenderer, OpenApiJsonRenderer2, OpenApiYamlRenderer, OpenApiYamlRenderer2
from drf_spectacular.utils import extend_schema
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView
from rest_framework.request import Request

from closedloop.errors import NotFound

from .authentication import SCHEME
from .endpoint import Endpoint


class TokenScheme(OpenApiAuthenticationExtension):
    """How the document names the key."""

    target_class = "closedloop.rest.authentication.ApiTokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        """A header, because `Token` is no scheme of the OpenAPI register."""
        return {"type": "apiKey", "in": "header", "name": "Authorization", "description": f"{SCHEME} <密钥>"}


class Schema(SpectacularAPIView):
    """The document, for whoever asks; JSON unless YAML is asked for."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    renderer_classes = [OpenApiJsonRenderer2, OpenApiJsonRenderer, OpenApiYamlRenderer, OpenApiYamlRenderer2]


class Docs(SpectacularSwaggerSplitView):
    """The document as a page, from our own static files and without a script inside."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []
    template_name = "rest/docs.html"
    url_name = "rest:schema"


@extend_schema(exclude=True)
class UnknownAddress(Endpoint):
    """Says in JSON that there is no such address, and whether only the slash at its end is missing."""

    authentication_classes: list[Any] = []
    permission_classes: list[Any] = []

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """The same for every method."""
        self.args, self.kwargs = args, kwargs
        self.headers = self.default_response_headers
        self.request = self.initialize_request(request, *args, **kwargs)
        return self.finalize_response(self.request, self.handle_exception(_unknown(self.request)), *args, **kwargs)


# The last of all patterns under api/v1/: whatever no app knows, line breaks included.
UNKNOWN = re_path(r"^[\s\S]*$", UnknownAddress.as_view(), name="unknown")


def _unknown(request: Request) -> NotFound:
    hint = f"；地址以斜杠结尾，是否应为 {request.path}/" if _exists(f"{request.path}/") else ""
    return NotFound(f"没有这个接口地址{hint}。全部接口见 /api/v1/docs/", code="unknown_address")


def _exists(path: str) -> bool:
    """Whether an address leads to an endpoint."""
    try:
        found = resolve(path)
    except Resolver404:
        return False
    return getattr(found.func, "cls", None) is not UnknownAddress
