"""Drafts are checked again by themselves when the rules change: a few at a time, so that new drafts don't wait."""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.utils import timezone

from cohorts.models import Cohort, DraftVersion, User
from feedback.models import CheckRun, RecheckPause, RunStatus
from feedback.reports.rulesets import current_rulesets, versions_behind
from feedback.services.checking import mark_enqueued

UNDER_WAY_MAX = 40
"""Runs that are queued or running from which on no more old drafts are added: a few seconds of a worker's time."""


@transaction.atomic
def queue_versions_behind(*, most: int = UNDER_WAY_MAX) -> list[int]:
    """Ids of runs to enqueue, marked as enqueued now: with those under way no more than `most`. 8 queries at most.

    Called by two processes at once, or killed at any line, it queues no version twice: a run is unique.
    """
    room = most - CheckRun.objects.unfinished().count()
    if room <= 0:
        return []
    ids = queue_again(dict(versions_behind().values_list("pk", "wanted")[:room]))
    mark_enqueued(run_ids=ids)
    return ids


@transaction.atomic
def requeue_checks(*, versions: list[DraftVersion]) -> list[int]:
    """Ids of the runs to enqueue: today's rules over each version, anew where they had been. 6 queries."""
    cohorts = dict(
        DraftVersion.objects.filter(pk__in=[version.pk for version in versions]).values_list(
            "pk", "intro__enrolment__cohort"
        )
    )
    rulesets = current_rulesets(Cohort.objects.filter(pk__in=set(cohorts.values())))
    return queue_again({pk: rulesets[cohort] for pk, cohort in cohorts.items()})


def queue_again(wanted: Mapping[int, str]) -> list[int]:
    """Ids of the runs over these versions by the ruleset that each wants; those that ended begin anew. 3 queries."""
    now = timezone.now()
    CheckRun.objects.bulk_create(
        [CheckRun(version_id=pk, ruleset=ruleset, queued_at=now) for pk, ruleset in wanted.items()],
        ignore_conflicts=True,
    )
    runs = CheckRun.objects.filter(version__in=wanted, ruleset__in=set(wanted.values())).order_by("pk")
    ids = [pk for pk, version, ruleset in runs.values_list("pk", "version_id", "ruleset") if wanted[version] == ruleset]
    CheckRun.objects.filter(pk__in=ids).exclude(status=RunStatus.RUNNING).update(
        status=RunStatus.QUEUED, queued_at=now, enqueued_at=None, attempts=0, reason=""
    )
    return ids


def pause_rechecking(*, cohorts: Iterable[Cohort], user: User) -> None:
    """No further old draft of these is queued; those that are go on."""
    rows = [RecheckPause(cohort=cohort, paused_by=user) for cohort in cohorts]
    RecheckPause.objects.bulk_create(rows, ignore_conflicts=True)


def go_on_rechecking(*, cohorts: Iterable[Cohort]) -> None:
    RecheckPause.objects.filter(cohort__in=list(cohorts)).delete()
