"""Blind double review: do coaches judge alike? Nothing of it reaches a candidate."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Coach, Cohort, DraftVersion, User
from feedback import querysets
from feedback.models.reviews import Decision
from feedback.models.rubrics import Criterion, Level


class Calibration(models.Model):
    """A round: versions drawn for every coach of the cohort to judge; closed, its answers are open to them all."""

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="calibrations")
    name = models.CharField(_("name"), max_length=120)
    created_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.CalibrationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["cohort", "name"], name="calibration_name_once_a_cohort")]

    def __str__(self) -> str:
        return f"{self.name} ({self.cohort})"


class CalibrationItem(models.Model):
    calibration = models.ForeignKey(Calibration, on_delete=models.CASCADE, related_name="items")
    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["calibration_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["calibration", "version"], name="calibration_version_once"),
            models.UniqueConstraint(fields=["calibration", "position"], name="calibration_position_once"),
        ]

    def __str__(self) -> str:
        return f"{self.calibration} · {self.position}"


class CalibrationAnswer(models.Model):
    """One coach's blind judgement of an item; changeable until the round is closed."""

    item = models.ForeignKey(CalibrationItem, on_delete=models.CASCADE, related_name="answers")
    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="calibration_answers")
    decision = models.CharField(max_length=12, choices=Decision)
    note = models.TextField(blank=True)
    answered_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["item_id", "coach_id"]
        constraints = [
            models.UniqueConstraint(fields=["item", "coach"], name="calibration_answer_once_a_coach"),
            models.CheckConstraint(condition=Q(decision__in=Decision.values), name="calibration_decision_known"),
        ]

    def __str__(self) -> str:
        return f"{self.item} · {self.coach}"


class CalibrationPoint(models.Model):
    answer = models.ForeignKey(CalibrationAnswer, on_delete=models.CASCADE, related_name="points")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["answer", "criterion"], name="calibration_point_once_a_criterion")
        ]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"
