"""Blind double review. Each function is one transaction; a Refused changes nothing."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.utils import timezone

from cohorts.exceptions import NotACoachOfCohort
from cohorts.models import Coach, Cohort, DraftVersion, User
from cohorts.services import note_change
from feedback.exceptions import CalibrationClosed, IncompleteAnswer, NotDrawn, OwnIntroduction, WrongLevel
from feedback.models import (
    Calibration,
    CalibrationAnswer,
    CalibrationItem,
    CalibrationPoint,
    Criterion,
    Decision,
    Level,
)


@transaction.atomic
def start_calibration(
    *, cohort: Cohort, name: str, versions: Sequence[DraftVersion], user: User, created_at: datetime | None = None
) -> Calibration:
    """A round over these versions, in this order. Raises NotDrawn, ValidationError (a name used before).

    `created_at` is for imports; otherwise now.
    """
    pks = [version.pk for version in versions]
    if not pks or len(set(pks)) != len(pks):
        raise NotDrawn
    if DraftVersion.objects.filter(pk__in=pks, intro__enrolment__cohort=cohort).count() != len(pks):
        raise NotDrawn
    calibration = Calibration(
        cohort=cohort, name=name.strip(), created_by=user, created_at=created_at or timezone.now()
    )
    calibration.full_clean()
    calibration.save()
    CalibrationItem.objects.bulk_create(
        CalibrationItem(calibration=calibration, version=version, position=position)
        for position, version in enumerate(versions, 1)
    )
    note_change(cohort.pk)
    return calibration


@transaction.atomic
def answer_item(
    *, item: CalibrationItem, coach: Coach, decision: str, levels: Mapping[int, int], note: str = "",
    answered_at: datetime | None = None,
) -> CalibrationAnswer:  # fmt: skip
    """The coach's answer, or their changed one. `levels` is {criterion id: level id}, one of each criterion.

    Raises CalibrationClosed, NotACoachOfCohort, OwnIntroduction, IncompleteAnswer, WrongLevel. `answered_at` is for
    imports; otherwise now.
    """
    round_ = Calibration.objects.select_for_update(of=("self",)).get(pk=item.calibration_id)
    if round_.closed_at is not None:
        raise CalibrationClosed
    if not coach.cohorts.filter(pk=round_.cohort_id).exists():
        raise NotACoachOfCohort
    if item.version.intro.enrolment.candidate.user_id == coach.user_id:
        raise OwnIntroduction
    criteria = set(Criterion.objects.filter(rubric__cohort=round_.cohort_id).values_list("pk", flat=True))
    if decision not in Decision.values or set(levels) != criteria:
        raise IncompleteAnswer
    known = dict(Level.objects.filter(pk__in=levels.values()).values_list("pk", "criterion_id"))
    if any(known.get(level) != criterion for criterion, level in levels.items()):
        raise WrongLevel
    said = {"decision": decision, "note": note.strip(), "answered_at": answered_at or timezone.now()}
    answer, _is_new = CalibrationAnswer.objects.update_or_create(item=item, coach=coach, defaults=said)
    CalibrationPoint.objects.bulk_create(
        [
            CalibrationPoint(answer=answer, criterion_id=criterion, level_id=level)
            for criterion, level in levels.items()
        ],
        update_conflicts=True,
        unique_fields=["answer", "criterion"],
        update_fields=["level"],
    )
    note_change(round_.cohort_id)
    return answer


@transaction.atomic
def close_calibration(*, calibration: Calibration, closed_at: datetime | None = None) -> bool:
    """Whether this call closed it; from then on its coaches see all answers, and none changes.

    `closed_at` is for imports; otherwise now.
    """
    now = closed_at or timezone.now()
    is_closed = bool(Calibration.objects.filter(pk=calibration.pk, closed_at=None).update(closed_at=now))
    note_change(calibration.cohort_id)
    return is_closed
