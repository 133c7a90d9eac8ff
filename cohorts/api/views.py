"""Who writes what, when: rows that the person may see, changed by services alone."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from cohorts import services
from cohorts.api import filters, serializers
from cohorts.api.requests import person, valid
from cohorts.api.scopes import Scopes
from cohorts.api.throttles import SubmitThrottle
from cohorts.models import Cohort, DraftVersion, Enrolment, Intro, Scope


class CohortViewSet(viewsets.ReadOnlyModelViewSet[Cohort]):
    """Cohorts that you coach or are enrolled in."""

    queryset = Cohort.objects.none()  # names the model for the schema; rows come from get_queryset
    serializer_class = serializers.CohortSerializer
    filterset_class = filters.CohortFilter
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Cohort]:
        return Cohort.objects.visible_to(self.request.user).prefetch_related("coaches__user")


class EnrolmentViewSet(viewsets.ReadOnlyModelViewSet[Enrolment]):
    """Who is in a cohort, and which coach is assigned."""

    queryset = Enrolment.objects.none()
    serializer_class = serializers.EnrolmentSerializer
    filterset_class = filters.EnrolmentFilter

    def get_queryset(self) -> QuerySet[Enrolment]:
        return Enrolment.objects.visible_to(self.request.user).select_related(
            "cohort", "candidate__user", "coach__user"
        )


class IntroViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Intro]):
    """Introductions, each for one role; the writer's working copy lies under `working-copy/`."""

    queryset = Intro.objects.none()
    serializer_class = serializers.IntroSerializer
    filterset_class = filters.IntroFilter
    scopes: Scopes = {"*": (Scope.WRITE,)}

    def get_queryset(self) -> QuerySet[Intro]:
        # The working text is the writer's alone, and long: lists never read it.
        return (
            Intro.objects.visible_to(self.request.user)
            .select_related("enrolment__cohort", "enrolment__candidate__user")
            .defer("working_text")
        )

    @extend_schema(request=serializers.IntroInput, responses={201: serializers.IntroSerializer})
    def create(self, request: Request) -> Response:
        given = valid(serializers.IntroInput(data=request.data))
        own = Enrolment.objects.filter(candidate__user=person(request)).select_related("cohort", "candidate__user")
        intro = services.create_intro(enrolment=get_object_or_404(own, pk=given.pop("enrolment")), **given)
        return Response(serializers.IntroSerializer(intro).data, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.IntroChangeInput, responses=serializers.IntroSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        intro = self._own(pk)
        now = {name: getattr(intro, name) for name in ("role", "company", "kind", "interview_on")}
        given = valid(serializers.IntroChangeInput(data=request.data, partial=True))
        changed = services.edit_intro(intro=intro, **(now | given))
        return Response(serializers.IntroSerializer(changed).data)

    @extend_schema(responses=serializers.WorkingCopySerializer, filters=False)
    @action(detail=True, url_path="working-copy", url_name="working-copy")
    def working_copy(self, request: Request, pk: str) -> Response:
        """The text as last saved, for its writer."""
        return Response(serializers.WorkingCopySerializer(self._own(pk)).data)

    @extend_schema(request=serializers.WorkingCopyInput, responses=serializers.WorkingCopySerializer)
    @working_copy.mapping.put
    def save_working_copy(self, request: Request, pk: str) -> Response:
        """Save the text; 409 with both texts if it was saved elsewhere since `revision`."""
        given = valid(serializers.WorkingCopyInput(data=request.data))
        intro = services.save_working_copy(intro=self._own(pk), **given)
        return Response(serializers.WorkingCopySerializer(intro).data)

    def _own(self, pk: str) -> Intro:
        own = Intro.objects.written_by(self.request.user)
        return get_object_or_404(own.select_related("enrolment__cohort", "enrolment__candidate__user"), pk=pk)


class VersionViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[DraftVersion]):
    """Submitted texts. They never change, so a version read once need not be sent again (ETag)."""

    queryset = DraftVersion.objects.none()
    serializer_class = serializers.VersionSerializer
    filterset_class = filters.VersionFilter
    scopes: Scopes = {"*": (Scope.WRITE,)}
    cursor_ordering = ("-submitted_at", "-id")

    def get_queryset(self) -> QuerySet[DraftVersion]:
        return (
            DraftVersion.objects.visible_to(self.request.user)
            .select_related("intro__enrolment__cohort", "intro__enrolment__candidate__user")
            .defer("intro__working_text")
        )

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), *([SubmitThrottle()] if self.action == "create" else [])]

    @extend_schema(
        parameters=[OpenApiParameter("If-None-Match", str, "header", description="The ETag of an earlier answer.")],
        responses={
            200: serializers.VersionSerializer,
            304: OpenApiResponse(description="You have it already."),
        },
    )
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Any:
        version = self.get_object()
        enrolment = version.intro.enrolment
        response = Response(self.get_serializer(version).data)
        # All else in the answer never changes.
        changing = f"{version.pk} {enrolment.cohort.slug} {enrolment.candidate.user.name}"
        response["ETag"] = f'"{uuid.uuid5(uuid.NAMESPACE_OID, changing)}"'
        response["Cache-Control"] = "private, no-cache"
        return get_conditional_response(request._request, response["ETag"], None, response)

    @extend_schema(
        request=serializers.SubmissionInput,
        responses={201: serializers.VersionSerializer},
        parameters=[OpenApiParameter("Idempotency-Key", OpenApiTypes.UUID, "header")],
    )
    def create(self, request: Request) -> Response:
        """Submit the next version of an introduction of yours."""
        given = valid(serializers.SubmissionInput(data=request.data))
        key = _idempotency_key(request) or given.get("idempotency_key") or uuid.uuid4()
        intro = get_object_or_404(Intro.objects.written_by(request.user), pk=given["intro"])
        made = services.submit_draft(intro=intro, text=given["text"], idempotency_key=key)
        version = self.get_queryset().get(pk=made.pk)
        return Response(
            self.get_serializer(version).data,
            status.HTTP_201_CREATED,
            headers={"Location": request.build_absolute_uri(f"{version.pk}/")},
        )


def _idempotency_key(request: Request) -> uuid.UUID | None:
    raw = request.headers.get("Idempotency-Key", "").strip().strip('"')
    if not raw:
        return None
    try:
        return uuid.UUID(raw)
    except ValueError:
        raise ValidationError({"Idempotency-Key": [_("Give a UUID.")]}) from None
