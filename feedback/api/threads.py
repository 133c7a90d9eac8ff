"""Remarks on words and the threads that they begin; comments that are kept to be used again."""

import uuid
from typing import Any

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import mixins, status, viewsets
from rest_framework.decorators import action
from rest_framework.generics import get_object_or_404
from rest_framework.request import Request
from rest_framework.response import Response

from cohorts.api.idempotency import once
from cohorts.api.preconditions import TaggedRetrieveMixin, is_conditional, seen_revision, tagged
from cohorts.api.requests import person, valid
from cohorts.api.scopes import EITHER, Scopes
from cohorts.exceptions import KeyOfAnother
from cohorts.models import Cohort, Scope
from feedback.api import filters
from feedback.api import thread_serializers as words
from feedback.api.people import coach_of
from feedback.models import Comment, Review, Snippet
from feedback.querysets import CommentQuerySet
from feedback.reports.snippets import snippet_rows
from feedback.services import reviewing, snippets


class CommentViewSet(TaggedRetrieveMixin, mixins.ListModelMixin, viewsets.GenericViewSet[Comment]):
    """Remarks on words of a version, and the replies to them."""

    queryset = Comment.objects.none()
    serializer_class = words.CommentSerializer
    filterset_class = filters.CommentFilter
    scopes: Scopes = {"*": (Scope.REVIEW,), "reply": EITHER, "resolve": EITHER}
    cursor_ordering = ("-created_at", "-id")

    def get_queryset(self) -> CommentQuerySet:
        return Comment.objects.visible_to(self.request.user).select_related("author")

    @extend_schema(request=words.CommentInput, responses={201: words.CommentSerializer})
    @once
    def create(self, request: Request) -> Response:
        """Comment on words in a review of yours that is not published yet."""
        given = _keyed(valid(words.CommentInput(data=request.data)))
        own = Review.objects.visible_to(request.user).filter(coach__user=person(request))
        review = get_object_or_404(own, pk=given.pop("review"))
        snippet = given.pop("snippet")
        if snippet is not None:
            snippet = get_object_or_404(Snippet.objects.visible_to(request.user), pk=snippet)
        comment = reviewing.comment_on_words(review=review, snippet=snippet, **given)
        place = {"review_id": review.pk, "start": given["start"], "end": given["end"]}
        return self._made(comment, given["body"], place)

    @extend_schema(request=words.CommentBodyInput, responses=words.CommentSerializer)
    @is_conditional(required=False)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change a comment of yours that is not published yet."""
        given = valid(words.CommentBodyInput(data=request.data))
        seen = seen_revision(request)
        comment = reviewing.edit_comment(comment=self.get_object(), author=person(request), revision=seen, **given)
        return self._answer(comment)

    @extend_schema(responses={204: None})
    @is_conditional(required=False)
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete a comment of yours that is not published yet."""
        seen = seen_revision(request)
        reviewing.delete_comment(comment=self.get_object(), author=person(request), revision=seen)
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(request=words.ReplyInput, responses={201: words.CommentSerializer})
    @action(detail=True, methods=["post"])
    @once
    def reply(self, request: Request, pk: str) -> Response:
        """Answer a published comment."""
        given = _keyed(valid(words.ReplyInput(data=request.data)))
        comment = self._published()
        reply = reviewing.reply_to_comment(comment=comment, author=person(request), **given)
        return self._made(reply, given["body"], {"parent_id": comment.parent_id or comment.pk})

    @extend_schema(request=words.ResolveInput, responses=words.CommentSerializer)
    @action(detail=True, methods=["post"])
    def resolve(self, request: Request, pk: str) -> Response:
        """Tick a published thread off, say as its writer why it was not done, or open it again."""
        given = valid(words.ResolveInput(data=request.data))
        comment = self._published()
        reviewing.resolve_comment(comment=comment, user=person(request), **given)
        comment.refresh_from_db()
        return self._answer(comment)

    @extend_schema(request=None, responses={201: words.SnippetSerializer})
    @action(detail=True, methods=["post"])
    @once
    def keep(self, request: Request, pk: str) -> Response:
        """A snippet of your own from a comment of yours; the same words again give the one that there is."""
        rows = Comment.objects.visible_to(request.user).select_related("version__intro__enrolment__candidate__user")
        snippet = snippets.keep_comment(coach=coach_of(request), comment=get_object_or_404(rows, pk=pk))
        return Response(words.SnippetSerializer(snippet).data, status.HTTP_201_CREATED)

    def _published(self) -> Comment:
        return get_object_or_404(self.get_queryset().published(), pk=self.kwargs["pk"])

    def _made(self, comment: Comment, body: str, place: dict[str, int]) -> Response:
        """Raises KeyOfAnother where its key has made another one before, which is what the service gives then."""
        if comment.body != body.strip() or any(getattr(comment, name) != value for name, value in place.items()):
            raise KeyOfAnother
        return self._answer(comment, status.HTTP_201_CREATED)

    def _answer(self, comment: Comment, status_code: int = status.HTTP_200_OK) -> Response:
        return tagged(self.request, self.get_serializer(comment).data, comment.revision, status_code)


class SnippetViewSet(TaggedRetrieveMixin, viewsets.ReadOnlyModelViewSet[Snippet]):
    """Reusable comments: your own, and those of your cohorts, which their coaches keep together."""

    queryset = Snippet.objects.none()
    serializer_class = words.SnippetSerializer
    filterset_class = filters.SnippetFilter
    scopes: Scopes = {"*": (Scope.REVIEW,)}

    def get_queryset(self) -> QuerySet[Snippet]:
        return Snippet.objects.visible_to(self.request.user).select_related("cohort")

    @extend_schema(request=words.SnippetInput, responses={201: words.SnippetSerializer})
    @once
    def create(self, request: Request) -> Response:
        """Keep a comment to be used again, for yourself or for the coaches of a cohort."""
        given = self._owned(valid(words.SnippetInput(data=request.data)))
        return self._answer(snippets.save_snippet(coach=coach_of(request), **given), status.HTTP_201_CREATED)

    @extend_schema(request=words.SnippetInput, responses=words.SnippetSerializer)
    @is_conditional(required=False)
    def partial_update(self, request: Request, pk: str) -> Response:
        """Change its words, or whose it is."""
        snippet = self.get_object()
        now = {name: getattr(snippet, name) for name in ("title", "body", "check_id")}
        given = self._owned(valid(words.SnippetInput(data=request.data, partial=True)))
        changed = snippets.save_snippet(
            coach=coach_of(request), snippet=snippet, revision=seen_revision(request), **(now | given)
        )
        return self._answer(changed)

    @extend_schema(responses={204: None})
    @is_conditional(required=False)
    def destroy(self, request: Request, pk: str) -> Response:
        """Delete it; comments that were written from it stay."""
        snippet = self.get_object()
        snippets.delete_snippet(coach=coach_of(request), snippet=snippet, revision=seen_revision(request))
        return Response(status=status.HTTP_204_NO_CONTENT)

    @extend_schema(responses=words.LiftSerializer(many=True), filters=False)
    @action(detail=True, filter_backends=[], pagination_class=None)
    def lift(self, request: Request, pk: str) -> Response:
        """How often the next version resolved what comments written from it were about, check by check."""
        snippet = self.get_object()
        row = next((row for row in snippet_rows(coach=coach_of(request)) if row.snippet.pk == snippet.pk), None)
        return Response(words.LiftSerializer(row.lifts if row else [], many=True).data)

    def _owned(self, given: dict[str, Any]) -> dict[str, Any]:
        """`cohort` as the owner that it means."""
        if "cohort" not in given:
            return given
        slug = given.pop("cohort")
        cohorts = Cohort.objects.coached_by(self.request.user)
        return given | {"owner": get_object_or_404(cohorts, slug=slug) if slug else coach_of(self.request)}

    def _answer(self, snippet: Snippet, status_code: int = status.HTTP_200_OK) -> Response:
        return tagged(self.request, self.get_serializer(snippet).data, snippet.revision, status_code)


def _keyed(given: dict[str, Any]) -> dict[str, Any]:
    return {"client_key": uuid.uuid4()} | given
