"""Signing in, the password and the second factor, as they are typed."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate, password_validation
from django.http import HttpRequest

from closedloop.orgs.models import User

USERNAME_MAX, PASSWORD_MAX = 60, 128
CODE = r"\A[0-9]{6}\Z"


def _password(label: str, *, required: str, autocomplete: str, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        max_length=PASSWORD_MAX,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={"autocomplete": autocomplete}),
        error_messages={"required": required, "max_length": f"密码最长 {PASSWORD_MAX} 个字符"},
    )


def _code() -> forms.RegexField:
    wrong = "动态口令是 6 位数字，请输入验证器当前显示的"
    return forms.RegexField(
        CODE,
        label="动态口令",
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "maxlength": "6"}),
        error_messages={"required": "请输入动态口令", "invalid": wrong},
    )


class LoginForm(forms.Form):
    """Account and password."""

    username = forms.CharField(
        label="账号",
        max_length=USERNAME_MAX,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
        error_messages={"required": "请输入账号", "max_length": "没有这么长的账号，请核对"},
    )
    password = _password("密码", required="请输入密码", autocomplete="current-password")


class SecondFactorForm(forms.Form):
    """The six digits of this half minute."""

    code = _code()


class OwnPasswordForm(forms.Form):
    """A form that asks for the password again; a wrong one counts towards the lockout, as at the login."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request

    @property
    def user(self) -> User:
        """Whose password it is."""
        return self.request.user

    def clean_current(self) -> str:
        """The password must be the account's own."""
        current: str = self.cleaned_data["current"]
        if authenticate(self.request, username=self.user.username, password=current) is None:
            raise forms.ValidationError("当前密码不对，请重新输入")
        return current


class PasswordForm(OwnPasswordForm):
    """The present password and the new one, twice."""

    current = _password("当前密码", required="请输入当前密码", autocomplete="current-password")
    new = _password("新密码", required="请输入新密码", autocomplete="new-password")
    again = _password("再输一遍新密码", required="请再输一遍新密码", autocomplete="new-password")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["new"].help_text = " ".join(password_validation.password_validators_help_texts())

    def clean_new(self) -> str:
        """The rules of the password profile, and not the password that one has (R36)."""
        new: str = self.cleaned_data["new"]
        password_validation.validate_password(new, self.user)
        if self.user.check_password(new):
            raise forms.ValidationError("新密码与当前密码相同，请换一个")
        return new

    def clean(self) -> dict[str, Any]:
        """Both entries agree."""
        found = super().clean() or {}
        if found.get("new") and found.get("again") and found["new"] != found["again"]:
            self.add_error("again", "两次输入的新密码不一样，请重新输入")
        return found


class TotpForm(OwnPasswordForm):
    """The password again, and what the authenticator shows."""

    current = _password("当前密码", required="请输入当前密码", autocomplete="current-password", help_text="确认是您本人在设置")
    code = _code()
