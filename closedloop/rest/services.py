"""One act for one key: the first request acts, every repetition gets its answer (R12)."""

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, OperationalError, connection, transaction

from closedloop.errors import RuleViolated, WrongState
from closedloop.workdays import clock

from .models import IdempotencyKey

KEPT = timedelta(hours=72)
# How long a repetition waits for the first request; on PostgreSQL the lock_timeout of the settings says the same.
WAIT_SECONDS = 5
LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True)
class Call:
    """A request that carries a key: whose, where to, and what it says."""

    account_id: int
    agency_code: str
    key: str
    method: str
    path: str
    digest: str


@dataclass(frozen=True)
class Answer:
    """A status and the body as it was sent; `replayed` when nothing was done for it."""

    status: int
    body: str
    replayed: bool = False


def digest_of(body: Mapping[str, Any]) -> str:
    """The digest of what a body says, whatever its spaces and the order of its fields."""
    canonical = json.dumps(body, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def once(act: Callable[[], Answer], *, call: Call | None) -> Answer:
    """Acts in one transaction with the call's key, or gives the answer that the key already has; a refusal leaves no key. R12"""
    if call is None:
        with transaction.atomic():
            return act()
    with _waiting(), transaction.atomic():
        kept, row = _claim(call)
        if kept is not None:
            return _replay(kept, call=call)
        answer = act()
        row.status, row.body = answer.status, answer.body
        row.save(update_fields=["status", "body"])
    return answer


def forget_keys(at: datetime) -> int:
    """Deletes the keys that are older than 72 hours at an instant; safe to repeat. Returns how many. R12"""
    deleted, _ = IdempotencyKey.objects.filter(created_at__lt=at - KEPT).delete()
    return deleted


def _claim(call: Call) -> tuple[IdempotencyKey | None, IdempotencyKey]:
    """The row that another request has written, if any, and ours. The unique key makes a second request wait for the first."""
    row = IdempotencyKey(
        account_id=call.account_id,
        agency_code=call.agency_code,
        key=call.key,
        method=call.method,
        path=call.path,
        digest=call.digest,
        created_at=clock.now(),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return IdempotencyKey.objects.get(account=call.account_id, agency_code=call.agency_code, key=call.key), row
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", "") == LOCK_NOT_AVAILABLE:
            raise _running() from error
        raise
    return None, row


def _replay(kept: IdempotencyKey, *, call: Call) -> Answer:
    same = (kept.method, kept.path, kept.digest) == (call.method, call.path, call.digest)
    if not same:
        words = "这个 Idempotency-Key 已用于另一个请求（地址或者正文不同），请为新的请求换一个键"
        raise RuleViolated(words, code="idempotency_key_reused")
    if kept.status is None:
        raise _running()
    return Answer(kept.status, kept.body, replayed=True)


def _running() -> WrongState:
    words = f"同一个 Idempotency-Key 的请求还在办理，等了 {WAIT_SECONDS} 秒没有结果；请稍后用同一个键、同一份正文再发一次"
    return WrongState(words, code="idempotency_key_in_use")


@contextmanager
def _waiting() -> Iterator[None]:
    """On SQLite a second writer waits at BEGIN, whatever it writes: that wait is bounded here, and says so when it was in vain."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        before = cursor.execute("PRAGMA busy_timeout").fetchone()[0]
        cursor.execute(f"PRAGMA busy_timeout = {WAIT_SECONDS * 1000}")
    try:
        yield
    except OperationalError as error:
        if "locked" in str(error):
            raise _running() from error
        raise
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout = {int(before)}")
