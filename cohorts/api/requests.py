"""What a view asks of a request."""

from typing import Any

from rest_framework.exceptions import NotAuthenticated, NotFound
from rest_framework.request import Request
from rest_framework.serializers import BaseSerializer

from cohorts.models import User


def person(request: Request) -> User:
    if not isinstance(request.user, User):
        raise NotAuthenticated
    return request.user


def admin(request: Request) -> User:
    """The admin who asks; for anybody else there is nothing here."""
    user = person(request)
    if not user.is_staff:
        raise NotFound
    return user


def valid(serializer: BaseSerializer[Any]) -> dict[str, Any]:
    """What was sent, as the serializer understands it; raises ValidationError."""
    serializer.is_valid(raise_exception=True)
    return dict(serializer.validated_data)
