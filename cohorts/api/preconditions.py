"""ETag, If-None-Match and If-Match (RFC 9110, 13.1) of what is edited.

A tag is "REVISION.HASH": the hash is of all that the answer says, so that a tag seen again means the same bytes; the
revision is what a change names, and the service that makes the change compares it while it holds the row.
"""

import hashlib
import json
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.cache import get_conditional_response
from django.utils.http import parse_etags
from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

NEVER = -1
"""No row has this revision: what is sent instead of a tag that is none of ours."""
REVISION_MAX = 2**31 - 1
View = TypeVar("View", bound=Callable[..., Any])


class PreconditionRequired(APIException):
    status_code = status.HTTP_428_PRECONDITION_REQUIRED
    default_code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(_("Say which state you saw: its ETag as If-Match, or its number as revision."))


def tagged(request: Request, data: Any, revision: int, status_code: int = status.HTTP_200_OK) -> Response:
    """The answer with its ETag; 304 without a body for whoever has it already."""
    response = Response(data, status_code)
    said = json.dumps(data, cls=DjangoJSONEncoder, sort_keys=True)
    response["ETag"] = f'"{revision}.{hashlib.sha256(said.encode()).hexdigest()[:20]}"'
    response["Cache-Control"] = "private, no-cache"
    if request.method not in SAFE_METHODS:
        return response
    kept: Response = get_conditional_response(request._request, response["ETag"], None, response)  # type: ignore[assignment]  # gives what it got
    return kept


def seen_revision(request: Request) -> int | None:
    """The revision that If-Match names; None where nothing is named, or "*". Revisions grow, so of several the last."""
    tags = parse_etags(request.headers.get("If-Match", ""))
    if not tags or tags == ["*"]:
        return None
    return max(_revision(tag) for tag in tags)


def required_revision(request: Request, named: int | None) -> int:
    """That of If-Match, or else `named`, the one in the body. Raises PreconditionRequired where there is neither."""
    seen = seen_revision(request)
    if seen is None:
        seen = named
    if seen is None:
        raise PreconditionRequired
    return seen


def is_conditional(*, required: bool) -> Callable[[View], View]:
    """Says of a view's method, for the documentation, that it heeds If-Match, or wants it."""

    def mark(view: View) -> View:
        view.if_match = "required" if required else "optional"  # type: ignore[attr-defined]  # read by coachhub.api_schema
        return view

    return mark


def is_tagged(view: View) -> View:
    """Says of a view's method, for the documentation, that it heeds If-None-Match."""
    view.is_tagged = True  # type: ignore[attr-defined]  # read by coachhub.api_schema
    return view


def _revision(tag: str) -> int:
    number = tag.strip('"').split(".")[0]
    is_ours = tag.startswith('"') and number.isascii() and number.isdigit() and len(number) <= len(str(REVISION_MAX))
    return int(number) if is_ours else NEVER


class TaggedRetrieveMixin:
    """Reads one, with its ETag. The row has a `revision`."""

    @is_tagged
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        row = self.get_object()  # type: ignore[attr-defined]  # of the view set that this is mixed into
        data = self.get_serializer(row).data  # type: ignore[attr-defined]  # the same
        return tagged(request, data, row.revision)
