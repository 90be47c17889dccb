"""Check characters: GB 32100 (mod 31), GB 11714 (mod 11), GB 11643 (ISO 7064 mod 11-2)."""

DIGITS = "0123456789"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"  # no I O S V Z
USCC_WEIGHTS = (*(pow(3, power, 31) for power in range(17)), 1)
ID_ALPHABET = "0123456789X"
ID_WEIGHTS = tuple(pow(2, power, 11) for power in range(17, -1, -1))
ORGANISATION_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
ORGANISATION_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_USCC_VALUES, _ID_VALUES, _ORGANISATION_VALUES = (
    {char: value for value, char in enumerate(alphabet)} for alphabet in (USCC_ALPHABET, ID_ALPHABET, ORGANISATION_ALPHABET)
)


def uscc_holds(code: str) -> bool:
    """Whether 18 characters of the alphabet carry the right check character: their weighted sum is 0 mod 31."""
    return _total(code, values=_USCC_VALUES, weights=USCC_WEIGHTS) % 31 == 0


def uscc_check(body: str) -> str:
    """The check character of the first 17."""
    return uscc_solution(f"{body}0", position=17)


def uscc_solution(code: str, *, position: int) -> str:
    """The only character that makes the check hold when put at this position (from 0); the one there does not matter."""
    rest = _total(_without(code, position=position), values=_USCC_VALUES, weights=USCC_WEIGHTS)
    return USCC_ALPHABET[-rest * pow(USCC_WEIGHTS[position], -1, 31) % 31]


def id_holds(number: str) -> bool:
    """Whether 17 digits and a digit or X carry the right check character: their weighted sum is 1 mod 11."""
    return _total(number, values=_ID_VALUES, weights=ID_WEIGHTS) % 11 == 1


def id_check(body: str) -> str:
    """The check character of the first 17 digits."""
    return id_solution(f"{body}0", position=17)


def id_solution(number: str, *, position: int) -> str:
    """The only value that makes the check hold at this position; X stands for ten, which only the last position can carry."""
    rest = _total(_without(number, position=position), values=_ID_VALUES, weights=ID_WEIGHTS)
    return ID_ALPHABET[(1 - rest) * pow(ID_WEIGHTS[position], -1, 11) % 11]


def organisation_check(body: str) -> str:
    """The check character of the eight characters of an organisation code (GB 11714)."""
    total = _total(body, values=_ORGANISATION_VALUES, weights=ORGANISATION_WEIGHTS)
    return "0123456789X0"[11 - total % 11]


def _total(text: str, *, values: dict[str, int], weights: tuple[int, ...]) -> int:
    return sum(weight * values[char] for weight, char in zip(weights, text, strict=True))


def _without(text: str, *, position: int) -> str:
    """The text with nothing, which is the value 0, at one position."""
    return f"{text[:position]}0{text[position + 1 :]}"
