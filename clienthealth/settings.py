"""All settings, from the environment. Production refuses to start without its secrets and services."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Any

import environ
import structlog
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from clienthealth.core.logs import without_personal_data

ROOT = Path(__file__).resolve().parent.parent
env = environ.Env()
if (ROOT / ".env").is_file():
    env.read_env(ROOT / ".env")

ENVIRONMENT = env.str("CLIENTHEALTH_ENV", "production")
if ENVIRONMENT not in {"production", "development"}:
    raise ImproperlyConfigured(f"CLIENTHEALTH_ENV is “{ENVIRONMENT}”; it must be production or development")
PRODUCTION = ENVIRONMENT == "production"


def required(name: str) -> str:
    """A setting that production must be given."""
    value: str = env.str(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set; production needs it (see .env.example)")
    return value


def service_urls() -> tuple[str, str]:
    """The addresses of PostgreSQL and Redis: given, or (in development) the embedded ones of this checkout."""
    if PRODUCTION:
        return required("DATABASE_URL"), required("REDIS_URL")
    given = env.str("DATABASE_URL", ""), env.str("REDIS_URL", "")
    if all(given):
        return given
    from clienthealth import embedded

    running = embedded.urls()
    return given[0] or running[0], given[1] or running[1]


def development_key() -> str:
    """A key that this checkout made for itself."""
    from clienthealth import embedded

    return embedded.secret_key()


DEBUG = False
if PRODUCTION:
    SECRET_KEY = required("SECRET_KEY")
    ALLOWED_HOSTS = [host.strip() for host in required("ALLOWED_HOSTS").split(",")]
else:
    SECRET_KEY = env.str("SECRET_KEY", "") or development_key()
    ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]", "testserver"]
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
BASE_URL = env.str("BASE_URL", "http://localhost:8000")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL] if BASE_URL.startswith("https") else [])

DATABASE_URL, REDIS_URL = service_urls()
DATABASES = {
    "default": {
        **environ.Env.db_url_config(DATABASE_URL),
        "ENGINE": "django_prometheus.db.backends.postgresql",
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

SINGLE_SIGN_ON = [name for name in ("google", "microsoft") if env.str(f"{name.upper()}_CLIENT_ID", "")]
INSTALLED_APPS = [
    "clienthealth.core",
    "accounts",
    "signals",
    "surveys",
    "offboarding",
    "prospects",
    *(["clienthealth.demo"] if importlib.util.find_spec("clienthealth.demo") else []),
    "clienthealth.admin.OwnersAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "pgtrigger",
    "pghistory",
    "csp",
    "django_structlog",
    "django_prometheus",
    "health_check",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    *(f"allauth.socialaccount.providers.{provider}" for provider in SINGLE_SIGN_ON),
]

MIDDLEWARE = [
    "django_prometheus.middleware.PrometheusBeforeMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "accounts.middleware.LinksFirstMiddleware",
    "clienthealth.core.public.PublicFirstMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accounts.middleware.PersonMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_structlog.middlewares.RequestMiddleware",
    "pghistory.middleware.HistoryMiddleware",
    "django_prometheus.middleware.PrometheusAfterMiddleware",
]

ROOT_URLCONF = "clienthealth.urls"
PUBLIC_URLCONF, PUBLIC_PREFIXES = "surveys.public_urls", ("/s/", "/a/")
WSGI_APPLICATION = "clienthealth.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.shell",
                "signals.context_processors.inbox",
                "signals.context_processors.notices",
                "prospects.context_processors.screening",
                "surveys.context_processors.loops",
                "offboarding.context_processors.partings",
            ],
        },
    },
]

# People ----------------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"

ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_ADAPTER = "clienthealth.core.adapters.ClosedDoor"
SOCIALACCOUNT_ADAPTER = "clienthealth.core.adapters.KnownPeopleOnly"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_RATE_LIMITS = {"login": "20/m/ip", "login_failed": "5/10m/key,30/10m/ip", "reset_password": "10/h/ip,5/h/key"}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = not PRODUCTION
MFA_TOTP_ISSUER = "clienthealth"
# Rates are counted by address, and behind a proxy every request has the proxy's: how many of them are ours?
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("TRUSTED_PROXIES", 1 if PRODUCTION and env.bool("BEHIND_PROXY", True) else 0)

# Single sign-on lets in whom we know by their address, where the provider has proved that it is theirs: Google does;
# Microsoft only where one tenant (our own) is named. Elsewhere, a person connects the account after logging in.
MICROSOFT_TENANT = env.str("MICROSOFT_TENANT", "organizations")
PROVES_ADDRESSES = {"google": True, "microsoft": MICROSOFT_TENANT not in {"common", "organizations", "consumers"}}
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict[str, Any]] = {
    provider: {
        "APPS": [
            {
                "client_id": env.str(f"{provider.upper()}_CLIENT_ID"),
                "secret": env.str(f"{provider.upper()}_CLIENT_SECRET", ""),
                "settings": {"tenant": MICROSOFT_TENANT},
            }
        ],
        "EMAIL_AUTHENTICATION": PROVES_ADDRESSES[provider],
        "VERIFIED_EMAIL": PROVES_ADDRESSES[provider],
    }
    for provider in SINGLE_SIGN_ON
}

# Security --------------------------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "manifest-src": [SELF],
        "object-src": [NONE],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
CSRF_COOKIE_HTTPONLY = True
if PRODUCTION:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", True)
    SECURE_REDIRECT_EXEMPT = [r"^health/"]
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", 60 * 60 * 24 * 365)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
    SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", True) else None
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_MEMORY_SIZE = 20 * 1024 * 1024  # bytes of a body that is no file: 5,000 rows sent to the API
UPLOAD_MAX_BYTES = env.int("UPLOAD_MAX_BYTES", 200 * 1024 * 1024)

# Services --------------------------------------------------------------------------------------------------------

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": "clienthealth",
    }
}
SESSION_ENGINE = "django.contrib.sessions.backends.db"

EMAIL_CONFIG = env.email_url("EMAIL_URL", default="consolemail://" if not PRODUCTION else "smtp://localhost:25")
vars().update(EMAIL_CONFIG)
EMAIL_TIMEOUT = env.int("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", "clienthealth@localhost")
# Surveys that come back: bounces@agency.example, and the mailbox behind it (imaps://user:password@host/INBOX)
SURVEY_BOUNCE_ADDRESS = env.str("SURVEY_BOUNCE_ADDRESS", "")
SURVEY_BOUNCE_MAILBOX = env.str("SURVEY_BOUNCE_MAILBOX", "")

CELERY_BROKER_URL = REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_DEFAULT_QUEUE = "long"
CELERY_TASK_ROUTES = {
    "signals.tasks.score_marked": {"queue": "quick"},
    "clienthealth.core.tasks.send_mail": {"queue": "post"},
    "signals.tasks.hand_to_post": {"queue": "post"},
    "surveys.tasks.tell_of_loops": {"queue": "post"},
    "surveys.tasks.tend": {"queue": "post"},
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_DB_REUSE_MAX = 1_000_000  # tasks; CONN_MAX_AGE is what ends a worker's connection
CELERY_TIMEZONE = "UTC"
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_BEAT_SCHEDULE_FILENAME = str(ROOT / "var" / "beat" / "schedule")
CELERY_BEAT_SCHEDULE = {
    "score the marked clients": {
        "task": "signals.tasks.score_marked", "schedule": 1.0, "options": {"expires": 2.0, "queue": "quick"},
    },
    "close the days that are over": {
        "task": "signals.tasks.close_days", "schedule": 300.0, "options": {"expires": 290.0},
    },
    "score everyone": {"task": "signals.tasks.score_everyone", "schedule": crontab(minute=20, hour="*/6")},
    "score whoever's turn it is": {
        "task": "signals.tasks.score_bulk", "schedule": 5.0, "options": {"expires": 5.0},
    },
    "choose what people are told of": {
        "task": "signals.tasks.attend", "schedule": 5.0, "options": {"expires": 5.0},
    },
    "build the frames asked for": {
        "task": "signals.tasks.build_frames", "schedule": 5.0, "options": {"expires": 5.0},
    },
    "backfill a declared history": {
        "task": "signals.tasks.backfill", "schedule": 10.0, "options": {"expires": 10.0},
    },
    "count the openings of links": {
        "task": "accounts.tasks.fold_openings", "schedule": 5.0, "options": {"expires": 5.0},
    },
    "take up imports that were left": {"task": "accounts.tasks.resume_imports", "schedule": 30.0},
    "erase what was kept long enough": {"task": "accounts.tasks.keep_privacy", "schedule": crontab(minute=10, hour=2)},
    "write the mails about alerts": {
        "task": "signals.tasks.hand_to_post", "schedule": 5.0, "options": {"expires": 5.0, "queue": "post"},
    },
    "send the mails that are due": {
        "task": "clienthealth.core.tasks.send_mail", "schedule": 5.0, "options": {"expires": 5.0, "queue": "post"},
    },
    "open loops for low answers brought in": {
        "task": "surveys.tasks.open_loops", "schedule": 60.0, "options": {"expires": 55.0},
    },
    "write the mails about replies owed": {
        "task": "surveys.tasks.tell_of_loops", "schedule": 30.0, "options": {"expires": 25.0, "queue": "post"},
    },
    "plan whom to ask": {"task": "surveys.tasks.plan", "schedule": 600.0, "options": {"expires": 590.0}},
    "send surveys and see what became of them": {
        "task": "surveys.tasks.tend", "schedule": 10.0, "options": {"expires": 10.0, "queue": "post"},
    },
    "read which surveys came back": {
        "task": "surveys.tasks.fetch_bounces", "schedule": 300.0, "options": {"expires": 290.0},
    },
    "forget who tried the survey pages": {"task": "surveys.tasks.forget", "schedule": crontab(minute=20, hour=3)},
    "forget prospects whose time is over": {
        "task": "prospects.tasks.erase_old", "schedule": crontab(minute=50, hour=3),
    },
    "ask whether we would decide the same": {
        "task": "offboarding.tasks.ask_second_looks", "schedule": crontab(minute=30, hour=4),
    },
    "thin mails and events": {"task": "clienthealth.core.tasks.thin", "schedule": crontab(minute=40)},
}  # fmt: skip

PGHISTORY_CREATED_AT_FUNCTION = "clienthealth_now()"
PGHISTORY_ADMIN_ALL_EVENTS = False
PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")

# The API ---------------------------------------------------------------------------------------------------------

API_REQUESTS_A_MINUTE = env.int("API_REQUESTS_A_MINUTE", 600)  # for each key
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "accounts.api.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["clienthealth.core.api.scopes.HasScope"],
    "DEFAULT_THROTTLE_CLASSES": ["clienthealth.core.api.limits.ByCaller"],
    "DEFAULT_PARSER_CLASSES": ["clienthealth.core.api.parsing.PlainJSON"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "clienthealth.core.api.parsing.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "clienthealth.core.api.schema.Described",
    "EXCEPTION_HANDLER": "clienthealth.core.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "clienthealth API",
    "DESCRIPTION": "Everything a person can do or see, with the same rights. Guide: docs/api.md.",
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "COMPONENT_SPLIT_PATCH": False,
    "COMPONENT_NO_READ_ONLY_REQUIRED": True,  # `fields` may leave any of them out
    "AUTHENTICATION_WHITELIST": [],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "ENUM_NAME_OVERRIDES": {
        "InvoiceKind": "accounts.models.billing.Invoice.Kind",
        "DeliverableKind": "accounts.models.Deliverable.Kind",
    },
    "PREPROCESSING_HOOKS": ["clienthealth.core.api.schema.only_described"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "clienthealth.core.api.schema.with_problems",
    ],
}

# Languages, files, logs --------------------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("da", _("Danish")),
    ("zh-hans", _("Chinese")),
    ("de", _("German")),
    ("es", _("Spanish")),
]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = ["clienthealth.core.locales"]
USE_I18N = USE_TZ = USE_THOUSAND_SEPARATOR = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [ROOT / "static"]
STATIC_ROOT = ROOT / "staticfiles"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = not PRODUCTION
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", str(ROOT / "var" / "media")))

PROMETHEUS_EXPORT_MIGRATIONS = False
METRICS_TOKEN = env.str("METRICS_TOKEN", "")
SILENCED_SYSTEM_CHECKS: list[str] = []

LOG_RENDERER = structlog.processors.JSONRenderer() if PRODUCTION else structlog.dev.ConsoleRenderer(colors=False)
LOG_CONTEXT: list[Any] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": structlog.stdlib.ProcessorFormatter,
            "foreign_pre_chain": LOG_CONTEXT,
            "processors": [
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                without_personal_data,
                LOG_RENDERER,
            ],
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.str("LOG_LEVEL", "INFO")},
    "loggers": {"django.db.backends": {"level": "WARNING"}},
}
structlog.configure(
    processors=[
        structlog.stdlib.filter_by_level,
        *LOG_CONTEXT,
        structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
    ],
    logger_factory=structlog.stdlib.LoggerFactory(),
    cache_logger_on_first_use=True,
)
DJANGO_STRUCTLOG_CELERY_ENABLED = True
DJANGO_STRUCTLOG_IP_LOGGING_ENABLED = False
