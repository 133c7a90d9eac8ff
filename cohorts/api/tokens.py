"""Tokens for programs: stored hashed, shown once, with scopes and an end, revoked at any time."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.exceptions import PermissionDenied
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.throttling import BaseThrottle

from cohorts import access
from cohorts.api.authentication import PasswordAuthentication, TokenAuthentication
from cohorts.api.requests import person, valid
from cohorts.api.scopes import Scopes
from cohorts.api.serializers import max_chars
from cohorts.api.throttles import TokenThrottle
from cohorts.models import ApiToken, Scope
from cohorts.querysets import ApiTokenQuerySet


class ApiTokenSerializer(serializers.ModelSerializer[Any]):
    id = serializers.CharField(source="token_key", read_only=True, help_text="The token's beginning.")
    scopes = serializers.ListField(child=serializers.ChoiceField(choices=Scope.choices), read_only=True)
    created_at = serializers.DateTimeField(source="created", read_only=True)
    expires_at = serializers.DateTimeField(source="expiry", read_only=True)
    last_used_at = serializers.DateTimeField(read_only=True, allow_null=True, help_text="To the minute.")

    class Meta:
        model = ApiToken
        fields = ["id", "name", "scopes", "created_at", "expires_at", "last_used_at"]
        read_only_fields = ["name"]


class NewTokenSerializer(ApiTokenSerializer):
    token = serializers.CharField(read_only=True, help_text="Shown this once.")

    class Meta(ApiTokenSerializer.Meta):
        fields = [*ApiTokenSerializer.Meta.fields, "token"]


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "A token that submits drafts for 30 days",
            {"name": "Notebook", "scopes": ["read", "write"], "expires_at": "2026-04-01T08:00:00Z"},
        )
    ]
)
class NewTokenInput(serializers.Serializer[Any]):
    """All may be left out: a token without scopes can only read, and one without an end lives for 90 days."""

    name = serializers.CharField(
        max_length=max_chars(ApiToken, "name"), allow_blank=True, default="", help_text="Once a person."
    )
    scopes = serializers.ListField(
        child=serializers.ChoiceField(choices=Scope.choices),
        default=[Scope.READ.value],
        max_length=20,
        help_text="`read` is always among them.",
    )
    expires_at = serializers.DateTimeField(
        default=None, allow_null=True, help_text="Within 366 days; null for 90 days from now."
    )


class TokenViewSet(mixins.ListModelMixin, mixins.DestroyModelMixin, viewsets.GenericViewSet[Any]):
    """Your own tokens. Make one with your session, or with e-mail and password (Basic)."""

    queryset = ApiToken.objects.none()
    serializer_class = ApiTokenSerializer
    filter_backends: list[Any] = []
    lookup_field = "token_key"
    lookup_value_regex = "[0-9a-z_]+"
    lookup_url_kwarg = "id"
    cursor_ordering = ("-created", "-digest")
    scopes: Scopes = {"destroy": (Scope.READ,)}

    def get_authenticators(self) -> list[Any]:
        """A token cannot make another: one that leaked would live on for ever."""
        classes: list[Any] = list(api_settings.DEFAULT_AUTHENTICATION_CLASSES)
        if self.request is not None and self.request.method == "POST":
            classes = [PasswordAuthentication, *(c for c in classes if not issubclass(c, TokenAuthentication))]
        return [authenticator() for authenticator in classes]

    def get_queryset(self) -> ApiTokenQuerySet:
        own: ApiTokenQuerySet = ApiToken.objects.in_use_by(self.request.user, timezone.now())
        return own

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), *([TokenThrottle()] if self.action == "create" else [])]

    @extend_schema(request=NewTokenInput, responses={201: NewTokenSerializer})
    def create(self, request: Request) -> Response:
        """A new token. Send it as `Authorization: Bearer TOKEN`. 400 for whoever has as many as a person may."""
        given = valid(NewTokenInput(data=request.data))
        row, secret = access.make_token(user=person(request), **given)
        return Response({**ApiTokenSerializer(row).data, "token": secret}, status.HTTP_201_CREATED)

    def perform_destroy(self, instance: Any) -> None:
        """A token ends itself, which is how a program tidies up; any other is ended by its person."""
        if self.request.auth not in (None, instance):
            raise PermissionDenied(_("A token can revoke itself alone. Sign in to revoke another."))
        access.revoke_token(token=instance)
