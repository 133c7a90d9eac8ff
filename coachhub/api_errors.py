"""The API's one error shape (problem details, RFC 9457), also for what Django itself answers under /api/."""

import re
from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views import defaults
from rest_framework import exceptions, status
from rest_framework.fields import get_error_detail
from rest_framework.response import Response
from rest_framework.views import exception_handler

from cohorts.api.serializers import IntroSerializer, WorkingCopySerializer
from cohorts.exceptions import Refused, StaleIntro, StaleRevision
from feedback.api.serializers import ReviewSerializer
from feedback.api.thread_serializers import CommentSerializer, SnippetSerializer
from feedback.api.webhooks import WebhookSerializer
from feedback.exceptions import AlreadyReviewed, StaleComment, StaleReview, StaleSnippet, StaleWebhook

CONTENT_TYPE = "application/problem+json"
STALE: dict[type[Refused], tuple[str, Any]] = {
    StaleRevision: ("intro", WorkingCopySerializer),
    StaleIntro: ("intro", IntroSerializer),
    StaleReview: ("review", ReviewSerializer),
    StaleComment: ("comment", CommentSerializer),
    StaleSnippet: ("snippet", SnippetSerializer),
    StaleWebhook: ("webhook", WebhookSerializer),
}
"""Who was too late is given what is stored now: the row that the refusal holds, as it is read."""


class _Refusal(exceptions.APIException):
    """What a service refused; the code is the exception's name, the detail its sentence."""

    status_code: int = status.HTTP_400_BAD_REQUEST

    def __init__(self, refused: Refused, *, has_tag: bool) -> None:
        super().__init__(str(refused), re.sub(r"(?<!^)(?=[A-Z])", "_", type(refused).__name__).lower())
        if type(refused) in STALE:
            self.status_code = status.HTTP_412_PRECONDITION_FAILED if has_tag else status.HTTP_409_CONFLICT
        elif isinstance(refused, AlreadyReviewed):
            self.status_code = status.HTTP_409_CONFLICT


class _TooLarge(exceptions.APIException):
    status_code = status.HTTP_413_REQUEST_ENTITY_TOO_LARGE
    default_code = "too_large"


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    """DRF's exception handler: every refusal in one shape; a stale save comes with both texts."""
    api_error = _as_api_error(error, context)
    response = exception_handler(api_error, context)
    if response is None:
        return None
    detail = getattr(api_error, "detail", None)
    if isinstance(api_error, exceptions.ValidationError):
        errors = _flatten(detail)
        body = _body(response.status_code, "invalid", _first_sentence(errors)) | {"errors": errors}
    else:
        sentence = str(detail or (response.data or {}).get("detail", ""))
        body = _body(response.status_code, _code(api_error, detail, response.status_code), sentence)
    if isinstance(error, Refused) and type(error) in STALE:
        name, serializer = STALE[type(error)]
        request = context["request"]
        body |= {"current": serializer(getattr(error, name), context={"request": request}).data, "yours": request.data}
    response.data = body
    response.content_type = CONTENT_TYPE
    return response


def _as_api_error(error: Exception, context: dict[str, Any]) -> Exception:
    if isinstance(error, Refused):
        return _Refusal(error, has_tag="If-Match" in context["request"].headers)
    if isinstance(error, DjangoValidationError):
        return exceptions.ValidationError(get_error_detail(error))
    if isinstance(error, RequestDataTooBig):
        return _TooLarge(_("This request is larger than the server takes."))
    if isinstance(error, SuspiciousOperation):
        return exceptions.ParseError()
    return error


def _code(error: Exception, detail: object, status_code: int) -> str:
    return str(getattr(detail, "code", "")) or HTTPStatus(status_code).phrase.lower().replace(" ", "_")


def _body(status_code: int, code: str, detail: str) -> dict[str, Any]:
    return {
        "type": "about:blank",
        "title": HTTPStatus(status_code).phrase,
        "status": status_code,
        "code": code,
        "detail": detail,
    }


def _flatten(detail: Any, path: str = "") -> dict[str, list[str]]:
    """{"field.inner": [sentences]}; what is about the whole request stands under "request"."""
    if isinstance(detail, dict):
        found: dict[str, list[str]] = {}
        for key, inner in detail.items():
            name = "" if key == "non_field_errors" else str(key)
            for inner_path, sentences in _flatten(inner, ".".join(part for part in (path, name) if part)).items():
                found.setdefault(inner_path, []).extend(sentences)
        return found
    if isinstance(detail, list | tuple) and any(isinstance(part, dict) for part in detail):
        return _flatten({str(index): part for index, part in enumerate(detail)}, path)
    sentences = list(detail) if isinstance(detail, list | tuple) else [detail]
    return {path or "request": [str(sentence) for sentence in sentences]}


def _first_sentence(errors: dict[str, list[str]]) -> str:
    field, sentences = next(iter(errors.items()))
    return sentences[0] if field in {"request", "__all__"} else f"{field}: {sentences[0]}"


def _handler(
    status_code: int, page: Callable[..., HttpResponse], detail: Callable[[], str]
) -> Callable[..., HttpResponse]:
    """A handler of Django's for errors outside a view: JSON under /api/, the site's page elsewhere."""
    code = HTTPStatus(status_code).phrase.lower().replace(" ", "_")

    def handle(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
        if request.path.startswith("/api/"):
            return JsonResponse(_body(status_code, code, detail()), status=status_code, content_type=CONTENT_TYPE)
        return page(request) if status_code == HTTPStatus.INTERNAL_SERVER_ERROR else page(request, exception)

    return handle


bad_request = _handler(400, defaults.bad_request, lambda: _("This request cannot be read."))
permission_denied = _handler(403, defaults.permission_denied, lambda: _("You may not do this."))
page_not_found = _handler(404, defaults.page_not_found, lambda: _("There is nothing at this address."))
server_error = _handler(500, defaults.server_error, lambda: _("Something went wrong on our side; it has been noted."))
