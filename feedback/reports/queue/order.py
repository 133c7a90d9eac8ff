"""The order: days of waiting, and what a coach lets count as more of them. The database computes it."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Case, F, FloatField, Func, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from cohorts.models import Intro, User
from feedback.models import Desk
from feedback.reports.queue.filters import QueueFilters, has_score_between, is_asked_for

INTERVIEW_SOON_DAYS = 7
WEAK_SCORE = 40
"""Below it a text has hardly any of what the checks look for (docs/checks.md)."""
DAY_S = 86_400.0
NEVER = 1e15
"""The urgency of what does not wait: after all that does, in seconds like the others."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Weights:
    """Days of waiting that a reason counts for; the defaults are those of the desk's table.

    An interview within INTERVIEW_SOON_DAYS: an answer after it helps nobody.
    """

    interview_days: int = 5
    again_days: int = 0
    first_days: int = 0
    weak_days: int = 0


@dataclass(frozen=True)
class Place:
    """Where a row stands: by urgency, then the newest version, then as it was begun."""

    urgency: float
    latest_at: datetime
    pk: int

    def __str__(self) -> str:
        """As it stands in an address."""
        return f"{self.urgency!r}_{(self.latest_at - EPOCH) // timedelta(microseconds=1)}_{self.pk}"

    @classmethod
    def read(cls, text: str) -> "Place | None":
        """None where that is no place."""
        parts = re.fullmatch(r"(-?\d{1,16}\.\d{1,20})_(\d{1,17})_(\d{1,18})", text, re.ASCII)
        if parts is None:
            return None
        return cls(float(parts[1]), EPOCH + timedelta(microseconds=int(parts[2])), int(parts[3]))

    def comes_after(self) -> Q:
        """Rows behind this place."""
        level = Q(latest_at__lt=self.latest_at) | Q(latest_at=self.latest_at, pk__gt=self.pk)
        return Q(urgency__gt=self.urgency) | Q(urgency=self.urgency) & level

    def comes_before(self) -> Q:
        level = Q(latest_at__gt=self.latest_at) | Q(latest_at=self.latest_at, pk__lt=self.pk)
        return Q(urgency__lt=self.urgency) | Q(urgency=self.urgency) & level


class EpochSeconds(Func):
    """Seconds since 1970 as a float: what can be added up and compared alike in every database."""

    output_field = FloatField()

    def as_postgresql(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="EXTRACT(EPOCH FROM %(expressions)s)::double precision", **context
        )

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return super().as_sql(
            compiler, connection, template="((julianday(%(expressions)s) - 2440587.5) * 86400.0)", **context
        )


def weights_of(user: User) -> Weights:
    """1 query."""
    row = Desk.objects.visible_to(user).values("interview_days", "again_days", "first_days", "weak_days").first()
    return Weights(**row) if row else Weights()


def ordered(user: User, filters: QueueFilters, weights: Weights, now: datetime) -> QuerySet[Any]:
    """Introductions as asked for, in the queue's order; `urgency` and `counted_days` say why."""
    return (
        Intro.objects.filter(is_asked_for(user, filters, now))
        .annotate(counted_days=counted_days(user, weights, now))
        .annotate(urgency=Coalesce(EpochSeconds("waiting_since") - Value(DAY_S) * F("counted_days"), Value(NEVER)))
        .order_by("urgency", "-latest_at", "pk")
    )


def counted_days(user: User, weights: Weights, now: datetime) -> Any:
    """How many days more than it has waited an introduction counts for; a reason without weight costs nothing."""
    today = timezone.localdate(now)
    reasons = (
        (weights.interview_days, Q(interview_on__range=(today, today + timedelta(days=INTERVIEW_SOON_DAYS)))),
        (weights.again_days, Q(answered_number__gt=0)),
        (weights.first_days, Q(latest_number=1)),
        (weights.weak_days, Q() if not weights.weak_days else has_score_between(user, None, WEAK_SCORE - 1e-9)),
    )
    total: Any = Value(0)
    for days, rule in reasons:
        if days:
            total = total + Case(When(rule, then=Value(days)), default=Value(0), output_field=IntegerField())
    return total
