"""Who gets a daily mail now, and what stands in it."""

import zoneinfo
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet, Subquery

from cohorts.models import Cohort, Enrolment, Intro, User
from feedback.models import Digest, DigestKind, Notification, Review, ReviewStatus, Snooze


@dataclass(frozen=True)
class Due:
    """A person whose hour has come: `period` is the day in their time zone, `due_at` the moment of their hour."""

    recipient: User
    period: date
    due_at: datetime


@dataclass(frozen=True)
class WaitingDraft:
    intro_id: int
    number: int
    candidate: str
    title: str
    cohort: str
    since: datetime
    waits_days: int
    is_assigned: bool
    stands_in_for: str
    interview_on: date | None


@dataclass(frozen=True)
class NewReview:
    notification_id: int
    intro_id: int
    number: int
    title: str
    coach: str
    decision: str
    published_at: datetime
    amended_at: datetime | None


@dataclass(frozen=True)
class CoachDigest:
    due: Due
    drafts: tuple[WaitingDraft, ...]
    """Oldest first, never empty."""


@dataclass(frozen=True)
class CandidateDigest:
    due: Due
    reviews: tuple[NewReview, ...]
    """Oldest first, never empty."""


def hour_of_day(day: date, hour: int, zone: zoneinfo.ZoneInfo) -> datetime:
    """When the hour of that day begins, in UTC; of an hour that comes twice the first, of one that is left out the
    moment after the gap (PEP 495: the offset before the change, so half past two becomes half past three)."""
    return datetime.combine(day, time(hour), tzinfo=zone).astimezone(UTC)


def due_coaches(now: datetime) -> list[CoachDigest]:
    """Coaches without a mail of today whose hour has come and for whom drafts waited at that hour. Five queries.

    Without what they have put off, and what anybody holds a whole review of.
    """
    users = User.objects.filter(is_active=True, wants_digest=True, coach__isnull=False)
    due = _due(users.only("email", "name", "time_zone", "digest_hour"), DigestKind.COACH, now)
    if not due:
        return []
    coaches: dict[int, dict[int, int]] = defaultdict(dict)
    cohorts = Cohort.objects.open().filter(coaches__user__in=due)
    rows = Cohort.objects.filter(pk__in=cohorts).values_list("pk", "coaches", "coaches__user")
    for cohort_id, coach_id, user_id in rows:
        coaches[cohort_id][coach_id] = user_id
    day = now.astimezone(UTC).date()  # the queue's, so that nobody's draft falls between two days
    answering: QuerySet[Any] = Enrolment.objects.with_answering(day)
    answering = answering.filter(pk=OuterRef("enrolment")).values("answering_id")
    held = Review.objects.filter(status=ReviewStatus.HELD, version__number=F("version__intro__latest_number"))
    intros: QuerySet[Any] = (
        Intro.objects.waiting()
        .filter(enrolment__cohort__in=coaches, waiting_since__lte=max(one.due_at for one in due.values()))
        .exclude(pk__in=held.order_by().values("version__intro"))
        .annotate(answering_id=Subquery(answering[:1]))
        .select_related("enrolment__cohort", "enrolment__candidate__user", "enrolment__coach__user")
        .order_by("waiting_since", "pk")
    )
    snoozes = Snooze.objects.filter(coach__user__in=due, until__gt=now, number__gte=F("intro__latest_number"))
    put_off = set(snoozes.values_list("coach__user", "intro"))
    drafts: dict[int, list[WaitingDraft]] = defaultdict(list)
    for intro in intros:
        of_cohort = coaches[intro.enrolment.cohort_id]
        for user_id in [of_cohort[intro.answering_id]] if intro.answering_id else of_cohort.values():
            since = intro.waiting_since
            is_due = user_id in due and (user_id, intro.pk) not in put_off
            if is_due and since is not None and since <= due[user_id].due_at:
                drafts[user_id].append(_waiting(intro, since, now, intro.answering_id))
    return [CoachDigest(due[user_id], tuple(drafts[user_id])) for user_id in due if user_id in drafts]


def due_candidates(now: datetime) -> list[CandidateDigest]:
    """Candidates without a mail of today whose hour has come, with reviews that no mail has named. Two queries."""
    notifications = (
        Notification.objects.unread()
        .unmailed()
        .filter(
            recipient__is_active=True,
            recipient__wants_digest=True,
            review__version__intro__enrolment__cohort__archived_at=None,
        )
        .select_related("recipient", "review__coach__user", "review__version__intro")
        .order_by("created_at", "pk")
    )
    found: dict[int, list[Notification]] = defaultdict(list)
    for notification in notifications:
        found[notification.recipient_id].append(notification)
    due = _due((of_one[0].recipient for of_one in found.values()), DigestKind.CANDIDATE, now)
    digests = []
    for user_id, one in due.items():
        reviews = tuple(_new_review(n) for n in found[user_id] if n.created_at <= one.due_at)
        if reviews:
            digests.append(CandidateDigest(one, reviews))
    return digests


def _due(users: Iterable[User], kind: str, now: datetime) -> dict[int, Due]:
    """By user id: those whose hour of today has come and who have no digest of today."""
    due = {}
    for user in users:
        zone = zoneinfo.ZoneInfo(user.time_zone)
        today = now.astimezone(zone).date()
        due_at = hour_of_day(today, user.digest_hour, zone)
        if due_at <= now:  # both in UTC: a comparison within one zone would ignore the change of clocks
            due[user.pk] = Due(user, today, due_at)
    if not due:
        return {}
    # Local days differ by at most one from that of UTC.
    days = now.date() - timedelta(days=1), now.date() + timedelta(days=1)
    had = set(Digest.objects.of_days(*days).filter(kind=kind).values_list("recipient_id", "period"))
    return {user_id: one for user_id, one in due.items() if (user_id, one.period) not in had}


def _waiting(intro: Intro, since: datetime, now: datetime, answering_id: int | None) -> WaitingDraft:
    is_stood_in = answering_id is not None and answering_id != intro.enrolment.coach_id
    return WaitingDraft(
        intro_id=intro.pk, number=intro.latest_number, candidate=str(intro.enrolment.candidate), title=str(intro),
        cohort=str(intro.enrolment.cohort), since=since, waits_days=(now - since).days,
        is_assigned=answering_id is not None, stands_in_for=str(intro.enrolment.coach) if is_stood_in else "",
        interview_on=intro.interview_on,
    )  # fmt: skip


def _new_review(notification: Notification) -> NewReview:
    review = notification.review
    return NewReview(
        notification_id=notification.pk, intro_id=review.version.intro_id, number=review.version.number,
        title=str(review.version.intro), coach=str(review.coach), decision=review.get_decision_display(),
        published_at=review.published_at or notification.created_at, amended_at=review.amended_at,
    )  # fmt: skip
