"""Reviews that are whole and wait for their coach to release them, a whole batch at a time."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cohorts.exceptions import NotACoachOfCohort, Refused
from cohorts.models import Coach
from feedback.exceptions import IncompleteReview, NotHeld, NotTheirs
from feedback.models import Review, ReviewStatus
from feedback.services.reviewing import is_whole, lock_review, publish_review


@dataclass(frozen=True)
class Released:
    """Which reviews are published now, and which are not, each with the sentence that says why."""

    published: tuple[Review, ...]
    failed: tuple[tuple[Review, str], ...]


@transaction.atomic
def hold_review(*, review: Review, held_at: datetime | None = None) -> Review:
    """Keep a whole review back; a second call gives it as it is.

    Raises IncompleteReview, AlreadyPublished, CohortArchived. `held_at` is for imports; otherwise now.
    """
    current = lock_review(review)
    if current.status == ReviewStatus.HELD:
        return current
    if not is_whole(current):
        raise IncompleteReview
    current.status, current.held_at = ReviewStatus.HELD, held_at or timezone.now()
    current.save(update_fields=["status", "held_at"])
    return current


@transaction.atomic
def take_back(*, review: Review) -> Review:
    """A held review is a draft again. Raises NotHeld, AlreadyPublished, CohortArchived."""
    current = lock_review(review)
    if current.status != ReviewStatus.HELD:
        raise NotHeld
    current.status, current.held_at = ReviewStatus.DRAFT, None
    current.save(update_fields=["status", "held_at"])
    return current


def release_reviews(*, reviews: Iterable[Review], coach: Coach) -> Released:
    """Publish the coach's held reviews, each in a transaction of its own: one that is refused keeps none of the others.

    One that is published already stays so and counts as published.
    """
    published: list[Review] = []
    failed: list[tuple[Review, str]] = []
    for review in reviews:
        try:
            published.append(_release(review, coach))
        except Refused as refused:
            failed.append((review, str(refused)))
    return Released(tuple(published), tuple(failed))


@transaction.atomic
def _release(review: Review, coach: Coach) -> Review:
    current = lock_review(review, published_is_fine=True)
    if current.coach_id != coach.pk:
        raise NotTheirs
    if not coach.cohorts.filter(pk=current.version.intro.enrolment.cohort_id).exists():
        raise NotACoachOfCohort
    if current.status == ReviewStatus.DRAFT:
        raise NotHeld
    return publish_review(review=current)
