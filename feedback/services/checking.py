"""Check runs: queued with their version, claimed once, written whole; killed at any line, the same comes out."""

import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import Cohort, DraftVersion
from cohorts.services import note_change
from feedback.models import CheckRun, Finding, RunStatus, Silencing
from feedback.pitch import Analysis, Settings, analyse, ruleset_of, skill_share
from feedback.reports.rulesets import settings_of
from feedback.services.findings import replace_findings
from feedback.services.sameness import sign_version
from feedback.services.webhooks import note_checked

logger = logging.getLogger(__name__)

ATTEMPTS_MAX = 3
"""A text that takes the worker down with it three times will do so again."""
REQUEUE_AFTER_S = 60
"""A message not answered by then counts as lost; a second one costs nothing, since a run is claimed."""


def pitch_settings(cohort: Cohort) -> Settings:
    """What the engine shall know of a cohort: its settings, and which checks are silent there. 1 query."""
    silenced = Silencing.objects.in_force().filter(cohort=cohort).values_list("check_id", flat=True)
    return settings_of(cohort, silenced)


def queue_check(*, version: DraftVersion, queued_at: datetime | None = None) -> CheckRun:
    """The run of today's ruleset over `version`, made if need be, and then queued at `queued_at` (default now)."""
    ruleset = ruleset_of(pitch_settings(version.intro.enrolment.cohort))
    run, _is_new = CheckRun.objects.get_or_create(
        version=version, ruleset=ruleset, defaults={"queued_at": queued_at or timezone.now()}
    )
    return run


def run_check(*, run_id: int, at: datetime | None = None, interruptions: tuple[type[Exception], ...] = ()) -> bool:
    """Claim the run, analyse, write findings and scores in one transaction. False when there was nothing to do.

    `at` is for imports, which tell of the past: the time to note as claimed and finished. `interruptions` are raised
    through, since they say nothing of the text: the caller knows what they mean.
    """
    claimed_at = at or timezone.now()
    lost = claimed_at - claim_limit()
    claimable = Q(status=RunStatus.QUEUED) | Q(status=RunStatus.RUNNING, claimed_at__lt=lost)
    claimed = CheckRun.objects.filter(claimable, pk=run_id).update(
        status=RunStatus.RUNNING, claimed_at=claimed_at, attempts=F("attempts") + 1
    )
    if not claimed:
        return False
    run = CheckRun.objects.select_related("version__intro__enrolment__cohort").get(pk=run_id)
    if run.attempts > ATTEMPTS_MAX:
        return fail_check(
            run_id=run_id, reason=_("The check was interrupted several times and has been given up."), at=at
        )
    version = run.version
    rules = pitch_settings(version.intro.enrolment.cohort)
    if not _is_by(run, ruleset_of(rules)):
        return False
    try:
        analysis = analyse(
            version.text, role=version.role, company=version.company, kind=version.kind, settings=rules,
            earlier=_text_before(version),
        )  # fmt: skip
    except interruptions:
        raise
    except Exception:  # whatever a text does to the engine, the draft stays and the run says so
        logger.exception("check run %s failed", run_id)
        return fail_check(
            run_id=run_id, reason=_("The checks could not read this text. Your coach can still review it."), at=at
        )
    if analysis.refusal:
        return fail_check(run_id=run_id, reason=analysis.refusal, at=at)
    return _write(run, analysis, finished_at=at or timezone.now())


@transaction.atomic
def fail_check(*, run_id: int, reason: str, at: datetime | None = None) -> bool:
    """End a running check with a reason for people; the version stays."""
    finished_at = at or timezone.now()
    failed = CheckRun.objects.filter(pk=run_id, status=RunStatus.RUNNING).update(
        status=RunStatus.FAILED, reason=reason, finished_at=finished_at
    )
    if failed:
        run = CheckRun.objects.select_related("version__intro__enrolment__cohort").get(pk=run_id)
        note_checked(run=run, status=RunStatus.FAILED, finished_at=finished_at)
    return bool(failed)


def _text_before(version: DraftVersion) -> str:
    before = DraftVersion.objects.filter(intro=version.intro_id, number=version.number - 1)
    return before.values_list("text", flat=True).first() or ""


def _is_by(run: CheckRun, ruleset: str) -> bool:
    """Does this process judge by the ruleset that the claimed run names? One that was queued before the rules changed
    takes today's name; where that run is there already, or this one has results, those stay as they were and
    `services.rechecking` sees to the version.
    """
    if run.ruleset == ruleset:
        return True
    claimed = CheckRun.objects.filter(pk=run.pk, claimed_at=run.claimed_at)
    if run.overall is not None:
        claimed.update(status=RunStatus.DONE)
        note_change(run.version.intro.enrolment.cohort_id)  # while it ran it was in no figure
        return False
    try:
        with transaction.atomic():
            return bool(claimed.update(ruleset=ruleset))
    except IntegrityError:
        claimed.delete()
        return False


def claim_limit() -> timedelta:
    """Longer than Celery lets a check live: a claim older than this belongs to nobody."""
    return timedelta(seconds=settings.CELERY_TASK_TIME_LIMIT + 10)


def lost_runs(*, limit: int = 500) -> list[int]:
    """Ids of runs to enqueue again, oldest first; marks them as enqueued now, so that one sweep in a while does it."""
    now = timezone.now()
    lost = CheckRun.objects.lost(
        enqueued_before=now - timedelta(seconds=REQUEUE_AFTER_S), claimed_before=now - claim_limit()
    )
    ids = list(lost.order_by("queued_at").values_list("pk", flat=True)[:limit])
    mark_enqueued(run_ids=ids)
    return ids


def mark_enqueued(*, run_ids: list[int]) -> None:
    CheckRun.objects.filter(pk__in=run_ids).update(enqueued_at=timezone.now())


@transaction.atomic
def _write(run: CheckRun, analysis: Analysis, *, finished_at: datetime) -> bool:
    dimensions = {dimension.key: dimension.value for dimension in analysis.scores.dimensions}
    written = CheckRun.objects.filter(pk=run.pk, status=RunStatus.RUNNING, claimed_at=run.claimed_at).update(
        status=RunStatus.DONE,
        reason="",
        finished_at=finished_at,
        overall=analysis.scores.overall,
        skill_share=skill_share(analysis.sentences),
        words=analysis.words,
        spoken_s=analysis.spoken_s,
        summary=analysis.summary,
        verdicts=dict(analysis.verdicts),
        sentences=[
            {"start": s.start, "end": s.end, "moves": list(s.moves),
             "probabilities": {move: round(p, 3) for move, p in s.probabilities.items()}}
            for s in analysis.sentences
        ],
        dimensions=[
            {"key": d.key, "title": d.title, "value": d.value, "share": d.share, "contributions": [
                {"name": c.name, "points": c.points, "most": c.most, "reason": c.reason, "start": c.start, "end": c.end}
                for c in d.contributions]}
            for d in analysis.scores.dimensions
        ],
        **dimensions,
    )  # fmt: skip
    if not written:
        return False  # claimed anew by another worker meanwhile: theirs counts
    sign_version(version=run.version)
    replace_findings(
        run=run,
        findings=[
            Finding(
                run=run, position=position, check_id=f.check, severity=f.severity.value, start=f.start, end=f.end,
                seen=f.seen, why=f.why, try_next=f.try_next, certainty=f.certainty,
            )
            for position, f in enumerate(analysis.findings)
        ],
    )  # fmt: skip
    note_checked(run=run, status=RunStatus.DONE, finished_at=finished_at)
    note_change(run.version.intro.enrolment.cohort_id)
    return True
