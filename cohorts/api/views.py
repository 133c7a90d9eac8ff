"""Who writes what, when: rows that the person may see, changed by services alone."""

import uuid
from typing import Any

from django.db.models import QuerySet
from django.utils.cache import get_conditional_response
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.throttling import BaseThrottle

from cohorts import services
from cohorts.api import filters, serializers
from cohorts.api.idempotency import has_own_keys, idempotency_key, once
from cohorts.api.preconditions import (
    TaggedRetrieveMixin,
    is_conditional,
    is_tagged,
    required_revision,
    seen_revision,
    tagged,
)
from cohorts.api.requests import person, valid
from cohorts.api.running import RunsCohorts, RunsEnrolments
from cohorts.api.scopes import Scopes
from cohorts.api.throttles import SubmitThrottle
from cohorts.models import Cohort, DraftVersion, Enrolment, Intro, Scope


class CohortViewSet(RunsCohorts, viewsets.ReadOnlyModelViewSet[Cohort]):
    """Cohorts that you coach or are enrolled in."""

    queryset = Cohort.objects.none()  # names the model for the schema; rows come from get_queryset
    serializer_class = serializers.CohortSerializer
    filterset_class = filters.CohortFilter
    lookup_field = "slug"

    def get_queryset(self) -> QuerySet[Cohort]:
        return Cohort.objects.visible_to(self.request.user).prefetch_related("coaches__user")


class EnrolmentViewSet(RunsEnrolments, viewsets.ReadOnlyModelViewSet[Enrolment]):
    """Who is in a cohort, and which coach is assigned."""

    queryset = Enrolment.objects.none()
    serializer_class = serializers.EnrolmentSerializer
    filterset_class = filters.EnrolmentFilter

    def get_queryset(self) -> QuerySet[Enrolment]:
        return Enrolment.objects.visible_to(self.request.user).select_related(
            "cohort", "candidate__user", "coach__user"
        )


class IntroViewSet(
    TaggedRetrieveMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Intro]
):
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
    @once
    def create(self, request: Request) -> Response:
        """Begin an introduction in an enrolment of yours."""
        given = valid(serializers.IntroInput(data=request.data))
        own = Enrolment.objects.filter(candidate__user=person(request)).select_related("cohort", "candidate__user")
        intro = services.create_intro(enrolment=get_object_or_404(own, pk=given.pop("enrolment")), **given)
        return self._answer(intro, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.IntroChangeInput, responses=serializers.IntroSerializer)
    @is_conditional(required=False)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change what the next version will be for; versions keep what they were submitted with."""
        intro = self._own(pk)
        now = {name: getattr(intro, name) for name in ("role", "company", "kind", "interview_on")}
        given = valid(serializers.IntroChangeInput(data=request.data, partial=True))
        changed = services.edit_intro(intro=intro, revision=seen_revision(request), **(now | given))
        return self._answer(changed)

    @extend_schema(responses={204: None})
    @is_conditional(required=False)
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete one that was begun by mistake. One with versions is refused (`has_versions`): put it away."""
        services.delete_intro(intro=self._own(pk), revision=seen_revision(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=serializers.PutAwayInput, responses=serializers.IntroSerializer)
    @action(detail=True, methods=["post"], url_path="put-away", url_name="put-away")
    def put_away(self, request: Request, pk: str) -> Response:
        """Put it away, where it waits for no answer, or take it out again."""
        given = valid(serializers.PutAwayInput(data=request.data))
        return self._answer(services.put_away(intro=self._own(pk), **given))

    @extend_schema(responses=serializers.WorkingCopySerializer, filters=False)
    @is_tagged
    @action(detail=True, url_path="working-copy", url_name="working-copy")
    def working_copy(self, request: Request, pk: str) -> Response:
        """The text as last saved, for its writer."""
        return self._working_copy(self._own(pk))

    @extend_schema(request=serializers.WorkingCopyInput, responses=serializers.WorkingCopySerializer)
    @working_copy.mapping.put
    @is_conditional(required=True)
    def save_working_copy(self, request: Request, pk: str) -> Response:
        """Save the text. If it was saved elsewhere since, both texts come back, and nothing is overwritten."""
        given = valid(serializers.WorkingCopyInput(data=request.data))
        revision = required_revision(request, given["revision"])
        intro = services.save_working_copy(intro=self._own(pk), text=given["text"], revision=revision)
        return self._working_copy(intro)

    def _own(self, pk: str) -> Intro:
        own = Intro.objects.written_by(self.request.user)
        return get_object_or_404(own.select_related("enrolment__cohort", "enrolment__candidate__user"), pk=pk)

    def _answer(self, intro: Intro, status_code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=intro.pk)
        return tagged(self.request, self.get_serializer(row).data, row.revision, status_code)

    def _working_copy(self, intro: Intro) -> Response:
        return tagged(self.request, serializers.WorkingCopySerializer(intro).data, intro.working_revision)


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
        responses=serializers.VersionSerializer,
    )
    @is_tagged
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
    )
    @has_own_keys
    def create(self, request: Request) -> Response:
        """Submit the next version of an introduction of yours."""
        given = valid(serializers.SubmissionInput(data=request.data))
        key = idempotency_key(request) or given.get("idempotency_key") or uuid.uuid4()
        intro = get_object_or_404(Intro.objects.written_by(request.user), pk=given["intro"])
        made = services.submit_draft(intro=intro, text=given["text"], idempotency_key=key)
        version = self.get_queryset().get(pk=made.pk)
        return Response(
            self.get_serializer(version).data,
            status.HTTP_201_CREATED,
            headers={"Location": request.build_absolute_uri(f"{version.pk}/")},
        )
