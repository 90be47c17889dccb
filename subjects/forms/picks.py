"""A measure that may be put on a subject, as the intake form shows it: why, from when, how long, on which matters."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from measures import wording
from measures.models import MeasureVersion
from measures.models.vocabulary import TermKind

from .. import terms
from ..admission import DECISIONS_OWN_DATE
from ..intake import REASON_MAX
from ..models import Sanction
from ..models.vocabulary import Certainty, Term
from .cause import AnyChoice, day_field

LIFETIME_ZH, DIGITS_MAX = "终身", 5
REASON_MISSING = "请写明为什么推送这项没有建议的措施，或者取消勾选"


@dataclass(frozen=True)
class Offer:
    """A version with how sure the rules are of it and why."""

    version: MeasureVersion
    certainty: str
    because: tuple[str, ...] = ()


class PickForm(forms.Form):
    """One measure on one subject. Has only the fields that this measure asks for."""

    chosen = forms.BooleanField(required=False)
    anchor_on = day_field("起算日", help_text="还不知道的留空，以后补录")
    term_months = forms.CharField(label="期限（月数）", required=False, widget=forms.TextInput(attrs={"inputmode": "numeric"}))
    matters = AnyChoice(label="只限哪些事项", required=False, widget=forms.CheckboxSelectMultiple)
    reason = forms.CharField(label="推送理由", required=False, widget=forms.TextInput(attrs={"maxlength": REASON_MAX}))

    def __init__(
        self, data: QueryDict | None, *, prefix: str, offer: Offer, decided: date, initial: dict[str, Any] | None = None
    ) -> None:
        super().__init__(data, prefix=prefix, initial=initial)
        self.offer, self.version, self.decided = offer, offer.version, decided
        self.fields["chosen"].label = f"{self.version.measure_id} {self.version.name_zh}"
        self._tailor()

    def _tailor(self) -> None:
        version = self.version
        if version.term_anchor_id in DECISIONS_OWN_DATE:
            del self.fields["anchor_on"]
        else:
            self.fields["anchor_on"].label = f"起算日：{version.term_anchor.name_zh}"
        if version.term_kind == TermKind.RANGE:
            most = wording.months(version.term_max_months) if version.term_max_months else LIFETIME_ZH
            help_text = f"由决定、判决载明，{wording.months(version.term_min_months or 1)}至{most}"
            self.fields["term_months"].help_text = help_text + ("；终身的填「终身」" if most == LIFETIME_ZH else "")
        else:
            del self.fields["term_months"]
        if version.must_narrow or self["matters"].value():
            self.fields["matters"].choices = [(matter.pk, matter.name_zh) for matter in version.matters.all()]
        else:
            del self.fields["matters"]
        if not (self.is_own or self["reason"].value()):
            del self.fields["reason"]

    @property
    def code(self) -> str:
        """The code of the measure."""
        return str(self.version.measure_id)

    @property
    def is_own(self) -> bool:
        """Whether nobody suggested it."""
        return self.offer.certainty == Certainty.OWN

    @property
    def asks(self) -> bool:
        """Whether the rules leave it to the person."""
        return self.offer.certainty == Certainty.ASK

    @property
    def is_chosen(self) -> bool:
        """Whether the box is ticked."""
        return bool(self["chosen"].value())

    def lacks_reason(self) -> bool:
        """Whether it is chosen although nobody suggested it, without saying why."""
        return self.is_chosen and self.is_own and not self._said("reason")

    def body(self) -> dict[str, Any]:
        """The sanction in the shape of the service."""
        return {
            "measure": self.code,
            "anchor_on": self._said("anchor_on") or None,
            "term_months": _months(self._said("term_months")),
            "matters": list(self["matters"].value() or []) or None if "matters" in self.fields else None,
            "reason": self._said("reason") or None,
        }

    def extras(self) -> list[forms.BoundField]:
        """The fields under the box."""
        return [self[name] for name in ("anchor_on", "term_months", "matters", "reason") if name in self.fields]

    @property
    def starts(self) -> date | None:
        """From when it would count."""
        if "anchor_on" not in self.fields:
            return self.decided
        try:
            return date.fromisoformat(self._said("anchor_on"))
        except ValueError:
            return None

    @property
    def ends(self) -> date | None:
        """Its last day, where that is known already."""
        fixed = self.version.term_kind == TermKind.FIXED
        return terms.last_day(self.starts, self.version.term_max_months) if fixed else None

    @property
    def term_words(self) -> str:
        """How long, and what sets that."""
        source = "法定" if self.version.statutory_term else "拟定" if wording.is_proposed(self.version) else ""
        return "，".join(filter(None, [wording.term(self.version), source]))

    def _said(self, name: str) -> str:
        return str(self[name].value() or "").strip() if name in self.fields else ""


def initial_of(sanction: Sanction) -> dict[str, Any]:
    """A stored sanction as the form shows it."""
    anchor = sanction.anchor_on.isoformat() if sanction.anchor_on else ""
    months = LIFETIME_ZH if sanction.lifetime else sanction.term_months
    return {
        "chosen": True,
        "anchor_on": anchor,
        "term_months": months,
        "matters": sanction.matters or [],
        "reason": sanction.reason,
    }


def _months(text: str) -> Any:
    """A number where it is one, the word of the service for a lifetime, else as typed, so that the service says what is wrong."""
    if not text:
        return None
    if text in (LIFETIME_ZH, Term.LIFETIME):
        return Term.LIFETIME.value
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= DIGITS_MAX else text
