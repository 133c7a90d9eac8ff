"""What we say about a version: rows that the person may see, changed by services alone."""

import uuid
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import PermissionDenied
from rest_framework.generics import RetrieveAPIView, get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer

from cohorts.api.requests import person, valid
from cohorts.api.scopes import Scopes
from cohorts.models import Coach, DraftVersion, Scope
from feedback.api import filters, serializers
from feedback.models import CheckRun, Comment, Finding, Review, Rubric, Snippet, Verdict
from feedback.querysets import CommentQuerySet
from feedback.reports.blind import is_blind
from feedback.services import findings, reviewing, snippets

EITHER = (Scope.WRITE, Scope.REVIEW)
"""What both sides do: a candidate's program with the one scope, a coach's with the other."""


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
        return (
            Finding.objects.speaking()
            .visible_to(self.request.user)
            .select_related("run__version__intro__enrolment__cohort", "run__version__intro__enrolment__candidate")
            .defer("run__version__text")
        )

    @extend_schema(request=serializers.DismissInput, responses=serializers.FindingSerializer)
    @action(detail=True, methods=["post"])
    def dismiss(self, request: Request, pk: str) -> Response:
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
        finding = self.get_object()
        findings.clear_verdict(finding=finding, user=person(request))
        return self._answer(finding)

    def _answer(self, finding: Finding) -> Response:
        finding.refresh_from_db()
        return Response(self.get_serializer(finding).data)


class ReviewViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Review]):
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
    def create(self, request: Request) -> Response:
        """Your review of the version: a new one (201), or the one that you began (200)."""
        given = valid(serializers.StartReviewInput(data=request.data))
        versions = DraftVersion.objects.coached_by(request.user).select_related("intro__enrolment")
        version = get_object_or_404(versions, pk=given["version"])
        coach = _coach(request)
        is_new = not version.reviews.filter(coach=coach).exists()
        review = reviewing.start_review(version=version, coach=coach)
        return self._answer(review, status.HTTP_201_CREATED if is_new else status.HTTP_200_OK)

    @extend_schema(request=serializers.ReviewInput, responses=serializers.ReviewSerializer)
    def update(self, request: Request, pk: str) -> Response:
        """Save your draft; 409 with both states if it was saved elsewhere since `revision`."""
        given = valid(serializers.ReviewInput(data=request.data))
        return self._answer(reviewing.save_review(review=self._own(pk), **given))

    @extend_schema(request=None, responses=serializers.ReviewSerializer)
    @action(detail=True, methods=["post"])
    def publish(self, request: Request, pk: str) -> Response:
        """Answer the candidate: status, comments and notification together."""
        return self._answer(reviewing.publish_review(review=self._own(pk)))

    def _own(self, pk: str) -> Review:
        return get_object_or_404(
            Review.objects.visible_to(self.request.user).filter(coach__user=person(self.request)), pk=pk
        )

    def _answer(self, review: Review, status_code: int = status.HTTP_200_OK) -> Response:
        return Response(self.get_serializer(self.get_queryset().get(pk=review.pk)).data, status_code)


class CommentViewSet(mixins.ListModelMixin, mixins.RetrieveModelMixin, viewsets.GenericViewSet[Comment]):
    """Remarks on words of a version, and the replies to them."""

    queryset = Comment.objects.none()
    serializer_class = serializers.CommentSerializer
    filterset_class = filters.CommentFilter
    scopes: Scopes = {"*": (Scope.REVIEW,), "reply": EITHER, "resolve": EITHER}
    cursor_ordering = ("-created_at", "-id")

    def get_queryset(self) -> CommentQuerySet:
        return Comment.objects.visible_to(self.request.user).select_related("author")

    @extend_schema(request=serializers.CommentInput, responses={201: serializers.CommentSerializer})
    def create(self, request: Request) -> Response:
        """Comment on words in a review of yours that is not published yet."""
        given = valid(serializers.CommentInput(data=request.data))
        own = Review.objects.visible_to(request.user).filter(coach__user=person(request))
        review = get_object_or_404(own, pk=given.pop("review"))
        comment = reviewing.comment_on_words(review=review, **_keyed(given))
        return Response(self.get_serializer(comment).data, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.CommentBodyInput, responses=serializers.CommentSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a comment of yours that is not published yet."""
        given = valid(serializers.CommentBodyInput(data=request.data))
        comment = reviewing.edit_comment(comment=self.get_object(), author=person(request), **given)
        return Response(self.get_serializer(comment).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a comment of yours that is not published yet."""
        reviewing.delete_comment(comment=self.get_object(), author=person(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=serializers.ReplyInput, responses={201: serializers.CommentSerializer})
    @action(detail=True, methods=["post"])
    def reply(self, request: Request, pk: str) -> Response:
        """Answer a published comment."""
        given = valid(serializers.ReplyInput(data=request.data))
        comment = reviewing.reply_to_comment(comment=self._published(), author=person(request), **_keyed(given))
        return Response(self.get_serializer(comment).data, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.ResolveInput, responses=serializers.CommentSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str) -> Response:
        """Tick a published thread off, or open it again."""
        given = valid(serializers.ResolveInput(data=request.data))
        comment = self._published()
        reviewing.resolve_comment(comment=comment, user=person(request), **given)
        comment.refresh_from_db()
        return Response(self.get_serializer(comment).data)

    def _published(self) -> Comment:
        return get_object_or_404(self.get_queryset().published(), pk=self.kwargs["pk"])


class SnippetViewSet(viewsets.ReadOnlyModelViewSet[Snippet]):
    """Reusable comments: your own, and those of your cohorts, which their coaches keep together."""

    queryset = Snippet.objects.none()
    serializer_class = serializers.SnippetSerializer
    filterset_class = filters.SnippetFilter
    scopes: Scopes = {"*": (Scope.REVIEW,)}

    def get_queryset(self) -> QuerySet[Snippet]:
        return Snippet.objects.visible_to(self.request.user).select_related("cohort")

    @extend_schema(request=serializers.SnippetInput, responses={201: serializers.SnippetSerializer})
    def create(self, request: Request) -> Response:
        given = valid(serializers.SnippetInput(data=request.data))
        snippet = snippets.save_snippet(coach=_coach(request), **given)
        return Response(self.get_serializer(snippet).data, status.HTTP_201_CREATED)

    @extend_schema(request=serializers.SnippetInput, responses=serializers.SnippetSerializer)
    def partial_update(self, request: Request, pk: str) -> Response:
        snippet = self.get_object()
        now = {name: getattr(snippet, name) for name in ("title", "body", "check_id")}
        given = valid(serializers.SnippetInput(data=request.data, partial=True))
        snippet = snippets.save_snippet(coach=_coach(request), snippet=snippet, **(now | given))
        return Response(self.get_serializer(snippet).data)

    @extend_schema(responses={204: None})
    def destroy(self, request: Request, pk: str) -> Response:
        snippet = self.get_object()
        snippets.delete_snippet(coach=_coach(request), snippet=snippet)
        return Response(status=status.HTTP_204_NO_CONTENT)


class RubricView(RetrieveAPIView[Rubric]):
    """A cohort's criteria with their levels in words."""

    queryset = Rubric.objects.none()
    serializer_class = serializers.RubricSerializer
    lookup_field, lookup_url_kwarg = "cohort__slug", "slug"

    def get_queryset(self) -> QuerySet[Rubric]:
        return Rubric.objects.visible_to(self.request.user).prefetch_related("criteria__levels")


def _coach(request: Request) -> Coach:
    coach = Coach.objects.filter(user=person(request)).first()
    if coach is None:
        raise PermissionDenied(_("Only a coach can do this."))
    return coach


def _keyed(given: dict[str, Any]) -> dict[str, Any]:
    return {"client_key": uuid.uuid4()} | given
