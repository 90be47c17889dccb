"""The profile of the tests: fast hashing, whatever database DATABASE_URL names, tasks in the same process."""

from .base import *  # noqa: F403 - a profile is base plus a few names
from .base import env

SECRET_KEY = "test-only-" + "x" * 50
DEMO = True
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = True
BROKER_URL = env.str("BROKER_URL", "memory://")
