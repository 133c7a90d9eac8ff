"""Who writes what, when: people, cohorts, introductions and their versions (terms as in docs/architecture.md)."""

import uuid
import zoneinfo
from datetime import timedelta
from functools import cache
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts import querysets
from cohorts.models.access import ApiToken, KeptAnswer, Scope, scope_words
from cohorts.models.revisions import Revision

__all__ = [
    "DRAFT_MAX_CHARS", "Absence", "ApiToken", "Candidate", "Coach", "Cohort", "DraftVersion", "Enrolment", "Intro",
    "KeptAnswer", "Kind", "Revision", "Scope", "User", "scope_words", "validate_time_zone",
]  # fmt: skip

DRAFT_MAX_CHARS = 20_000
"""Longer than 15 minutes of speech at 160 words a minute: nothing that is still an introduction."""


@cache
def _time_zones() -> set[str]:
    """Those of this machine. Looking for them walks 600 files, and each person who is made or saved has one."""
    return zoneinfo.available_timezones()


def validate_time_zone(name: str) -> None:
    if name not in _time_zones():
        raise ValidationError(_("There is no time zone called %(name)s."), params={"name": name})


class UserManager(BaseUserManager["User"].from_queryset(querysets.UserQuerySet)):  # type: ignore[misc]  # made at run time
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        user: User = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.full_clean(exclude=["password"])
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        user: User = self.get(email__iexact=username)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in by e-mail. Coach and Candidate are profiles; an admin is `is_staff`."""

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=120)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[validate_time_zone])
    digest_hour = models.PositiveSmallIntegerField(
        _("hour of the daily mail"),
        default=8,
        validators=[MaxValueValidator(23)],
        help_text=_("In their own time zone."),
    )
    wants_digest = models.BooleanField(_("wants the daily mail"), default=True)
    is_staff = models.BooleanField(_("admin"), default=False, help_text=_("Sees everything and runs cohorts here."))
    is_active = models.BooleanField(_("active"), default=True, help_text=_("Switch off instead of deleting."))
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    objects: ClassVar[UserManager] = UserManager()
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="user_email_unique",
                violation_error_message=_("Somebody has this e-mail address already."),
            ),
            models.CheckConstraint(condition=Q(digest_hour__lte=23), name="user_digest_hour_range"),
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]

    @property
    def is_invitable(self) -> bool:
        """Nobody has chosen a password or come in yet: what an invitation is for."""
        return self.is_active and self.last_login is None and not self.has_usable_password()

    @property
    def is_coach(self) -> bool:
        """Costs a query where the profile was not fetched along, once."""
        return hasattr(self, "coach")

    @property
    def is_candidate(self) -> bool:
        """Costs a query where the profile was not fetched along, once."""
        return hasattr(self, "candidate")


class Coach(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="coach", verbose_name=_("person"))

    objects = querysets.CoachQuerySet.as_manager()

    class Meta:
        verbose_name_plural = _("coaches")
        ordering = ["user__name", "pk"]

    def __str__(self) -> str:
        return str(self.user)


class Absence(models.Model):
    """Days on which a coach is away, both included; their drafts go to the stand-in, where there is one."""

    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, related_name="absences")
    stand_in = models.ForeignKey(
        Coach, on_delete=models.SET_NULL, null=True, blank=True, related_name="stands_in", verbose_name=_("stand-in")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))

    objects = querysets.AbsenceQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_day__gte=F("first_day")),
                name="absence_ends_after_start",
                violation_error_message=_("The last day is not before the first."),
            ),
            models.CheckConstraint(
                condition=Q(stand_in__isnull=True) | ~Q(stand_in=F("coach")),
                name="absence_stand_in_is_another",
                violation_error_message=_("Somebody else stands in."),
            ),
        ]
        # the queue's and the daily mail's "who stands in today"
        indexes = [models.Index(fields=["stand_in", "first_day", "last_day"], name="absence_stood_in")]

    def __str__(self) -> str:
        return f"{self.coach}: {self.first_day} – {self.last_day}"

    def clean(self) -> None:
        """Costs a query: days are in one absence only, so that one person stands in."""
        if self.coach_id and self.first_day and self.last_day:
            others = Absence.objects.filter(coach=self.coach_id).exclude(pk=self.pk)
            if others.filter(first_day__lte=self.last_day, last_day__gte=self.first_day).exists():
                raise ValidationError(_("Some of these days are in another absence already; take that one out first."))


class Candidate(models.Model):
    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="candidate", verbose_name=_("person"))

    objects = querysets.CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["user__name", "pk"]

    def __str__(self) -> str:
        return str(self.user)


class Cohort(models.Model):
    """A dated programme, with the settings that its checks take."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("short name"), unique=True, help_text=_("Stands in addresses."))
    starts_on = models.DateField(_("starts on"))
    ends_on = models.DateField(_("ends on"))
    archived_at = models.DateTimeField(_("archived"), null=True, blank=True, editable=False)
    coaches = models.ManyToManyField(Coach, related_name="cohorts", blank=True, verbose_name=_("coaches"))
    words_per_minute = models.PositiveSmallIntegerField(
        _("words a minute"),
        default=140,
        validators=[MinValueValidator(80), MaxValueValidator(220)],
        help_text=_("How fast an introduction is spoken; 125 to 160 is usual."),
    )
    target_s = models.PositiveSmallIntegerField(
        _("target length in seconds"), default=90, validators=[MinValueValidator(15)]
    )
    speaking_limit_s = models.PositiveSmallIntegerField(
        _("speaking limit in seconds"), default=120, validators=[MinValueValidator(15), MaxValueValidator(900)]
    )
    answer_within_days = models.PositiveSmallIntegerField(
        _("answers within days"),
        default=5,
        validators=[MinValueValidator(1), MaxValueValidator(60)],
        help_text=_("What the cohort promises its candidates."),
    )
    engine_after_points = models.BooleanField(
        _("hide the checks' scores until the coach has given points"), default=False
    )
    precision_floor = models.FloatField(
        _("least share of right findings"),
        default=0.6,
        validators=[MinValueValidator(0.0), MaxValueValidator(1.0)],
        help_text=_("A check that coaches call right less often than this falls silent."),
    )
    precision_least = models.PositiveSmallIntegerField(
        _("after judged findings"), default=20, validators=[MinValueValidator(5)]
    )
    checks_off = models.JSONField(_("checks switched off"), default=list, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = querysets.CohortQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")),
                name="cohort_ends_after_start",
                violation_error_message=_("A cohort ends after it starts."),
            ),
            models.CheckConstraint(
                condition=Q(speaking_limit_s__gte=F("target_s")),
                name="cohort_limit_over_target",
                violation_error_message=_("The speaking limit is not below the target length."),
            ),
            models.CheckConstraint(condition=Q(words_per_minute__gt=0), name="cohort_words_per_minute_positive"),
            models.CheckConstraint(
                condition=Q(precision_floor__gte=0, precision_floor__lte=1), name="cohort_precision_floor_share"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("feedback:cohort", args=[self.slug])

    @property
    def is_archived(self) -> bool:
        return self.archived_at is not None


class Enrolment(models.Model):
    candidate = models.ForeignKey(Candidate, on_delete=models.CASCADE, related_name="enrolments")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="enrolments")
    coach = models.ForeignKey(Coach, on_delete=models.SET_NULL, null=True, blank=True, related_name="enrolments")
    enrolled_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = querysets.EnrolmentQuerySet.as_manager()

    class Meta:
        ordering = ["cohort_id", "candidate__user__name", "pk"]
        constraints = [models.UniqueConstraint(fields=["candidate", "cohort"], name="enrolment_once_a_cohort")]

    def __str__(self) -> str:
        return f"{self.candidate} · {self.cohort}"

    def clean(self) -> None:
        if self.coach_id and self.cohort_id and not self.cohort.coaches.filter(pk=self.coach_id).exists():
            raise ValidationError({"coach": _("Only a coach of the cohort can be assigned to its candidates.")})


class Kind(models.TextChoices):
    WRITTEN = "written", _("written")
    SPEECH = "speech", _("spoken (transcript)")


class Intro(models.Model):
    """One introduction for one role; its working copy changes, its versions never do."""

    enrolment = models.ForeignKey(Enrolment, on_delete=models.CASCADE, related_name="intros")
    role = models.CharField(_("target role"), max_length=120)
    company = models.CharField(_("company"), max_length=120, blank=True)
    kind = models.CharField(_("kind"), max_length=7, choices=Kind, default=Kind.WRITTEN)
    interview_on = models.DateField(_("interview on"), null=True, blank=True)
    working_text = models.TextField(blank=True)
    working_revision = models.PositiveIntegerField(default=0, help_text="Counts saves; a save names the one it saw.")
    working_saved_at = models.DateTimeField(null=True, blank=True)
    latest_number = models.PositiveIntegerField(
        default=0, help_text="Number of the latest version; 0 before the first."
    )
    latest_at = models.DateTimeField(null=True, blank=True, help_text="When the latest version was submitted.")
    answered_number = models.PositiveIntegerField(default=0, help_text="Highest version with a published review.")
    waiting_since = models.DateTimeField(
        null=True, blank=True, help_text="When the oldest version that nobody has answered was submitted."
    )
    put_away_at = models.DateTimeField(
        null=True,
        blank=True,
        help_text="When its writer put it away; it waits for nobody then.",
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    revision = models.PositiveIntegerField(
        default=0,
        help_text="Counts changes of what it is for, and of its being put away; a change names the one it saw.",
    )

    objects = querysets.IntroQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        indexes = [
            # IntroQuerySet.waiting(), oldest first: the coach's queue and the digest
            models.Index(fields=["waiting_since", "id"], name="intro_queue", condition=Q(waiting_since__isnull=False)),
            # the candidate's home and a cohort's dashboard
            models.Index(fields=["enrolment", "-created_at"], name="intro_of_enrolment"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="intro_kind_known"),
            models.CheckConstraint(
                condition=Q(waiting_since__isnull=True) | Q(latest_number__gt=0), name="intro_waits_with_a_version"
            ),
            models.CheckConstraint(
                condition=Q(answered_number__lte=F("latest_number")), name="intro_answers_a_version_that_is_there"
            ),
            models.CheckConstraint(
                condition=Q(put_away_at__isnull=True) | Q(waiting_since__isnull=True),
                name="intro_put_away_does_not_wait",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role}, {self.company}" if self.company else self.role

    def get_absolute_url(self) -> str:
        return reverse("feedback:intro", args=[self.pk])

    @property
    def is_put_away(self) -> bool:
        return self.put_away_at is not None

    @property
    def waiting(self) -> timedelta | None:
        return timezone.now() - self.waiting_since if self.waiting_since else None


class DraftVersion(models.Model):
    """An immutable text: triggers (migration 0002) refuse an UPDATE in the database itself.

    Role, company and kind are those at the time of submitting, so that an old check stays explicable.
    """

    intro = models.ForeignKey(Intro, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    text = models.TextField()
    role = models.CharField(max_length=120)
    company = models.CharField(max_length=120, blank=True)
    kind = models.CharField(max_length=7, choices=Kind)
    idempotency_key = models.UUIDField(default=uuid.uuid4)
    submitted_at = models.DateTimeField(default=timezone.now)

    objects = querysets.DraftVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-submitted_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["intro", "number"], name="version_number_once_an_intro"),
            models.UniqueConstraint(fields=["intro", "idempotency_key"], name="version_once_a_submission"),
            models.CheckConstraint(condition=Q(number__gt=0), name="version_numbers_from_one"),
            models.CheckConstraint(condition=~Q(text=""), name="version_has_text"),
        ]
        indexes = [models.Index(fields=["-submitted_at", "-id"], name="version_newest_first")]  # the API's cursor

    def __str__(self) -> str:
        return f"{self.intro} · {_('version')} {self.number}"

    def get_absolute_url(self) -> str:
        return reverse("feedback:version", args=[self.intro_id, self.number])
