"""A coach's answer to a version, its remarks on words, and the snippets that they are written from."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import Coach, Cohort, DraftVersion, User
from feedback import querysets
from feedback.models.rubrics import Criterion, Level


class ReviewStatus(models.TextChoices):
    DRAFT = "draft", _("draft")
    HELD = "held", _("held back")
    PUBLISHED = "published", _("published")


class Decision(models.TextChoices):
    KEEP_WORKING = "keep_working", _("Keep working")
    NEARLY_THERE = "nearly_there", _("Nearly there")
    READY = "ready", _("Ready")


class Review(models.Model):
    """A coach's answer to one version; a draft (theirs alone) until published, and then the version's only one.

    A held one is whole and waits for its coach to release it with others; it can be changed like a draft.
    `amended_at` says that it was changed after publishing; its `editions` are what stood before.
    """

    version = models.ForeignKey(DraftVersion, on_delete=models.CASCADE, related_name="reviews")
    coach = models.ForeignKey(Coach, on_delete=models.PROTECT, related_name="reviews")
    status = models.CharField(max_length=9, choices=ReviewStatus, default=ReviewStatus.DRAFT)
    decision = models.CharField(max_length=12, choices=Decision, blank=True)
    summary = models.TextField(blank=True)
    revision = models.PositiveIntegerField(default=0, help_text="Counts saves; a save names the one it saw.")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    held_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    amended_at = models.DateTimeField(null=True, blank=True)

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
                condition=Q(status="draft", published_at__isnull=True, held_at__isnull=True)
                | (Q(status="held", published_at__isnull=True, held_at__isnull=False) & ~Q(decision=""))
                | (Q(status="published", published_at__isnull=False) & ~Q(decision="")),
                name="review_published_whole",
            ),
            models.CheckConstraint(
                condition=Q(amended_at__isnull=True) | Q(status="published"), name="review_amended_after_publishing"
            ),
        ]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="review_newest_first"),  # the API's cursor
            # the queue, which leaves out what is held back: few of all reviews
            models.Index(fields=["version"], name="review_held_back", condition=Q(status="held")),
        ]

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


class Edition(models.Model):
    """What a published review said before it was amended.

    `points` is [{"criterion": name, "points": int, "words": str}], `comments` is [{"id", "quote", "body"}].
    """

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField()
    summary = models.TextField(blank=True)
    decision = models.CharField(max_length=12, choices=Decision)
    points = models.JSONField(default=list)
    comments = models.JSONField(default=list)
    replaced_at = models.DateTimeField(default=timezone.now)

    objects = querysets.EditionQuerySet.as_manager()

    class Meta:
        ordering = ["review_id", "-number"]
        constraints = [models.UniqueConstraint(fields=["review", "number"], name="edition_number_once_a_review")]

    def __str__(self) -> str:
        return f"{self.review} · {self.number}"


class Resolution(models.TextChoices):
    DONE = "done", _("done")
    DISAGREE = "disagree", _("disagrees")
    TICKED = "ticked", _("ticked off by a coach")


class Comment(models.Model):
    """A remark on words of a version, or a reply to one (`parent`); unpublished ones are their author's alone.

    The anchor is position and quote with 40 characters of context (as in the W3C's Web Annotation text selectors), so
    that the words can be found again in a later version. `check_id` is the check that the remark is about, and
    `snippet` what it was written from, where there is one. Praise asks for nothing: it is no task of anybody's.
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
    revision = models.PositiveIntegerField(default=0, help_text="Counts edits; an edit names the one it saw.")
    is_praise = models.BooleanField(default=False)
    check_id = models.CharField(max_length=60, blank=True)
    snippet = models.ForeignKey("Snippet", on_delete=models.SET_NULL, null=True, blank=True, related_name="comments")
    client_key = models.UUIDField(
        default=uuid.uuid4, help_text="Chosen by the page, so that a retry makes no second one."
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    published_at = models.DateTimeField(null=True, blank=True)
    resolved_at = models.DateTimeField(null=True, blank=True)
    resolved_by = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="+")
    resolution = models.CharField(max_length=8, choices=Resolution, blank=True)

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
    revision = models.PositiveIntegerField(
        default=0, editable=False, help_text="Counts saves; a save names the one it saw."
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
