"""The complexity that 等保 8.1.4.1 a asks for, used in the profile `dengbao` only, because ASVS asks for the contrary (R36)."""

import secrets

from django.core.exceptions import ValidationError

from .models import User

KINDS_MIN, ALL_KINDS = 3, 4
ONE_TIME_LENGTH = 16
ALPHABET = "ABCDEFGHJKMNPQRSTUVWXYZabcdefghjkmnpqrstuvwxyz23456789+-=@%"
HELP = f"密码须含大写字母、小写字母、数字、符号四类中的至少 {KINDS_MIN} 类。"


class ComplexityValidator:
    """At least three of capital letters, small letters, digits and signs."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Refuses a password of fewer kinds of characters and says what to add."""
        if kinds(password) < KINDS_MIN:
            raise ValidationError(HELP + "请加上缺少的种类。", code="password_too_simple")

    def get_help_text(self) -> str:
        """The rule, as the form shows it."""
        return HELP


def kinds(password: str) -> int:
    """How many of the four kinds of characters a password has; a Chinese character counts as a sign."""
    found = {
        "upper" if sign.isupper() else "lower" if sign.islower() else "digit" if sign.isdecimal() else "sign" for sign in password
    }
    return len(found)


def one_time_password() -> str:
    """Sixteen random characters of all kinds, without the ones that are easily misread: for one login only."""
    while True:
        found = "".join(secrets.choice(ALPHABET) for _ in range(ONE_TIME_LENGTH))
        if kinds(found) == ALL_KINDS:
            return found
