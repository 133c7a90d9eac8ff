"""That a review was published, and the mails that say so."""

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cohorts.models import User
from feedback import querysets
from feedback.models.reviews import Review


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
