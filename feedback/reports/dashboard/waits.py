"""Who waits for a coach, and for how long."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import F, OuterRef, Subquery
from django.db.models.functions import Coalesce

from cohorts.models import DraftVersion, Intro
from feedback.models import Review
from feedback.reports.dashboard.scope import MARK, Mark, Scope

PERIOD_DAYS = 56
"""Eight weeks: how far back the waits of answered drafts are looked at."""
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Wait(Mark):
    """How long a candidate waited (or waits now) for the coach, from the first version that nobody had answered."""

    coach: str
    days: float
    is_over: bool


def waits(scope: Scope) -> tuple[Wait, ...]:
    """2 queries: waits that a review of the last PERIOD_DAYS days ended, and those that go on."""
    return tuple(sorted([*_ended_waits(scope), *_present_waits(scope)], key=lambda w: (w.coach, w.days)))


def _ended_waits(scope: Scope) -> list[Wait]:
    """A wait ends with a review; it began with the first version after the one that was answered before."""
    mine = Review.objects.published().filter(scope.of_version("version"))
    answered_before = (
        Review.objects.published()
        .filter(version__intro_id=OuterRef("version__intro_id"), published_at__lt=OuterRef("published_at"))
        .order_by("-version__number")
        .values("version__number")[:1]
    )
    first_unanswered = (
        DraftVersion.objects.filter(
            intro_id=OuterRef("version__intro_id"),
            number__gt=OuterRef("answered"),
            number__lte=OuterRef("version__number"),
        )
        .order_by("number")
        .values("submitted_at")[:1]
    )
    rows = (
        mine.filter(published_at__gte=scope.now - timedelta(days=PERIOD_DAYS))
        .annotate(answered=Coalesce(Subquery(answered_before), 0))
        # An older version answered after a newer one: nobody waited for more than its own answer.
        .annotate(since=Coalesce(Subquery(first_unanswered), F("version__submitted_at")))
        .order_by()
        .values_list(*MARK, "coach__user__name", "since", "published_at")
    )
    return [
        Wait(candidate, role, intro_id, number, coach, _days(until - since), True)
        for candidate, role, intro_id, number, coach, since, until in rows
    ]


def _present_waits(scope: Scope) -> list[Wait]:
    rows: Iterable[tuple[Any, ...]] = (
        Intro.objects.waiting()
        .filter(scope.of_intro(), scope.of_period("waiting_since"))
        .order_by()
        .values_list(
            "enrolment__candidate__user__name", "role", "pk", "latest_number", "enrolment__coach__user__name",
            "waiting_since",
        )
    )  # fmt: skip
    return [
        Wait(candidate, role, intro_id, number, coach or "", _days(scope.now - since), False)
        for candidate, role, intro_id, number, coach, since in rows
    ]


def _days(span: timedelta) -> float:
    return max(span.total_seconds(), 0) / SECONDS_A_DAY
