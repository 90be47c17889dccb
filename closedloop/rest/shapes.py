"""The shapes that every answer shares, for the OpenAPI document."""

from collections.abc import Mapping
from functools import cache
from typing import Any

from drf_spectacular.utils import OpenApiResponse, inline_serializer
from rest_framework import serializers

from .problems import MEDIA_TYPE

ALWAYS: dict[int, str] = {401: "没有有效的接口令牌", 403: "无权办理", 429: "请求太频繁", 503: "暂时不能办理，请稍后重试"}


class ProblemErrorAnswer(serializers.Serializer):
    """One thing that is wrong: where, what, and what to do."""

    pointer = serializers.CharField(help_text="出错位置（JSON 指针）；正文以外的为空", allow_blank=True)
    code = serializers.CharField()
    detail = serializers.CharField()
    clause = serializers.CharField(required=False, help_text="条款，例如 C1.3")


class ProblemAnswer(serializers.Serializer):
    """A refusal after RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    detail = serializers.CharField(help_text="出了什么事，下一步怎么办")
    code = serializers.CharField()
    clause = serializers.CharField(required=False)
    errors = ProblemErrorAnswer(many=True, required=False)


def problem_responses(own: Mapping[int, str]) -> dict[tuple[int, str], OpenApiResponse]:
    """The refusals that an endpoint knows, beside those that every endpoint knows."""
    return {
        (status, MEDIA_TYPE): OpenApiResponse(ProblemAnswer, description=words)
        for status, words in sorted((ALWAYS | dict(own)).items())
    }


@cache
def page_shape(answers: type[serializers.Serializer]) -> Any:
    """A page of a list."""
    link = {"allow_null": True, "help_text": "相邻一页的完整地址，没有则为 null"}
    return inline_serializer(
        f"{answers.__name__.removesuffix('Answer')}Page",
        {"next": serializers.URLField(**link), "previous": serializers.URLField(**link), "results": answers(many=True)},
    )
