"""The time zone of readers, how often they may write to pages, what their browser may keep; where a request is from."""

import time
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import BaseThrottle

Answer = Callable[[HttpRequest], HttpResponse]
MINUTE_S = 60


def client_address(request: HttpRequest) -> str:
    """Whose wrong passwords are counted together: behind a proxy its client's, by the API's own rule (NUM_PROXIES)."""
    return BaseThrottle().get_ident(request)  # type: ignore[arg-type]  # reads META alone


class TimeZoneMiddleware:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with timezone.override(zoneinfo.ZoneInfo(request.user.time_zone) if request.user.is_authenticated else None):
            return self.get_response(request)


class ThrottleMiddleware:
    """Writes to pages in a minute, of a person or else of a network address; the API counts its own.

    Counted in the cache: for all web processes together where it is shared, else for each. One that is away stops
    nobody.
    """

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.method in SAFE_METHODS or request.path.startswith("/api/"):
            return self.get_response(request)
        if request.user.is_authenticated:
            who, limit = f"person:{request.user.pk}", settings.WRITES_A_MINUTE
        else:
            who, limit = f"address:{client_address(request)}", settings.STRANGER_WRITES_A_MINUTE
        return self.get_response(request) if _count(who) <= limit else _too_many(request)


def _count(who: str) -> int:
    """Of this minute, this one included."""
    key = f"page-writes:{who}:{int(time.time()) // MINUTE_S}"
    cache.add(key, 0, timeout=2 * MINUTE_S)
    try:
        return cache.incr(key) or 0  # None from a Redis that is away
    except ValueError:  # thrown out between the two lines
        return 1


def _too_many(request: HttpRequest) -> HttpResponse:
    detail = _("These were more changes in a minute than hands can make. Wait a minute and go on; nothing is lost.")
    if request.content_type == "application/json":
        body = {
            "type": "about:blank",
            "title": "Too Many Requests",
            "status": 429,
            "code": "throttled",
            "detail": detail,
        }
        response: HttpResponse = JsonResponse(body, status=429, content_type="application/problem+json")
    else:
        response = render(request, "429.html", {"detail": detail}, status=429)
    response["Retry-After"] = str(MINUTE_S - int(time.time()) % MINUTE_S)
    return response


class NoStoreMiddleware:
    """What somebody who is signed in sees is gone when they leave: going back after it shows nothing."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        if request.user.is_authenticated and "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response
