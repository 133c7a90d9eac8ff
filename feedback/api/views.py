"""What we say about a version: rows that the person may see, changed by services alone."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, Prefetch, QuerySet, When
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import RetrieveAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.throttling import BaseThrottle
from rest_framework.views import APIView

from cohorts.api.idempotency import once
from cohorts.api.preconditions import (
    TaggedRetrieveMixin,
    is_conditional,
    required_revision,
    tagged,
)
from cohorts.api.requests import person, valid
from cohorts.api.scopes import EITHER, Scopes
from cohorts.api.throttles import LiveThrottle
from cohorts.models import DraftVersion, Intro, Scope
from feedback.api import filters, serializers, thread_serializers
from feedback.api.people import coach_of
from feedback.models import CheckRun, Edition, Finding, Review, Rubric, Verdict
from feedback.reports.blind import is_blind
from feedback.services import amending, findings, holding, reviewing
from feedback.services.live import check_live


class CheckRunViewSet(viewsets.ReadOnlyModelViewSet[CheckRun]):
    """What the checks found in a version; a single run also tells what made its scores."""

    queryset = CheckRun.objects.none()
    filterset_class = filters.CheckRunFilter
    cursor_ordering = ("-queued_at", "-id")

    def get_serializer_class(self) -> type[BaseSerializer[CheckRun]]:
        return serializers.CheckRunDetailSerializer if self.action == "retrieve" else serializers.CheckRunSerializer

    def get_queryset(self) -> QuerySet[CheckRun]:
        user = person(self.request)
        runs = CheckRun.objects.visible_to(user).exclude(is_blind(user, version="version"))
        runs = runs.select_related("version").defer("version__text")
        runs = runs.prefetch_related(Prefetch("findings", Finding.objects.speaking()))
        return runs if self.action == "retrieve" else runs.defer("sentences", "dimensions")


class FindingViewSet(viewsets.ReadOnlyModelViewSet[Finding]):
    """Single findings, to be dismissed with a reason by whoever sees them, or taken up again."""

    queryset = Finding.objects.none()
    serializer_class = serializers.FindingSerializer
    filterset_class = filters.FindingFilter
    scopes: Scopes = {"*": EITHER}

    def get_queryset(self) -> QuerySet[Finding]:
        seen = Finding.objects.speaking().visible_to(self.request.user)
        return seen if self.action == "list" else self._joined(seen)

    def paginate_queryset(self, queryset: QuerySet[Finding, Any] | Sequence[Any]) -> list[Any] | None:
        """A page's findings first, then by one query more what goes with them: PostgreSQL would join all that to a
        million before it looked which of them are theirs."""
        page = super().paginate_queryset(queryset)
        if page is None:
            return None
        found = self._joined(Finding.objects.all()).in_bulk([finding.pk for finding in page])  # seen: the page is
        return [found[finding.pk] for finding in page if finding.pk in found]  # a re-check takes them away

    @extend_schema(request=serializers.DismissInput, responses=serializers.FindingSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
        """Set it aside, and say why."""
        given = valid(serializers.DismissInput(data=request.data))
        finding = self.get_object()
        findings.judge_finding(finding=finding, user=person(request), verdict=given["verdict"], note=given["reason"])
        return self._answer(finding)

    @extend_schema(request=None, responses=serializers.FindingSerializer)
    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, pk: str) -> Response:
        """Say that it is right."""
        finding = self.get_object()
        findings.judge_finding(finding=finding, user=person(request), verdict=Verdict.CONFIRMED)
        return self._answer(finding)

    @extend_schema(request=None, responses=serializers.FindingSerializer)
    @action(detail=True, methods=["post"])
    def restore(self, request: Request, pk: str) -> Response:
        """Take back what was said of it."""
        finding = self.get_object()
        findings.clear_verdict(finding=finding, user=person(request))
        return self._answer(finding)

    def _joined(self, findings: QuerySet[Finding]) -> QuerySet[Finding]:
        """With all that judging and answering need."""
        blind = Case(When(is_blind(person(self.request), version="run__version"), then=True), default=False)
        return (
            findings.annotate(is_blind=blind)
            .select_related("run__version__intro__enrolment__cohort", "run__version__intro__enrolment__candidate")
            .defer("run__version__text")
        )

    def _answer(self, finding: Finding) -> Response:
        finding.refresh_from_db()
        return Response(self.get_serializer(finding).data)


class ReviewViewSet(
    TaggedRetrieveMixin, mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Review]
):
    """A coach's answers: start one on a version, save it by revision, publish it whole."""

    queryset = Review.objects.none()
    serializer_class = serializers.ReviewSerializer
    filterset_class = filters.ReviewFilter
    scopes: Scopes = {"*": (Scope.REVIEW,)}
    cursor_ordering = ("-created_at", "-id")

    def get_queryset(self) -> QuerySet[Review]:
        return (
            Review.objects.visible_to(self.request.user)
            .select_related("coach__user", "version")
            .prefetch_related("points")
            .defer("version__text")
        )

    @extend_schema(
        request=serializers.StartReviewInput,
        responses={201: serializers.ReviewSerializer, 200: OpenApiResponse(serializers.ReviewSerializer)},
    )
    @once
    def create(self, request: Request) -> Response:
        """Your review of the version: a new one (201), or the one that you began (200)."""
        given = valid(serializers.StartReviewInput(data=request.data))
        versions = DraftVersion.objects.coached_by(request.user).select_related("intro__enrolment")
        version = get_object_or_404(versions, pk=given["version"])
        coach = coach_of(request)
        is_new = not version.reviews.filter(coach=coach).exists()
        review = reviewing.start_review(version=version, coach=coach)
        return self._answer(review, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(request=serializers.ReviewInput, responses=serializers.ReviewSerializer)
    @is_conditional(required=True)
    def update(self, request: Request, pk: str) -> Response:
        """Save your draft. If it was saved elsewhere since, both states come back, and nothing is overwritten."""
        given = valid(serializers.ReviewInput(data=request.data))
        given["revision"] = required_revision(request, given["revision"])
        return self._answer(reviewing.save_review(review=self._own(pk), **given))

    @extend_schema(request=None, responses=serializers.ReviewSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Answer the candidate: status, comments and notification together."""
        return self._answer(reviewing.publish_review(review=self._own(pk)))

    @extend_schema(request=None, responses=serializers.ReviewSerializer)
    @action(detail=True, methods=["post"])
    def hold(self, request: Request, pk: str) -> Response:
        """Keep a whole review back, to be released with others (`queue/acts/`)."""
        return self._answer(holding.hold_review(review=self._own(pk)))

    @extend_schema(request=None, responses=serializers.ReviewSerializer)
    @action(detail=True, methods=["post"], url_path="take-back", url_name="take-back")
    def take_back(self, request: Request, pk: str) -> Response:
        """A review that is held back is a draft again."""
        return self._answer(holding.take_back(review=self._own(pk)))

    @extend_schema(request=serializers.AmendInput, responses=serializers.ReviewSerializer)
    @action(detail=True, methods=["put"])
    @is_conditional(required=True)
    def amend(self, request: Request, pk: str) -> Response:
        """Change what your published review says. What it said before stays to be read, and the candidate is told."""
        given = valid(serializers.AmendInput(data=request.data))
        given["revision"] = required_revision(request, given["revision"])
        added = [amending.NewComment(**comment) for comment in given.pop("added")]
        given["comments"] = amending.CommentChanges(given["comments"], given.pop("removed"), added)
        return self._answer(amending.amend_review(review=self._own(pk), **given))

    @extend_schema(responses=serializers.EditionSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def editions(self, request: Request, pk: str) -> Response:
        """What the review said before each time that it was amended, the newest first."""
        rows = Edition.objects.visible_to(request.user).filter(review=self.get_object()).order_by("-number")
        return Response(serializers.EditionSerializer(rows, many=True).data)

    def _own(self, pk: str) -> Review:
        return get_object_or_404(
            Review.objects.visible_to(self.request.user).filter(coach__user=person(self.request)), pk=pk
        )

    def _answer(self, review: Review, status_code: int = status.HTTP_200_OK) -> Response:
        row = self.get_queryset().get(pk=review.pk)
        return tagged(self.request, self.get_serializer(row).data, row.revision, status_code)


class LiveCheckView(APIView):
    """The engine on a text that is being written."""

    scopes: Scopes = {"post": (Scope.WRITE,)}

    def get_throttles(self) -> list[BaseThrottle]:
        return [*super().get_throttles(), LiveThrottle()]

    @extend_schema(
        operation_id="intros_live_create",
        request=thread_serializers.LiveInput,
        responses=thread_serializers.LiveCheckSerializer,
    )
    def post(self, request: Request, pk: int) -> Response:
        """What the checks say of a text for an introduction of yours. It is judged, and not kept."""
        text = valid(thread_serializers.LiveInput(data=request.data))["text"]
        own = Intro.objects.written_by(request.user).select_related("enrolment__cohort")
        checked = check_live(intro=get_object_or_404(own, pk=pk), text=text)
        return Response(thread_serializers.LiveCheckSerializer(checked).data)


class RubricView(RetrieveAPIView[Rubric]):
    """A cohort's criteria with their levels in words."""

    queryset = Rubric.objects.none()
    serializer_class = serializers.RubricSerializer
    lookup_field, lookup_url_kwarg = "cohort__slug", "slug"

    def get_queryset(self) -> QuerySet[Rubric]:
        return Rubric.objects.visible_to(self.request.user).prefetch_related("criteria__levels")
