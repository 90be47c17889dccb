"""What may have been meant: the one valid value that a single likely slip explains. Offered, never taken over."""

from collections.abc import Callable, Iterator

from subjects.identifiers import resident, uscc
from subjects.identifiers.checks import id_solution, uscc_solution

# Letters that are read or typed for another character.
LOOKALIKES = str.maketrans({"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "B": "8", "G": "6", "V": "U"})
Allowed = Callable[[int], str]
Solution = Callable[..., str]
Valid = Callable[[str], bool]


def meant_uscc(code: str, *, valid: Valid) -> str:
    """The only valid code that one wrong character, two swapped neighbours or lookalikes explain; else empty."""
    if len(code) != uscc.LENGTH:
        return ""
    return _only(_candidates(code, allowed_at=uscc.allowed_at, solution=uscc_solution), valid=valid)


def meant_id(number: str, *, valid: Valid) -> str:
    """The same for a resident's number, where it is seldom unique: a person must not be guessed."""
    if len(number) != resident.LENGTH:
        return ""
    return _only(_candidates(number, allowed_at=resident.allowed_at, solution=id_solution), valid=valid)


def _only(candidates: Iterator[str], *, valid: Valid) -> str:
    found = {candidate for candidate in candidates if valid(candidate)}
    return found.pop() if len(found) == 1 else ""


def _candidates(text: str, *, allowed_at: Allowed, solution: Solution) -> Iterator[str]:
    """Every value from which one slip leads to the text; whoever takes them checks that they are valid."""
    wrong = [position for position, char in enumerate(text) if char not in allowed_at(position)]
    for position in range(len(text) - 1):
        yield f"{text[:position]}{text[position + 1]}{text[position]}{text[position + 2 :]}"
    for position in wrong if wrong else range(len(text)):
        if wrong in ([], [position]):
            yield f"{text[:position]}{solution(text, position=position)}{text[position + 1 :]}"
    yield "".join(char.translate(LOOKALIKES) if position in wrong else char for position, char in enumerate(text))
