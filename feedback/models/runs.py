"""Check runs over versions, and what they found."""

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort, DraftVersion, User
from feedback import querysets
from feedback.pitch import Severity as PitchSeverity


class RunStatus(models.TextChoices):
    QUEUED = "queued", _("queued")
    RUNNING = "running", _("running")
    DONE = "done", _("done")
    FAILED = "failed", _("could not be checked")


class CheckRun(models.Model):
    """One run of the engine over one version, and what came out.

    `sentences` is [{"start", "end", "moves": [...], "probabilities": {move: 0..1}}]; `dimensions` is
    [{"key", "title", "value", "share", "contributions": [{"name", "points", "most", "reason", "start", "end"}]}];
    `verdicts` is {name: bool}. Offsets: Unicode code points, half-open.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="runs")
    ruleset = models.CharField(max_length=64, help_text="Of the engine, a hyphen, and of the cohort's settings.")
    status = models.CharField(max_length=7, choices=RunStatus, default=RunStatus.QUEUED)
    reason = models.TextField(blank=True, help_text="Why it failed, for people to read.")
    queued_at = models.DateTimeField(default=timezone.now)
    enqueued_at = models.DateTimeField(null=True, blank=True, help_text="When a message was last sent to the broker.")
    claimed_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    overall = models.FloatField(null=True, blank=True, help_text="0 to 100")
    why_role = models.FloatField(null=True, blank=True)
    why_team = models.FloatField(null=True, blank=True)
    balance = models.FloatField(null=True, blank=True)
    warmth = models.FloatField(null=True, blank=True)
    telling = models.FloatField(null=True, blank=True)
    skill_share = models.FloatField(
        null=True,
        blank=True,
        help_text="0 to 1: skill's part of what is said on skill and culture; null where that is too little to tell.",
    )
    words = models.PositiveIntegerField(null=True, blank=True)
    spoken_s = models.FloatField(null=True, blank=True)
    summary = models.TextField(blank=True)
    verdicts = models.JSONField(default=dict, blank=True)
    sentences = models.JSONField(default=list, blank=True)
    dimensions = models.JSONField(default=list, blank=True)

    objects = querysets.CheckRunQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "ruleset"], name="run_once_a_ruleset"),
            models.CheckConstraint(condition=Q(status__in=RunStatus.values), name="run_status_known"),
            models.CheckConstraint(
                condition=~Q(status="done") | Q(overall__gte=0, overall__lte=100), name="run_done_has_score"
            ),
            models.CheckConstraint(condition=~Q(status="failed") | ~Q(reason=""), name="run_failed_has_reason"),
        ]
        indexes = [
            # CheckRunQuerySet.stale(), every sweep
            models.Index(
                fields=["status", "queued_at"], name="run_sweep", condition=Q(status__in=["queued", "running"])
            ),
            models.Index(fields=["-queued_at", "-id"], name="run_newest_first"),  # the API's cursor
        ]

    def __str__(self) -> str:
        return f"{self.version} · {self.get_status_display()}"


class RecheckPause(models.Model):
    """While it is there, no draft of the cohort is queued because the rules have changed."""

    cohort = models.OneToOneField(Cohort, on_delete=models.CASCADE, related_name="recheck_pause")
    paused_at = models.DateTimeField(default=timezone.now, editable=False)
    paused_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.cohort)


class Signature(models.Model):
    """What a version's text is compared with its cohort's by; `values` as `pitch.sameness.to_bytes` has them."""

    version = models.OneToOneField(DraftVersion, on_delete=models.CASCADE, related_name="signature")
    values = models.BinaryField()

    objects = querysets.SignatureQuerySet.as_manager()

    def __str__(self) -> str:
        return str(self.version)


class Severity(models.TextChoices):
    MAJOR = PitchSeverity.MAJOR.value, _("important")
    MINOR = PitchSeverity.MINOR.value, _("worth a look")
    NOTE = PitchSeverity.NOTE.value, _("a note")


class Verdict(models.TextChoices):
    CONFIRMED = "confirmed", _("Right")
    WRONG = "wrong", _("It is wrong")
    FINE_HERE = "fine_here", _("Right, but fine here")
    NOT_NOW = "not_now", _("Right, but not now")
    ASIDE = "aside", _("Set aside")
    """Without a word on whether it is right: precision leaves it out."""


RIGHT = (Verdict.CONFIRMED, Verdict.FINE_HERE, Verdict.NOT_NOW)
"""Verdicts that call a finding right, whether or not it helps the candidate now."""


class Finding(models.Model):
    """One thing that a check says; `start` and `end` (code points) are null where it is about the whole text.

    `carried_from` is the finding of an earlier run that the verdict was given on, where it was carried here with its
    sentence; that one was carried from none.
    """

    run = models.ForeignKey(CheckRun, on_delete=models.CASCADE, related_name="findings")
    position = models.PositiveSmallIntegerField()
    check_id = models.CharField(max_length=60)
    severity = models.CharField(max_length=5, choices=Severity)
    start = models.PositiveIntegerField(null=True, blank=True)
    end = models.PositiveIntegerField(null=True, blank=True)
    seen = models.TextField()
    why = models.TextField()
    try_next = models.TextField()
    certainty = models.FloatField(help_text="0 to 1")
    verdict = models.CharField(max_length=9, choices=Verdict, blank=True)
    judged_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    note = models.CharField(max_length=300, blank=True)
    carried_from = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, blank=True, related_name="carried")

    objects = querysets.FindingQuerySet.as_manager()

    class Meta:
        ordering = ["run_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["run", "position"], name="finding_position_once_a_run"),
            models.CheckConstraint(
                condition=Q(start__isnull=True, end__isnull=True) | Q(start__isnull=False, end__gt=F("start")),
                name="finding_span_whole",
            ),
            models.CheckConstraint(condition=Q(certainty__gte=0, certainty__lte=1), name="finding_certainty_range"),
            models.CheckConstraint(
                condition=Q(verdict="", judged_at__isnull=True)
                | (Q(verdict__in=Verdict.values) & Q(judged_at__isnull=False)),
                name="finding_verdict_has_time",
            ),
        ]
        indexes = [
            models.Index(fields=["check_id", "run"], name="finding_by_check"),  # a cohort's "what to teach"
            # reports.precision: what coaches called right and wrong
            models.Index(fields=["check_id", "verdict"], name="finding_judged", condition=~Q(verdict="")),
        ]

    def __str__(self) -> str:
        return f"{self.check_id}: {self.seen}"

    @property
    def is_set_aside(self) -> bool:
        return self.verdict not in ("", Verdict.CONFIRMED)

    @property
    def verdict_words(self) -> str:
        """The verdict with its note, as people read it."""
        if self.verdict == Verdict.ASIDE and self.note:
            return self.note
        label = str(Verdict(self.verdict).label) if self.verdict else ""
        return f"{label}: {self.note}" if self.note else label


class Silencing(models.Model):
    """A check whose precision in a cohort fell below the cohort's floor, with the counts that it was silenced on.

    `overruled_at` means that an admin lets it speak all the same; it is not silenced again then.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, related_name="silencings")
    check_id = models.CharField(max_length=60)
    right = models.PositiveIntegerField(help_text="Findings that coaches called right, when it was silenced.")
    judged = models.PositiveIntegerField(help_text="Findings that coaches called right or wrong, when it was silenced.")
    silenced_at = models.DateTimeField(default=timezone.now, editable=False)
    overruled_at = models.DateTimeField(null=True, blank=True)
    overruled_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = querysets.SilencingQuerySet.as_manager()

    class Meta:
        ordering = ["-silenced_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["cohort", "check_id"], name="silencing_once_a_check"),
            models.CheckConstraint(condition=Q(judged__gt=0, right__lte=F("judged")), name="silencing_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.check_id} · {self.cohort}"
