"""The words that a person writes when acting on a case: reasons, a question, a conclusion, an opinion, a purpose. The services judge."""

from collections.abc import Iterable

from django import forms
from django.http import QueryDict

from closedloop.orgs.models import Agency
from measures.forms.days import DayField

from ..services.consultations import TEXT_MAX
from ..services.pushing import NOTE_MAX

PURPOSE_MAX, SEARCH_MAX = 200, 80
# For each act: the pointer of its service → the field of the form.
FIELDS: dict[str, dict[str, str]] = {
    "return": {"/reason": "return_reason"},
    "withdraw": {"/reason": "withdraw_reason"},
    "consult": {"/question": "question", "/invite": "invite"},
    "conclude": {"/conclusion": "conclusion"},
    "opinion": {"/text": "text"},
    "anchor": {"/anchor_on": "anchor_on"},
}


def _text(label: str, *, rows: int, longest: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows, "maxlength": longest})
    return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)


class ActForm(forms.Form):
    """Everything that an act on a case may need; each act has its own fields."""

    return_reason = _text("退回的理由", rows=3, longest=NOTE_MAX, help_text="写明缺什么、改什么，产生机构据此更正")
    withdraw_reason = _text("撤回的理由", rows=2, longest=NOTE_MAX)
    invite = forms.MultipleChoiceField(label="邀请哪些机构", required=False, widget=forms.CheckboxSelectMultiple)
    question = _text("要会商的问题", rows=3, longest=TEXT_MAX, help_text="一句话说清拿不准的地方，例如是否按其他直接责任人员推送")
    conclusion = _text("会商结论", rows=3, longest=TEXT_MAX, help_text="不必等所有机构答复；结论后的意见标明「结论后」")
    text = _text("本机构的意见", rows=3, longest=TEXT_MAX, help_text="提交后不能改；可以再提一次")

    anchor_on = DayField(label="起算日", required=False)

    def __init__(self, data: QueryDict | None, *, invitable: Iterable[Agency] = ()) -> None:
        super().__init__(data)
        self.fields["invite"].choices = [(agency.pk, agency.short_name_zh) for agency in invitable]


class OpinionForm(forms.Form):
    """What an invited agency says."""

    text = _text("本机构的意见", rows=4, longest=TEXT_MAX, help_text="提交后不能改；可以再提一次")


class PurposeForm(forms.Form):
    """For what a person's full identifier is looked at."""

    purpose = forms.CharField(
        label="查看的用途",
        required=False,
        widget=forms.TextInput(attrs={"maxlength": PURPOSE_MAX, "autocomplete": "off"}),
        help_text="例如：与身份证件核对责任人。用途、查看人和时间都留痕",
    )
