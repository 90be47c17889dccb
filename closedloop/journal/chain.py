"""The arithmetic of the chain: pure, so that whoever doubts it can do it again."""

import hashlib
import json
from datetime import UTC, datetime, timedelta

from .models import Entry

FIELDS = (
    "id", "legal_on", "verb", "object_kind", "object_key", "actor_id", "actor_name",
    "agency_code", "clause", "result", "detail", "request_id", "origin",
)  # fmt: skip
GENESIS = "0" * 64
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def canonical(entry: Entry) -> bytes:
    """The entry as bytes that any reader would write the same way: sorted JSON, UTC instants in microseconds."""
    content = {name: getattr(entry, name) for name in FIELDS}
    content["legal_on"] = entry.legal_on.isoformat()
    content["at"] = (entry.at - EPOCH) // timedelta(microseconds=1)
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def digest(previous: str, entry: Entry) -> str:
    """h_n = H(h_(n-1) ‖ entry), SHA-256, hexadecimal (I11)."""
    return hashlib.sha256(previous.encode() + canonical(entry)).hexdigest()
