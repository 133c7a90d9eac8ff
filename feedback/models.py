"""What we say about a version: check runs and findings, rubrics, reviews, comments, snippets, mails."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Coach, Cohort, DraftVersion, User
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
    ruleset = models.CharField(max_length=64)
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


class Severity(models.TextChoices):
    MAJOR = PitchSeverity.MAJOR.value, _("important")
    MINOR = PitchSeverity.MINOR.value, _("worth a look")
    NOTE = PitchSeverity.NOTE.value, _("a note")


class Finding(models.Model):
    """One thing that a check says; `start` and `end` (code points) are null where it is about the whole text."""

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
    dismissed_at = models.DateTimeField(null=True, blank=True)
    dismissed_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    dismiss_reason = models.CharField(max_length=300, blank=True)

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
        ]
        indexes = [models.Index(fields=["check_id", "run"], name="finding_by_check")]  # a cohort's "what to teach"

    def __str__(self) -> str:
        return f"{self.check_id}: {self.seen}"


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


class ReviewStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    PUBLISHED = "published", _("published")


class Decision(models.TextChoices):
    KEEP_WORKING = "keep_working", _("Keep working")
    NEARLY_THERE = "nearly_there", _("Nearly there")
    READY = "ready", _("Ready")


class Review(models.Model):
    """A coach's answer to one version; a draft (theirs alone) until published, and then the version's only one."""

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="reviews")
    coach = models.ForeignKey(Coach, on_delete=models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=9, choices=ReviewStatus, default=ReviewStatus.DRAFT)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    summary = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves; a save names the one it saw.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)

    objects = querysets.ReviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["version", "coach"], name="review_once_a_coach"),
            models.UniqueConstraint(fields=["version"], condition=Q(status="published"), name="review_published_once"),
            models.CheckConstraint(
                condition=Q(decision="") | Q(decision__in=Decision.values), name="review_decision_known"
            ),
            models.CheckConstraint(
                condition=Q(status="draft", published_at__isnull=True)
                | (Q(status="published", published_at__isnull=False) & ~Q(decision="")),
                name="review_published_whole",
            ),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="review_newest_first")]  # the API's cursor

    def __str__(self) -> str:
        return f"{self.version} · {self.coach}"

    @property
    def is_published(self) -> bool:
        return self.status == ReviewStatus.PUBLISHED


class RubricPoint(models.Model):
    """The level that a review gives on one criterion."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="points")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    level = models.ForeignKey(Level, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["review", "criterion"], name="point_once_a_criterion")]

    def __str__(self) -> str:
        return f"{self.criterion}: {self.level}"


class Comment(models.Model):
    """A remark on words of a version, or a reply to one (`parent`); unpublished ones are their author's alone.

    The anchor is position and quote with 40 characters of context (as in the W3C's Web Annotation text selectors), so
    that the words can be found again in a later version.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="comments")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, null=True, blank=True, related_name="comments")
    author = models.ForeignKey(User, on_delete=models.PROTECT, related_name="comments")
    parent = models.ForeignKey("self", on_delete=models.CASCADE, null=True, blank=True, related_name="replies")
    start = models.PositiveIntegerField()
    end = models.PositiveIntegerField()
    quote = models.TextField()
    prefix = models.CharField(max_length=80, blank=True)
    suffix = models.CharField(max_length=80, blank=True)
    body = models.TextField()
    client_key = models.UUIDField(
        default=uuid.uuid4, help_text="Chosen by the page, so that a retry makes no second one."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")

    objects = querysets.CommentQuerySet.as_manager()

    class Meta:
        ordering = ["version_id", "start", "pk"]
        constraints = [
            models.CheckConstraint(condition=Q(end__gt=F("start")), name="comment_span_whole"),
            models.CheckConstraint(condition=~Q(body=""), name="comment_has_body"),
            models.UniqueConstraint(fields=["author", "client_key"], name="comment_once_a_key"),
        ]
        indexes = [models.Index(fields=["-created_at", "-id"], name="comment_newest_first")]  # the API's cursor

    def __str__(self) -> str:
        return f"“{self.quote}”: {self.body}"


class Snippet(models.Model):
    """A reusable comment, of one coach or of a cohort."""

    coach = models.ForeignKey(Coach, on_delete=models.CASCADE, null=True, blank=True, related_name="snippets")
    cohort = models.ForeignKey(Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="snippets")
    title = models.CharField(_("title"), max_length=120)
    body = models.TextField(_("text"))
    check_id = models.CharField(
        _("check"), max_length=60, blank=True, help_text=_("The check that it answers, if any.")
    )

    objects = querysets.SnippetQuerySet.as_manager()

    class Meta:
        ordering = ["title", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(coach__isnull=False, cohort__isnull=True) | Q(coach__isnull=True, cohort__isnull=False),
                name="snippet_has_one_owner",
                violation_error_message=_("A snippet belongs to a coach or to a cohort, not to both."),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Notification(models.Model):
    """That a review was published; the candidate's home shows it until read, the digest names it once."""

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="notifications")
    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="notifications")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    read_at = models.DateTimeField(null=True, blank=True)
    digest = models.ForeignKey("Digest", on_delete=models.SET_NULL, null=True, blank=True, related_name="notifications")

    objects = querysets.NotificationQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["recipient", "review"], name="notification_once_a_review")]

    def __str__(self) -> str:
        return f"{self.recipient}: {self.review}"


class DigestKind(models.TextChoices):
    COACH = "coach", _("for a coach: what waits")
    CANDIDATE = "candidate", _("for a candidate: new reviews")


class DigestStatus(models.TextChoices):
    CLAIMED = "claimed", _("ready to send")
    SENDING = "sending", _("being sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("to be tried again")
    LEFT = "left", _("left unsent")


class Digest(models.Model):
    """One mail, rendered when it was claimed; unique (recipient, kind, period), so that it exists once.

    `sending` is entered by a conditional UPDATE before the mail leaves: a process killed there leaves a row that an
    admin can see and decide on, never a second mail.
    """

    recipient = models.ForeignKey(User, on_delete=models.CASCADE, related_name="digests")
    kind = models.CharField(max_length=9, choices=DigestKind)
    period = models.DateField(help_text="The day, in the recipient's time zone.")
    status = models.CharField(max_length=7, choices=DigestStatus, default=DigestStatus.CLAIMED)
    subject = models.CharField(max_length=200)
    text = models.TextField()
    html = models.TextField()
    claimed_at = models.DateTimeField(default=timezone.now)
    sending_at = models.DateTimeField(null=True, blank=True, help_text="When it was last tried.")
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    error = models.TextField(blank=True, help_text="Why it could not be sent, for an admin to read.")

    objects = querysets.DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-claimed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["recipient", "kind", "period"], name="digest_once_a_period"),
            models.CheckConstraint(condition=Q(status__in=DigestStatus.values), name="digest_status_known"),
            models.CheckConstraint(condition=~Q(status="sent") | Q(sent_at__isnull=False), name="digest_sent_has_time"),
            models.CheckConstraint(
                condition=~Q(status__in=["failed", "left"]) | ~Q(error=""), name="digest_unsent_has_reason"
            ),
        ]
        indexes = [
            # DigestQuerySet.unsent(), every minute
            models.Index(fields=["status", "claimed_at"], name="digest_to_send"),
            # DigestQuerySet.of_days(), every minute
            models.Index(fields=["kind", "period"], name="digest_of_day"),
        ]

    def __str__(self) -> str:
        return f"{self.recipient}, {self.period}: {self.subject}"
