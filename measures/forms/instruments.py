"""The entry of a law or document, and its last day. The services judge."""

from typing import Any

from django import forms

from ..models import Instrument
from ..models.vocabulary import InstrumentLevel, Verified
from .days import DayField

TEXTS = ("code", "title_zh", "short_title_zh", "document_no", "issuer", "version_note", "note")
DATES = ("in_force_from", "in_force_to")


class InstrumentForm(forms.Form):
    """Everything that is kept of a law or document."""

    title_zh = forms.CharField(label="名称", required=False, max_length=120, help_text="全称，如：中华人民共和国食品安全法")
    short_title_zh = forms.CharField(label="简称（可不填）", required=False, max_length=60)
    document_no = forms.CharField(label="文号（可不填）", required=False, max_length=80, help_text="如：国办发〔2020〕49号")
    level = forms.ChoiceField(label="效力位阶", required=False, choices=[("", "请选择"), *InstrumentLevel.choices])
    issuer = forms.CharField(label="制定机关（可不填）", required=False, max_length=80)
    version_note = forms.CharField(label="文本（可不填）", required=False, max_length=120, help_text="如：2021年修正")
    in_force_from = DayField(label="施行日（可不填）", required=False, help_text="所引条款以这个编号施行的第一天")
    in_force_to = DayField(label="最后有效日（可不填）", required=False, help_text="已知终止的才填；填写后给主管机构开清理任务")
    verified = forms.ChoiceField(label="核对情况", required=False, choices=[("", "请选择"), *Verified.choices])
    note = forms.CharField(label="说明（可不填）", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def entry(self) -> dict[str, Any]:
        """The fields in the shape of the service: an empty date clears it, a choice that was not made is left out."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in DATES}
        said = {name: value for name, value in said.items() if value != "" or name not in ("level", "verified")}
        return said | {name: self.cleaned_data.get(name) or "" for name in DATES if name in self.fields}


class NewInstrumentForm(InstrumentForm):
    """With the code under which it is cited for ever."""

    code = forms.CharField(
        label="代码", required=False, max_length=60, help_text="小写字母、数字、_ 或者 -，登记后不能改，如：food_safety_law"
    )
    field_order = ("title_zh", "code")

    def entry(self) -> dict[str, Any]:
        """A date that was not given is left out."""
        return {name: value for name, value in super().entry().items() if value != "" or name in TEXTS}


class EndForm(forms.Form):
    """The last day of an instrument, and where that is written."""

    last_day = DayField(
        label="最后有效日",
        help_text="这一天仍有效，次日起不再是依据",
        error_messages={"required": "请填写最后有效日，如 2026-12-31"},
    )
    note = forms.CharField(label="说明（可不填）", required=False, max_length=400, help_text="依据哪个决定、公告")


def initial_of(kept: Instrument) -> dict[str, Any]:
    """An entry as the form shows it."""
    return {name: getattr(kept, name) for name in InstrumentForm.base_fields}
