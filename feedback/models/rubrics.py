"""What a cohort's coaches judge by, in words."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from feedback import querysets


class Rubric(models.Model):
    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="rubric")
    name = models.CharField(_("name"), max_length=120, default="The why")

    objects = querysets.RubricQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.cohort})"


class Criterion(models.Model):
    rubric = models.ForeignKey(Rubric, on_delete=models.CASCADE, related_name="criteria")
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=120)
    description = models.TextField(_("what to look for"), blank=True)

    class Meta:
        verbose_name_plural = _("criteria")
        ordering = ["rubric_id", "position", "pk"]
        constraints = [models.UniqueConstraint(fields=["rubric", "name"], name="criterion_name_once_a_rubric")]

    def __str__(self) -> str:
        return self.name


class Level(models.Model):
    """A level of a criterion, in words."""

    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="levels")
    points = models.PositiveSmallIntegerField(_("points"))
    words = models.CharField(_("in words"), max_length=300)

    class Meta:
        ordering = ["criterion_id", "points"]
        constraints = [models.UniqueConstraint(fields=["criterion", "points"], name="level_points_once_a_criterion")]

    def __str__(self) -> str:
        return f"{self.points}: {self.words}"
