"""A coach's answer: a draft until published whole. Each function is one transaction; a Refused changes nothing."""

import uuid
from collections.abc import Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.exceptions import NotACoachOfCohort
from cohorts.models import Coach, DraftVersion, User
from cohorts.services import mark_answered, note_change, refuse_archived
from feedback.exceptions import (
    AlreadyPublished,
    AlreadyReviewed,
    CommentGone,
    EmptyComment,
    IncompleteReview,
    NotTheirs,
    OwnIntroduction,
    StaleComment,
    StaleReview,
    WrongLevel,
    WrongSpan,
)
from feedback.models import (
    Comment,
    LeaseEnd,
    Level,
    Notification,
    Resolution,
    Review,
    ReviewStatus,
    RubricPoint,
    Snippet,
)
from feedback.pitch import make_anchor
from feedback.services.desk import note_reading
from feedback.services.leases import leave_lease
from feedback.services.webhooks import note_published


@transaction.atomic
def start_review(*, version: DraftVersion, coach: Coach, created_at: datetime | None = None) -> Review:
    """The coach's own review of the version, made if need be.

    Raises CohortArchived, NotACoachOfCohort, OwnIntroduction, AlreadyReviewed. `created_at` is for imports; otherwise
    now.
    """
    refuse_archived(version_id=version.pk)
    if version.intro.enrolment.candidate.user_id == coach.user_id:
        raise OwnIntroduction
    if not coach.cohorts.filter(pk=version.intro.enrolment.cohort_id).exists():
        raise NotACoachOfCohort
    published = version.reviews.published().exclude(coach=coach).select_related("coach__user").first()
    if published is not None:
        raise AlreadyReviewed(str(published.coach))
    review, _ = Review.objects.get_or_create(
        version=version, coach=coach, defaults={"created_at": created_at or timezone.now()}
    )
    return review


@transaction.atomic
def save_review(
    *, review: Review, revision: int, summary: str, decision: str, levels: Mapping[int, int | None]
) -> Review:
    """Store the draft if `revision` is the one last saved. `levels` is {criterion id: level id or None}.

    Saving the same again is answered with the revision that there is: a retry after a lost answer is no conflict.
    Raises StaleReview (with the newer state), AlreadyPublished, CohortArchived, WrongLevel.
    """
    current = lock_review(review)
    summary = summary.replace("\r\n", "\n")
    chosen = {criterion: level for criterion, level in levels.items() if level is not None}
    if current.revision != revision:
        if (current.summary, current.decision, levels_of(current, set(levels))) == (summary, decision, chosen):
            return current
        raise StaleReview(current)
    current.summary, current.decision, current.revision = summary, decision, revision + 1
    if current.status == ReviewStatus.HELD and not is_whole(current):
        current.status, current.held_at = ReviewStatus.DRAFT, None
    current.save(update_fields=["summary", "decision", "revision", "status", "held_at"])
    store_levels(review=current, levels=levels)
    cohort = current.version.intro.enrolment.cohort
    if cohort.engine_after_points:  # with the last point the coach sees the checks' scores
        note_change(cohort.pk)
    return current


def store_levels(*, review: Review, levels: Mapping[int, int | None]) -> None:
    """Within the caller's transaction; criteria that are left out stay as they are. Raises WrongLevel."""
    chosen = {criterion: level for criterion, level in levels.items() if level is not None}
    review.points.filter(criterion_id__in=set(levels) - set(chosen)).delete()
    known = dict(
        Level.objects.filter(
            pk__in=chosen.values(), criterion__rubric__cohort=review.version.intro.enrolment.cohort_id
        ).values_list("pk", "criterion_id")
    )
    for criterion, level in chosen.items():
        if known.get(level) != criterion:
            raise WrongLevel
        RubricPoint.objects.update_or_create(review=review, criterion_id=criterion, defaults={"level_id": level})


@transaction.atomic
def publish_review(*, review: Review, published_at: datetime | None = None) -> Review:
    """Status, comments and the candidate's notification together; a second call gives the review as it is.

    Raises IncompleteReview, CohortArchived, AlreadyReviewed (another coach was faster). `published_at` is for imports;
    otherwise now.
    """
    current = lock_review(review, published_is_fine=True)
    if current.is_published:
        return current
    if not is_whole(current):
        raise IncompleteReview
    now = published_at or timezone.now()
    current.status, current.published_at = ReviewStatus.PUBLISHED, now
    try:
        with transaction.atomic():
            current.save(update_fields=["status", "published_at"])
    except IntegrityError:
        winner = Review.objects.published().select_related("coach__user").get(version_id=current.version_id)
        raise AlreadyReviewed(str(winner.coach)) from None
    current.comments.filter(published_at=None).update(published_at=now)
    intro = current.version.intro
    mark_answered(intro=intro, number=current.version.number)
    leave_lease(intro=intro, coach=current.coach, end=LeaseEnd.PUBLISHED, now=now)
    note_reading(coach=current.coach, version=current.version, read_at=now)
    Notification.objects.get_or_create(
        recipient_id=intro.enrolment.candidate.user_id, review=current, defaults={"created_at": now}
    )
    note_published(review=current)
    note_change(intro.enrolment.cohort_id)
    return current


@transaction.atomic
def comment_on_words(
    *, review: Review, start: int, end: int, body: str, client_key: uuid.UUID, is_praise: bool = False,
    check_id: str = "", snippet: Snippet | None = None, created_at: datetime | None = None,
) -> Comment:  # fmt: skip
    """The coach's comment on code points start to end; the same key again gives the comment that it made before.

    Praise asks for nothing; `check_id` is the check that it is about, `snippet` what it was written from. Raises
    WrongSpan, EmptyComment, AlreadyPublished, CohortArchived. `created_at` is for imports; otherwise now.
    """
    current = lock_review(review)
    return store_comment(
        version=current.version, author=current.coach.user, start=start, end=end, body=body, client_key=client_key,
        review=current, parent=None, published_at=None, created_at=created_at or timezone.now(), check_id=check_id,
        snippet=snippet, is_praise=is_praise,
    )  # fmt: skip


@transaction.atomic
def reply_to_comment(
    *, comment: Comment, author: User, body: str, client_key: uuid.UUID, created_at: datetime | None = None
) -> Comment:
    """A reply, published at once, at the words of the comment that began the thread.

    Raises EmptyComment, CohortArchived, CommentGone. `created_at` is for imports; otherwise now.
    """
    refuse_archived(version_id=comment.version_id)
    now = created_at or timezone.now()
    # Held until the end, so that the same key twice at once makes one reply, and no amendment deletes it meanwhile.
    root = Comment.objects.select_for_update(of=("self",)).filter(pk=comment.parent_id or comment.pk).first()
    if root is None:
        raise CommentGone
    return store_comment(
        version=root.version, author=author, start=root.start, end=root.end, body=body, client_key=client_key,
        review=None, parent=root, published_at=now, created_at=now,
    )  # fmt: skip


@transaction.atomic
def edit_comment(
    *, comment: Comment, author: User, body: str, revision: int | None = None, snippet: Snippet | None = None,
    is_praise: bool | None = None,
) -> Comment:  # fmt: skip
    """What was published stays as it was read. `revision` is the one last seen; without it the last word counts.
    Without `is_praise` it stays what it was.

    Raises NotTheirs, EmptyComment, CohortArchived, AlreadyPublished, StaleComment (with the newer words).
    """
    current = _own_unpublished(comment, author)
    if not body.strip():
        raise EmptyComment
    praises = current.is_praise if is_praise is None else is_praise
    if (body.strip(), praises) == (current.body, current.is_praise):
        return current
    _refuse_stale(current, revision)
    current.body, current.is_praise, current.snippet = body.strip(), praises, snippet or current.snippet
    current.revision += 1
    current.save(update_fields=["body", "is_praise", "snippet", "revision"])
    return current


@transaction.atomic
def delete_comment(*, comment: Comment, author: User, revision: int | None = None) -> None:
    """Raises NotTheirs, CohortArchived, AlreadyPublished, StaleComment (nobody deletes unread words)."""
    current = _own_unpublished(comment, author)
    _refuse_stale(current, revision)
    current.delete()


@transaction.atomic
def resolve_comment(
    *, comment: Comment, user: User, is_resolved: bool = True, reason: str = "", client_key: uuid.UUID | None = None,
    resolved_at: datetime | None = None,
) -> None:  # fmt: skip
    """Tick a published thread off, or open it again; its writer has done it, anybody else has ticked it off.

    With a `reason` its writer disagrees, and the reason is a reply (the same `client_key` again makes no second one).
    Raises CohortArchived. `resolved_at` is for imports, else now.
    """
    refuse_archived(version_id=comment.version_id)
    resolution = ""
    if is_resolved:
        is_writer = comment.version.intro.enrolment.candidate.user_id == user.pk
        resolution = (Resolution.DISAGREE if reason else Resolution.DONE) if is_writer else Resolution.TICKED
    changed = (
        Comment.objects.published()
        .filter(pk=comment.pk, parent=None, resolved_at__isnull=is_resolved)
        .update(
            resolved_at=(resolved_at or timezone.now()) if is_resolved else None,
            resolved_by=user if is_resolved else None,
            resolution=resolution,
        )
    )
    if changed and reason:
        reply_to_comment(
            comment=comment, author=user, body=reason, client_key=client_key or uuid.uuid4(), created_at=resolved_at
        )
    note_change(comment.version.intro.enrolment.cohort_id)


def mark_read(*, review: Review, user: User, read_at: datetime | None = None) -> None:
    """`read_at` is for imports; otherwise now."""
    Notification.objects.filter(review=review, recipient=user, read_at=None).update(read_at=read_at or timezone.now())


def levels_of(review: Review, criteria: set[int]) -> dict[int, int]:
    """{criterion id: level id} of the given criteria, where there is one. 1 query."""
    return dict(review.points.filter(criterion_id__in=criteria).values_list("criterion_id", "level_id"))


def store_comment(*, version: DraftVersion, author: User, start: int, end: int, body: str, client_key: uuid.UUID,
                  review: Review | None, parent: Comment | None, published_at: datetime | None,
                  created_at: datetime, check_id: str = "", snippet: Snippet | None = None,
                  is_praise: bool = False) -> Comment:  # fmt: skip
    """Within the caller's transaction; the same key again gives the comment that it made. Raises WrongSpan,
    EmptyComment."""
    earlier = Comment.objects.filter(author=author, client_key=client_key).first()
    if earlier is not None:
        return earlier
    if not 0 <= start < end <= len(version.text):
        raise WrongSpan
    if not body.strip():
        raise EmptyComment
    anchor = make_anchor(version.text, start, end)
    return Comment.objects.create(
        version=version, review=review, author=author, parent=parent, start=start, end=end, quote=anchor.quote,
        prefix=anchor.prefix, suffix=anchor.suffix, body=body.strip(), client_key=client_key, published_at=published_at,
        created_at=created_at, check_id=check_id, snippet=snippet, is_praise=is_praise,
    )  # fmt: skip


def is_whole(review: Review) -> bool:
    """Is there all that a candidate needs? Costs a query where there is no summary."""
    return bool(review.decision) and bool(review.summary.strip() or review.comments.exists())


def lock_review(review: Review, *, published_is_fine: bool = False) -> Review:
    """The row as it is now, held until the transaction ends. Raises CohortArchived, AlreadyPublished."""
    current = (
        Review.objects.select_for_update(of=("self",))
        .select_related("coach__user", "version__intro__enrolment__candidate", "version__intro__enrolment__cohort")
        .get(pk=review.pk)
    )
    if not current.is_published:
        refuse_archived(version_id=current.version_id)
    elif not published_is_fine:
        raise AlreadyPublished
    return current


def _refuse_stale(comment: Comment, revision: int | None) -> None:
    if revision is not None and revision != comment.revision:
        raise StaleComment(comment)


def _own_unpublished(comment: Comment, author: User) -> Comment:
    current = Comment.objects.select_for_update(of=("self",)).get(pk=comment.pk)
    if current.author_id != author.pk:
        raise NotTheirs
    if current.published_at is not None:
        raise AlreadyPublished
    refuse_archived(version_id=current.version_id)
    return current
