"""What was done to an object as a page tells it: the journal in words, with the names of the agencies."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from django.db import models

from closedloop.journal import selectors as journal
from closedloop.journal.models import Entry
from closedloop.journal.verbs import sentence

from .models import Agency

# That a deadline began or was met follows from the acts themselves; that it moved does not.
FOLLOWING = ("deadline.opened", "deadline.closed", "deadline.voided")
Names = Mapping[str, str]


@dataclass(frozen=True)
class Line:
    """One entry as a page shows it: who, of which agency, did what; `said` are the words that belong to the act."""

    entry: Entry
    agency: str
    words: str
    said: str


def history_of(
    obj: models.Model, *, say: Callable[[Entry, Names], str], agencies_in: Callable[[Entry], Iterable[str]] = lambda entry: ()
) -> list[Line]:
    """The latest first; two queries. `agencies_in` names the codes in an entry's detail that `say` wants as names."""
    entries = list(journal.history(obj).exclude(verb__in=FOLLOWING).order_by("-id"))
    codes = {code for entry in entries for code in (entry.agency_code, *agencies_in(entry))}
    names = dict(Agency.objects.filter(pk__in=codes).values_list("pk", "short_name_zh"))
    return [
        Line(entry, names.get(entry.agency_code, entry.agency_code), sentence(entry.verb), say(entry, names)) for entry in entries
    ]
