"""Every setting that comes from the environment: name, default, meaning. The only module that reads it.

`.env.example` lists the same variables; a test holds the two together.
"""

import difflib
import hashlib
import os
import secrets
import tempfile
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env  # parses database, cache and mail addresses

PROJECT = Path(__file__).resolve().parent.parent
LOOPBACK = {"127.0.0.1", "::1", "localhost"}
ANY_ADDRESS = {"0.0.0.0", "::"}  # noqa: S104  # compared with, never bound to by itself
PREFIX = "COACHHUB_"
SECRET_KEY_MIN_CHARS = 32
SOCKET_PATH_MAX_BYTES = 100
"""A unix socket's path ends at 104 to 108 bytes, by system."""


class WrongSetting(ImproperlyConfigured):
    """Its text is one sentence that names the variable."""


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
        try:
            _port = urlsplit(raw).port
        except ValueError:
            raise ValueError("is not an address with a port from 1 to 65535") from None
        return raw

    return parse


def _base_url(raw: str) -> str:
    _url("http", "https")(raw)
    if raw and (not urlsplit(raw).hostname or urlsplit(raw).path.strip("/") or urlsplit(raw).query):
        raise ValueError("is not of the form https://HOST")
    return raw.rstrip("/")


def _time_zone(raw: str) -> str:
    if raw not in zoneinfo.available_timezones():
        raise ValueError("is no time zone like Europe/Paris")
    return raw


def _sender(raw: str) -> str:
    if "@" not in parseaddr(raw)[1]:
        raise ValueError("is not of the form NAME <LOCAL@DOMAIN>")
    return raw


@dataclass(frozen=True)
class Variable:
    """One environment variable. `parse` raises ValueError with the rest of the sentence that begins with its name."""

    name: str
    default: str
    meaning: str
    parse: Callable[[str], Any] = str


VARIABLES = (
    Variable("COACHHUB_HOME", "var", "Folder for all that is written: database, mail, sockets, static files.", Path),
    Variable("COACHHUB_STATIC_ROOT", "", "Folder of the collected static files; default COACHHUB_HOME/static.", Path),
    Variable(
        "COACHHUB_SECRET_KEY",
        "",
        "Signs sessions and links; at least 32 characters. `make run` makes one, in COACHHUB_HOME/secret-key.",
    ),
    Variable("COACHHUB_DEBUG", "0", "1 shows tracebacks on error pages; for development only.", _flag),
    Variable("COACHHUB_DEMO", "0", "1 loads demo data and offers sign-in by one click; on loopback only.", _flag),
    Variable("COACHHUB_HOST", "127.0.0.1", "Address that the web process binds to."),
    Variable("PORT", "8000", "Port that the web process binds to.", _natural(1, 65535)),
    Variable(
        "COACHHUB_BASE_URL",
        "",
        "Address that people use, for links in mails; default this machine alone.",
        _base_url,
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
    Variable("COACHHUB_EMAIL_FROM", "coachhub <coachhub@localhost>", "Sender of all mails.", _sender),
    Variable("COACHHUB_TIME_ZONE", "UTC", "Time zone of people who have not chosen one.", _time_zone),
    Variable("COACHHUB_WEB_WORKERS", "1", "Web processes.", _natural(1, 64)),
    Variable("COACHHUB_CHECK_WORKERS", "1", "Processes of the Celery worker.", _natural(1, 64)),
    Variable(
        "COACHHUB_WRITES_A_MINUTE",
        "600",
        "Writes on pages by one person; typing makes at most 315, a live check each 0.25 s and a save each 0.8 s.",
        _natural(1, 1_000_000),
    ),
    Variable(
        "COACHHUB_STRANGER_WRITES_A_MINUTE",
        "60",
        "Sign-ins and requests for a password from one network address; a class of 40 behind one comes in at once.",
        _natural(1, 1_000_000),
    ),
    Variable("COACHHUB_TAGGER_THREADS", "1", "Threads that each process may judge sentences with.", _natural(1, 64)),
    Variable("COACHHUB_CHECK_LIMIT_S", "30", "Seconds that one check run may take.", _natural(1, 3600)),
    Variable(
        "COACHHUB_WEBHOOK_PRIVATE",
        "0",
        "1 lets webhooks go to private and loopback addresses and by plain http; for receivers in your own network.",
        _flag,
    ),
    Variable("COACHHUB_CHROMIUM", "", "Chromium that makes reports into PDFs; default the one that is on the PATH."),
    Variable(
        "COACHHUB_LOG_LEVEL", "INFO", "DEBUG, INFO, WARNING or ERROR.", _one_of("DEBUG", "INFO", "WARNING", "ERROR")
    ),
    Variable("COACHHUB_ADMIN_EMAIL", "", "First admin of an empty database; asked for on a terminal when not given."),
    Variable("COACHHUB_ADMIN_PASSWORD", "", "Password of the first admin."),
)


def use_settings() -> None:
    """For each way in (manage.py, WSGI, Celery): Django's settings are ours unless told otherwise."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "coachhub.settings")


def use_settings_in_celery() -> None:
    """The same, and no system checks at each start of worker and beat: they would load all views for nothing."""
    use_settings()
    os.environ.setdefault("CELERY_SKIP_CHECKS", "1")


def load() -> tuple[dict[str, Any], Path]:
    """The values of this process and its home folder. Raises WrongSetting."""
    values = read(os.environ)
    return values, _home(values)


def read(environ: Mapping[str, str]) -> dict[str, Any]:
    """All variables, parsed, by name. Raises WrongSetting."""
    values = {variable.name: _parse(variable, environ) for variable in VARIABLES}
    if values["COACHHUB_DEMO"] and values["DATABASE_URL"].startswith("postgres"):
        raise WrongSetting(
            "COACHHUB_DEMO=1 lets anybody in: it does not go with the database of DATABASE_URL; set COACHHUB_DEMO=0."
        )
    if values["COACHHUB_DEMO"] and values["COACHHUB_HOST"] not in LOOPBACK:
        raise WrongSetting(
            f"COACHHUB_DEMO=1 lets anybody in: it needs COACHHUB_HOST on loopback, not {values['COACHHUB_HOST']!r}."
        )
    if bool(values["COACHHUB_ADMIN_EMAIL"]) != bool(values["COACHHUB_ADMIN_PASSWORD"]):
        raise WrongSetting("COACHHUB_ADMIN_EMAIL and COACHHUB_ADMIN_PASSWORD are given together or not at all.")
    key_file = _key_file(_home(values))
    if not values["COACHHUB_SECRET_KEY"] and key_file.is_file():
        values["COACHHUB_SECRET_KEY"] = key_file.read_text().strip()
    if len(values["COACHHUB_SECRET_KEY"]) < SECRET_KEY_MIN_CHARS:
        raise WrongSetting(f"COACHHUB_SECRET_KEY is missing or shorter than {SECRET_KEY_MIN_CHARS} characters.")
    return values


def local_url(values: Mapping[str, Any]) -> str:
    """Where this machine reaches the web process."""
    host = "127.0.0.1" if values["COACHHUB_HOST"] in ANY_ADDRESS else values["COACHHUB_HOST"]
    return f"http://{f'[{host}]' if ':' in host else host}:{values['PORT']}"


def example() -> str:
    """The part of `.env.example` that lists the variables: meaning, name, default."""
    return "\n".join(f"# {variable.meaning}\n#{variable.name}={variable.default}\n" for variable in VARIABLES)


def unknown(environ: Mapping[str, str] | None = None) -> dict[str, str]:
    """Names that begin like ours but are none, as after a typing mistake, each with the nearest that there is or ""."""
    ends = [variable.name.removeprefix(PREFIX) for variable in VARIABLES if variable.name.startswith(PREFIX)]
    names = (environ if environ is not None else os.environ).keys()
    strange = sorted(name for name in names if name.startswith(PREFIX) and name.removeprefix(PREFIX) not in ends)
    near = {name: difflib.get_close_matches(name.removeprefix(PREFIX), ends, 1) for name in strange}
    return {name: PREFIX + matches[0] if matches else "" for name, matches in near.items()}


def make_secret_key() -> None:
    """For `make run`: a secret key of this installation's own in its home folder, if it has none. Raises OSError."""
    home = _home({"COACHHUB_HOME": Path(os.environ.get("COACHHUB_HOME", "").strip() or "var")})
    if os.environ.get("COACHHUB_SECRET_KEY", "").strip() or _key_file(home).exists():
        return
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    partial = _key_file(home).with_suffix(f".{os.getpid()}")
    with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(secrets.token_urlsafe(48) + "\n")
    partial.rename(_key_file(home))


PLANNER = {"options": "-c random_page_cost=1.1 -c jit=off"}
"""How PostgreSQL plans. By its default of 4, made for turning discs, it reads all introductions rather than those of
one cohort by their index, and pages slow down as the installation grows; to compile a page's query takes longer than
to run it. `?options=...` in DATABASE_URL says otherwise."""


def database(values: Mapping[str, Any], home: Path) -> dict[str, Any]:
    """Django's database entry. SQLite as measured to stand four writing processes: WAL, IMMEDIATE, 20 s wait.

    Demo data has a file of its own: leaving the demo is a start with an empty database, and it can be returned to.
    """
    if values["DATABASE_URL"] and not values["DATABASE_URL"].startswith("sqlite"):
        config: dict[str, Any] = dict(Env.db_url_config(values["DATABASE_URL"]))
        config["CONN_HEALTH_CHECKS"] = True
        # There are more connections than threads, so one waits only for a database that is away: 2 s, then the page
        # says so. With the pool's own 30 s all threads would hang, and /healthz with them.
        pool = {"min_size": 1, "max_size": 8, "timeout": 2}
        limits = {"connect_timeout": 5, "tcp_user_timeout": 10_000}  # seconds, milliseconds: libpq's own units
        config["OPTIONS"] = limits | PLANNER | config.get("OPTIONS", {}) | {"pool": pool}
        return config
    default = str(home / ("demo.sqlite3" if values["COACHHUB_DEMO"] else "coachhub.sqlite3"))
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": values["DATABASE_URL"].removeprefix("sqlite:///") or default,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
        },
    }


def broker_socket(home: Path) -> Path:
    """Where the embedded Valkey listens: in the home folder, or elsewhere when that path is too long."""
    socket = home / "run" / "valkey.sock"
    if len(os.fsencode(socket)) <= SOCKET_PATH_MAX_BYTES:
        return socket
    name = hashlib.sha256(os.fsencode(home)).hexdigest()[:12]
    return Path(tempfile.gettempdir()) / f"coachhub-{os.getuid()}-{name}" / "valkey.sock"


def _parse(variable: Variable, environ: Mapping[str, str]) -> Any:
    raw = environ.get(variable.name, "").strip() or variable.default
    try:
        return variable.parse(raw)
    except ValueError as error:
        raise WrongSetting(f"{variable.name}={raw!r} {error}.") from None


def _home(values: Mapping[str, Any]) -> Path:
    home: Path = values["COACHHUB_HOME"]
    return (PROJECT / home).resolve()


def _key_file(home: Path) -> Path:
    return home / "secret-key"
