"""Who asks: a token, or (to make one) e-mail address and password. The browser's session is DRF's own."""

from typing import Any

from django.contrib.auth import authenticate
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from knox.auth import TokenAuthentication as KnoxAuthentication
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled
from rest_framework.request import Request

from cohorts.access import note_use
from cohorts.models import ApiToken, User


class TokenAuthentication(KnoxAuthentication):  # type: ignore[misc]  # knox has no types
    """knox's, which notes that a token was used."""

    def authenticate_credentials(self, token: bytes) -> tuple[User, ApiToken]:
        if not token.isalnum() and not token.replace(b"_", b"").isalnum():  # knox would look for any bytes
            raise AuthenticationFailed(_("Invalid token."))
        user, found = super().authenticate_credentials(token)
        note_use(token=found)
        return user, found

    def _cleanup_token(self, auth_token: ApiToken) -> bool:
        """Whether it has ended. knox would read and delete the person's others on each request: `make_token` does."""
        return auth_token.expiry is not None and auth_token.expiry <= timezone.now()


class TokenScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers by being defined
    target_class = TokenAuthentication
    name = "token"
    priority = 1  # before the one that drf-spectacular has for knox

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "bearer"}


class PasswordAuthentication(BasicAuthentication):
    """E-mail and password, counted like those of the sign-in page: ten wrong ones and the door stays shut a while."""

    www_authenticate_realm = "coachhub"

    def authenticate_credentials(self, userid: str, password: str, request: Request | None = None) -> tuple[User, None]:
        if "\x00" in userid:
            raise AuthenticationFailed(_("Wrong e-mail address or password."))
        user = authenticate(request, username=userid.lower(), password=password)
        if getattr(request, "axes_locked_out", False):
            raise Throttled(detail=_("Too many wrong passwords. Try again later."))
        if not isinstance(user, User):
            raise AuthenticationFailed(_("Wrong e-mail address or password."))
        return user, None


class PasswordScheme(OpenApiAuthenticationExtension):  # type: ignore[no-untyped-call]  # registers by being defined
    target_class = PasswordAuthentication
    name = "emailAndPassword"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {"type": "http", "scheme": "basic"}
