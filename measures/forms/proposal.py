"""A change of the lists as it is typed: kind and measure first, then the content, its bases, the day and the reason."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict

from closedloop.errors import DomainError, Problem
from closedloop.opinion import Role
from closedloop.orgs.models import Agency

from ..content import CONDITIONS, PARAMETER_VALUES, PARAMETERS, Content
from ..models import Category, Instrument, MeasureVersion, TermAnchor
from ..models.vocabulary import ChangeKind, Effect, ImplementingLevel, List, PartyKind, TermKind, TermSource, Verified
from .days import DayField
from .filters import categories, matters
from .refusals import STATUS

BLANK_ROWS, ROWS_MAX = 2, 20
TERM_FIELDS = {"kind": "term_kind", "anchor": "anchor", "text": "term_text", "source": "term_source"}
BASIS_FIELDS = ("instrument", "article", "is_term_basis", "verified")
# What the parameters of enhanced supervision may say; those of the current version are offered too.
PAIRS: tuple[tuple[str, Any], ...] = (
    ("inspection_frequency", "increase"), ("inspection_ratio", "increase"), ("key_target", True), ("unannounced_inspection", True),
    ("on_site_inspection", "increase"), ("interview", True), ("coverage", "full"), ("recheck", True), ("credit_grade", "lower"),
    ("model_input", True),
)  # fmt: skip
CHECKS = forms.CheckboxSelectMultiple


class StartForm(forms.Form):
    """What is to be done, and to which measure."""

    kind = forms.ChoiceField(
        label="要做什么",
        widget=forms.RadioSelect,
        choices=[
            (ChangeKind.ENACT, "立：增加一项措施"),
            (ChangeKind.AMEND, "改：修改现有措施"),
            (ChangeKind.REPEAL, "废：废止现有措施"),
        ],
        error_messages={"required": "请选择立、改或者废", "invalid_choice": "请选择立、改或者废"},
    )
    measure = forms.ChoiceField(label="哪一项措施", required=False, help_text="改、废须选择；立不用选。只列出本机构主管的措施")

    def __init__(self, data: QueryDict | None, *, owned: Sequence[MeasureVersion]) -> None:
        super().__init__(data)
        groups: dict[str, list[tuple[str, str]]] = {}
        for version in owned:
            groups.setdefault(version.category.name_zh, []).append(
                (version.measure_id, f"{version.measure_id} {version.name_zh}")
            )
        self.fields["measure"].choices = [("", "请选择"), *groups.items()]

    def clean(self) -> dict[str, Any]:
        """What is amended or repealed must be named."""
        said = super().clean() or {}
        if said.get("kind") in (ChangeKind.AMEND, ChangeKind.REPEAL) and not said.get("measure") and "measure" not in self.errors:
            self.add_error("measure", "请选择要改、要废的措施")
        return said


class EffectForm(forms.Form):
    """When and why: all that a repeal needs."""

    effective_on = DayField(
        label="拟生效日",
        help_text="今天或者以后；两家须在前一天办结审核",
        error_messages={"required": "请填写拟生效日，如 2026-12-31"},
    )
    reason = forms.CharField(
        label="理由",
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        help_text="为什么要立、改、废，依据有什么变化；审核机构据此审核",
    )

    def proposal(self) -> Content | None:
        """A repeal has none."""
        return None

    def cleaned_data_of(self, *names: str) -> dict[str, Any]:
        """Some of the fields, as the service asks for them."""
        return {name: self.cleaned_data[name] for name in names}


class ProposalForm(EffectForm):
    """The content of a measure, as 立 or 改 proposes it."""

    category = forms.ChoiceField(label="类别", required=False)
    name = forms.CharField(label="名称", required=False, max_length=120)
    cause = forms.CharField(label="适用情形", required=False, widget=forms.Textarea(attrs={"rows": 3}))
    party_kinds = forms.MultipleChoiceField(label="对象", required=False, widget=CHECKS, choices=PartyKind.choices)
    person_roles = forms.CharField(
        label="个人身份（可不填）", required=False, help_text="对象有个人时，限于哪些身份，用、分开，如：法定代表人、直接责任人"
    )
    effect = forms.ChoiceField(label="作用", required=False, choices=[("", "请选择"), *Effect.choices])
    matters = forms.MultipleChoiceField(label="事项", required=False, widget=CHECKS)
    must_narrow = forms.BooleanField(label="适用时须收窄到所涉的那一项", required=False)
    enhanced_parameters = forms.MultipleChoiceField(label="强化监管参数（可不填）", required=False, widget=CHECKS)
    term_kind = forms.ChoiceField(label="期限类型", required=False, choices=[("", "请选择"), *TermKind.choices])
    min_months = forms.IntegerField(
        label="最短月数",
        required=False,
        min_value=0,
        help_text="固定期限两格相同；终身留空",
        error_messages={"invalid": "月数须是整数"},
    )
    max_months = forms.IntegerField(
        label="最长月数",
        required=False,
        min_value=0,
        help_text="没有上限（可到终身）的留空",
        error_messages={"invalid": "月数须是整数"},
    )
    until_condition = forms.ChoiceField(label="终止条件", required=False, choices=[("", "没有"), *CONDITIONS.items()])
    cap_months = forms.IntegerField(
        label="满几个月确认移出（可不填）", required=False, min_value=0, error_messages={"invalid": "月数须是整数"}
    )
    anchor = forms.ChoiceField(label="起算事件", required=False)
    term_source = forms.ChoiceField(label="期限来源", required=False, choices=[("", "请选择"), *TermSource.choices])
    term_text = forms.CharField(label="期限表述", required=False, max_length=200, help_text="用法律的原话")
    owner_line = forms.ChoiceField(label="主管条线", required=False)
    implementer_roles = forms.MultipleChoiceField(label="实施机构", required=False, widget=CHECKS, choices=Role.choices)
    implementing_level = forms.ChoiceField(
        label="实施层级",
        required=False,
        choices=[("", "请选择"), *ImplementingLevel.choices],
        help_text="不是市级以下的，列入清单后逐级上报，不推送实施",
    )
    note = forms.CharField(label="说明（可不填）", required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, office: Agency, base: Content | None, **said: Any) -> None:
        super().__init__(*args, **said)
        self.order_fields([name for name in self.fields if name not in EffectForm.base_fields])
        kept = base["enhanced_parameters"] if base else {}
        self.fields["category"].choices = [("", "请选择"), *_same_list(base)]
        self.fields["matters"].choices = matters()
        self.fields["anchor"].choices = [("", "请选择"), *TermAnchor.objects.values_list("code", "name_zh")]
        self.fields["owner_line"].choices = [("", "请选择"), *_lines(office)]
        pairs = [*PAIRS, *(pair for pair in kept.items() if pair not in PAIRS)]
        self.fields["enhanced_parameters"].choices = [(_pair(*pair), _pair_zh(*pair)) for pair in pairs]

    def matter_groups(self) -> list[tuple[str, list[Any], int]]:
        """The matters as boxes under their groups, with how many are ticked."""
        boxes, groups, start = list(self["matters"].subwidgets), [], 0
        for group, rows in self.fields["matters"].choices:
            part = boxes[start : start + len(rows)]
            start += len(rows)
            groups.append((group, part, sum(bool(box.data["selected"]) for box in part)))
        return groups

    def proposal(self) -> Content:
        """The content in the shape of the service; bases are added by their rows."""
        said = {name: self.cleaned_data.get(name) for name in ("category", "name", "cause", "effect", "note", "must_narrow")}
        said |= {name: list(self.cleaned_data.get(name, [])) for name in ("party_kinds", "matters", "implementer_roles")}
        said |= {name: self.cleaned_data.get(name) for name in ("owner_line", "implementing_level")}
        said["person_roles"] = [
            word for word in self.cleaned_data.get("person_roles", "").replace("，", "、").split("、") if word.strip()
        ]
        said["enhanced_parameters"] = dict(json.loads(pair) for pair in self.cleaned_data.get("enhanced_parameters", []))
        numbers = ("min_months", "max_months", "until_condition", "cap_months")
        term = {key: self.cleaned_data.get(name) for key, name in TERM_FIELDS.items()}
        return said | {"term": term | {name: self.cleaned_data.get(name) for name in numbers}}


class BasisForm(forms.Form):
    """One article of a law or document."""

    instrument = forms.ChoiceField(label="依据文件", required=False)
    article = forms.CharField(label="条款", required=False, max_length=120)
    is_term_basis = forms.BooleanField(label="规定期限", required=False)
    verified = forms.ChoiceField(label="核对情况", required=False, choices=[("", "待核"), *Verified.choices])

    def __init__(self, *args: Any, choices: list[tuple[str, Any]], **said: Any) -> None:
        super().__init__(*args, use_required_attribute=False, **said)
        self.fields["instrument"].choices = choices

    def is_blank(self) -> bool:
        """Whether nothing was typed in this row."""
        return not self.cleaned_data.get("instrument") and not self.cleaned_data.get("article", "").strip()


class BasisRows:
    """The rows of bases: as many as were sent, or those of a content with a few blank ones."""

    def __init__(self, data: QueryDict | None = None, *, bases: Sequence[Mapping[str, Any]] = (), bound: bool = True) -> None:
        choices = instrument_choices()
        if data is None:
            rows = [*bases, *({} for _ in range(BLANK_ROWS))]
            self.forms = [BasisForm(prefix=f"bases-{index}", initial=row, choices=choices) for index, row in enumerate(rows)]
            return
        count = min(ROWS_MAX, max(1, int(data.get("rows", "") if data.get("rows", "").isdecimal() else 1)))
        if bound:
            self.forms = [BasisForm(data, prefix=f"bases-{index}", choices=choices) for index in range(count)]
            return
        blank = [BasisForm(prefix=f"bases-{index}", choices=choices) for index in range(min(ROWS_MAX, count + BLANK_ROWS))]
        self.forms = [BasisForm(prefix=row.prefix, initial=typed(row, data), choices=choices) for row in blank]

    def is_valid(self) -> bool:
        """Whether every row can be read."""
        valid = [row.is_valid() for row in self.forms]
        return all(valid)

    def errors(self) -> list[tuple[int, forms.BoundField, str]]:
        """What is wrong in which row, at which field; what concerns a whole row stands at its first field."""
        found = []
        for number, row in enumerate(self.forms, start=1):
            for name, errors in row.errors.items() if row.is_bound else ():
                found += [(number, row[name if name in row.fields else "instrument"], str(error)) for error in errors]
        return found

    def filled(self) -> list[BasisForm]:
        """The rows in which something was typed."""
        return [row for row in self.forms if not row.is_blank()]

    def proposal(self) -> list[Content]:
        """The bases in the shape of the service; what is not said is left out."""
        return [
            {name: row.cleaned_data.get(name) for name in BASIS_FIELDS if row.cleaned_data.get(name) != ""}
            for row in self.filled()
        ]


def typed(form: forms.BaseForm, data: QueryDict) -> dict[str, Any]:
    """What was typed, as the beginning of a form that shows no errors."""
    return {name: field.widget.value_from_datadict(data, {}, form.add_prefix(name)) for name, field in form.fields.items()}


def initial_of(content: Content) -> dict[str, Any]:
    """A content as the form shows it."""
    term = content["term"]
    return {
        **{name: content[name] for name in ("category", "name", "cause", "effect", "note", "must_narrow", "owner_line")},
        **{name: content[name] for name in ("party_kinds", "matters", "implementer_roles", "implementing_level")},
        **{name: term.get(name) for name in ("min_months", "max_months", "until_condition", "cap_months")},
        **{field: term.get(key) for key, field in TERM_FIELDS.items()},
        "person_roles": "、".join(content["person_roles"]),
        "enhanced_parameters": [_pair(*pair) for pair in content["enhanced_parameters"].items()],
    }


def show(form: EffectForm, rows: BasisRows, refusal: DomainError) -> int:
    """Puts a refusal at the fields and rows of its problems; returns the status of the page."""
    place(form, rows, refusal.problems)
    if not refusal.problems:
        form.add_error(None, refusal.message)
    return STATUS[refusal.kind]


def place(form: EffectForm, rows: BasisRows, problems: Sequence[Problem]) -> None:
    """Puts each problem at its field, at its row, or in the summary."""
    for problem in problems:
        row, name = _row_of(problem, rows)
        target: forms.BaseForm = row or form
        name = name if name in target.fields else None
        name = "instrument" if row and name is None else name
        if problem.detail not in target.errors.get(name or "__all__", []):
            target.add_error(name, problem.detail)


def instrument_choices() -> list[tuple[str, Any]]:
    """Every law and document under its rank, with its last day where it has one."""
    groups: dict[str, list[tuple[str, str]]] = {}
    order = {level: number for number, (level, _) in enumerate(Instrument._meta.get_field("level").choices or [])}
    for row in sorted(Instrument.objects.all(), key=lambda row: (order[row.level], row.short_title_zh)):
        ends = f"（施行到 {row.in_force_to}）" if row.in_force_to else ""
        begins = f"（{row.in_force_from} 起施行）" if row.in_force_from else ""
        groups.setdefault(row.get_level_display(), []).append((row.pk, f"{row.short_title_zh}{ends or begins}"))
    return [("", "请选择"), *groups.items()]


def _row_of(problem: Problem, rows: BasisRows) -> tuple[BasisForm | None, str | None]:
    parts = problem.pointer.strip("/").split("/")
    parts = parts[1:] if parts[0] == "proposal" else parts
    if parts[0] == "bases":
        filled = rows.filled()
        index = int(parts[1]) if len(parts) > 1 else -1
        return (filled[index], parts[-1]) if 0 <= index < len(filled) else (None, None)
    if parts[0] == "term":
        return None, TERM_FIELDS.get(parts[-1], parts[-1])
    return None, parts[0]


def _same_list(base: Content | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """The categories; those of the measure's own list where it has one."""
    if base is None:
        return categories()
    list_of = Category.objects.get(pk=base["category"]).list
    return [(label, rows) for label, rows in categories() if label == List(list_of).label]


def _lines(office: Agency) -> list[tuple[str, str]]:
    return [(line.pk, line.name_zh) for line in office.lines.all()]


def _pair(name: str, value: Any) -> str:
    return json.dumps([name, value], ensure_ascii=False)


def _pair_zh(name: str, value: Any) -> str:
    words = "、".join(map(str, value)) if isinstance(value, list) else PARAMETER_VALUES.get(str(value), str(value))
    return f"{PARAMETERS.get(name, name)}：{words}"
