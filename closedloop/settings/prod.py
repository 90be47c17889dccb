"""Production: PostgreSQL, Redis, TLS in front. Secrets from the environment only; nothing has a default that is unsafe."""

from django.core.exceptions import ImproperlyConfigured

from .base import *  # noqa: F403 - a profile is base plus a few names
from .base import BASE_DIR, BROKER_URL, DATABASES, IDENTIFIER_KEYS, SECRET_KEY, env

if len(SECRET_KEY) < 50:
    raise ImproperlyConfigured("请设置环境变量 SECRET_KEY（至少 50 个字符的随机串）")
if not IDENTIFIER_KEYS:
    raise ImproperlyConfigured("请设置环境变量 IDENTIFIER_KEYS（加密证件号码的密钥，用 manage.py new_identifier_key 生成）")
if DATABASES["default"]["ENGINE"] != "django.db.backends.postgresql":
    raise ImproperlyConfigured("生产环境请用 DATABASE_URL 指向 PostgreSQL")
if not BROKER_URL.startswith(("redis://", "rediss://")):
    raise ImproperlyConfigured("生产环境请用 BROKER_URL 指向 Redis")

DEMO = False
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=["system_admin", "security_admin", "audit_admin"])
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 365 * 24 * 3600
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-session"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"
STATIC_ROOT = BASE_DIR / "built"  # collected into the image; DATA_DIR is a volume that outlives it
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
