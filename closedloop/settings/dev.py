"""The embedded default: SQLite, a file broker, no service, demo data. `make run` uses it."""

import os
import secrets

from .base import *  # noqa: F403 - a profile is base plus a few names
from .base import DATA_DIR, env

DEMO = env.bool("DEMO", True)
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False


def _secret_key() -> str:
    """A key of this installation, made once and kept in the data directory, readable by its owner only."""
    path = DATA_DIR / "secret_key"
    if not path.exists():
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text()


SECRET_KEY = env.str("SECRET_KEY", "") or _secret_key()
