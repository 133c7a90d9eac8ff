"""Idempotency-Key: the same request with the same key makes nothing twice, and is answered the same."""

import json
import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _
from rest_framework.exceptions import ValidationError
from rest_framework.request import Request
from rest_framework.response import Response

from cohorts.access import Answer, answer_once
from cohorts.api.requests import person


def idempotency_key(request: Request) -> uuid.UUID | None:
    raw = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not raw:
        return None
    try:
        return uuid.UUID(raw)
    except ValueError:
        raise ValidationError({"Idempotency-Key": [_("Give a UUID.")]}) from None


def once(create: Callable[..., Response]) -> Callable[..., Response]:
    """For a method that creates: with a key it is done once, and a refusal leaves the key as it was."""

    @wraps(create)
    def answered(self: Any, request: Request, *args: Any, **kwargs: Any) -> Response:
        key = idempotency_key(request)
        if key is None:
            return create(self, request, *args, **kwargs)
        sent = json.dumps(request.data, cls=DjangoJSONEncoder, sort_keys=True)
        asked = f"{request.method} {request.path}\n{sent}"
        answer = answer_once(
            user=person(request), key=key, request=asked, make=lambda: _kept(create(self, request, *args, **kwargs))
        )
        headers = {name: value for name, value in answer.headers.items() if value}
        return Response(answer.body, answer.status, headers=headers)

    return has_own_keys(answered)


def has_own_keys(create: Callable[..., Any]) -> Callable[..., Any]:
    """Says of a method, for the documentation, that it heeds the header."""
    create.is_once = True  # type: ignore[attr-defined]  # read by coachhub.api_schema
    return create


def _kept(response: Response) -> Answer:
    headers = {name: response[name] for name in ("Location", "ETag") if name in response}
    return Answer(response.status_code, json.loads(json.dumps(response.data, cls=DjangoJSONEncoder)), headers)
