"""Where files lie: under their digest, outside the web root, written whole and only once (R41)."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings

FOLDER = "attachments"


class Damaged(Exception):
    """The file is gone, or its content is not what its digest says."""


def keep(content: bytes) -> str:
    """Writes a content under its digest, whole or not at all, and returns the digest; what is there already stays.

    A transaction that is undone afterwards leaves a file that nothing names; it does no harm and is found again by its digest.
    """
    digest = hashlib.sha256(content).hexdigest()
    path = _path(digest)
    if path.exists() and _matches(path.read_bytes(), digest=digest):
        return digest
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f"{digest}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)
    _settle(path.parent)
    return digest


def fetch(digest: str) -> bytes:
    """The content under a digest, compared with it; Damaged where it is gone or was altered."""
    try:
        content = _path(digest).read_bytes()
    except OSError as error:
        raise Damaged(digest) from error
    if not _matches(content, digest=digest):
        raise Damaged(digest)
    return content


def _path(digest: str) -> Path:
    return Path(settings.DATA_DIR) / FOLDER / digest[:2] / digest


def _matches(content: bytes, *, digest: str) -> bool:
    return hashlib.sha256(content).hexdigest() == digest


def _settle(folder: Path) -> None:
    """The new name is on the disk too."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
