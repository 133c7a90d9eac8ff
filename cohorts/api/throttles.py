"""How often one person may ask; the rates stand in the settings."""

from typing import TYPE_CHECKING

from rest_framework.permissions import SAFE_METHODS
from rest_framework.throttling import UserRateThrottle

if TYPE_CHECKING:  # the views module imports the throttles of the settings
    from rest_framework.request import Request
    from rest_framework.views import APIView


class ReadThrottle(UserRateThrottle):
    scope = "reads"

    def allow_request(self, request: "Request", view: "APIView") -> bool:
        return request.method not in SAFE_METHODS or super().allow_request(request, view)


class WriteThrottle(UserRateThrottle):
    scope = "writes"

    def allow_request(self, request: "Request", view: "APIView") -> bool:
        return request.method in SAFE_METHODS or super().allow_request(request, view)


class SubmitThrottle(UserRateThrottle):
    """Submitting makes the checks work: a burst is a script gone wrong."""

    scope = "submit"


class LiveThrottle(UserRateThrottle):
    """Each look at a text runs all checks."""

    scope = "live"


class PrintThrottle(UserRateThrottle):
    """Each report as a PDF takes a browser for some seconds."""

    scope = "prints"


class TokenThrottle(UserRateThrottle):
    scope = "tokens"
