"""How far everybody has come, and on which days work is done."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Exists, OuterRef, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.urls import reverse

from cohorts.models import DraftVersion, Intro
from feedback.models import Decision, Review
from feedback.reports.dashboard.days import published_in
from feedback.reports.dashboard.links import kept_link
from feedback.reports.dashboard.scope import Scope

DAYS_A_WEEK = 7
WEEKS_MAX = 26
"""Half a year: more weeks than that cannot be told apart in a drawing."""


class Stage(StrEnum):
    ENROLLED = "enrolled"
    DRAFTED = "drafted"
    REVIEWED = "reviewed"
    RESUBMITTED = "resubmitted"
    READY = "ready"


@dataclass(frozen=True)
class StageCount:
    """Candidates who have come to the stage; `missing` have come as far as the one before, and no farther."""

    stage: Stage
    candidates: int
    missing: int
    address: str


@dataclass(frozen=True)
class StagePerson:
    """A candidate on the page of a stage, whose next one it `is_next`, who `has_come` to it, or neither yet; `address`
    is that of their latest draft, "" before the first."""

    name: str
    coach: str
    is_next: bool
    has_come: bool
    address: str


@dataclass(frozen=True)
class Day:
    """What happened on a day of the viewer's time zone; `address` leads to it."""

    day: date
    drafts: int
    reviews: int
    address: str

    @property
    def week(self) -> date:
        """Its Monday."""
        return _monday(self.day)

    @property
    def sum(self) -> int:
        return self.drafts + self.reviews


@dataclass(frozen=True)
class Activity:
    """The days with something on them, in order; `weeks` are the Mondays from the first to the last of these, without a
    gap. `zone` is the viewer's."""

    days: tuple[Day, ...]
    weeks: tuple[date, ...]
    zone: str


def funnel(scope: Scope) -> tuple[StageCount, ...]:
    """1 query. A candidate counts for a stage with any of their introductions; being ready may come without another
    draft, so that a stage may hold more than the one before. Of a period or a version number, all stages but the first
    are told of these versions and their answers."""
    rows = _staged(scope).order_by().values_list(*_FLAGS).annotate(Count("pk"))
    counts: Counter[Stage] = Counter()
    missing: Counter[Stage] = Counter()
    for *flags, candidates in rows:
        come = _come(flags)
        counts.update(dict.fromkeys(come, candidates))
        missing[come[-1]] += candidates
    address = [kept_link(scope, "feedback:cohort_stage", stage.value) for stage in Stage]
    before = (None, *Stage)
    return tuple(
        StageCount(stage, counts[stage], missing[earlier] if earlier else 0, link)
        for stage, earlier, link in zip(Stage, before, address, strict=False)
    )


def stage_people(scope: Scope, stage: Stage) -> tuple[StagePerson, ...]:
    """1 query; those whose next stage it is first, then those who have come to it, by name."""
    latest = DraftVersion.objects.filter(scope.of_version(), intro__enrolment=OuterRef("pk")).order_by(
        "-submitted_at", "-pk"
    )
    rows: Iterable[Any] = (
        _staged(scope)
        .annotate(intro=Subquery(latest.values("intro")[:1]), number=Subquery(latest.values("number")[:1]))
        .order_by("candidate__user__name", "pk")
        .values_list("candidate__user__name", "coach__user__name", "intro", "number", *_FLAGS)
    )
    stages = list(Stage)
    people = []
    for name, coach, intro, number, *flags in rows:
        come = _come(flags)
        is_next = stages.index(come[-1]) + 1 == stages.index(stage)
        address = reverse("feedback:review", args=[intro, number]) if intro else ""
        people.append(StagePerson(name, coach or "", is_next, stage in come, address))
    return tuple(sorted(people, key=lambda person: (not person.is_next, not person.has_come)))


def activity(scope: Scope) -> Activity:
    """2 queries: drafts by the day of submitting, reviews by the day of publishing; the last WEEKS_MAX weeks."""
    drafts = _by_day(DraftVersion.objects.filter(scope.of_version()), "submitted_at", scope)
    reviews = _by_day(published_in(scope), "published_at", scope)
    every = sorted({*drafts, *reviews})
    if not every:
        return Activity((), (), scope.viewer.time_zone)
    first, last = _monday(every[0]), _monday(every[-1])
    first = max(first, last - timedelta(weeks=WEEKS_MAX - 1))
    return Activity(
        tuple(
            Day(day, drafts.get(day, 0), reviews.get(day, 0), kept_link(scope, "feedback:cohort_day", str(day)))
            for day in every
            if day >= first
        ),
        tuple(first + timedelta(weeks=week) for week in range((last - first).days // DAYS_A_WEEK + 1)),
        scope.viewer.time_zone,
    )


_FLAGS = ("is_drafted", "is_reviewed", "is_resubmitted", "is_ready")


def _come(flags: Iterable[bool]) -> list[Stage]:
    """The stages to which somebody has come, in order."""
    return [stage for stage, flag in zip(Stage, (True, *flags), strict=True) if flag]


def _staged(scope: Scope) -> QuerySet[Any]:
    inner = OuterRef("pk")
    versions = DraftVersion.objects.filter(scope.of_version(), intro__enrolment=inner)
    reviews = Review.objects.published().filter(scope.of_version("version"), version__intro__enrolment=inner)
    answered = Review.objects.published().filter(
        scope.of_history("version"),
        version__intro=OuterRef("intro"),
        version__number__lt=OuterRef("number"),
        published_at__lt=OuterRef("submitted_at"),
    )
    intros = Intro.objects.filter(scope.of_intro(), enrolment=inner)
    decided = Review.objects.published().filter(scope.of_version("version"), version__intro=OuterRef("pk"))
    decision = Subquery(decided.order_by("-published_at", "-pk").values("decision")[:1])
    # Of a role, those who work on an introduction for it.
    enrolled = scope.enrolments().filter(Exists(intros)) if scope.role else scope.enrolments()
    return enrolled.annotate(
        is_drafted=Exists(versions),
        is_reviewed=Exists(reviews),
        is_resubmitted=Exists(versions.filter(Exists(answered))),
        is_ready=Exists(intros.annotate(decision=decision).filter(decision=Decision.READY)),
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _by_day(rows: QuerySet[Any], moment: str, scope: Scope) -> dict[date, int]:
    found = rows.order_by().annotate(day=TruncDate(moment, tzinfo=scope.zone)).values_list("day").annotate(Count("pk"))
    return dict(found)
