"""Webhooks and the log of what was delivered; for admins, and for their tokens with the scope `admin`."""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django_filters import rest_framework as filters
from drf_spectacular.utils import OpenApiExample, extend_schema, extend_schema_serializer
from rest_framework import mixins, serializers, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.permissions import BasePermission, IsAuthenticated
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from cohorts.api.filters import WholeNumberFilter
from cohorts.api.preconditions import TaggedRetrieveMixin, is_conditional, seen_revision, tagged
from cohorts.api.requests import valid
from cohorts.api.scopes import HasScope, Scopes
from cohorts.api.serializers import max_chars
from cohorts.models import Cohort, Scope
from feedback.models import SUBSCRIBABLE, Delivery, DeliveryState, Webhook, WebhookEvent
from feedback.services.webhooks import change_secret, delete_webhook, redeliver, save_webhook, send_ping

FIELDS = ["id", "name", "address", "events", "cohort", "is_active", "quiet_until", "created_at", "revision"]


class AdminsAlone(BasePermission):
    """For anybody else there is nothing here."""

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user.is_staff:
            raise NotFound(_("There is nothing at this address."))
        return True


class WebhookSerializer(serializers.ModelSerializer[Webhook]):
    """`cohort` is null where it is told of all cohorts; nothing is sent before `quiet_until`."""

    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(
        slug_field="slug", read_only=True, allow_null=True
    )
    events = serializers.ListField(child=serializers.ChoiceField(choices=SUBSCRIBABLE))

    class Meta:
        model = Webhook
        fields = FIELDS
        read_only_fields = fields


@extend_schema_serializer(component_name="WebhookWithSecret")
class SecretSerializer(WebhookSerializer):
    """With the secret that deliveries are signed with; it is told this once."""

    secret = serializers.CharField(read_only=True)

    class Meta(WebhookSerializer.Meta):
        fields = [*FIELDS, "secret"]
        read_only_fields = fields


@extend_schema_serializer(
    examples=[
        OpenApiExample(
            "Told who is ready",
            {
                "name": "Alumni office",
                "address": "https://hooks.example.org/coachhub",
                "events": ["candidate.ready"],
                "cohort": "autumn",
            },
        )
    ]
)
class WebhookInput(serializers.Serializer[Webhook]):
    name = serializers.CharField(max_length=max_chars(Webhook, "name"))
    address = serializers.CharField(max_length=max_chars(Webhook, "address"), help_text="Begins with https://.")
    events = serializers.ListField(
        child=serializers.ChoiceField(choices=SUBSCRIBABLE), min_length=1, max_length=len(SUBSCRIBABLE)
    )
    cohort: serializers.SlugRelatedField[Cohort] = serializers.SlugRelatedField(
        slug_field="slug", queryset=Cohort.objects.all(), allow_null=True, default=None
    )
    is_active = serializers.BooleanField(default=True)


class DeliverySerializer(serializers.ModelSerializer[Delivery]):
    """`body` is sent as it stands, at every attempt; `answer` is how the last answer began."""

    next_at = serializers.SerializerMethodField(help_text="When it is tried next; null where it is not.")

    class Meta:
        model = Delivery
        fields = [
            "id", "webhook", "event", "event_id", "state", "attempts", "status", "error", "answer", "created_at",
            "claimed_at", "delivered_at", "next_at", "body",
        ]  # fmt: skip
        read_only_fields = fields

    def get_next_at(self, delivery: Delivery) -> str | None:
        if delivery.state != DeliveryState.PENDING:
            return None
        return serializers.DateTimeField().to_representation(delivery.next_at)


class DeliveryFilter(filters.FilterSet):
    webhook = WholeNumberFilter(field_name="webhook_id")
    state = filters.ChoiceFilter(choices=DeliveryState.choices)
    event = filters.ChoiceFilter(choices=WebhookEvent.choices)
    event_id = filters.UUIDFilter()

    class Meta:
        model = Delivery
        fields: list[str] = []


class WebhookViewSet(TaggedRetrieveMixin, viewsets.ReadOnlyModelViewSet[Webhook]):
    """Where other systems are told of what happens. Admins only."""

    queryset = Webhook.objects.none()
    serializer_class = WebhookSerializer
    permission_classes = [IsAuthenticated, AdminsAlone, HasScope]
    scopes: Scopes = {"list": (Scope.ADMIN,), "retrieve": (Scope.ADMIN,), "*": (Scope.ADMIN,)}

    def get_queryset(self) -> QuerySet[Webhook]:
        return Webhook.objects.visible_to(self.request.user).select_related("cohort")

    @extend_schema(request=WebhookInput, responses={201: SecretSerializer})
    def create(self, request: Request) -> Response:
        """The answer has the secret, this once, so that it cannot be answered again (no `Idempotency-Key`)."""
        webhook = save_webhook(**valid(WebhookInput(data=request.data)))
        return Response(SecretSerializer(webhook).data, status.HTTP_201_CREATED)

    @extend_schema(request=WebhookInput, responses=WebhookSerializer)
    @is_conditional(required=False)
    def partial_update(self, request: Request, pk: str) -> Response:
        webhook = self.get_object()
        now = {name: getattr(webhook, name) for name in ("name", "address", "events", "cohort", "is_active")}
        given = valid(WebhookInput(data=request.data, partial=True))
        changed = save_webhook(webhook=webhook, revision=seen_revision(request), **(now | given))
        return tagged(request, self.get_serializer(changed).data, changed.revision)

    @extend_schema(responses={204: None})
    @is_conditional(required=False)
    def destroy(self, request: Request, pk: str) -> Response:
        """With its log; what is not delivered yet is not sent any more."""
        delete_webhook(webhook=self.get_object(), revision=seen_revision(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=None, responses={201: DeliverySerializer})
    @action(detail=True, methods=["post"])
    def ping(self, request: Request, pk: str) -> Response:
        """Send a test; what becomes of it stands in the delivery's log."""
        return Response(DeliverySerializer(send_ping(webhook=self.get_object())).data, status.HTTP_201_CREATED)

    @extend_schema(request=None, responses=SecretSerializer)
    @action(detail=True, methods=["post"], url_path="change-secret")
    def change_secret(self, request: Request, pk: str) -> Response:
        """A new secret, told this once; the old one signs along for 24 hours."""
        return Response(SecretSerializer(change_secret(webhook=self.get_object())).data)


class DeliveryViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Delivery]):
    """What was sent to webhooks in the last 30 days, and what became of it. Admins only."""

    queryset = Delivery.objects.none()
    serializer_class = DeliverySerializer
    filterset_class = DeliveryFilter
    permission_classes = [IsAuthenticated, AdminsAlone, HasScope]
    scopes: Scopes = {"list": (Scope.ADMIN,), "retrieve": (Scope.ADMIN,), "*": (Scope.ADMIN,)}
    cursor_ordering = ("-created_at", "-id")

    def get_queryset(self) -> QuerySet[Delivery]:
        return Delivery.objects.visible_to(self.request.user)

    @extend_schema(request=None, responses=DeliverySerializer)
    @action(detail=True, methods=["post"])
    def redeliver(self, request: Request, pk: str) -> Response:
        """Send it once more, with the same event id; what is on its way is left alone."""
        delivery: Any = self.get_object()
        redeliver(deliveries=[delivery])
        delivery.refresh_from_db()
        return Response(self.get_serializer(delivery).data)
