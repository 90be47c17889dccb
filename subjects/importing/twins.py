"""The same decision twice: within the file, and against what is stored; by keys that reveal nobody (formats.md 1.5)."""

import os
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from hashlib import blake2b

from subjects.importing import docnumbers
from subjects.importing.codes import PERSON
from subjects.importing.drafts import Draft
from subjects.importing.findings import DUPLICATE, REVIEW, WHOLE_ROW, Reason, reason
from subjects.importing.reference import fields

DIGEST_BYTES = 16
_NAMES = tuple(fields())
# A text that names somebody → what may be kept of it; the same text gives the same, and nobody without the key can try texts.
Seal = Callable[[str], str]
# Keys of decisions → for each that is stored, the parties' keys with the fingerprint of their rows.
Lookup = Callable[[Collection[str]], Mapping[str, Mapping[str, str]]]


@dataclass(frozen=True, slots=True)
class Key:
    """Which decision, about whom, and with what content; all sealed."""

    decision: str
    party: str
    fingerprint: str


def nothing_stored(decisions: Collection[str]) -> Mapping[str, Mapping[str, str]]:
    """The look-up of a first import."""
    return {}


def seal_of_this_run() -> Seal:
    """A seal that holds within one run; what is stored needs the portal's own, with a key that stays."""
    keyed = blake2b(digest_size=DIGEST_BYTES, key=os.urandom(DIGEST_BYTES))

    def seal(text: str) -> str:
        sealed = keyed.copy()
        sealed.update(text.encode("utf-8", errors="replace"))
        return sealed.hexdigest()

    return seal


def key_of(draft: Draft, *, seal: Seal) -> Key:
    """The natural key: deciding agency, number, party; and the whole content beside it."""
    agency = draft.get("agency_uscc") or draft.get("agency_name")
    identifier = draft.get("person_id_no" if draft.party == PERSON else "uscc")
    return Key(
        decision=seal(f"{agency}\x1f{docnumbers.key(draft.get('decision_no'))}"),
        party=seal(f"{draft.scheme}\x1f{identifier or draft.get('party_name')}"),
        fingerprint=seal(_content(draft)),
    )


def _content(draft: Draft) -> str:
    """All that a row says, in the order of the standard, empty fields left out; a plain row has that order already."""
    values = draft.values
    if draft.done or not draft.plain:
        values = {name: values[name] for name in _NAMES if values.get(name)}
    return "\x1f".join([*values, *values.values()])


class Twins:
    """What this file has had so far; the first of several stays what it is, the later ones are told which it was."""

    def __init__(self) -> None:
        self._first: dict[str, int] = {}
        self._pairs: dict[tuple[str, str], tuple[str, int]] = {}

    def compare(self, key: Key, *, row: int, stored: Mapping[str, str]) -> Reason | None:
        """A reason where this decision was there before, in the file or in the store; then remembers the row."""
        found = self._in_file(key) or _in_store(key, stored=stored)
        self._first.setdefault(key.decision, row)
        self._pairs.setdefault((key.decision, key.party), (key.fingerprint, row))
        return found

    def _in_file(self, key: Key) -> Reason | None:
        if key.decision not in self._first:
            return None
        pair = self._pairs.get((key.decision, key.party))
        if pair is None:
            return reason("decision_no", verdict=REVIEW, code="party_in_file", row=self._first[key.decision])
        fingerprint, row = pair
        if fingerprint == key.fingerprint:
            return reason(WHOLE_ROW, verdict=DUPLICATE, code="same_in_file", row=row)
        return reason("decision_no", verdict=REVIEW, code="differs_in_file", row=row)


def _in_store(key: Key, *, stored: Mapping[str, str]) -> Reason | None:
    if not stored:
        return None
    fingerprint = stored.get(key.party)
    if fingerprint is None:
        return reason("decision_no", verdict=REVIEW, code="party_stored")
    if fingerprint == key.fingerprint:
        return reason(WHOLE_ROW, verdict=DUPLICATE, code="same_stored")
    return reason("decision_no", verdict=REVIEW, code="differs_stored")
