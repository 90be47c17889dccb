"""What may be shown of an identifier without a purpose on record (R27, R28; formats.md 4.6)."""

from subjects.identifiers.remarks import USCC

FULL_LENGTH = 18
FEW = 8


def mask(scheme: str, value: str) -> str:
    """Enough to recognise and too little to use: 330106********1234; the first and the last two of other lengths, nothing of short ones.

    The scheme says what the value is; it does not change what is hidden, so that a wrong scheme reveals nothing.
    """
    if len(value) == FULL_LENGTH:
        return f"{value[:6]}{'*' * 8}{value[-4:]}"
    if len(value) < FEW:
        return "*" * len(value)
    return f"{value[0]}{'*' * (len(value) - 3)}{value[-2:]}"


def shown(scheme: str, value: str) -> str:
    """What a page or an answer shows: an organisation's public code in full, anything else masked."""
    return value if scheme == USCC else mask(scheme, value)
