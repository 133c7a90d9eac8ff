"""Settings. What differs between installations comes from `coachhub/env.py`; the rest stands here."""

from datetime import timedelta
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environ import Env

from coachhub import env
from coachhub.env import LOOPBACK, PROJECT

try:
    VALUES, HOME = env.load()
except env.WrongSetting as error:  # the sentence is for people, whichever process reads it: no traceback
    raise SystemExit(f"coachhub cannot start: {error}") from None

VERSION = "0.1.0"
BASE_DIR = PROJECT
SECRET_KEY = VALUES["COACHHUB_SECRET_KEY"]
DEBUG = VALUES["COACHHUB_DEBUG"]
FIRST_ADMIN_EMAIL, FIRST_ADMIN_PASSWORD = VALUES["COACHHUB_ADMIN_EMAIL"], VALUES["COACHHUB_ADMIN_PASSWORD"]
DEMO = VALUES["COACHHUB_DEMO"]
BIND_HOST, BIND_PORT, WEB_WORKERS = VALUES["COACHHUB_HOST"], VALUES["PORT"], VALUES["COACHHUB_WEB_WORKERS"]
BASE_URL = VALUES["COACHHUB_BASE_URL"] or env.local_url(VALUES)
ALLOWED_HOSTS = sorted(
    {urlsplit(BASE_URL).hostname or "localhost", *LOOPBACK, "[::1]", *VALUES["COACHHUB_ALLOWED_HOSTS"]}
)
CSRF_TRUSTED_ORIGINS = [BASE_URL]
HAS_HTTPS = BASE_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "coachhub.apps.StaticFilesConfig",
    "django.contrib.humanize",
    "django_htmx",
    "django_filters",
    "rest_framework",
    "knox",
    "drf_spectacular",
    "csp",
    "axes",
    "cohorts",
    "feedback",
    "coachhub.apps.CoachhubConfig",
]
MIDDLEWARE = [
    "coachhub.health.HealthMiddleware",  # first: it answers also when what the others need is away
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "cohorts.middleware.NoStoreMiddleware",
    "cohorts.middleware.TimeZoneMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "cohorts.middleware.ThrottleMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]
ROOT_URLCONF = "coachhub.urls"
WSGI_APPLICATION = "coachhub.wsgi.application"
TEMPLATES: list[dict[str, Any]] = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PROJECT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "coachhub.context_processors.site",
            ],
        },
    }
]

DATABASES = {"default": env.database(VALUES, HOME)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 10_000},  # a few counters a person and minute; Django's 300 would lose some
    }
}
if VALUES["COACHHUB_CACHE_URL"]:
    CACHES["default"] = {
        "BACKEND": "django_redis.cache.RedisCache",
        "LOCATION": VALUES["COACHHUB_CACHE_URL"],
        # A cache that is away slows a page, it never breaks one.
        "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 1, "SOCKET_TIMEOUT": 1},
    }

WRITES_A_MINUTE = VALUES["COACHHUB_WRITES_A_MINUTE"]
STRANGER_WRITES_A_MINUTE = VALUES["COACHHUB_STRANGER_WRITES_A_MINUTE"]

AUTH_USER_MODEL = "cohorts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]
LOGIN_URL, LOGIN_REDIRECT_URL, LOGOUT_REDIRECT_URL = "cohorts:sign_in", "home", "cohorts:sign_in"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HAS_HTTPS
# TLS ends at a proxy; without its word on the scheme a redirect would never end.
SECURE_SSL_REDIRECT = HAS_HTTPS and VALUES["COACHHUB_PROXY_HTTPS"]
SECURE_HSTS_SECONDS = 31_536_000 if HAS_HTTPS else 0
if VALUES["COACHHUB_PROXY_HTTPS"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
AXES_FAILURE_LIMIT, AXES_COOLOFF_TIME = 10, 0.25  # ten wrong passwords, a quarter of an hour
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_CLIENT_IP_CALLABLE = "cohorts.middleware.client_address"
AXES_USERNAME_FORM_FIELD = "username"  # as Django's form and authenticate() call it, though it is an e-mail address
AXES_HANDLER = "axes.handlers.database.AxesDatabaseHandler"  # counts for all web processes together
AXES_DISABLE_ACCESS_LOG = True
AXES_LOCKOUT_TEMPLATE = "cohorts/locked_out.html"
AXES_VERBOSE = False
AXES_ENABLE_ADMIN = False  # lists of attempts are nothing to run a cohort with

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English")]  # what there is a text for; a browser asking for others gets this
TIME_ZONE = VALUES["COACHHUB_TIME_ZONE"]
USE_TZ = True
FORMAT_MODULE_PATH = "coachhub.formats"
STATIC_URL = "static/"
STATIC_ROOT = HOME / "static" if VALUES["COACHHUB_STATIC_ROOT"] == Path() else VALUES["COACHHUB_STATIC_ROOT"]
_plotly = find_spec("plotly")  # found, not imported: that would cost each process 70 ms for a folder's name
STATICFILES_DIRS: list[Any] = [("plotly", Path(str(_plotly and _plotly.origin)).parent / "package_data")]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "coachhub.static_storage.StaticFilesStorage"},
}

if VALUES["COACHHUB_EMAIL_URL"]:
    _mail = Env.email_url_config(VALUES["COACHHUB_EMAIL_URL"])
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail["EMAIL_HOST"], _mail["EMAIL_PORT"] or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail["EMAIL_HOST_USER"] or "", _mail["EMAIL_HOST_PASSWORD"] or ""
    EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.get("EMAIL_USE_TLS", False), _mail.get("EMAIL_USE_SSL", False)
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "feedback.emails.FileBackend"
MAIL_DIR = HOME / "mail" / "demo" if DEMO else HOME / "mail"
DEFAULT_FROM_EMAIL = SERVER_EMAIL = VALUES["COACHHUB_EMAIL_FROM"]

CHROMIUM = VALUES["COACHHUB_CHROMIUM"]
WEBHOOK_PRIVATE = VALUES["COACHHUB_WEBHOOK_PRIVATE"]
WEBHOOK_LIMIT_S = 15
CHECK_LIMIT_S = VALUES["COACHHUB_CHECK_LIMIT_S"]
HAS_EMBEDDED_BROKER = not VALUES["COACHHUB_BROKER_URL"]
CELERY_BROKER_URL = VALUES["COACHHUB_BROKER_URL"] or f"redis+socket://{env.broker_socket(HOME)}"
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # a broker that was away for an hour comes back, too
CELERY_TASK_DEFAULT_QUEUE = "coachhub"
CELERY_TASK_IGNORE_RESULT = True  # results live in our tables
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_TIME_LIMIT = CHECK_LIMIT_S + 10
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
TAGGER_THREADS = VALUES["COACHHUB_TAGGER_THREADS"]
CELERY_WORKER_CONCURRENCY = VALUES["COACHHUB_CHECK_WORKERS"]
CELERY_WORKER_MAX_MEMORY_PER_CHILD = 500_000  # KiB; a process over it is replaced after its task
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = False  # a check ends by itself and is claimed once
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TIMEZONE = "UTC"
# A page waits no longer than this for a broker that is away: the sweep enqueues what was left.
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
    "visibility_timeout": 300 + CHECK_LIMIT_S,
}
CELERY_BEAT_SCHEDULE_FILENAME = str(HOME / "run" / "celerybeat-schedule")
# Each message expires before many of its kind can gather while no worker is there.
CELERY_BEAT_SCHEDULE = {
    "beat": {"task": "coachhub.beat", "schedule": 10.0, "options": {"expires": 30}},
    "sweep": {"task": "feedback.sweep_check_runs", "schedule": 15.0, "options": {"expires": 30}},
    "recheck": {"task": "feedback.recheck", "schedule": 15.0, "options": {"expires": 30}},
    "webhooks": {"task": "feedback.sweep_deliveries", "schedule": 15.0, "options": {"expires": 30}},
    "digests": {"task": "feedback.send_due_digests", "schedule": 60.0, "options": {"expires": 120}},
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "cohorts.api.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated", "cohorts.api.scopes.HasScope"],
    "DEFAULT_PAGINATION_CLASS": "cohorts.api.paging.NewestFirstPagination",
    "PAGE_SIZE": 50,
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["cohorts.api.parsers.StrictJSONParser"],
    "DEFAULT_SCHEMA_CLASS": "coachhub.api_schema.ApiSchema",
    "DEFAULT_THROTTLE_CLASSES": ["cohorts.api.throttles.ReadThrottle", "cohorts.api.throttles.WriteThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "reads": "600/min",
        "writes": "120/min",
        "submit": "10/min",
        "live": "60/min",
        "tokens": "10/min",
        "prints": "6/min",
    },
    "NUM_PROXIES": 1 if VALUES["COACHHUB_PROXY_HTTPS"] else 0,  # whose word on the client's address counts
    "EXCEPTION_HANDLER": "coachhub.api_errors.problem",
}
KNOX_TOKEN_MODEL = "cohorts.ApiToken"  # noqa: S105  # the name of a model
# The prefix lets scanners for secrets know one that lies about.
REST_KNOX = {"TOKEN_TTL": timedelta(days=90), "AUTH_HEADER_PREFIX": "Bearer", "TOKEN_PREFIX": "ch_"}
SPECTACULAR_SETTINGS = {
    "TITLE": "coachhub API",
    "DESCRIPTION": "Versioned drafts of introductions, what the checks find in them, and what coaches answer.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "ENUM_NAME_OVERRIDES": {
        "RunStatus": "feedback.models.RunStatus",
        "ReviewStatus": "feedback.models.ReviewStatus",
    },
    "SCHEMA_PATH_PREFIX": "/api/v[0-9]+",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "coachhub.api_schema.add_problems",
        "coachhub.api_schema.add_examples",
    ],
}

SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # e-mail addresses are unique by a constraint that does not tell capitals apart
    "security.W005",  # other names under the domain are not ours to bind to HTTPS
    "security.W021",  # nor is the whole domain ours to put on the browsers' lists
]

LOG_LEVEL = VALUES["COACHHUB_LOG_LEVEL"]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"not_health": {"()": "coachhub.log.NotAboutHealth"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["not_health"]}},
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    # A line for each message and each tick says nothing; what a task has to tell, it logs itself.
    "loggers": {
        name: {"level": "WARNING"} for name in ("celery.beat", "celery.worker.strategy", "celery.app.trace", "_granian")
    },
}
