"""What the portal's own pages read from the address: the calculator of working days and the search."""

import unicodedata
from typing import Any

from django import forms

QUERY_MIN, QUERY_MAX = 2, 80
DAYS_MAX = 1000
YEAR_MIN, YEAR_MAX = 2000, 2100


class CalculatorForm(forms.Form):
    """From which day, how many working days."""

    start = forms.DateField(
        label="起算日",
        input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day"}),
        help_text="当日不计，从次日起算",
        error_messages={"required": "请填写起算日，如 2026-09-29", "invalid": "起算日不是日期，请按 2026-09-29 的样子填写"},
    )
    days = forms.IntegerField(
        label="工作日数",
        min_value=1,
        max_value=DAYS_MAX,
        help_text=f"1 至 {DAYS_MAX}",
        error_messages={
            "required": "请填写工作日数，如 3",
            "invalid": "工作日数须是整数，如 3",
            "min_value": "工作日数至少是 1",
            "max_value": f"工作日数最多是 {DAYS_MAX}",
        },
    )

    def clean_start(self) -> Any:
        """Years for which a calendar makes sense."""
        start = self.cleaned_data["start"]
        if not YEAR_MIN <= start.year <= YEAR_MAX:
            raise forms.ValidationError(f"起算日的年份须在 {YEAR_MIN} 至 {YEAR_MAX} 之间")
        return start


class SearchForm(forms.Form):
    """A few characters of a name, a code or a document number."""

    q = forms.CharField(
        label="名称、代码或者文号",
        min_length=QUERY_MIN,
        max_length=QUERY_MAX,
        error_messages={
            "required": "请输入要找的名称、代码或者文号",
            "min_length": f"请至少输入 {QUERY_MIN} 个字，如「食品」「CJ-012」",
            "max_length": f"最多 {QUERY_MAX} 个字，请缩短一些",
        },
    )

    def spellings(self) -> list[str]:
        """The words as typed, and as they would be typed in half width with the brackets of document numbers."""
        typed = self.cleaned_data["q"]
        plain = unicodedata.normalize("NFKC", typed)
        numbered = plain.translate(str.maketrans("[]", "〔〕"))
        return list(dict.fromkeys([typed, plain, numbered]))
