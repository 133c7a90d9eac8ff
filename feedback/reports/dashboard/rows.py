"""The lists beside the figures: everybody in a cohort, and the cohorts."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, F, Min, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce, RowNumber
from django.utils import timezone

from cohorts.models import Cohort, DraftVersion, Enrolment, Intro
from feedback.models import CheckRun, Decision, RunStatus
from feedback.reports.blind import is_blind
from feedback.reports.dashboard.scope import Scope, latest_decision
from feedback.reports.queue import age_words


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


def candidates(scope: Scope) -> tuple[CandidateRow, ...]:
    """2 queries; by name. Of several introductions the one with the latest version counts.

    Where role, period or version are asked for, those without such a version are left out.
    """
    runs = CheckRun.objects.filter(version=OuterRef("pk"), status=RunStatus.DONE)
    newest = {
        enrolment_id: tuple(rest)
        for enrolment_id, *rest in scope.versions()
        .annotate(rank=Window(RowNumber(), partition_by=F("intro__enrolment_id"), order_by=("-submitted_at", "-pk")))
        .filter(rank=1)
        .annotate(
            overall=Subquery(runs.filter(scope.of_seen_run()).order_by("-queued_at", "-pk").values("overall")[:1]),
            decision=latest_decision("intro_id"),
        )
        .values_list("intro__enrolment_id", "role", "intro_id", "number", "submitted_at", "overall", "decision")
    }
    enrolments = (
        scope.enrolments()
        .annotate(since=Min("intros__waiting_since"))
        .values_list("pk", "candidate__user__name", "coach__user__name", "since")
        .order_by("candidate__user__name", "pk")
    )
    return tuple(
        _candidate_row(name, coach, None if scope.cohort.is_archived else since, newest.get(pk))
        for pk, name, coach, since in enrolments
        if pk in newest or not scope.is_of_some_versions
    )


def kept_back(scope: Scope) -> int:
    """Versions whose scores the viewer does not see before they have given their own points. 1 query, or none."""
    if not scope.cohort.engine_after_points:
        return 0
    return scope.versions().filter(is_blind(scope.viewer)).count()


def cohort_rows(cohorts: QuerySet[Cohort]) -> tuple[CohortRow, ...]:
    """1 query; those that are open first, then the newest."""
    inner = OuterRef("pk")
    ready = Intro.objects.filter(enrolment__cohort=inner).annotate(d=latest_decision("pk")).filter(d=Decision.READY)
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


def _count(rows: QuerySet[Any], group: str, what: str) -> Coalesce:
    """How many different `what` the `rows` of `group` have, in a subquery: joins would multiply each other."""
    return Coalesce(Subquery(rows.order_by().values(group).annotate(n=Count(what, distinct=True)).values("n")), 0)


def _candidate_row(
    name: str, coach: str | None, since: datetime | None, newest: tuple[Any, ...] | None
) -> CandidateRow:
    role, intro_id, number, submitted_at, overall, decision = newest or ("", None, None, None, None, None)
    return CandidateRow(name, coach or "", role, intro_id, number, submitted_at, overall, decision or "", since)
