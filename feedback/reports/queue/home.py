"""A coach's home: what comes first, what they began, how their cohorts stand."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.db.models import Exists, F, OuterRef, Subquery
from django.utils import timezone

from cohorts.models import Absence, Cohort, Intro, User
from feedback.models import Calibration, CalibrationAnswer, CalibrationItem, Comment, Review, ReviewStatus
from feedback.reports.queue.filters import QueueFilters
from feedback.reports.queue.order import ordered, weights_of
from feedback.reports.queue.rows import QueueRow, count_of, rows_of
from feedback.reports.queue.words import age_words

COHORT_LINES = 12
"""So many cohorts stand on the home; the page of cohorts has all."""


@dataclass(frozen=True)
class BegunReview:
    """A review that a coach began and has not published; a held one is whole."""

    intro_id: int
    number: int
    candidate: str
    role: str
    company: str
    began_at: datetime
    comments: int
    is_held: bool


@dataclass(frozen=True)
class CohortLine:
    """How a cohort stands; `reviewed` counts reviews of the last seven days by any coach, `oldest_age` is in words."""

    name: str
    slug: str
    waiting: int
    reviewed: int
    oldest_age: str


@dataclass(frozen=True)
class Away:
    """That the coach is away today, by what they set themselves; `stand_in` is empty where nobody stands in."""

    last_day: date
    stand_in: str


@dataclass(frozen=True)
class OpenRound:
    """A calibration round that goes on; the reader has `left` drafts to judge, the first is at `position`."""

    pk: int
    name: str
    cohort: str
    left: int
    position: int


@dataclass(frozen=True)
class CoachHome:
    first: tuple[QueueRow, ...]
    waiting: int
    rounds: tuple[OpenRound, ...]
    begun: tuple[BegunReview, ...]
    cohorts: tuple[CohortLine, ...]
    has_more_cohorts: bool
    away: Away | None


def coach_home(*, user: User, now: datetime | None = None, rows: int = 6) -> CoachHome:
    """10 queries."""
    now = now or timezone.now()
    weights = weights_of(user)
    waiting = ordered(user, QueueFilters(), weights, now)
    first = rows_of(user, list(waiting.values_list("pk", flat=True)[:rows]), weights, now)
    cohorts = _cohort_lines(user, now)
    return CoachHome(
        first=first,
        waiting=waiting.order_by().count(),
        rounds=_open_rounds(user),
        begun=_begun(user),
        cohorts=cohorts[:COHORT_LINES],
        has_more_cohorts=len(cohorts) > COHORT_LINES,
        away=away_now(user, now),
    )


def away_now(user: User, now: datetime) -> Away | None:
    """1 query."""
    absence = (
        Absence.objects.on(now.astimezone(UTC).date())
        .filter(coach__user=user)
        .order_by("-last_day", "-pk")
        .values_list("last_day", "stand_in__user__name")
        .first()
    )
    return Away(absence[0], absence[1] or "") if absence else None


def _open_rounds(user: User) -> tuple[OpenRound, ...]:
    """1 query; the oldest first. Nobody judges their own introduction."""
    given = CalibrationAnswer.objects.filter(item=OuterRef("pk"), coach__user=user)
    left = CalibrationItem.objects.filter(~Exists(given), calibration=OuterRef("pk")).exclude(
        version__intro__enrolment__candidate__user=user
    )
    rows = (
        Calibration.objects.filter(closed_at=None, cohort__archived_at=None)
        .filter(cohort__in=Cohort.objects.filter(coaches__user=user).values("pk"))
        .annotate(
            left=Subquery(count_of(left, "calibration")),
            position=Subquery(left.order_by("position").values("position")[:1]),
        )
        .filter(left__gt=0)
        .order_by("created_at", "pk")
        .values_list("pk", "name", "cohort__name", "left", "position")
    )
    return tuple(OpenRound(*row) for row in rows)


def _begun(user: User) -> tuple[BegunReview, ...]:
    """1 query; the oldest first. Those of versions that a colleague has answered meanwhile are left out."""
    answered = Review.objects.published().filter(version=OuterRef("version"))
    rows = (
        Review.objects.visible_to(user)
        .filter(~Exists(answered), coach__user=user, status__in=[ReviewStatus.DRAFT, ReviewStatus.HELD])
        .filter(version__intro__enrolment__cohort__archived_at=None)
        .annotate(remarks=Subquery(count_of(Comment.objects.filter(review=OuterRef("pk")), "review")))
        .order_by("created_at", "pk")
        .values_list(
            "version__intro_id", "version__number", "version__intro__enrolment__candidate__user__name",
            "version__role", "version__company", "created_at", "remarks", "status",
        )
    )  # fmt: skip
    return tuple(
        BegunReview(pk, number, name, role, company, began_at, comments or 0, status == ReviewStatus.HELD)
        for pk, number, name, role, company, began_at, comments, status in rows
    )


def _cohort_lines(user: User, now: datetime) -> tuple[CohortLine, ...]:
    """1 query; one more than is shown, by what waits longest, then by name."""
    waiting = Intro.objects.waiting().filter(enrolment__cohort=OuterRef("pk"))
    reviewed = Review.objects.published().filter(
        version__intro__enrolment__cohort=OuterRef("pk"), published_at__gt=now - timedelta(days=7)
    )
    rows = (
        Cohort.objects.filter(pk__in=Cohort.objects.coached_by(user).values("pk"))
        .open()
        .annotate(
            waiting=Subquery(count_of(waiting, "enrolment__cohort")),
            reviewed=Subquery(count_of(reviewed, "version__intro__enrolment__cohort")),
            oldest_since=Subquery(waiting.order_by("waiting_since").values("waiting_since")[:1]),
        )
        .order_by(F("oldest_since").asc(nulls_last=True), "name")
        .values_list("name", "slug", "waiting", "reviewed", "oldest_since")[: COHORT_LINES + 1]
    )
    return tuple(
        CohortLine(name, slug, waits or 0, done or 0, age_words(now - oldest) if oldest else "")
        for name, slug, waits, done, oldest in rows
    )
