"""Persons' identifiers at rest: AES-256-GCM with the key's id beside it, and a keyed blind index to find them by (R28).

A key is 32 random bytes in URL-safe base64. Several are written with commas between them, the one in use first; the others
still decrypt and still find. From each, HKDF derives two keys that are used for one thing each. Nothing here puts a value, a
token or a key into an exception, a repr or a log (R27).

To rotate: put the new key last on every process, then first, then `reencrypt` and re-index every row, then drop the old one.
"""

import base64
import binascii
import hmac
import os
import re
import secrets
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.views.decorators.debug import sensitive_variables

AES_GCM = "a1"  # the algorithm stands in the token, so that another one can come beside it
KEY_BYTES, NONCE_BYTES, ID_BYTES = 32, 12, 4
KEY_FILE = "identifier_keys"
SURROGATES = re.compile("[\ud800-\udfff]")


class VaultError(Exception):
    """What is kept cannot be read, or there is no usable key; the words never hold what is kept."""


class Unreadable(VaultError):
    """A token was altered, belongs to another record, or is none."""


class KeyMissing(VaultError):
    """The key of a token or of the deployment is not there."""


@dataclass(frozen=True)
class Key:
    """The two keys derived from one master key, and the id by which tokens name it."""

    id: str
    encryption: bytes = field(repr=False)
    index: bytes = field(repr=False)


@sensitive_variables()
def encrypt(value: str, *, about: str) -> str:
    """The value as a token under the current key, bound to what it is about (for example "subject:<uuid>").

    Every call takes a fresh random nonce of 96 bits; one key serves at most 2^32 of them, then rotate.
    """
    key, nonce = keyring()[0], os.urandom(NONCE_BYTES)
    sealed = AESGCM(key.encryption).encrypt(nonce, _bytes(value), _context(key.id, about=about))
    return f"{AES_GCM}.{key.id}.{_text(nonce + sealed)}"


@sensitive_variables()
def decrypt(token: str, *, about: str) -> str:
    """The value in a token. Unreadable if it was altered or is about something else; KeyMissing if its key is gone."""
    key, sealed = _opened(token)
    try:
        value = AESGCM(key.encryption).decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], _context(key.id, about=about))
    except InvalidTag:
        raise Unreadable("加密的证件号码已被改动，或者不属于这条记录；请从备份恢复并报告管理员。") from None
    return value.decode()


def reencrypt(token: str, *, about: str) -> str:
    """The same value under the current key; the token itself where it is already under it."""
    if key_id_of(token) == keyring()[0].id:
        return token
    return encrypt(decrypt(token, about=about), about=about)


@sensitive_variables()
def blind_index(value: str) -> str:
    """What a normal value is stored and made unique under: the key's id and an HMAC-SHA256 (52 characters, one way)."""
    return _index(keyring()[0], value=value)


@sensitive_variables()
def blind_indexes(value: str) -> tuple[str, ...]:
    """The indexes of a value under every key, the current one first: look a subject up by all of them, or rotation hides it."""
    return tuple(_index(key, value=value) for key in keyring())


def key_id_of(token_or_index: str) -> str:
    """Which key a token or an index was made with."""
    parts = token_or_index.split(".")
    return parts[-2] if len(parts) in {2, 3} else ""


def nonce_of(token: str) -> str:
    """The nonce of a token in hexadecimal; no two tokens of one key may share it (R28)."""
    return _opened(token)[1][:NONCE_BYTES].hex()


def new_key() -> str:
    """A fresh master key, as it is written into the environment or the file."""
    return _text(secrets.token_bytes(KEY_BYTES))


@sensitive_variables()
def keyring() -> tuple[Key, ...]:
    """The keys of this deployment, the current one first: from IDENTIFIER_KEYS, else from a file in DATA_DIR made once."""
    written = getattr(settings, "IDENTIFIER_KEYS", "")
    return _parsed(written or _from_file(str(settings.DATA_DIR)))


@lru_cache(maxsize=8)
@sensitive_variables()
def _parsed(written: str) -> tuple[Key, ...]:
    parts = [part.strip() for part in written.split(",") if part.strip()]
    found = tuple(_derived(_master(part)) for part in parts)
    if not found:
        raise KeyMissing("没有证件号码的密钥：请设置环境变量 IDENTIFIER_KEYS。")
    if len({key.id for key in found}) < len(found):
        raise KeyMissing("IDENTIFIER_KEYS 里有重复的密钥，请每个只写一次。")
    return found


@sensitive_variables()
def _master(part: str) -> bytes:
    try:
        master = base64.b64decode(part.encode("ascii", "replace"), altchars=b"-_", validate=True)
    except binascii.Error:
        master = b""
    if len(master) != KEY_BYTES:
        raise KeyMissing(f"IDENTIFIER_KEYS 的每个密钥应是 {KEY_BYTES} 个随机字节的 URL 安全 base64，用逗号分开。")
    return master


@sensitive_variables()
def _derived(master: bytes) -> Key:
    def derive(purpose: bytes, length: int) -> bytes:
        return HKDF(algorithm=SHA256(), length=length, salt=None, info=b"closedloop identifier " + purpose).derive(master)

    return Key(derive(b"key id", ID_BYTES).hex(), derive(b"aes-256-gcm", KEY_BYTES), derive(b"blind index", KEY_BYTES))


@lru_cache(maxsize=8)
@sensitive_variables()
def _from_file(folder: str) -> str:
    """The keys in the file; it is made by whoever comes first, whole and readable by its owner only."""
    path = Path(folder) / KEY_FILE
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(new_key())
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text(encoding="ascii")


@sensitive_variables()
def _opened(token: str) -> tuple[Key, bytes]:
    """The key that a token names, and its nonce with the sealed value."""
    algorithm, _, rest = token.partition(".")
    key_id, _, body = rest.partition(".")
    if algorithm != AES_GCM:
        raise Unreadable("这不是加密的证件号码。")
    key = next((key for key in keyring() if key.id == key_id), None)
    if key is None:
        raise KeyMissing("证件号码是用另一把密钥加密的：请把旧密钥补进 IDENTIFIER_KEYS。")
    sealed = _sealed(body)
    if len(sealed) <= NONCE_BYTES:
        raise Unreadable("加密的证件号码不完整；请从备份恢复并报告管理员。")
    return key, sealed


@sensitive_variables()
def _sealed(body: str) -> bytes:
    """The bytes of a token's body; nothing for one that is not written exactly as we write it."""
    try:
        sealed = base64.b64decode(body.encode("ascii", "replace"), altchars=b"-_", validate=True)
    except binascii.Error:
        return b""
    return sealed if _text(sealed) == body else b""


def _context(key_id: str, *, about: str) -> bytes:
    """What a token is bound to: the algorithm, the key, and the record."""
    return f"{AES_GCM}.{key_id}.{about}".encode()


@sensitive_variables()
def _index(key: Key, *, value: str) -> str:
    return f"{key.id}.{_text(hmac.digest(key.index, _bytes(value), 'sha256')).rstrip('=')}"


@sensitive_variables()
def _bytes(value: str) -> bytes:
    if SURROGATES.search(value):  # encode() would raise with the whole value inside
        raise VaultError("证件号码里有不能保存的字符。")
    return value.encode()


def _text(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode("ascii")
