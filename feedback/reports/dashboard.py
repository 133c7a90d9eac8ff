"""Where a cohort stands: rows for its figures and its list, each report in a constant number of queries."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from cohorts.models import Cohort, DraftVersion, Enrolment, Intro
from feedback.models import CheckRun, Decision, Review, RunStatus
from feedback.reports.queue import age_words

PERIOD_DAYS = 56
"""Eight weeks: how far back the waits of answered drafts are looked at."""
SECONDS_A_DAY = 86_400


@dataclass(frozen=True)
class Mark:
    """One version of somebody's, which a figure's mark stands for."""

    candidate: str
    role: str
    intro_id: int
    number: int


@dataclass(frozen=True)
class WhyPoint(Mark):
    """A candidate's latest checked version; `decision` is the coach's latest on this introduction, "" before any."""

    why_role: float
    why_team: float
    decision: str


@dataclass(frozen=True)
class TwoWhys:
    points: tuple[WhyPoint, ...]
    candidates: int


@dataclass(frozen=True)
class ScoredVersion(Mark):
    """A checked version; `overall` is 0 to 100."""

    overall: float
    is_reviewed: bool


@dataclass(frozen=True)
class Wait(Mark):
    """How long a candidate waited (or waits now) for the coach, from the first version that nobody had answered."""

    coach: str
    days: float
    is_over: bool


@dataclass(frozen=True)
class CandidateRow:
    """A line of the cohort's list; all but the names is None or "" before there is such a thing."""

    candidate: str
    coach: str
    role: str
    intro_id: int | None
    number: int | None
    submitted_at: datetime | None
    overall: float | None
    decision: str
    waiting_since: datetime | None

    @property
    def waits(self) -> str:
        """For how long by now, in words."""
        return age_words(timezone.now() - self.waiting_since) if self.waiting_since else ""

    @property
    def decision_label(self) -> str:
        return str(Decision(self.decision).label) if self.decision else ""


@dataclass(frozen=True)
class CohortRow:
    """A cohort in the list of all that one coaches; `ready` counts candidates whose latest decision that is."""

    cohort: Cohort
    candidates: int
    versions: int
    ready: int
    waiting: int
    oldest_since: datetime | None

    @property
    def oldest_waits(self) -> str:
        """For how long by now, in words."""
        return age_words(timezone.now() - self.oldest_since) if self.oldest_since else ""


def two_whys(cohort: Cohort) -> TwoWhys:
    """2 queries."""
    newest = _newest_runs("version__intro__enrolment_id").filter(version__intro__enrolment__cohort=cohort)
    rows = newest.annotate(decision=_latest_decision("version__intro_id")).values_list(
        *_MARK, "why_role", "why_team", "decision"
    )
    points = (
        WhyPoint(candidate, role, intro_id, number, why_role, why_team, decision or "")
        for candidate, role, intro_id, number, why_role, why_team, decision in rows
    )
    return TwoWhys(tuple(sorted(points, key=_by_name)), cohort.enrolments.count())


def progress(cohort: Cohort) -> tuple[ScoredVersion, ...]:
    """1 query; a candidate's versions stand together, in order."""
    reviewed = Exists(Review.objects.published().filter(version=OuterRef("version_id")))
    rows = (
        _newest_runs("version_id")
        .filter(version__intro__enrolment__cohort=cohort)
        .annotate(is_reviewed=reviewed)
        .values_list(*_MARK, "overall", "is_reviewed")
    )
    return tuple(sorted((ScoredVersion(*row) for row in rows), key=_by_name))


def waits(cohort: Cohort, now: datetime | None = None) -> tuple[Wait, ...]:
    """2 queries: waits that a review of the last PERIOD_DAYS days ended, and those that go on."""
    now = now or timezone.now()
    return tuple(sorted([*_ended_waits(cohort, now), *_present_waits(cohort, now)], key=lambda w: (w.coach, w.days)))


def candidates(cohort: Cohort) -> tuple[CandidateRow, ...]:
    """2 queries; by name. Of several introductions the one with the latest version counts."""
    newest = {
        enrolment_id: tuple(rest)
        for enrolment_id, *rest in DraftVersion.objects.filter(intro__enrolment__cohort=cohort)
        .annotate(rank=Window(RowNumber(), partition_by=F("intro__enrolment_id"), order_by=("-submitted_at", "-pk")))
        .filter(rank=1)
        .annotate(
            overall=Subquery(
                CheckRun.objects.filter(version=OuterRef("pk"), status=RunStatus.DONE)
                .order_by("-queued_at", "-pk")
                .values("overall")[:1]
            ),
            decision=_latest_decision("intro_id"),
        )
        .values_list("intro__enrolment_id", "role", "intro_id", "number", "submitted_at", "overall", "decision")
    }
    enrolments = (
        Enrolment.objects.filter(cohort=cohort)
        .annotate(since=Min("intros__waiting_since"))
        .values_list("pk", "candidate__user__name", "coach__user__name", "since")
        .order_by("candidate__user__name", "pk")
    )
    return tuple(
        _candidate_row(name, coach, None if cohort.is_archived else since, newest.get(pk))
        for pk, name, coach, since in enrolments
    )


def cohort_rows(cohorts: QuerySet[Cohort]) -> tuple[CohortRow, ...]:
    """1 query; those that are open first, then the newest."""
    inner = OuterRef("pk")
    ready = Intro.objects.filter(enrolment__cohort=inner).annotate(d=_latest_decision("pk")).filter(d=Decision.READY)
    waiting = Intro.objects.waiting().filter(enrolment__cohort=inner)
    versions = DraftVersion.objects.filter(intro__enrolment__cohort=inner)
    rows = cohorts.annotate(
        n_candidates=_count(Enrolment.objects.filter(cohort=inner), "cohort", "pk"),
        n_versions=_count(versions, "intro__enrolment__cohort", "pk"),
        n_ready=_count(ready, "enrolment__cohort", "enrolment"),
        n_waiting=_count(waiting, "enrolment__cohort", "pk"),
        oldest=Subquery(waiting.order_by("waiting_since").values("waiting_since")[:1]),
    ).order_by(F("archived_at").desc(nulls_first=True), "-starts_on", "name")
    return tuple(CohortRow(c, c.n_candidates, c.n_versions, c.n_ready, c.n_waiting, c.oldest) for c in rows)


SORTS: dict[str, Callable[[CandidateRow], Any]] = {
    "name": lambda row: row.candidate.casefold(),
    "coach": lambda row: row.coach.casefold() or None,
    "version": lambda row: row.number,
    "score": lambda row: row.overall,
    "decision": lambda row: list(Decision.values).index(row.decision) if row.decision else None,
    "waiting": lambda row: -row.waiting_since.timestamp() if row.waiting_since else None,
}
"""Columns that the list can be sorted by; a value of None stands last either way."""


def sorted_candidates(rows: tuple[CandidateRow, ...], sort: str) -> tuple[CandidateRow, ...]:
    """`sort` is a key of SORTS, with "-" before it for the other direction; whatever else it is, by name."""
    key = SORTS.get(sort.removeprefix("-"), SORTS["name"])
    known = [row for row in rows if key(row) is not None]
    unknown = [row for row in rows if key(row) is None]
    return (*sorted(known, key=key, reverse=sort.startswith("-")), *unknown)


_MARK = ("version__intro__enrolment__candidate__user__name", "version__role", "version__intro_id", "version__number")


def _by_name(mark: Mark) -> tuple[str, int, int]:
    return mark.candidate.casefold(), mark.intro_id, mark.number


def _newest_runs(of: str) -> QuerySet[CheckRun]:
    """One finished run for each value of `of`: of the newest version, and of that the newest."""
    order = ("-version__submitted_at", "-version_id", "-queued_at", "-pk")
    return (
        CheckRun.objects.filter(status=RunStatus.DONE)
        .annotate(rank=Window(RowNumber(), partition_by=F(of), order_by=order))
        .filter(rank=1)
        .order_by()
    )


def _latest_decision(intro: str) -> Subquery:
    published = Review.objects.published().filter(version__intro_id=OuterRef(intro))
    return Subquery(published.order_by("-published_at", "-pk").values("decision")[:1])


def _ended_waits(cohort: Cohort, now: datetime) -> list[Wait]:
    """A wait ends with a review; it began with the first version after the one that was answered before."""
    mine = Review.objects.published().filter(version__intro__enrolment__cohort=cohort)
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
        mine.filter(published_at__gte=now - timedelta(days=PERIOD_DAYS))
        .annotate(answered=Coalesce(Subquery(answered_before), 0))
        # An older version answered after a newer one: nobody waited for more than its own answer.
        .annotate(since=Coalesce(Subquery(first_unanswered), F("version__submitted_at")))
        .order_by()
        .values_list(*_MARK, "coach__user__name", "since", "published_at")
    )
    return [
        Wait(candidate, role, intro_id, number, coach, _days(until - since), True)
        for candidate, role, intro_id, number, coach, since, until in rows
    ]


def _present_waits(cohort: Cohort, now: datetime) -> list[Wait]:
    rows: Iterable[tuple[Any, ...]] = (
        Intro.objects.waiting()
        .filter(enrolment__cohort=cohort)
        .order_by()
        .values_list(
            "enrolment__candidate__user__name", "role", "pk", "latest_number", "enrolment__coach__user__name",
            "waiting_since",
        )
    )  # fmt: skip
    return [
        Wait(candidate, role, intro_id, number, coach or "", _days(now - since), False)
        for candidate, role, intro_id, number, coach, since in rows
    ]


def _days(span: timedelta) -> float:
    return max(span.total_seconds(), 0) / SECONDS_A_DAY


def _count(rows: QuerySet[Any], group: str, what: str) -> Coalesce:
    """How many different `what` the `rows` of `group` have, in a subquery: joins would multiply each other."""
    return Coalesce(Subquery(rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")), 0)


def _candidate_row(
    name: str, coach: str | None, since: datetime | None, newest: tuple[Any, ...] | None
) -> CandidateRow:
    role, intro_id, number, submitted_at, overall, decision = newest or ("", None, None, None, None, None)
    return CandidateRow(name, coach or "", role, intro_id, number, submitted_at, overall, decision or "", since)
