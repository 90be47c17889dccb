"""A day in the address: of which day the list is shown, with which other it is compared."""

from datetime import date
from typing import Any

from django import forms

FIRST, LAST = date(2000, 1, 1), date(2100, 12, 31)
INVALID = "日期请按 2026-11-25 的样子填写"


class DayField(forms.DateField):
    """A day between 2000 and 2100, typed or picked."""

    def __init__(self, **said: Any) -> None:
        widget = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date", "class": "day", "min": FIRST, "max": LAST})
        messages = {"invalid": INVALID, "required": "请填写日期"} | said.pop("error_messages", {})
        super().__init__(input_formats=["%Y-%m-%d"], widget=widget, error_messages=messages, **said)

    def clean(self, value: Any) -> date | None:
        """Years for which the lists make sense."""
        day: date | None = super().clean(value)
        if day and not FIRST <= day <= LAST:
            raise forms.ValidationError(f"年份须在 {FIRST.year} 至 {LAST.year} 之间")
        return day


class DayForm(forms.Form):
    """Of which day; empty: today."""

    on = DayField(label="看哪一天的版本", required=False)

    def day(self, *, today: date) -> date:
        """The day that was asked for, or today where none or a wrong one was."""
        self.is_valid()
        return self.cleaned_data.get("on") or today


class ListDayForm(DayForm):
    """Of which day the lists, and with which day they are compared."""

    on = DayField(label="看哪一天的清单", required=False)
    vs = DayField(label="对比", required=False)

    def other(self) -> date | None:
        """The day with which the lists are compared, or nothing."""
        self.is_valid()
        return self.cleaned_data.get("vs")


class TwoDaysForm(forms.Form):
    """From which day to which the lists are compared."""

    start = DayField(label="从哪一天")
    end = DayField(label="到哪一天")
