"""A holiday notice as the system administrator types it in. The form reads; the service judges."""

from typing import Any

from django import forms
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSingleDateWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
)

from closedloop.errors import Problem
from closedloop.workdays.models import HolidayNotice
from closedloop.workdays.notices import NoticeDay, parse


class HolidayNoticeForm(forms.Form):
    """Year, heading and the special days, a line each."""

    year = forms.IntegerField(label="年度", widget=UnfoldAdminIntegerFieldWidget)
    title = forms.CharField(label="通知名称", widget=UnfoldAdminTextInputWidget)
    document_no = forms.CharField(label="文号", help_text="如：国办发明电〔2025〕7号", widget=UnfoldAdminTextInputWidget)
    issued_on = forms.DateField(label="发布日期", widget=UnfoldAdminSingleDateWidget)
    days = forms.CharField(
        label="放假日和调休上班日",
        help_text="每行一天：日期,类别,名称。off = 放假的周一至周五，work = 上班的周六、周日；照常休息的周末不用录入。"
        "如：2027-01-01,off,元旦",
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 24}),
    )

    def clean_days(self) -> list[NoticeDay]:
        """The lines as days; each line that cannot be read is named."""
        days, problems = parse(self.cleaned_data["days"])
        if problems:
            raise forms.ValidationError([problem.detail for problem in problems])
        return days

    def show(self, problems: tuple[Problem, ...]) -> None:
        """Puts what the service found at the fields."""
        for problem in problems:
            self.add_error(problem.pointer.split("/")[1], problem.detail)


def as_typed(notice: HolidayNotice) -> dict[str, Any]:
    """A notice as it would be typed in, to be corrected."""
    lines = [f"{day.date},{day.kind},{day.name_zh}" for day in notice.days.order_by("date")]
    return {
        "year": notice.pk,
        "title": notice.title_zh,
        "document_no": notice.document_no,
        "issued_on": notice.issued_on,
        "days": "\n".join(lines),
    }
