"""Reading a body: JSON in UTF-8 and nothing else."""

import json
from collections.abc import Mapping
from typing import IO, Any

from django.conf import settings
from rest_framework.exceptions import ParseError
from rest_framework.parsers import BaseParser

from .problems import BodyTooLarge

BODY_MAX_BYTES: int = getattr(settings, "API_BODY_MAX_BYTES", 5 * 1024 * 1024)


class JsonParser(BaseParser):
    """Strict JSON: no NaN, no name twice, no deeper than it can be read."""

    media_type = "application/json"

    def parse(
        self, stream: IO[bytes], media_type: str | None = None, parser_context: Mapping[str, Any] | None = None
    ) -> dict[str, Any] | list[Any]:
        """The value of the body; a malformed one is refused whole."""
        limit: int = getattr((parser_context or {}).get("view"), "body_max_bytes", BODY_MAX_BYTES)
        content = stream.read(limit + 1)
        if len(content) > limit:
            raise BodyTooLarge
        try:
            return json.loads(content.decode("utf-8-sig"), parse_constant=_refuse, object_pairs_hook=_named_once)
        except (ValueError, RecursionError) as error:
            raise ParseError from error


def _refuse(constant: str) -> None:
    raise ValueError(constant)


def _named_once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a name stands twice")
    return found
