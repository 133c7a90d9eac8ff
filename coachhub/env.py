"""Every setting that comes from the environment: name, default, meaning. The only module that reads it.

`.env.example` lists the same variables; a test holds the two together.
"""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from environ import Env  # parses database, cache and mail addresses

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}


def _flag(raw: str) -> bool:
    if raw.lower() in {"1", "true", "yes", "on"}:
        return True
    if raw.lower() in {"0", "false", "no", "off"}:
        return False
    raise ValueError("is neither 1 nor 0")


def _natural(low: int, high: int) -> Callable[[str], int]:
    def parse(raw: str) -> int:
        if not raw.isascii() or not raw.isdigit() or not low <= int(raw) <= high:
            raise ValueError(f"is not a whole number from {low} to {high}")
        return int(raw)

    return parse


def _words(raw: str) -> list[str]:
    return [word.strip() for word in raw.split(",") if word.strip()]


def _one_of(*choices: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw not in choices:
            raise ValueError(f"is none of {', '.join(choices)}")
        return raw

    return parse


def _url(*schemes: str) -> Callable[[str], str]:
    def parse(raw: str) -> str:
        if raw and raw.split(":", 1)[0] not in schemes:
            raise ValueError(f"does not begin with one of {', '.join(s + '://' for s in schemes)}")
        return raw

    return parse


@dataclass(frozen=True)
class Variable:
    """One environment variable. `parse` raises ValueError with the rest of the sentence that begins with its name."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], Any] = str


VARIABLES = (
    Variable("COACHHUB_HOME", "var", "Folder for all that is written: database, mail, logs, static files.", Path),
    Variable("COACHHUB_SECRET_KEY", "", "Signs sessions and links; at least 32 characters. `make run` makes one."),
    Variable("COACHHUB_DEBUG", "0", "1 shows tracebacks on error pages; for development only.", _flag),
    Variable("COACHHUB_DEMO", "0", "1 loads demo data and offers sign-in by one click; on loopback only.", _flag),
    Variable("COACHHUB_HOST", "127.0.0.1", "Address that the web process binds to."),
    Variable("PORT", "8000", "Port that the web process binds to.", _natural(1, 65535)),
    Variable(
        "COACHHUB_BASE_URL",
        "",
        "Address that people use, for links in mails; default http://HOST:PORT.",
        _url("http", "https"),
    ),
    Variable("COACHHUB_ALLOWED_HOSTS", "", "Further host names that are answered, comma-separated.", _words),
    Variable("COACHHUB_PROXY_HTTPS", "0", "1 behind a proxy that speaks HTTPS and sets X-Forwarded-Proto.", _flag),
    Variable(
        "DATABASE_URL",
        "",
        "postgres://USER:PASSWORD@HOST/NAME; default SQLite in COACHHUB_HOME.",
        _url("postgres", "postgresql", "sqlite"),
    ),
    Variable(
        "COACHHUB_BROKER_URL",
        "",
        "Redis for Celery; default the embedded Valkey's socket in COACHHUB_HOME.",
        _url("redis", "rediss", "redis+socket"),
    ),
    Variable(
        "COACHHUB_CACHE_URL",
        "",
        "Redis for the cache when there are several web processes; default memory.",
        _url("redis", "rediss", "unix"),
    ),
    Variable(
        "COACHHUB_EMAIL_URL",
        "",
        "smtp+tls://USER:PASSWORD@HOST:PORT; default files in COACHHUB_HOME/mail.",
        _url("smtp", "smtp+tls", "smtp+ssl"),
    ),
    Variable("COACHHUB_EMAIL_FROM", "coachhub <coachhub@localhost>", "Sender of all mails."),
    Variable("COACHHUB_TIME_ZONE", "UTC", "Time zone of people who have not chosen one."),
    Variable("COACHHUB_WEB_WORKERS", "1", "Web processes.", _natural(1, 64)),
    Variable("COACHHUB_CHECK_WORKERS", "1", "Processes of the Celery worker.", _natural(1, 64)),
    Variable("COACHHUB_CHECK_LIMIT_S", "30", "Seconds that one check run may take.", _natural(1, 3600)),
    Variable(
        "COACHHUB_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", _one_of("DEBUG", "INFO", "WARNING", "ERROR")
    ),
    Variable("COACHHUB_ADMIN_EMAIL", "", "First admin of an empty database; asked for on a terminal when not given."),
    Variable("COACHHUB_ADMIN_PASSWORD", "", "Password of the first admin."),
)


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """All variables, parsed, by name. Raises ImproperlyConfigured with one sentence that names the wrong one."""
    values: dict[str, Any] = {}
    for variable in VARIABLES:
        raw = environ.get(variable.name, "").strip() or variable.default
        try:
            values[variable.name] = variable.parse(raw)
        except ValueError as error:
            raise ImproperlyConfigured(f"{variable.name}={raw!r} {error}.") from None
    if values["COACHHUB_DEMO"] and values["COACHHUB_HOST"] not in LOOPBACK:
        raise ImproperlyConfigured(
            f"COACHHUB_DEMO=1 lets anybody in: it needs COACHHUB_HOST on loopback, not {values['COACHHUB_HOST']!r}."
        )
    if len(values["COACHHUB_SECRET_KEY"]) < 32:
        raise ImproperlyConfigured("COACHHUB_SECRET_KEY is missing or shorter than 32 characters.")
    return values


def database(values: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """Django's database entry. SQLite as measured to stand four writing processes: WAL, IMMEDIATE, 20 s wait."""
    if values["DATABASE_URL"] and not values["DATABASE_URL"].startswith("sqlite"):
        config: dict[str, Any] = dict(Env.db_url_config(values["DATABASE_URL"]))
        config["CONN_HEALTH_CHECKS"] = True
        config["OPTIONS"] = config.get("OPTIONS", {}) | {"pool": {"min_size": 1, "max_size": 8}}
        return config
    name = values["DATABASE_URL"].removeprefix("sqlite:///") or str(home / "coachhub.sqlite3")
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": name,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


VALUES = read(os.environ)
HOME = (PROJECT / VALUES["COACHHUB_HOME"]).resolve()
