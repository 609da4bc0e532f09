"""Everything configurable, from the environment only; docs/operations.md lists the variables.

With nothing set this is a demonstration on one machine: an embedded database, a generated key, no HTTPS.
"""

import os
from pathlib import Path
from urllib.parse import urlsplit

import pghistory
from django.utils.csp import CSP
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _
from js_asset import static_lazy

from config import database, secrets

BASE_DIR = Path(__file__).resolve().parent.parent


def switch(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "").strip().lower()
    return value in {"1", "true", "yes", "on"} if value else default


def words(name: str) -> list[str]:
    return os.environ.get(name, "").replace(",", " ").split()


DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / ".data").expanduser().absolute()
DEBUG = switch("DEBUG")
SITE_NAME = os.environ.get("SITE_NAME") or "Alliance Record"
# Where readers find the site: absolute addresses, host check, CSRF and HTTPS all follow from it.
SITE_URL = (os.environ.get("SITE_URL") or "http://127.0.0.1:8000").rstrip("/")
HTTPS = SITE_URL.startswith("https://")

SECRET_KEY = os.environ.get("SECRET_KEY") or secrets.kept(DATA_DIR / "secret-key")
SECRET_KEY_FALLBACKS = words("SECRET_KEY_FALLBACKS")
ALLOWED_HOSTS = [
    urlsplit(SITE_URL).hostname or "",
    "localhost",
    "127.0.0.1",
    "[::1]",
    *words("ALLOWED_HOSTS"),
]
CSRF_TRUSTED_ORIGINS = [SITE_URL, *words("CSRF_TRUSTED_ORIGINS")]

DATABASES = {"default": database.settings(os.environ.get("DATABASE_URL", ""), DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# A real installation names its database. Demo accounts and a generated key are refused there.
PRODUCTION = bool(os.environ.get("DATABASE_URL")) and not DEBUG

INSTALLED_APPS = [
    "publishing",
    "desk",
    "members",
    "summits",
    "commentary",
    "syndication",
    "home",
    "desk.apps.DeskAdminConfig",
    "django.contrib.auth",
    # Its roles are set up after auth has made the permissions they consist of.
    "accounts",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "django_prose_editor",
    "pgtrigger",
    "pghistory",
    "config",
]

# Session, login and messages are lazy: a public page that asks for none of them costs no query or cookie.
# No LocaleMiddleware: its Vary: Accept-Language would split the front cache for every reader; the address says it all.
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.csp.ContentSecurityPolicyMiddleware",
    "publishing.middleware.speak",
    "publishing.middleware.head_without_body",
    "publishing.middleware.refuse_oversized",
    "publishing.middleware.refuse_nul",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "desk.middleware.sign_history",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.csp",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
if redis := os.environ.get("REDIS_URL"):
    CACHES["default"] = {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": redis}

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "admin:login"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.ScryptPasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# What the desk adds to the rich text editor.
DJANGO_PROSE_EDITOR_EXTENSIONS = [
    {"js": [static_lazy("desk/editor/index.js")], "extensions": {"DeskText": "desk.forms.richtext.nothing_allowed"}}
]

LANGUAGE_CODE = os.environ.get("LANGUAGE_CODE") or "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = ["config.formats"]
USE_I18N = True
TIME_ZONE = "UTC"
USE_TZ = True

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_HASHED = switch("STATIC_HASHED", default=not DEBUG)
MEDIA_URL = "/media/"
MEDIA_ROOT = DATA_DIR / "media"
HASHED = "publishing.styles.Storage"
PLAIN = "django.contrib.staticfiles.storage.StaticFilesStorage"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": HASHED if STATIC_HASHED else PLAIN},
}
# Snapshots of the record for partners. Several machines share this folder.
SNAPSHOT_DIR = Path(os.environ.get("SNAPSHOT_DIR") or DATA_DIR / "snapshots").expanduser().absolute()
SNAPSHOTS_KEPT = int(os.environ.get("SNAPSHOTS_KEPT") or 7)
# Signs checkpoints of the chain: 32 bytes in base64url. Without one, a key is made up when it is first needed.
CHECKPOINT_KEY = os.environ.get("CHECKPOINT_KEY") or lazy(secrets.kept, str)(DATA_DIR / "checkpoint-key", 43)
WHITENOISE_USE_FINDERS = not STATIC_HASHED

# The API's own document is made in syndication/v1/openapi.py; this keeps the deployment check from making another.
SPECTACULAR_SETTINGS = {"POSTPROCESSING_HOOKS": []}

# Row history: when it was, not when its transaction began; indexed by what it is looked up by alone.
PGHISTORY_CREATED_AT_FUNCTION = "clock_timestamp()"
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)

# Calls a minute and a day over what a plan ships with (syndication/plans.py): "public=60/5000 agency=6000/2000000".
API_BUDGETS = dict(word.partition("=")[::2] for word in words("API_BUDGETS"))
# How many readers of the change feed may wait in one process: each holds one of its threads.
FEED_WAITERS = int(os.environ.get("FEED_WAITERS") or 4)
FEED_WAITERS_PER_CALLER = int(os.environ.get("FEED_WAITERS_PER_CALLER") or 2)
# Who is mailed when a partner stops following the feed or owes receipts; nobody when it is empty.
PARTNER_NOTICES_TO = words("PARTNER_NOTICES_TO")
SMTP_HOST, SMTP_PORT = (os.environ.get("SMTP_SERVER") or "localhost:25").rsplit(":", 1)
MAIL_OPTIONS: dict[str, dict] = {
    "smtp": {"host": SMTP_HOST, "port": int(SMTP_PORT), "timeout": 10},
    "filebased": {"file_path": DATA_DIR / "mail"},
    "console": {},
}
# A demonstration writes its letters to files, unless it is given a server.
MAIL_BY = os.environ.get("MAIL_BY") or ("smtp" if PRODUCTION or os.environ.get("SMTP_SERVER") else "filebased")
MAILERS = {
    "default": {
        "BACKEND": f"django.core.mail.backends.{MAIL_BY}.EmailBackend",
        "OPTIONS": MAIL_OPTIONS[MAIL_BY],
    }
}
DEFAULT_FROM_EMAIL = os.environ.get("DEFAULT_FROM_EMAIL") or "alliance-record@localhost"
# How many trusted proxies stand in front; each adds an address to X-Forwarded-For, so that many count from the right.
NUM_PROXIES = int(os.environ.get("NUM_PROXIES") or switch("BEHIND_PROXY"))
# Whether webhooks may go to this very machine, and without TLS: to try a receiver out.
WEBHOOKS_TO_LOOPBACK = switch("WEBHOOKS_TO_LOOPBACK", default=not PRODUCTION)

# Security

SECURE_CSP = {
    "default-src": [CSP.SELF],
    "script-src": [CSP.SELF, CSP.NONCE],
    "style-src": [CSP.SELF, CSP.NONCE],
    "object-src": [CSP.NONE],
    "base-uri": [CSP.NONE],
    "form-action": [CSP.SELF],
    "frame-ancestors": [CSP.NONE],
}
# A paste that is too long is refused by its field, in words, with everything else typed still there.
# More than this is not read.
DATA_UPLOAD_MAX_MEMORY_SIZE = 16 * 1024 * 1024
# A state with forty memberships is a form of a thousand fields.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if switch("BEHIND_PROXY") else None
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": os.environ.get("LOG_LEVEL") or "WARNING"},
}
