"""Putting the encrypted rows of imports under the key in use, with the keys by which a decision is found again (R28, R42)."""

from typing import Any

from django.db import transaction
from django.db.models import Q
from django.views.decorators.debug import sensitive_variables

from measures.models.vocabulary import PartyKind

from .. import vault
from ..importing import codes, twins
from ..importing.drafts import Draft
from ..models import ImportRow
from .import_content import about, opened

CHUNK = 500


def rotate_import_keys() -> int:
    """Seals every row again that is not under the first key, a chunk in a transaction; safe to repeat. Returns how many."""
    current, done = f"{vault.keyring()[0].id}.", 0
    outdated = ~Q(sealed="") & (~Q(decision_key__startswith=current) | ~Q(sealed__startswith=f"{vault.AES_GCM}.{current}"))
    while changed := _rotate(outdated):
        done += changed
    return done


@transaction.atomic
def _rotate(outdated: Q) -> int:
    rows = list(ImportRow.objects.select_for_update().filter(outdated).order_by("pk")[:CHUNK])
    for row in rows:
        key = _key(opened(row))
        row.decision_key, row.party_key, row.fingerprint = key.decision, key.party, key.fingerprint
        row.sealed = vault.reencrypt(row.sealed, about=about(row.file_id, number=row.number))
    ImportRow.objects.bulk_update(rows, ["sealed", "decision_key", "party_key", "fingerprint"])
    return len(rows)


@sensitive_variables()
def _key(content: dict[str, Any]) -> twins.Key:
    draft = Draft()
    draft.values, draft.scheme = content["values"], content["scheme"]
    draft.party = codes.PERSON if content["party_kind"] == PartyKind.PERSON else ""
    return twins.key_of(draft, seal=vault.blind_index)
