"""A subject as it is typed: the code first, from it the kind, for a known organisation its name; then the measures on it."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.views.decorators.debug import sensitive_variables

from closedloop.orgs.actor import Actor
from measures.models import MeasureVersion
from measures.models.vocabulary import PartyKind

from .. import identifiers, services
from ..intake import NAME_MAX, ROLE_MAX
from ..models import CaseSubject
from ..models.vocabulary import Certainty, Scheme
from ..suggestions import Suggestion
from . import picks, sealed
from .picks import Offer, PickForm

PARTIES = (
    ("", "按代码判断"),
    (PartyKind.ENTERPRISE, "企业"),
    (PartyKind.INDIVIDUAL_BUSINESS, "个体工商户"),
    (PartyKind.OTHER_ORGANIZATION, "其他组织"),
    (f"{PartyKind.PERSON}:{Scheme.ID_CARD}", "个人（身份证）"),
    (f"{PartyKind.PERSON}:{Scheme.PASSPORT}", "个人（护照）"),
    (f"{PartyKind.PERSON}:{Scheme.OTHER}", "个人（其他证件）"),
)
KINDS_OF_CODES = {"91": PartyKind.ENTERPRISE, "92": PartyKind.INDIVIDUAL_BUSINESS}
VALUE_MAX, ROWS_MAX, DIGITS_MAX = 40, 40, 3
CODE = re.compile(r"[A-Z]{2}-[0-9]{3,4}")


class SubjectRow(forms.Form):
    """One subject. What a person's identifier was typed as is never rendered: a sealed token stands for it."""

    value = forms.CharField(label="代码或者证件号码", required=False)
    name = forms.CharField(label="名称、姓名", required=False, widget=forms.TextInput(attrs={"maxlength": NAME_MAX}))
    party = forms.CharField(label="类别", required=False, widget=forms.Select(choices=PARTIES))
    role_zh = forms.CharField(
        label="身份（个人填）", required=False, widget=forms.TextInput(attrs={"maxlength": ROLE_MAX, "list": "roles"})
    )

    def __init__(self, said: Mapping[str, str], *, index: int, actor: Actor, on: date, data: QueryDict | None = None) -> None:
        self.index, self.actor, self.on, self.data_of_picks = index, actor, on, data
        self.picks: list[PickForm] = []
        self.stored: dict[str, dict[str, Any]] = {}
        self.hint = ""
        self.add = said.get("add", "")
        self.add_error_text = ""
        self.identifier = said.get("value", "").strip() or sealed.unseal(said.get("sealed", ""), actor=actor)
        self.kept = said.get("name", "").strip(), said.get("role_zh", "").strip()
        self.party = said.get("party", "") or self._guess()
        self.is_open = sealed.may_be_shown(self.scheme, self.identifier, on=on)
        self.masked = "" if self.is_open else identifiers.mask(self.scheme, identifiers.normalise(self.identifier).text)
        self.sealed = sealed.seal(self.identifier, actor=actor) if self.identifier and not self.is_open else ""
        shown = self.identifier if self.is_open else ""
        prefix = f"s-{index}"
        values = {"value": shown, "name": self.kept[0], "party": self.party, "role_zh": self.kept[1]}
        super().__init__({f"{prefix}-{name}": value for name, value in values.items()}, prefix=prefix)
        attrs = {"maxlength": VALUE_MAX, "autocomplete": "off", "spellcheck": "false", "class": "id"}
        self.fields["value"].widget = forms.TextInput(attrs=attrs | ({"placeholder": self.masked} if self.masked else {}))

    @property
    def kind(self) -> str:
        """The kind of subject, or nothing where it is not known yet."""
        return self.party.partition(":")[0]

    @property
    def scheme(self) -> str:
        """Under which kind of code it is known."""
        return self.party.partition(":")[2] or (Scheme.USCC.value if self.kind else "")

    @property
    def called(self) -> str:
        """How the page names it."""
        return self.kept[0] or f"第 {self.index + 1} 个对象"

    @property
    def is_blank(self) -> bool:
        """Whether nothing was typed in it."""
        return not (self.identifier or self.kept[0] or self.kept[1])

    @property
    def codes(self) -> str:
        """The measures that the page shows for it, so that the next page knows which were seen."""
        return ",".join(pick.code for pick in self.picks)

    def chosen(self) -> list[PickForm]:
        """The measures that are ticked, in the order in which they are sent."""
        return [pick for pick in self.picks if pick.is_chosen]

    @sensitive_variables()
    def body(self) -> dict[str, Any]:
        """The subject in the shape of the service."""
        name, role = self.kept
        return {
            "kind": self.kind,
            "name": name,
            "identifier": {"scheme": self.scheme, "value": self.identifier},
            "role_zh": role,
            "sanctions": [pick.body() for pick in self.chosen()],
        }

    def asked_for(self) -> set[str]:
        """The codes that are ticked or stored, whether or not a rule suggests them."""
        data = self.data_of_picks
        ticked = {code for code in _codes(data, self.prefix) if data and f"{self.prefix}-{code}-chosen" in data}
        return ticked | set(self.stored)

    def offer(self, suggested: Mapping[str, Suggestion], *, versions: Mapping[str, MeasureVersion], decided: date) -> list[str]:
        """Makes the measures: what is suggested and what was asked for. Returns what is proposed and was not shown before."""
        seen = set(_codes(self.data_of_picks, self.prefix)) | set(self.stored)
        fresh = []
        for code in sorted({*suggested, *self.asked_for()}):
            found = suggested.get(code)
            version = found.version if found else versions.get(code)
            if version is None:
                continue
            offer = Offer(version, found.certainty, found.because) if found else Offer(version, Certainty.OWN.value)
            proposed = offer.certainty == Certainty.PROPOSE and code not in seen and not self.stored
            if proposed:
                fresh.append(code)
            self.picks.append(self._pick(code, offer, decided=decided, bound=code in seen, proposed=proposed))
        return fresh

    @sensitive_variables()
    def look_up(self) -> None:
        """Judges the code at once; fills in the name of an organisation that we know, and says what differs."""
        if not self.identifier:
            return
        if not self.scheme:
            self.add_error("party", "从代码看不出类别，请选择")
            return
        judged = identifiers.judge(self.scheme, self.identifier, on=self.on)
        for problem in judged.problems:
            meant = f"；是否应为 {judged.suggestion}" if judged.suggestion and self.scheme == Scheme.USCC else ""
            self.add_error("value", problem.words + meant)
        if not judged.ok:
            return
        notes = [remark.words for remark in (*judged.repairs, *judged.warnings)]
        found = services.find(self.scheme, value=judged.normal) if self.scheme == Scheme.USCC else None
        if found is not None and not self.kept[0]:
            self._fill(found.name_zh)
            notes.append("名称已带出，请与文书核对")
        elif found is not None and found.name_zh != self.kept[0]:
            notes.append(f"本系统登记的名称是「{found.name_zh}」，请核对")
        self.hint = "；".join(notes) or "代码核对无误"

    def _fill(self, name: str) -> None:
        self.kept = name, self.kept[1]
        self.data[f"{self.prefix}-name"] = name

    def _pick(self, code: str, offer: Offer, *, decided: date, bound: bool, proposed: bool) -> PickForm:
        prefix = f"{self.prefix}-{code}"
        if bound and self.data_of_picks is not None:
            return PickForm(self.data_of_picks, prefix=prefix, offer=offer, decided=decided)
        initial = self.stored.get(code) or {"chosen": proposed}
        return PickForm(None, prefix=prefix, offer=offer, decided=decided, initial=initial)

    def _guess(self) -> str:
        """The kind that the code itself tells."""
        scheme = identifiers.kind_of(self.identifier)
        if scheme == identifiers.USCC:
            return KINDS_OF_CODES.get(identifiers.normalise(self.identifier).text[:2], PartyKind.OTHER_ORGANIZATION).value
        return f"{PartyKind.PERSON}:{scheme}" if scheme else ""


def typed(data: QueryDict, *, actor: Actor, on: date) -> list[SubjectRow]:
    """The rows of a page as they were sent; they keep their numbers, so that one may be taken out."""
    fields = ("value", "sealed", "name", "party", "role_zh", "add")
    return [
        SubjectRow({name: data.get(f"s-{index}-{name}", "") for name in fields}, index=index, actor=actor, on=on, data=data)
        for index in numbers(data)
    ]


def stored(rows: Iterable[CaseSubject], *, actor: Actor, on: date, with_measures: bool) -> list[SubjectRow]:
    """The subjects of a draft as the form shows them; nobody's identifier is opened."""
    found = []
    for index, row in enumerate(rows):
        subject = row.subject
        party = f"{subject.kind}:{subject.scheme}" if subject.is_person else subject.kind
        said = {"name": row.name_zh, "role_zh": row.role_zh, "party": party}
        said |= {"sealed": sealed.sealed_of(subject, actor=actor)} if subject.is_person else {"value": subject.identifier}
        made = SubjectRow(said, index=index, actor=actor, on=on)
        if with_measures:
            made.stored = {sanction.measure_id: picks.initial_of(sanction) for sanction in row.sanctions.all()}
        found.append(made)
    return found


def numbers(data: QueryDict) -> list[int]:
    """The numbers of the rows that a page has."""
    return sorted(
        {int(part) for part in data.get("rows", "").split(",") if part.isascii() and part.isdecimal() and len(part) <= DIGITS_MAX}
    )[:ROWS_MAX]


def _codes(data: QueryDict | None, prefix: str | None) -> list[str]:
    return [code for code in data.get(f"{prefix}-codes", "").split(",") if CODE.fullmatch(code)] if data else []
