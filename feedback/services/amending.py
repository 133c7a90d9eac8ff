"""A published review is changed in the open: what it said before stays to be read."""

import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cohorts.services import note_change, refuse_archived
from feedback.exceptions import (
    CommentReplied,
    EmptyComment,
    IncompleteReview,
    NothingChanged,
    NotPublished,
    StaleReview,
    WrongComment,
)
from feedback.models import Comment, Edition, Notification, Review, Snippet
from feedback.services.reviewing import is_whole, levels_of, lock_review, store_comment, store_levels
from feedback.services.webhooks import note_amended


@dataclass(frozen=True)
class NewComment:
    """On code points `start` to `end`; `client_key` is chosen by the page, so that a retry makes no second one."""

    client_key: uuid.UUID
    start: int
    end: int
    body: str
    is_praise: bool = False
    check_id: str = ""
    snippet: Snippet | None = None


@dataclass(frozen=True)
class CommentChanges:
    """`words` is {comment id: new words}, `gone` ids of those to delete; those left out stay."""

    words: Mapping[int, str]
    gone: Collection[int] = ()
    new: Sequence[NewComment] = ()


@transaction.atomic
def amend_review(
    *, review: Review, revision: int, summary: str, decision: str, levels: Mapping[int, int | None],
    comments: CommentChanges, amended_at: datetime | None = None,
) -> Review:  # fmt: skip
    """Change what a published review says; the old state becomes an Edition, and the candidate is told.

    `levels` is {criterion id: level id or None}; what is left out stays. A retry after a lost answer changes nothing.
    Raises NotPublished, CohortArchived, StaleReview (with the newer state), NothingChanged, IncompleteReview,
    WrongLevel, WrongComment, WrongSpan, EmptyComment, CommentReplied. `amended_at` is for imports, else now.
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
    _change_comments(current, comments, now)
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
    note_change(current.version.intro.enrolment.cohort_id)
    return current


def _says(
    review: Review, summary: str, decision: str, levels: Mapping[int, int | None], comments: CommentChanges
) -> bool:
    """Does the review say this already?"""
    chosen = {criterion: level for criterion, level in levels.items() if level is not None}
    rows = review.comments.values_list("pk", "client_key", "body")
    words, by_key = {pk: body for pk, _key, body in rows}, {key: body for _pk, key, body in rows}
    return (
        (review.summary, review.decision) == (summary, decision)
        and levels_of(review, set(levels)) == chosen
        and all(words.get(pk) == body.strip() for pk, body in comments.words.items())
        and not set(comments.gone) & set(words)
        and all(by_key.get(new.client_key) == new.body.strip() for new in comments.new)
    )


def _change_comments(review: Review, comments: CommentChanges, now: datetime) -> None:
    gone = set(comments.gone)
    own = {comment.pk: comment for comment in review.comments.all()}
    if not own.keys() >= comments.words.keys() | gone:
        raise WrongComment
    for pk, body in comments.words.items():
        if pk in gone:
            continue
        if not body.strip():
            raise EmptyComment
        if body.strip() != own[pk].body:
            Comment.objects.filter(pk=pk).update(body=body.strip(), revision=own[pk].revision + 1)
    _delete(review, gone)
    for new in comments.new:
        stored = store_comment(
            version=review.version, author=review.coach.user, start=new.start, end=new.end, body=new.body,
            client_key=new.client_key, review=review, parent=None, published_at=now, created_at=now,
            check_id=new.check_id, snippet=new.snippet, is_praise=new.is_praise,
        )  # fmt: skip
        if stored.review_id != review.pk:
            raise WrongComment


def _delete(review: Review, gone: Collection[int]) -> None:
    """Raises CommentReplied."""
    rows = review.comments.filter(pk__in=gone)
    # Held as a reply holds them: either this waits for it and sees it, or it waits for this and finds them gone.
    list(rows.select_for_update(of=("self",)).order_by("pk"))
    if Comment.objects.filter(parent__in=gone).exists():
        raise CommentReplied
    rows.delete()


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
