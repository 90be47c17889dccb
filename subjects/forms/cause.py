"""The document as it is typed, and the receiver. The services judge; here nothing is refused and nothing is lost."""

from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from closedloop.opinion import PRODUCERS, Role
from closedloop.orgs.actor import Actor
from closedloop.orgs.models import Agency

from ..intake import LONGEST
from ..models import Cause
from ..models.vocabulary import OWN_CAUSES, CauseKind, PenaltyKind
from ..suggestions import Facts

TEXTS = ("kind", "document_no", "issuer", "decided_on", "received_on", "violation_type", "legal_basis", "facts")


class AnyChoice(forms.MultipleChoiceField):
    """Check boxes that take what was sent; the service names what it does not know."""

    def valid_value(self, value: Any) -> bool:
        """Everything: the service judges."""
        return True


def day_field(label: str, *, help_text: str = "") -> forms.CharField:
    """A day as it is typed; the service says what is wrong with it."""
    widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"})
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


def _line(name: str, label: str, *, help_text: str = "", rows: int = 0) -> forms.CharField:
    attrs: dict[str, Any] = {"maxlength": LONGEST[name], "autocomplete": "off"}
    widget = forms.Textarea(attrs=attrs | {"rows": rows}) if rows else forms.TextInput(attrs=attrs)
    return forms.CharField(label=label, required=False, help_text=help_text, widget=widget)


class CauseForm(forms.Form):
    """The document. Producers of own causes see no day of receipt, credit supervision must name the issuer."""

    kind = forms.CharField(label="事由种类", required=False, widget=forms.Select)
    document_no = _line("document_no", "文书号", help_text="照抄文书，例如 杭市监罚处〔2026〕1号")
    decided_on = day_field("作出日期")
    received_on = day_field("接收日期", help_text="外单位文书的期限从这一天起算，当日不计")
    issuer = _line("issuer", "作出机关")
    penalty_kinds = AnyChoice(
        label="处罚种类（可不选）", required=False, choices=PenaltyKind.choices, widget=forms.CheckboxSelectMultiple
    )
    legal_basis = _line("legal_basis", "法律依据", rows=2, help_text="写到条、款，措施据此建议")
    violation_type = _line("violation_type", "违法行为类型（可不填）")
    facts = _line("facts", "事实", rows=3, help_text="写明情节和吊销、撤销的是哪一种许可")

    def __init__(self, data: QueryDict | None, *, actor: Actor, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        self.from_outside = actor.has(Role.CREDIT_SUPERVISION)
        self.own = actor.has(*PRODUCERS)
        kinds = [kind for kind in CauseKind if (self.own if kind in OWN_CAUSES else self.from_outside)]
        self.fields["kind"].widget.choices = [("", "请选择"), *((kind.value, kind.label) for kind in kinds)]
        if not self.from_outside:
            del self.fields["received_on"]
        self.fields["decided_on"].help_text = "期限从这一天起算，当日不计" if not self.from_outside else "文书落款的日期"
        own = "本机构作出的不用填" if self.own else "照抄文书上的机关名称"
        self.fields["issuer"].help_text = own
        if data is None and initial is None and not self.from_outside:
            self.initial = {"kind": CauseKind.ADMINISTRATIVE_PENALTY}

    def said(self, name: str) -> str:
        """What stands in a field, typed or offered."""
        return str(self[name].value() or "").strip() if name in self.fields else ""

    @property
    def kinds_of_penalty(self) -> list[str]:
        """The ticked kinds."""
        return list(self["penalty_kinds"].value() or [])

    def body(self) -> dict[str, Any]:
        """The cause in the shape of the service; what is empty is left out."""
        said = {name: self.said(name) for name in TEXTS if self.said(name)}
        return said | {"penalty_kinds": self.kinds_of_penalty}

    @property
    def external(self) -> bool:
        """Whether what was chosen comes from outside."""
        return bool(self.said("kind")) and self.said("kind") not in OWN_CAUSES

    @property
    def decided(self) -> date | None:
        """The day of the decision, where it can be read."""
        return day_of(self.said("decided_on"))

    @property
    def begins(self) -> date | None:
        """The day from which the deadline runs, where it can be read (C2.2a, C2.2c)."""
        return day_of(self.said("received_on")) if self.external else self.decided

    @property
    def facts_of(self) -> Facts:
        """What the rules of suggestion ask."""
        kinds = frozenset(kind for kind in self.kinds_of_penalty if kind in PenaltyKind.values)
        return Facts(kinds, self.said("legal_basis"), self.said("facts"), self.said("violation_type"))


class ReceiverForm(forms.Form):
    """To whom the case goes; empty: to the owner of most of the measures."""

    receiver = forms.CharField(label="业务主管机构", required=False, widget=forms.Select)

    def __init__(self, data: QueryDict | None, *, agencies: list[Agency], initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial)
        city = [(agency.pk, agency.short_name_zh) for agency in agencies if agency.level == Agency.Level.CITY]
        rest = [(agency.pk, agency.short_name_zh) for agency in agencies if agency.level != Agency.Level.CITY]
        self.fields["receiver"].widget.choices = [("", "按措施的主管机构"), ("市局", city), ("区、县", rest)]

    @property
    def chosen(self) -> str:
        """The code that was chosen."""
        return str(self["receiver"].value() or "")


def initial_of(cause: Cause) -> dict[str, Any]:
    """A stored document as the form shows it."""
    said = {name: getattr(cause, name) for name in TEXTS}
    days = {name: said[name].isoformat() if said[name] else "" for name in ("decided_on", "received_on")}
    return said | days | {"penalty_kinds": list(cause.penalty_kinds)}


def day_of(text: str) -> date | None:
    """A day as it was typed, where it can be read."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
