"""Whether a check was right: verdicts on findings, carried on with their sentence; checks that are wrong too often."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from itertools import groupby

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from cohorts.models import Cohort, User
from cohorts.services import note_change, refuse_archived
from feedback.exceptions import JudgedByCoach
from feedback.models import CheckRun, Finding, Silencing, Verdict
from feedback.pitch import Comparison, Place, carry_findings, compare
from feedback.reports.precision import is_imprecise, verdict_counts


@transaction.atomic
def judge_finding(
    *, finding: Finding, user: User, verdict: Verdict | str, note: str = "", judged_at: datetime | None = None
) -> None:
    """Say whether a finding is right, wherever it was carried, and silence its check where it is wrong too often.

    Raises CohortArchived, JudgedByCoach. `judged_at` is for imports; otherwise now.
    """
    given = {"verdict": Verdict(verdict), "judged_at": judged_at or timezone.now(), "note": note.strip()[:300]}
    _judge(finding, user, given | {"judged_by": user})


@transaction.atomic
def clear_verdict(*, finding: Finding, user: User) -> None:
    """Nothing is said about the finding any more, wherever it was carried. Raises CohortArchived, JudgedByCoach."""
    _judge(finding, user, {"verdict": "", "judged_at": None, "note": "", "judged_by": None})


@transaction.atomic
def silence_imprecise(*, cohort: Cohort) -> None:
    """Silence each check under the cohort's floor, as after a change of the floor; none that an admin let speak."""
    for check_id, (right, judged) in verdict_counts(cohort).items():
        if is_imprecise(cohort, right=right, judged=judged):
            Silencing.objects.get_or_create(
                cohort=cohort, check_id=check_id, defaults={"right": right, "judged": judged}
            )
    note_change(cohort.pk)


@transaction.atomic
def overrule_silencing(*, silencing: Silencing, user: User, is_overruled: bool = True) -> None:
    """Let a silenced check speak all the same, or be silent again after that."""
    Silencing.objects.filter(pk=silencing.pk, overruled_at__isnull=is_overruled).update(
        overruled_at=timezone.now() if is_overruled else None, overruled_by=user if is_overruled else None
    )
    note_change(silencing.cohort_id)


def carry_verdicts(*, run: CheckRun, findings: Sequence[Finding]) -> dict[int, Finding]:
    """Give the run's findings, not stored yet, what was said of the same ones before: in this run, in another of this
    version, or in an earlier version, the nearest first, while their sentence stands. Not in the one before alone: what
    stands around a sentence may silence its finding for a while. `run` comes with its version.

    Gives {id of an earlier finding of this run: the one that takes its place}. 1 query, and 1 for each earlier version
    whose judged findings are compared.
    """
    version = run.version
    judged = list(
        Finding.objects.filter(~Q(verdict="") | Q(run=run))
        .filter(run__version__intro=version.intro_id, run__version__number__lte=version.number)
        .select_related("run__version")
        .defer("run__sentences", "run__dimensions", "run__verdicts", "run__version__text")
        .order_by("-run__version__number", "-run__queued_at", "-run_id", "position")
    )
    replaced: dict[int, Finding] = {}
    own = [row for row in judged if row.run_id == run.pk]
    for old, new in _same(own, findings):
        replaced[old.pk] = new
        _give(old, new, carried_from_id=old.carried_from_id)
    others = [row for row in judged if row.run_id != run.pk]
    for _number, rows in groupby(others, key=lambda row: row.run.version.number):
        if all(new.verdict for new in findings):
            break
        before = list(rows)
        text = version.text if before[0].run.version_id == version.pk else before[0].run.version.text
        for old, new in _standing(before, text, version.text, findings):
            if old.verdict and not new.verdict:
                _give(old, new, carried_from_id=old.carried_from_id or old.pk)
    return replaced


def replace_findings(*, run: CheckRun, findings: Sequence[Finding]) -> None:
    """Store the run's findings instead of those that it had; verdicts stay with what they were given on."""
    replaced = carry_verdicts(run=run, findings=findings)
    carried = list(
        Finding.objects.filter(carried_from__run=run).order_by("pk").values_list("pk", "carried_from_id")
    )  # before they forget
    run.findings.all().delete()
    Finding.objects.bulk_create(findings)
    heirs: dict[int, int] = {pk: new.pk for pk, new in replaced.items()}
    for pk, old in carried:
        if old is not None and heirs.setdefault(old, pk) != pk:  # the first of a lost one's own stands for it
            Finding.objects.filter(pk=pk).update(carried_from=heirs[old])


def _judge(finding: Finding, user: User, given: dict[str, object]) -> None:
    refuse_archived(version_id=finding.run.version_id)
    # the root is held until the end, so that two verdicts at once leave one on all that was carried
    root = Finding.objects.select_for_update(of=("self",)).get(pk=finding.carried_from_id or finding.pk)
    enrolment = finding.run.version.intro.enrolment
    is_writer = user.pk == enrolment.candidate.user_id
    if is_writer and root.judged_by_id not in (None, user.pk):
        raise JudgedByCoach
    Finding.objects.filter(Q(pk=root.pk) | Q(carried_from=root)).update(**given)
    cohort = enrolment.cohort
    right, judged = verdict_counts(cohort).get(finding.check_id, (0, 0))
    if is_imprecise(cohort, right=right, judged=judged):
        Silencing.objects.get_or_create(
            cohort=cohort, check_id=finding.check_id, defaults={"right": right, "judged": judged}
        )
    else:  # a slip was taken back
        Silencing.objects.in_force().filter(cohort=cohort, check_id=finding.check_id).delete()
    note_change(cohort.pk)


def _give(old: Finding, new: Finding, *, carried_from_id: int | None) -> None:
    new.verdict, new.judged_at, new.judged_by_id, new.note = old.verdict, old.judged_at, old.judged_by_id, old.note
    new.carried_from_id = carried_from_id


def _same(old: Iterable[Finding], new: Iterable[Finding]) -> list[tuple[Finding, Finding]]:
    """Of the same text: those of one check on the same words."""
    places = {(row.check_id, row.start, row.end): row for row in new}
    keyed = [((row.check_id, row.start, row.end), row) for row in old]
    return [(row, places[key]) for key, row in keyed if key in places]


def _standing(old: Sequence[Finding], before: str, text: str, new: Sequence[Finding]) -> list[tuple[Finding, Finding]]:
    """Of the text `before`: those of one check whose sentence was left as it is, or moved."""
    comparison = compare(before, text)
    changes = carry_findings(before, [_place(row) for row in old], text, [_place(row) for row in new], comparison)
    return [
        (old[change.old], new[change.new])
        for change in changes
        if change.holds and change.old is not None and change.new is not None and _stands(old[change.old], comparison)
    ]


def _place(finding: Finding) -> Place:
    return Place(finding.check_id, finding.start, finding.end)


def _stands(finding: Finding, comparison: Comparison) -> bool:
    if finding.start is None or finding.end is None:
        return True
    return all(
        piece.kind in ("kept", "moved")
        for piece in comparison.pieces
        if piece.old_start is not None
        and piece.old_end is not None
        and piece.old_start < finding.end
        and finding.start < piece.old_end
    )
