"""What rests on a version and is not known here: the apps above say how many sanctions in force do (B10)."""

from collections import Counter
from collections.abc import Callable, Iterable
from datetime import date

Count = Callable[[Iterable[str], date], dict[str, int]]
_COUNTS: list[Count] = []


def register(count: Count) -> None:
    """An app above offers its count: measure codes and a day → code → how many are in force."""
    if count not in _COUNTS:
        _COUNTS.append(count)


def sanctions_on(codes: Iterable[str], *, on: date) -> Counter[str]:
    """How many sanctions in force on a day rest on each measure, as far as any app above keeps sanctions."""
    wanted = list(codes)
    total: Counter[str] = Counter()
    for count in _COUNTS:
        total.update(count(wanted, on))
    return total
