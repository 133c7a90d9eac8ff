"""When drafts like this one were answered lately: from data, with nothing promised."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cohorts.models import DraftVersion, Intro
from feedback.models import Review
from feedback.reports.queue import age_words

PERIOD_DAYS = 60
FEW = 10
"""Answered drafts under which nothing is told but the cohort's promise."""


@dataclass(frozen=True)
class Wait:
    """From the first version that nobody had answered; over, or still going on (censored) after `age`."""

    age: timedelta
    is_over: bool


@dataclass(frozen=True)
class Stretch:
    """A wait of one introduction: `number` is the version that was answered then, or the latest; `coach_id` is who
    answered, None where it was not answered until `ended_at`."""

    number: int
    began_at: datetime
    ended_at: datetime
    is_over: bool
    coach_id: int | None = None

    @property
    def wait(self) -> Wait:
        return Wait(max(self.ended_at - self.began_at, timedelta(0)), self.is_over)


@dataclass(frozen=True)
class Clock:
    """`median`, `low` and `high` (the middle 80%) are None where too few were answered to tell them.

    `answered` and `waiting` count the drafts that they are from; `promise_days` is the cohort's.
    """

    median: timedelta | None
    low: timedelta | None
    high: timedelta | None
    answered: int
    waiting: int
    promise_days: int

    @property
    def words(self) -> str:
        promise = ngettext(
            "Your cohort promises an answer within %(n)d day.",
            "Your cohort promises an answer within %(n)d days.",
            self.promise_days,
        ) % {"n": self.promise_days}
        if self.median is None or self.low is None:
            return promise
        said = {"median": age_words(self.median), "low": age_words(self.low), "n": self.answered + self.waiting}
        half = _("Lately half of the drafts were answered within %(median)s;") % said
        if self.high is None:
            most = _("one in ten within %(low)s, and the slowest are not answered yet") % said
        else:
            most = _("eight of ten took between %(low)s and %(high)s") % (said | {"high": age_words(self.high)})
        counts = ngettext(
            "(%(n)d draft of the last 60 days).", "(%(n)d drafts of the last 60 days).", self.answered + self.waiting
        )
        return f"{half} {most} {counts % said} {_('That is no promise.')} {promise}"


def answer_clock(*, intro: Intro, now: datetime | None = None) -> Clock:
    """From the drafts of the cohort, or where they are too few from all of the assigned coach's. 2 or 4 queries.

    `intro` comes with its enrolment's cohort.
    """
    now = now or timezone.now()
    enrolment = intro.enrolment
    waits = _waits(DraftVersion.objects.filter(intro__enrolment__cohort=enrolment.cohort_id), now)
    if _answered(waits) < FEW and enrolment.coach_id is not None:
        waits = _waits(DraftVersion.objects.filter(intro__enrolment__coach=enrolment.coach_id), now)
    answered = _answered(waits)
    median, low, high = (quantile(waits, part) if answered >= FEW else None for part in (0.5, 0.1, 0.9))
    return Clock(median, low, high, answered, len(waits) - answered, enrolment.cohort.answer_within_days)


def survival(waits: Iterable[Wait]) -> tuple[tuple[timedelta, float], ...]:
    """(age, share that still waits after it), a step for each age at which somebody was answered, from (0, 1) on.

    E. L. Kaplan and P. Meier 1958: who still waits counts for as long as they have waited.
    """
    ordered = sorted(waits, key=lambda wait: (wait.age, not wait.is_over))
    steps = [(timedelta(0), 1.0)]
    for index, wait in enumerate(ordered):
        if wait.is_over:
            age, left = steps[-1]
            steps[-1 if wait.age == age else len(steps) :] = [(wait.age, left * (1 - 1 / (len(ordered) - index)))]
    return tuple(steps)


def quantile(waits: Iterable[Wait], part: float) -> timedelta | None:
    """The age by which this part (0 to 1) is answered; None where the data do not reach so far."""
    return next((age for age, left in survival(waits) if 1 - left >= part - 1e-9), None)


def stretches(
    drafts: Iterable[tuple[int, datetime]], answers: Iterable[tuple[datetime, int, int]], until: datetime
) -> tuple[Stretch, ...]:
    """The waits of one introduction, from (number, submitted at) and (published at, number, coach), each in any order.

    A review answers its version and all before; what was submitted after it waits on from its own time.
    """
    left, found = sorted(drafts), []
    for published_at, number, coach in sorted(answers):
        answered = [moment for draft, moment in left if draft <= number]
        if answered:
            found.append(Stretch(number, answered[0], published_at, is_over=True, coach_id=coach))
            left = [(draft, moment) for draft, moment in left if draft > number]
    if left:
        found.append(Stretch(left[-1][0], left[0][1], until, is_over=False))
    return tuple(found)


def _answered(waits: Sequence[Wait]) -> int:
    return sum(wait.is_over for wait in waits)


def _waits(versions: QuerySet[DraftVersion], now: datetime) -> list[Wait]:
    """Waits that began in the last PERIOD_DAYS. 2 queries."""
    since = now - timedelta(days=PERIOD_DAYS)
    recent = versions.filter(submitted_at__gte=since)
    submitted = recent.order_by().values_list("intro", "number", "submitted_at", "intro__put_away_at")
    published = (
        Review.objects.published()
        .filter(version__intro__in=recent.values("intro"), published_at__gte=since)
        .order_by()
        .values_list("version__intro", "version__number", "published_at", "coach")
    )
    drafts: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    until: dict[int, datetime] = {}
    for intro_id, number, moment, put_away_at in submitted:
        drafts[intro_id].append((number, moment))
        until[intro_id] = put_away_at or now
    answers: dict[int, list[tuple[datetime, int, int]]] = defaultdict(list)
    for intro_id, number, published_at, coach in published:
        if published_at is not None:
            answers[intro_id].append((published_at, number, coach))
    return [found.wait for pk, rows in drafts.items() for found in stretches(rows, answers[pk], until[pk])]
