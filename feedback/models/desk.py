"""A coach's own desk: what they read, put off, have open, and how they like their queue and keys."""

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Coach, Intro
from feedback import querysets

WEIGHT_MAX_DAYS = 60


class Reading(models.Model):
    """The last version of an introduction that this coach read, and the one that they had read before it."""

    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="readings")
    intro = models.ForeignKey(Intro, on_delete=models.CASCADE, related_name="readings")
    number = models.PositiveIntegerField()
    read_at = models.DateTimeField(default=timezone.now)
    earlier_number = models.PositiveIntegerField(null=True, blank=True)
    earlier_read_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.DeskQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["coach", "intro"], name="reading_once_an_intro"),
            models.CheckConstraint(condition=Q(number__gt=0), name="reading_of_a_version"),
        ]

    def __str__(self) -> str:
        return f"{self.coach}: {self.intro}, {self.number}"


class Snooze(models.Model):
    """An introduction put off by a coach until a moment; a version after `number` ends it sooner."""

    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="snoozes")
    intro = models.ForeignKey(Intro, on_delete=models.CASCADE, related_name="snoozes")
    number = models.PositiveIntegerField(help_text="The latest version when it was put off.")
    until = models.DateTimeField()

    objects = querysets.DeskQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["coach", "intro"], name="snooze_once_an_intro")]

    def __str__(self) -> str:
        return f"{self.coach}: {self.intro}, {self.until}"


class LeaseEnd(models.TextChoices):
    LEFT = "left", _("left the page")
    PUBLISHED = "published", _("published")
    SILENT = "silent", _("was silent for too long")
    FORCED = "forced", _("was taken over")


class Lease(models.Model):
    """That a coach has an introduction open to review it; at most one goes on at a time, ended ones are the trace."""

    intro = models.ForeignKey(Intro, on_delete=models.CASCADE, related_name="leases")
    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="leases")
    started_at = models.DateTimeField(default=timezone.now)
    beat_at = models.DateTimeField(default=timezone.now, help_text="When the coach's page last said that it is open.")
    ended_at = models.DateTimeField(null=True, blank=True)
    end = models.CharField(max_length=9, choices=LeaseEnd, blank=True)
    ended_by = models.ForeignKey(Coach, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = querysets.LeaseQuerySet.as_manager()

    class Meta:
        ordering = ["-started_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["intro"], condition=Q(ended_at__isnull=True), name="lease_one_goes_on"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, end="") | (Q(ended_at__isnull=False) & ~Q(end="")),
                name="lease_end_has_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.coach}: {self.intro}"


class SavedView(models.Model):
    """A coach's named filters of the queue; `query` is what stands in the address after the question mark."""

    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="saved_views")
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(max_length=1000, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = querysets.DeskQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [models.UniqueConstraint(fields=["coach", "name"], name="view_name_once_a_coach")]

    def __str__(self) -> str:
        return self.name


class Desk(models.Model):
    """How a coach likes their queue and keys. Weights are days of waiting that a reason counts for; `keys` is
    {action: key} for those that were changed."""

    coach = models.OneToOneField(Coach, on_delete=models.CASCADE, related_name="desk")
    interview_days = models.PositiveSmallIntegerField(
        _("an interview within a week"), default=5, validators=[MaxValueValidator(WEIGHT_MAX_DAYS)]
    )
    again_days = models.PositiveSmallIntegerField(
        _("a version that answers a review"), default=0, validators=[MaxValueValidator(WEIGHT_MAX_DAYS)]
    )
    first_days = models.PositiveSmallIntegerField(
        _("a first version"), default=0, validators=[MaxValueValidator(WEIGHT_MAX_DAYS)]
    )
    weak_days = models.PositiveSmallIntegerField(
        _("a score under 40"), default=0, validators=[MaxValueValidator(WEIGHT_MAX_DAYS)]
    )
    keys = models.JSONField(default=dict, blank=True)

    objects = querysets.DeskQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.coach)
