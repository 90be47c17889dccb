"""What narrows the lists and the instruments, kept in the address so that a page can be sent to a colleague."""

from itertools import groupby
from typing import Any

from django import forms
from django.http import QueryDict

from closedloop.orgs.models import BusinessLine

from ..models import Category, Matter
from ..models.vocabulary import ImplementingLevel, InstrumentLevel, List, PartyKind, Status
from ..selectors import Filters
from .days import DayField

QUERY_MAX = 80
SELDOM = ("party_kind", "line", "status", "level")
CODED = ("category", "matter", *SELDOM)


class FilterForm(forms.Form):
    """The conditions of a list; what no table knows narrows nothing."""

    q = forms.CharField(label="编号、名称、适用情形、依据", max_length=QUERY_MAX, required=False)
    category = forms.ChoiceField(label="类别", required=False)
    matter = forms.ChoiceField(label="事项", required=False)
    party_kind = forms.ChoiceField(label="对象", required=False, choices=[("", "全部对象"), *PartyKind.choices])
    line = forms.ChoiceField(label="主管条线", required=False)
    status = forms.ChoiceField(label="状态", required=False, choices=[("", "全部状态"), *Status.choices])
    level = forms.ChoiceField(label="实施层级", required=False, choices=[("", "全部层级"), *ImplementingLevel.choices])

    def __init__(self, query: QueryDict) -> None:
        super().__init__(query)
        self.fields["q"].widget.attrs["type"] = "search"
        self.fields["category"].choices = [("", "全部类别"), *categories()]
        self.fields["matter"].choices = [("", "全部事项"), *matters()]
        self.fields["line"].choices = [("", "全部条线"), *BusinessLine.objects.values_list("code", "name_zh")]
        self.list = query.get("list", "") if query.get("list") in List.values else ""
        self.unread = query.get("unread") == "1"
        self.full_clean()

    def filters(self) -> Filters:
        """As the selector asks for them; the list is left open, because the tabs count both."""
        return Filters(**{name: self.cleaned_data.get(name, "") for name in (*CODED, "q")})

    def chosen(self) -> list[tuple[str, str, str]]:
        """Each condition that narrows: its name in the address, its label and its value in words."""
        found = []
        for name in (*CODED, "q"):
            value = self.cleaned_data.get(name, "")
            if value:
                field = self.fields[name]
                words = dict(flat(field.choices)).get(value, value) if name != "q" else f"「{value}」"
                found.append((name, str(field.label) if name != "q" else "含有", str(words)))
        return found

    def rest(self) -> list[forms.BoundField]:
        """The conditions that are opened only when they are wanted."""
        return [self[name] for name in SELDOM]

    def more(self) -> bool:
        """Whether one of them narrows."""
        return any(self.cleaned_data.get(name) for name in SELDOM)

    def without(self, name: str) -> str:
        """The address without one condition."""
        rest = self.data.copy()
        rest.pop(name, None)
        return f"?{rest.urlencode()}"

    def in_words(self) -> str:
        """All conditions in one line, for the head of a spreadsheet."""
        parts = [List(self.list).label] if self.list else []
        parts += [f"{label}{words}" if name == "q" else words for name, label, words in self.chosen()]
        return "，".join([*parts, *(["只含待核"] if self.unread else [])])


class InstrumentFilterForm(forms.Form):
    """The conditions of the instruments."""

    q = forms.CharField(label="名称、文号、代码、制定机关", max_length=QUERY_MAX, required=False)
    level = forms.ChoiceField(label="效力位阶", required=False, choices=[("", "全部位阶"), *InstrumentLevel.choices])
    live_on = DayField(label="某日施行", required=False)


def categories() -> list[tuple[str, list[tuple[str, str]]]]:
    """The kinds of measures under their lists."""
    rows = Category.objects.all()
    return [(kind.label, [(row.pk, row.name_zh) for row in rows if row.list == kind]) for kind in List]


def matters() -> list[tuple[str, list[tuple[str, str]]]]:
    """The matters under their groups."""
    rows = sorted(Matter.objects.all(), key=lambda row: row.position)
    order = {row.group_zh: number for number, row in reversed(list(enumerate(rows)))}
    rows.sort(key=lambda row: order[row.group_zh])
    return [(group, [(row.pk, row.name_zh) for row in found]) for group, found in groupby(rows, key=lambda row: row.group_zh)]


def flat(choices: Any) -> list[tuple[str, str]]:
    """The choices of a select without their groups."""
    found: list[tuple[str, str]] = []
    for value, words in choices:
        found += list(words) if isinstance(words, list | tuple) else [(value, words)]
    return found
