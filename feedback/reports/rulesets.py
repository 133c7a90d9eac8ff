"""By which rules each cohort's drafts are to be checked, and how far their latest versions are behind these."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Case, CharField, Count, F, OuterRef, Q, QuerySet, Subquery, Value, When

from cohorts.models import Cohort, DraftVersion
from feedback.models import CheckRun, RecheckPause, RunStatus, Silencing
from feedback.pitch import Settings, ruleset_of


@dataclass(frozen=True)
class Progress:
    """How many latest versions of a cohort's open introductions are checked by today's rules, of `total`."""

    cohort: Cohort
    total: int
    done: int
    failed: int
    is_paused: bool

    @property
    def to_do(self) -> int:
        return self.total - self.done - self.failed


def settings_of(cohort: Cohort, silenced: Iterable[str]) -> Settings:
    """What the engine shall know of a cohort: its settings, and which checks are silent there."""
    return Settings(
        words_per_minute=cohort.words_per_minute,
        target_s=cohort.target_s,
        limit_s=cohort.speaking_limit_s,
        checks_off=frozenset(cohort.checks_off) | frozenset(silenced),
    )


def current_rulesets(cohorts: QuerySet[Cohort]) -> dict[int, str]:
    """{id of a cohort: the ruleset of today's engine with its settings}. 2 queries."""
    silenced: dict[int, set[str]] = {}
    rows = Silencing.objects.in_force().filter(cohort__in=cohorts.order_by().values("pk"))
    for cohort_id, check_id in rows.values_list("cohort_id", "check_id"):
        silenced.setdefault(cohort_id, set()).add(check_id)
    return {cohort.pk: ruleset_of(settings_of(cohort, silenced.get(cohort.pk, ()))) for cohort in cohorts}


def latest_versions() -> QuerySet[Any]:
    """Of introductions that are open, each with `wanted`, today's ruleset for it, and with `ruleset` and `status` of
    the run that was queued last (None without one). 2 queries, and that of the rows."""
    cohorts: dict[str, list[int]] = {}
    for cohort_id, ruleset in current_rulesets(Cohort.objects.open()).items():
        cohorts.setdefault(ruleset, []).append(cohort_id)
    whens = [When(intro__enrolment__cohort__in=ids, then=Value(ruleset)) for ruleset, ids in cohorts.items()]
    last = CheckRun.objects.filter(version=OuterRef("pk")).order_by("-queued_at", "-pk")
    return (
        DraftVersion.objects.newest_of_intro()
        .filter(intro__put_away_at=None, intro__enrolment__cohort__archived_at=None)
        .annotate(
            wanted=Case(*whens, default=Value(""), output_field=CharField()),
            ruleset=Subquery(last.values("ruleset")[:1]),
            status=Subquery(last.values("status")[:1]),
        )
    )


def versions_behind() -> QuerySet[Any]:
    """Those that nobody has queued since the rules changed, in cohorts that are not paused: what a coach has still to
    answer first, then the newest. 2 queries, and that of the rows."""
    is_behind = Q(ruleset=None) | (~Q(ruleset=F("wanted")) & Q(status__in=[RunStatus.DONE, RunStatus.FAILED]))
    return (
        latest_versions()
        .filter(is_behind)
        .exclude(intro__enrolment__cohort__in=RecheckPause.objects.values("cohort"))
        .order_by(F("intro__waiting_since").asc(nulls_last=True), "-submitted_at", "-pk")
    )


def recheck_progress() -> tuple[Progress, ...]:
    """Of every open cohort with a draft. 5 queries."""
    by_today = Q(ruleset=F("wanted"))
    counts = {
        row["cohort"]: row
        for row in latest_versions()
        .order_by()
        .values(cohort=F("intro__enrolment__cohort"))
        .annotate(
            total=Count("pk"),
            done=Count("pk", filter=by_today & Q(status=RunStatus.DONE)),
            failed=Count("pk", filter=by_today & Q(status=RunStatus.FAILED)),
        )
    }
    paused = set(RecheckPause.objects.values_list("cohort_id", flat=True))
    return tuple(
        Progress(cohort, row["total"], row["done"], row["failed"], cohort.pk in paused)
        for cohort in Cohort.objects.open().order_by("-starts_on", "name")
        if (row := counts.get(cohort.pk))
    )
