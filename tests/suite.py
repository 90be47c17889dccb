"""The suite on SQLite, then on PostgreSQL with Redis where both answer. REQUIRE_SERVICES=1 makes their absence a failure."""

import os
import subprocess
import sys

import psycopg2
import redis

WORKERS = "2"
DATABASE_URL = os.environ.get("TEST_DATABASE_URL", "postgres://postgres@127.0.0.1:5432/postgres")
BROKER_URL = os.environ.get("TEST_BROKER_URL", "redis://127.0.0.1:6379/15")


def missing_service() -> str:
    """The name of the first service that does not answer, or nothing."""
    try:
        psycopg2.connect(DATABASE_URL, connect_timeout=3).close()
    except psycopg2.OperationalError:
        return "PostgreSQL"
    try:
        redis.Redis.from_url(BROKER_URL, socket_connect_timeout=3).ping()
    except redis.RedisError:
        return "Redis"
    return ""


def run(title: str, arguments: list[str], **environment: str) -> int:
    """One run of pytest in a process of its own; its summary is the last thing it prints."""
    print(f"\n== {title}", flush=True)
    surroundings = {name: value for name, value in os.environ.items() if name not in ("DATABASE_URL", "BROKER_URL", "DATA_DIR")}
    command = [sys.executable, "-X", "utf8", "-m", "pytest", "-n", WORKERS, *arguments]
    return subprocess.run(command, env=surroundings | environment, check=False).returncode


def main(arguments: list[str]) -> int:
    """The exit code of the first run that failed, else 0."""
    absent = missing_service()
    if absent and os.environ.get("REQUIRE_SERVICES") == "1":
        print(f"{absent} 没有应答，而 REQUIRE_SERVICES=1 要求它。 ({absent} does not answer and is required.)", file=sys.stderr)
        return 1
    if absent:
        print(f"{absent} 没有应答：本次只在 SQLite 上测试。 ({absent} does not answer: this run is on SQLite only.)")
    failed = run("SQLite", arguments)
    if failed or absent:
        return failed
    return run("PostgreSQL, Redis", arguments, DATABASE_URL=DATABASE_URL, BROKER_URL=BROKER_URL)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
