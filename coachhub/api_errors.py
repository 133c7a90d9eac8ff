"""The API's one error shape (after RFC 9457) and its one order of lists."""

from typing import Any

from django.core.exceptions import ValidationError as DjangoValidationError
from rest_framework import exceptions, status
from rest_framework.pagination import CursorPagination
from rest_framework.response import Response
from rest_framework.views import exception_handler


class NewestFirstPagination(CursorPagination):
    ordering = "-pk"
    page_size_query_param = "page_size"
    max_page_size = 200


def problem(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(error.messages)
    response = exception_handler(error, context)
    if response is not None:
        detail = response.data.get("detail") if isinstance(response.data, dict) else None
        response.data = {
            "type": "about:blank",
            "title": str(getattr(error, "default_detail", error)),
            "status": response.status_code,
            "detail": str(detail or getattr(error, "default_detail", error)),
            **({} if detail or response.status_code != status.HTTP_400_BAD_REQUEST else {"errors": response.data}),
        }
        response.content_type = "application/problem+json"
    return response
