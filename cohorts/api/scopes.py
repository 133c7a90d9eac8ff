"""What a token lets its program do: one permission class, asked by every view.

A view says in `scopes` which scope an action of its needs ({action or method: scopes, any of which will do}). Reading
needs `read`, which every token has; a change of which nothing is said needs `admin`: what is forgotten stays shut.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from rest_framework import status
from rest_framework.exceptions import APIException
from rest_framework.permissions import SAFE_METHODS, BasePermission

from cohorts.models import ApiToken, Scope

if TYPE_CHECKING:  # the views module imports the permissions of the settings
    from rest_framework.request import Request
    from rest_framework.views import APIView

Scopes = Mapping[str, tuple[Scope, ...]]


EITHER = (Scope.WRITE, Scope.REVIEW)
"""What both sides do: a candidate's program with the one scope, a coach's with the other."""


def scopes_for(view: object, action: str | None, method: str) -> tuple[Scope, ...]:
    """Those that let a token do it, any one of them. `action` is a view set's; None elsewhere."""
    told: Scopes = getattr(view, "scopes", {})
    named = told.get(action or method.lower())
    if named is not None:
        return named
    return (Scope.READ,) if method in SAFE_METHODS else told.get("*", (Scope.ADMIN,))


class InsufficientScope(APIException):
    """403, as RFC 6750 asks for."""

    status_code = status.HTTP_403_FORBIDDEN
    default_code = "insufficient_scope"

    def __init__(self, needed: tuple[Scope, ...]) -> None:
        names = [scope.value for scope in needed]
        super().__init__(_("This token may not do that: it lacks the scope %(scope)s.") % {"scope": " / ".join(names)})
        self.auth_header = f'Bearer error="insufficient_scope", scope="{names[0]}"'


class HasScope(BasePermission):
    """People who are signed in may do all that is theirs; a token what it was made for."""

    def has_permission(self, request: "Request", view: "APIView") -> bool:
        token = request.auth
        action = getattr(view, "action", None)
        if not isinstance(token, ApiToken) or (hasattr(view, "action_map") and action is None):
            return True  # without an action the method is not there, and 405 says so
        needed = scopes_for(view, action, str(request.method))
        if not set(needed) & set(token.scopes):
            raise InsufficientScope(needed)
        return True
