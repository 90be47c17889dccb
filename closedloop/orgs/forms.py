"""What the administrators type: accounts, posts, keys, agencies. The forms read; the services judge."""

import ipaddress

from django import forms
from django.core.validators import RegexValidator
from unfold.widgets import (
    UnfoldAdminIntegerFieldWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanSwitchWidget,
)

from closedloop.opinion import AdminRole

from .models import Agency, User
from .services.keys import TOKEN_DAYS_MAX

USERNAME = RegexValidator(r"^[a-z0-9][a-z0-9._-]{1,59}\Z", "账号用小写字母、数字、点、短横线，2 至 60 个字符，以字母或者数字开头")
NO_ROLE = "不担任"


def _agencies() -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        Agency.objects.filter(active=True),
        label="机构",
        widget=UnfoldAdminSelectWidget,
        empty_label="请选择机构",
        error_messages={"required": "请选择机构"},
    )


class NewAccountForm(forms.Form):
    """A new account; posts and duties come later, from the security administrator."""

    username = forms.CharField(
        label="账号",
        max_length=60,
        widget=UnfoldAdminTextInputWidget,
        validators=[USERNAME],
        help_text="建立后不能改，如：chen.ceyuan",
    )
    name_zh = forms.CharField(label="姓名", max_length=60, widget=UnfoldAdminTextInputWidget)


class PostForm(forms.Form):
    """At which agency, and as what."""

    agency = _agencies()
    position_zh = forms.CharField(label="职务", max_length=40, required=False, widget=UnfoldAdminTextInputWidget)


class AdminRoleForm(forms.Form):
    """One of the three, or none."""

    admin_role = forms.ChoiceField(
        label="管理员",
        choices=[("", NO_ROLE), *AdminRole.choices],
        required=False,
        widget=UnfoldAdminSelectWidget,
        help_text="三员互不兼任；任何一员都不能同时在机构任职",
    )


class TokenForm(forms.Form):
    """A key: for which agency, for how long, from where."""

    agency = forms.ModelChoiceField(
        Agency.objects.none(),
        label="机构",
        widget=UnfoldAdminSelectWidget,
        empty_label=None,
        help_text="只能选这个账号任职的机构",
    )
    days = forms.IntegerField(
        label="有效天数", initial=365, min_value=1, max_value=TOKEN_DAYS_MAX, widget=UnfoldAdminIntegerFieldWidget
    )
    label = forms.CharField(label="用途", max_length=60, widget=UnfoldAdminTextInputWidget, help_text="如：审批系统核验接口")
    allowed_from = forms.CharField(
        label="允许的来源地址",
        required=False,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 3}),
        help_text="每行一个地址或者网段，如 10.1.2.0/24；留空则不限",
    )

    def __init__(self, *args: object, user: User, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)
        self.fields["agency"].queryset = Agency.objects.filter(memberships__user=user, memberships__ends_on=None)

    def clean_allowed_from(self) -> tuple[str, ...]:
        """The lines as networks; each that is none is named."""
        lines = [line.strip() for line in self.cleaned_data["allowed_from"].splitlines() if line.strip()]
        wrong = [line for line in lines if not _is_network(line)]
        if wrong:
            raise forms.ValidationError(f"不是地址或者网段：{'、'.join(wrong)}")
        return tuple(lines)


class AgencyForm(forms.Form):
    """Whether an agency is in use, and who is above it."""

    active = forms.BooleanField(
        label="在用", required=False, widget=UnfoldBooleanSwitchWidget, help_text="停用后，在这个机构任职的人不能再以它的名义办理"
    )
    parent = forms.ModelChoiceField(
        Agency.objects.all(),
        label="上级",
        required=False,
        widget=UnfoldAdminSelectWidget,
        empty_label="没有上级",
        help_text="逐级上报的去向",
    )


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return True
