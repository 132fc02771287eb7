"""Every setting, read from the environment; a missing or bad one stops the start with its name and
remedy.
"""

import os
from pathlib import Path

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent


def required(name: str) -> str:
    """The environment variable `name`, or a clear error where it is unset or empty."""
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(
            f"The environment variable {name} is not set. Set it (see .env.example), "
            "or start through ./run, which sets it."
        )
    return value


def flag(name: str, default: str) -> bool:
    """A 0/1 environment variable as a bool."""
    value = os.environ.get(name, default)
    if value not in {"0", "1"}:
        raise ImproperlyConfigured(f"The environment variable {name} is {value!r}: write 0 or 1.")
    return value == "1"


def whole_number(name: str, default: str, lowest: int, highest: int) -> int:
    """An environment variable that holds a whole number within bounds."""
    value = os.environ.get(name, default)
    if not value.isdecimal() or not lowest <= int(value) <= highest:
        raise ImproperlyConfigured(
            f"The environment variable {name} is {value!r}: "
            f"write a whole number from {lowest} to {highest}."
        )
    return int(value)


def share(name: str, default: str) -> str:
    """An environment variable that holds a share from 0 to 1, kept as text for exact decimals."""
    value = os.environ.get(name, default)
    whole, _, fraction = value.partition(".")
    if not (whole in {"0", "1"} and (fraction.isdecimal() or not fraction)):
        raise ImproperlyConfigured(
            f"The environment variable {name} is {value!r}: write a share from 0 to 1, as 0.001."
        )
    return value


def names(name: str, default: str = "") -> list[str]:
    """A comma-separated environment variable as a list."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


SECRET_KEY = required("SECRET_KEY")
DEBUG = flag("DEBUG", "0")
ALLOWED_HOSTS = names("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = names("CSRF_TRUSTED_ORIGINS")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django_htmx",
    "csp",
    "filings",
    "donations",
    "expenditures",
    "web",
    "financetracker",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "financetracker.observability.RequestIdMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "web.middleware.NoNulMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
]

ROOT_URLCONF = "financetracker.urls"
WSGI_APPLICATION = "financetracker.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "web.context.site",
            ],
        },
    },
]

# psycopg binds on the client (its default under Django), so that the planner sees the values: a
# generic plan for `LIKE $1` can cost a thousandfold.
DATABASES = {
    "default": dj_database_url.parse(
        required("DATABASE_URL"), conn_max_age=600, conn_health_checks=True
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

REDIS_URL = required("REDIS_URL")
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "financetracker",
    }
}

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{validator}"}
    for validator in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "static/"
# Set where collectstatic runs and its result is served (the container). Unset, files are served
# from the apps themselves (./run on a newsroom's laptop).
STATIC_ROOT = os.environ.get("STATIC_ROOT") or None
WHITENOISE_USE_FINDERS = STATIC_ROOT is None
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if WHITENOISE_USE_FINDERS
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
        "base-uri": [SELF],
        "form-action": [SELF],
        "img-src": [SELF, "data:"],
    }
}
SECURE_SSL = flag("SECURE_SSL", "1")
SECURE_SSL_REDIRECT = SECURE_SSL
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SSL else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SESSION_COOKIE_SECURE = SECURE_SSL
CSRF_COOKIE_SECURE = SECURE_SSL
SECURE_HSTS_SECONDS = 31_536_000 if SECURE_SSL else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_SSL
SECURE_HSTS_PRELOAD = SECURE_SSL
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "web.views.errors.csrf_failure"

# Where the FEC's files come from. A local mirror, laid out like the FEC's site, wins.
FEC_BULK_BASE = os.environ.get("FEC_BULK_BASE") or "https://www.fec.gov/files/bulk-downloads"
FEC_MIRROR = os.environ.get("FEC_MIRROR", "")
FEC_USER_AGENT_CONTACT = os.environ.get("FEC_USER_AGENT_CONTACT", "")
DATA_DIR = Path(os.environ.get("DATA_DIR") or BASE_DIR / "var" / "downloads")
# Exports that are written in the background: the site and the worker share this folder.
EXPORT_DIR = Path(os.environ.get("EXPORT_DIR") or BASE_DIR / "var" / "exports")
REJECT_SHARE_MAX = share("REJECT_SHARE_MAX", "0.001")
DOWNLOAD_MAX_BYTES = whole_number("DOWNLOAD_MAX_BYTES", "20000000000", 1, 10**13)
# Readers' corrections are limited by address. Behind a proxy that is the one it names in a header
# of its own; without a proxy nobody may name one.
CLIENT_ADDRESS_HEADER = os.environ.get("CLIENT_ADDRESS_HEADER", "")
NIGHTLY_HOUR = whole_number("NIGHTLY_HOUR", "8", 0, 23)

# Where electronic filings come from, minutes after they were filed: the FEC's feed of new ones, and
# the folder of docquery's that holds /posted/. A local mirror wins here too.
EFILING_FEED_URL = (
    os.environ.get("EFILING_FEED_URL")
    or "https://efilingapps.fec.gov/rss/generate?preDefinedFilingType=ALL"
)
EFILING_BASE = os.environ.get("EFILING_BASE") or "https://docquery.fec.gov/dcdev"
# 0: nobody looks for new filings, neither by the feed nor by night.
EFILING_POLL = flag("EFILING_POLL", "1")
EFILING_POLL_SECONDS = whole_number("EFILING_POLL_SECONDS", "120", 10, 86_400)

LOG_LEVEL = os.environ.get("LOG_LEVEL", "INFO").upper()
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"ids": {"()": "financetracker.observability.IdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(correlation_id)s] %(message)s"}
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "filters": ["ids"], "formatter": "line"}
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
}
