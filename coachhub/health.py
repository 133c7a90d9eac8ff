"""GET /healthz: is each part there? Answers without session, user or exception, also when none of them is."""

import logging
import time
from collections.abc import Callable
from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import Error, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis import Redis
from redis.exceptions import RedisError

from coachhub.log import HEALTH_PATH

logger = logging.getLogger(__name__)

BEAT_KEY = "coachhub:beat"
BEAT_LATE_S = 60
"""Six ticks of the schedule: a worker that is busy with the longest check still makes it."""
STARTING_S = 30
"""As long after its own start a web process takes a missing first beat for a beginning, not for a failure."""
ANSWER_WITHIN_S = 0.5

_started = time.monotonic()


class HealthMiddleware:
    """Answers /healthz before sessions and users are looked up, which a database that is away would break."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return health(request) if request.path_info == HEALTH_PATH else self.get_response(request)


@login_not_required
@never_cache
@require_safe
def health(_request: HttpRequest) -> HttpResponse:
    """200 when database, broker and beat are there, else 503."""
    body = report(up_s=time.monotonic() - _started)
    return JsonResponse(body, status=200 if body["status"] == "ok" else 503)


def report(*, up_s: float) -> dict[str, Any]:
    """What a process that has been up for `up_s` seconds sees; `down` lists the parts that are not there.

    `beat_age_s` is how long ago a worker ran the task that beat sends every ten seconds; null when that is not known.
    """
    has_database = _has_database()
    has_broker, age_s = beat_age_s()
    has_beat = age_s is not None and age_s <= BEAT_LATE_S
    is_starting = has_database and has_broker and age_s is None and up_s < STARTING_S
    parts = {"database": has_database, "broker": has_broker, "beat": has_beat}
    down = [] if is_starting else [name for name, is_there in parts.items() if not is_there]
    return {
        "status": "starting" if is_starting else "down" if down else "ok",
        "database": "ok" if has_database else "down",
        "broker": "ok" if has_broker else "down",
        "beat_age_s": None if age_s is None else round(age_s, 1),
        "down": down,
        "version": settings.VERSION,
    }


def note_beat() -> None:
    """Leave the time of the beat at the broker; raises RedisError."""
    _broker().set(BEAT_KEY, time.time(), ex=24 * 3600)


def _has_database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        return True
    except Error as error:
        logger.warning("health: the database is away: %s", error)
        return False


def beat_age_s() -> tuple[bool, float | None]:
    """Whether the broker answers, and how long ago the last beat came, if one did."""
    try:
        raw: Any = _broker().get(BEAT_KEY)
        return True, None if raw is None else max(0.0, time.time() - float(raw))
    except (RedisError, OSError, ValueError) as error:
        logger.warning("health: the broker is away: %s", error)
        return False, None


@cache
def _broker() -> Redis:
    # Celery's words for a socket and its database are not the client's.
    address = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1).replace("virtual_host=", "db=", 1)
    client: Redis = Redis.from_url(
        address, socket_connect_timeout=ANSWER_WITHIN_S, socket_timeout=ANSWER_WITHIN_S, retry=None
    )
    return client
