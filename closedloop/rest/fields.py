"""What a request may say: strict fields and serializers that report every error at once, and nulls that count as left out."""

import difflib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.db.models import TextChoices
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers
from rest_framework.exceptions import ErrorDetail

from closedloop.errors import Problem

from .problems import escaped

ISO_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2999, 12, 31)
SHOWN_CODES = 15
# Neither database nor XML carries these.
UNSTORABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")


class Text(serializers.CharField):
    """A text; a number is none."""

    default_error_messages = {
        "required": "缺少这一项，请填写",
        "blank": "不能为空，请填写",
        "invalid": "应为文字",
        "max_length": "最多 {max_length} 字，请缩短",
    }

    def to_internal_value(self, data: Any) -> str:
        """Takes a JSON string only."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Day(serializers.DateField):
    """A legal date as `2026-11-25`."""

    default_error_messages = {
        "required": "缺少日期，请按 2026-11-25 的格式填写",
        "invalid": "日期应写作 2026-11-25，并且确有这一天",
        "range": f"日期应在 {FIRST_DAY} 至 {LAST_DAY} 之间",
    }

    def to_internal_value(self, value: Any) -> date:
        """Takes a date of the calendar in that one format."""
        if not isinstance(value, str) or not ISO_DAY.fullmatch(value):
            self.fail("invalid")
        try:
            found = date.fromisoformat(value)
        except ValueError:
            self.fail("invalid")
        if not FIRST_DAY <= found <= LAST_DAY:
            self.fail("range")
        return found


class Word(serializers.ChoiceField):
    """One of our words; another one is refused with those that are known. In the schema it is a component of its own."""

    default_error_messages = {"required": "缺少这一项，请填写", "invalid_choice": "没有“{input}”，{hint}"}

    def __init__(self, words: type[TextChoices] | Mapping[str, str], *, name: str = "", **kwargs: Any) -> None:
        choices = dict(words.choices if isinstance(words, type) else words)
        super().__init__(choices=choices, **kwargs)
        meaning = "；".join(f"{word} {label}" for word, label in choices.items())
        schema = {"type": "string", "enum": list(choices), "description": meaning}
        extend_schema_field(schema, component_name=name or words.__name__)(self)  # type: ignore[union-attr] - a mapping comes with its name

    def to_internal_value(self, data: Any) -> str:
        """Takes a known word."""
        if not isinstance(data, str) or data not in self.choices:
            self.fail("invalid_choice", input=str(data)[:60], hint=hint(str(data), self.choices))
        return data


class Code(Text):
    """A code of a table: known ones are asked for when the request is judged."""

    default_error_messages = {"unknown_code": "没有代码“{input}”，{hint}"}

    def __init__(self, *, known: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.known = known

    def to_internal_value(self, data: Any) -> str:
        """Takes a code that the table has."""
        code = super().to_internal_value(data)
        if not self.known.filter(pk=code).exists():
            codes = [str(key) for key in self.known.values_list("pk", flat=True)]
            self.fail("unknown_code", input=code[:60], hint=hint(code, codes))
        return code


class Strict(serializers.Serializer):
    """Reports unknown fields beside every other error, with a suggestion where one is near."""

    default_error_messages = {"invalid": "应为一个 JSON 对象", "required": "缺少这一项，请填写"}

    def to_internal_value(self, data: Any) -> Any:
        """The values of the known fields, or all errors."""
        unknown = list(self._unknown(data)) if isinstance(data, Mapping) else []
        try:
            values = super().to_internal_value(data)
        except serializers.ValidationError as error:
            raise serializers.ValidationError(error.detail | dict(unknown)) from None  # type: ignore[operator] - fields and errors
        if unknown:
            raise serializers.ValidationError(dict(unknown))
        return values

    def more_problems(self, said: Mapping[str, Any]) -> Iterable[Problem]:
        """What else is wrong with the values, beyond what the fields see: so that shape and codes are reported together."""
        return ()

    def _unknown(self, data: Mapping[str, Any]) -> Iterator[tuple[str, list[ErrorDetail]]]:
        for name in data:
            if name not in self.fields:
                words = f"没有“{str(name)[:60]}”这一项，{hint(str(name), self.fields)}"
                yield name, [ErrorDetail(words, code="unknown_field")]


def hint(given: str, known: Collection[str]) -> str:
    """What could have been meant, or what there is."""
    near = difflib.get_close_matches(given, known, n=1)
    if near:
        return f"是否应为 {near[0]}"
    codes = list(known)
    more = f" 等 {len(codes)} 个" if len(codes) > SHOWN_CODES else ""
    return f"可用的是 {'、'.join(codes[:SHOWN_CODES])}{more}" if codes else "请去掉"


def without_nulls(value: Any) -> Any:
    """The same without what is null: null is the same as left out, at every depth."""
    if isinstance(value, dict):
        return {name: without_nulls(inner) for name, inner in value.items() if inner is not None}
    return [without_nulls(inner) for inner in value] if isinstance(value, list) else value


def unstorable(value: Any, pointer: str = "") -> Iterator[Problem]:
    """Where a text holds characters that cannot be kept: NUL, other controls, halves of a surrogate pair."""
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from unstorable(name, pointer)
            yield from unstorable(inner, f"{pointer}/{escaped(name)}")
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from unstorable(inner, f"{pointer}/{index}")
    elif isinstance(value, str) and UNSTORABLE.search(value):
        yield Problem(pointer, "characters", "含有不能保存的控制字符，请去掉")
