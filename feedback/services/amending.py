"""A published review is changed in the open: what it said before stays to be read."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cohorts.services import refuse_archived
from feedback.exceptions import (
    EmptyComment,
    IncompleteReview,
    NothingChanged,
    NotPublished,
    StaleReview,
    WrongComment,
)
from feedback.models import Comment, Edition, Notification, Review
from feedback.services.reviewing import is_whole, levels_of, lock_review, store_levels
from feedback.services.webhooks import note_amended


@transaction.atomic
def amend_review(
    *, review: Review, revision: int, summary: str, decision: str, levels: Mapping[int, int | None],
    comments: Mapping[int, str], amended_at: datetime | None = None,
) -> Review:  # fmt: skip
    """Change what a published review says; the old state becomes an Edition, and the candidate is told.

    `levels` is {criterion id: level id or None}, `comments` {comment id: new words}; what is left out stays. A retry
    after a lost answer changes nothing. Raises NotPublished, CohortArchived, StaleReview (with the newer state),
    NothingChanged, IncompleteReview, WrongLevel, WrongComment, EmptyComment. `amended_at` is for imports, else now.
    """
    current = lock_review(review, published_is_fine=True)
    if not current.is_published:
        raise NotPublished
    refuse_archived(version_id=current.version_id)
    summary = summary.replace("\r\n", "\n")
    if current.revision != revision:
        if _says(current, summary, decision, levels, comments):
            return current
        raise StaleReview(current)
    before, now = _state(current), amended_at or timezone.now()
    current.summary, current.decision, current.revision, current.amended_at = summary, decision, revision + 1, now
    store_levels(review=current, levels=levels)
    _change_comments(current, comments)
    if not is_whole(current):
        raise IncompleteReview
    if _state(current) == before:
        raise NothingChanged
    current.save(update_fields=["summary", "decision", "revision", "amended_at"])
    Edition.objects.create(review=current, number=current.editions.count() + 1, replaced_at=now, **before)
    Notification.objects.update_or_create(
        recipient_id=current.version.intro.enrolment.candidate.user_id, review=current,
        defaults={"created_at": now, "read_at": None, "digest": None},
    )  # fmt: skip
    note_amended(review=current)
    return current


def _says(
    review: Review, summary: str, decision: str, levels: Mapping[int, int | None], comments: Mapping[int, str]
) -> bool:
    """Does the review say this already?"""
    chosen = {criterion: level for criterion, level in levels.items() if level is not None}
    return (
        (review.summary, review.decision) == (summary, decision)
        and levels_of(review, set(levels)) == chosen
        and dict(review.comments.filter(pk__in=comments).values_list("pk", "body"))
        == {pk: body.strip() for pk, body in comments.items()}
    )


def _change_comments(review: Review, comments: Mapping[int, str]) -> None:
    own = {comment.pk: comment for comment in review.comments.filter(pk__in=comments)}
    for pk, body in comments.items():
        if pk not in own:
            raise WrongComment
        if not body.strip():
            raise EmptyComment
        comment = own[pk]
        if body.strip() != comment.body:
            Comment.objects.filter(pk=pk).update(body=body.strip(), revision=comment.revision + 1)


def _state(review: Review) -> dict[str, Any]:
    """What of a review is kept in an Edition. 2 queries."""
    points = review.points.order_by("criterion__position", "criterion_id").values_list(
        "criterion__name", "level__points", "level__words"
    )
    comments = review.comments.order_by("start", "pk").values("pk", "quote", "body")
    return {
        "summary": review.summary,
        "decision": review.decision,
        "points": [{"criterion": name, "points": level, "words": words} for name, level, words in points],
        "comments": [{"id": row["pk"], "quote": row["quote"], "body": row["body"]} for row in comments],
    }
