"""A file under legal review as it is typed, and the document that came of it. The services judge."""

from typing import Any

from django import forms
from django.http import QueryDict

from closedloop.opinion import PRODUCERS
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency
from closedloop.orgs.selectors import agencies
from measures.models.vocabulary import PartyKind

from ..models.vocabulary import OWN_CAUSES, CauseKind, PenaltyKind
from ..services.legal_reviews import LONGEST
from .cause import AnyChoice

DOCUMENT_MAX = 80


def _line(name: str, label: str, *, help_text: str = "", rows: int = 0) -> forms.CharField:
    attrs: dict[str, Any] = {"maxlength": LONGEST[name], "autocomplete": "off"}
    widget = forms.Textarea(attrs=attrs | {"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


class ReviewForm(forms.Form):
    """What is reviewed and who handles it; the rules find the measures from the law, the kinds of penalty and the facts."""

    kind = forms.CharField(label="案件类别", required=False, widget=forms.Select)
    file_no = _line("file_no", "案卷号", help_text="办案机构的案卷号，还没有文书号")
    title_zh = _line("title_zh", "案由")
    handler = forms.CharField(label="办案机构", required=False, widget=forms.Select, help_text="提示记给它，它收到一项待办")
    party_kind = forms.CharField(label="对象类别", required=False, widget=forms.Select, help_text="每类对象各提示一次")
    penalty_kinds = AnyChoice(
        label="拟处罚种类（可不选）", required=False, choices=PenaltyKind.choices, widget=forms.CheckboxSelectMultiple
    )
    legal_basis = _line("legal_basis", "拟适用的法律依据（可不填）", rows=2, help_text="写到条、款，措施据此提示")
    facts = _line("facts", "事实（可不填）", rows=3, help_text="写明情节和拟吊销、撤销的是哪一种许可；不写证件号码")

    def __init__(self, data: QueryDict | None, *, actor: Actor) -> None:
        super().__init__(data)
        kinds = [(kind.value, kind.label) for kind in CauseKind if kind in OWN_CAUSES]
        self._choose("kind", kinds)
        self._choose("party_kind", list(PartyKind.choices))
        self.fields["handler"].widget.choices = [("", "请选择"), *_handlers(actor)]

    def entry(self) -> dict[str, Any]:
        """What was typed, in the shape of the service."""
        said = {
            name: str(self[name].value() or "").replace("\x00", "").strip() for name in self.fields if name != "penalty_kinds"
        }
        return said | {"penalty_kinds": list(self["penalty_kinds"].value() or [])}

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].widget.choices = [("", "请选择"), *choices]


class LinkForm(forms.Form):
    """The document that came of a reviewed file."""

    document_no = forms.CharField(
        label="后来作出的文书号",
        required=False,
        widget=forms.TextInput(attrs={"maxlength": DOCUMENT_MAX, "autocomplete": "off"}),
        help_text="照抄文书号；先由办案机构登记案件，才能在这里登记",
    )

    def said(self) -> str:
        """The number as it was typed."""
        return str(self["document_no"].value() or "").replace("\x00", "").strip()[:DOCUMENT_MAX]


def _handlers(actor: Actor) -> list[tuple[str, list[tuple[str, str]]]]:
    """Those who handle cases: at a county those of its own division, at the city all of them."""
    found = agencies().filter(roles__role__in=PRODUCERS).distinct().order_by("code")
    if actor.agency is not None and actor.agency.level != Agency.Level.CITY:
        found = found.filter(division=actor.agency.division_id)
    rows = [(agency.level == Agency.Level.CITY, agency.pk, agency.short_name_zh) for agency in found]
    groups = [
        ("市局", [(key, name) for city, key, name in rows if city]),
        ("区、县", [(key, name) for city, key, name in rows if not city]),
    ]
    return [group for group in groups if group[1]]
