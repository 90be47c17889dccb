"""What every profile shares. At most 15 environment variables, each with a default that runs (docs/deploy.md lists them)."""

from datetime import timedelta
from pathlib import Path

import environ
from csp.constants import NONE, SELF

env = environ.Env()
BASE_DIR = Path(__file__).resolve().parents[2]
DATA_DIR = Path(env.str("DATA_DIR", str(BASE_DIR / "var")))
FIXTURES_DIR = BASE_DIR / "fixtures"

SECRET_KEY = env.str("SECRET_KEY", "")
# 32 random bytes each, in URL-safe base64, the one in use first; empty: a file in DATA_DIR, made once (subjects.vault)
IDENTIFIER_KEYS = env.str("IDENTIFIER_KEYS", "")
DEBUG = False
DEMO = env.bool("DEMO", False)
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["127.0.0.1", "localhost"])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])

INSTALLED_APPS = [
    "unfold.apps.BasicAppConfig",
    "unfold.contrib.filters",
    "closedloop.admin_config.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "knox",
    "guardian",
    "axes",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_htmx",
    "closedloop.workdays",
    "closedloop.journal",
    "closedloop.orgs",
    "closedloop.deadlines",
    "closedloop.outbox",
    "closedloop.rest",
    "closedloop.portal",
    "measures",
    "subjects",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "closedloop.journal.middleware.RequestContextMiddleware",
    "closedloop.portal.limits.BodyLimitMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "closedloop.orgs.middleware.SessionLimitMiddleware",
    "closedloop.orgs.middleware.ActorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "closedloop.portal.errors.DomainErrorMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "closedloop.urls"
WSGI_APPLICATION = "closedloop.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "closedloop.portal.context.frame",
            ],
            "builtins": ["closedloop.portal.templatetags.loop"],
        },
    }
]

DATABASES = {"default": env.db_url("DATABASE_URL", f"sqlite:///{DATA_DIR / 'closedloop.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # select_for_update does nothing on SQLite: the IMMEDIATE transaction is the lock (design.md "Two databases").
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 10,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    DATABASES["default"].setdefault("OPTIONS", {})["options"] = "-c statement_timeout=15000 -c lock_timeout=5000"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "zh-hans"
TIME_ZONE = "Asia/Shanghai"
USE_TZ = True
LOCALE_PATHS = [BASE_DIR / "locale"]
STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]

AUTH_USER_MODEL = "orgs.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
    "guardian.backends.ObjectPermissionBackend",
]
ANONYMOUS_USER_NAME = None
LOGIN_URL = "portal:login"
LOGIN_REDIRECT_URL = "portal:home"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
# 等保 asks for complexity and a maximum age, ASVS for length and a list of breached words: they contradict (R36).
PASSWORD_PROFILE = env.str("PASSWORD_PROFILE", "dengbao")
PASSWORD_MAX_AGE = timedelta(days=90) if PASSWORD_PROFILE == "dengbao" else None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if PASSWORD_PROFILE == "dengbao":
    AUTH_PASSWORD_VALIDATORS.append({"NAME": "closedloop.orgs.passwords.ComplexityValidator"})
SECOND_FACTOR_ROLES = env.list("SECOND_FACTOR_ROLES", default=[])

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = 30 * 60
SESSION_ABSOLUTE_AGE = timedelta(hours=12)
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "closedloop.portal.errors.csrf_failure"

AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "closedloop.portal.errors.locked_out"
AXES_SENSITIVE_PARAMETERS: list[str] = ["csrfmiddlewaretoken"]
AXES_VERBOSE = False
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False  # 15 minutes are 15 minutes, whoever keeps knocking
AXES_CLIENT_IP_CALLABLE = "closedloop.journal.middleware.client_address"
AXES_DISABLE_ACCESS_LOG = True  # the journal is the record
AXES_ENABLE_ADMIN = False
OTP_TOTP_ISSUER = "联合惩戒闭环"

SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}
TRUSTED_PROXIES = env.int("TRUSTED_PROXIES", 0)

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

UNFOLD = {
    "SITE_TITLE": "管理后台",
    "SITE_HEADER": "管理后台",
    "SITE_SUBHEADER": "失信联合惩戒闭环",
    "SITE_URL": "/",
    "SITE_SYMBOL": "admin_panel_settings",
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": STATIC_URL + "ours/mark.svg"}],
    "SHOW_HISTORY": False,
    "SHOW_VIEW_ON_SITE": False,
    "SHOW_BACK_BUTTON": True,
    "THEME": "light",
    "COLORS": {
        "primary": {
            "50": "#eef3f9",
            "100": "#dbe6f2",
            "200": "#b9cde4",
            "300": "#8fafd2",
            "400": "#5a88bb",
            "500": "#2f659f",
            "600": "#1c4a80",
            "700": "#183f6d",
            "800": "#15355a",
            "900": "#112a47",
            "950": "#0b1c30",
        }
    },
    "ENVIRONMENT": "closedloop.orgs.admin_site.environment",
    "SIDEBAR": {"navigation": "closedloop.orgs.admin_site.navigation"},
    "ACCOUNT": {"navigation": "closedloop.orgs.admin_site.account_links"},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["closedloop.rest.authentication.ApiTokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "closedloop.rest.problems.handle",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "UNAUTHENTICATED_USER": None,
}
KNOX_TOKEN_MODEL = "orgs.ApiToken"
REST_KNOX = {"TOKEN_MODEL": "orgs.ApiToken", "TOKEN_TTL": timedelta(days=365), "AUTO_REFRESH": False}
SPECTACULAR_SETTINGS = {
    "TITLE": "失信联合惩戒闭环 API",
    "DESCRIPTION": "核验、推送、反馈、解除的接口，第 1 版。日期为北京时间 YYYY-MM-DD，时刻为 RFC 3339。",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "SCHEMA_PATH_PREFIX": "/api/v1",
}

# A broker carries only "wake up, look at row N"; the database is the truth (reliability.md D1).
BROKER_URL = env.str("BROKER_URL", "filesystem://localhost")
BROKER_DIR = DATA_DIR / "broker"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"mask": {"()": "closedloop.logs.MaskIdentifiers"}},
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["mask"]}},
    "loggers": {"axes": {"level": "ERROR"}},  # it names whoever tried to log in, and people type passwords there (R27)
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
}
