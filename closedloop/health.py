"""Is the service alive and making progress (healthz), and may it be given work (readyz)? No names, no secrets."""

import time
from datetime import datetime

from django.db import DatabaseError, connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from closedloop.orgs.models import Agency
from closedloop.outbox import selectors, services
from closedloop.workdays import clock
from closedloop.workdays.models import HolidayNotice
from measures.models import Measure

LATE_SECONDS = 120
PULSES = ("worker", "beat")
_started = time.monotonic()


@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Liveness as progress: 503 when the database is silent, or worker or beat for longer than 120 s (R53)."""
    try:
        beats = selectors.heartbeats()
    except DatabaseError:
        return JsonResponse({"ok": False, "database": "silent"}, status=503)
    silent = {name: _silence(beats.get(name)) for name in PULSES}
    late = [name for name, seconds in silent.items() if seconds > LATE_SECONDS]
    answer = {"ok": not late, "database": "ok", "seconds_since": silent, "late": late}
    return JsonResponse(answer, status=503 if late else 200)


def _silence(beat: datetime | None) -> int:
    """Whole seconds since the last beat, or since this web process started where that is later: a start gets its time."""
    uptime = time.monotonic() - _started
    since_beat = (clock.now() - beat).total_seconds() if beat else uptime
    return max(0, int(min(since_beat, uptime)))


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """Readiness: every migration applied, reference data loaded, the database takes a write."""
    checks = {"migrations": _migrated, "reference": _loaded, "writable": _writable}
    try:
        answer = {name: check() for name, check in checks.items()}
    except DatabaseError:
        answer = dict.fromkeys(checks, False)
    ready = all(answer.values())
    return JsonResponse({"ok": ready} | answer, status=200 if ready else 503)


def _migrated() -> bool:
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _loaded() -> bool:
    return all(model.objects.exists() for model in (Agency, HolidayNotice, Measure))


def _writable() -> bool:
    """Writes a row and takes it back."""
    with transaction.atomic():
        services.pulse("readyz")
        transaction.set_rollback(True)
    return True
