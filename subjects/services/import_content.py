"""What a draft needs of a good row: encrypted, bound to its file and its number (R28)."""

import json
import uuid
from typing import Any

from django.views.decorators.debug import sensitive_variables

from .. import importing, vault
from ..models import ImportRow


@sensitive_variables()
def sealed(row: importing.JudgedRow, *, file_id: uuid.UUID) -> str:
    """The content of a row under the key in use."""
    said = {
        "values": row.values,
        "decided_on": row.decided_on.isoformat() if row.decided_on else "",
        "penalty_kinds": row.penalty_kinds,
        "party_kind": row.party_kind,
        "scheme": row.scheme,
    }
    return vault.encrypt(plain(json.dumps(said, ensure_ascii=False)), about=about(file_id, number=row.row))


@sensitive_variables()
def opened(row: ImportRow) -> dict[str, Any]:
    """The content of a good row: the values of the file, and how our own tables say them."""
    found: dict[str, Any] = json.loads(vault.decrypt(row.sealed, about=about(row.file_id, number=row.number)))
    return found


def about(file_id: uuid.UUID, *, number: int) -> str:
    """What the content of a row is sealed to."""
    return f"import:{file_id}:{number}"


def plain(said: object) -> str:
    """A text that both databases can keep."""
    return str(said).encode("utf-8", "replace").decode().replace("\x00", "")
