"""Tokens for programs: stored hashed, shown once, with an end, taken back at any time."""

from typing import Any

from django.contrib.auth import authenticate
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.utils import extend_schema
from knox.models import AuthToken
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.authentication import BasicAuthentication
from rest_framework.exceptions import AuthenticationFailed, Throttled, ValidationError
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from cohorts.api.throttles import TokenThrottle
from cohorts.models import User

TOKENS_MAX = 20
"""Of one person at a time; a program needs one."""


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


class TokenSerializer(serializers.ModelSerializer[Any]):
    id = serializers.CharField(source="token_key", read_only=True, help_text="The token's beginning.")
    created_at = serializers.DateTimeField(source="created", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True)

    class Meta:
        model = AuthToken
        fields = ["id", "created_at", "expires_at"]


class NewTokenSerializer(TokenSerializer):
    token = serializers.CharField(read_only=True, help_text="Shown this once.")

    class Meta(TokenSerializer.Meta):
        fields = [*TokenSerializer.Meta.fields, "token"]


class TokenViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet[Any]):
    """Your own tokens. Make one with your session, or with e-mail and password (Basic)."""

    queryset = AuthToken.objects.none()
    serializer_class = TokenSerializer
    filter_backends: list[Any] = []
    lookup_field = "token_key"
    lookup_value_regex = "[0-9a-f]+"
    lookup_url_kwarg = "id"
    cursor_ordering = ("-created", "-digest")

    def get_authenticators(self) -> list[Any]:
        """A token cannot make another: one that leaked would live on for ever."""
        classes: list[Any] = list(api_settings.DEFAULT_AUTHENTICATION_CLASSES)
        if self.request is not None and self.request.method == "POST":
            classes = [PasswordAuthentication, *(c for c in classes if c.__module__ != "knox.auth")]
        return [authenticator() for authenticator in classes]

    def get_queryset(self) -> QuerySet[Any]:
        own: QuerySet[Any] = AuthToken.objects.filter(user_id=self.request.user.pk, expiry__gt=timezone.now())
        return own

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), *([TokenThrottle()] if self.action == "create" else [])]

    @extend_schema(request=None, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        """A new token. Send it as `Authorization: Bearer TOKEN`. 400 for whoever has as many as a person may."""
        AuthToken.objects.filter(user=request.user, expiry__lte=timezone.now()).delete()
        if self.get_queryset().count() >= TOKENS_MAX:
            raise ValidationError(_("You have %(most)d tokens, and more are not kept: delete one first.")
                                  % {"most": TOKENS_MAX})  # fmt: skip
        row, token = AuthToken.objects.create(user=request.user)
        row.token = token
        return Response(NewTokenSerializer(row).data, status.HTTP_201_CREATED)
