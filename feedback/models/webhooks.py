"""Where other systems are told of what happens, and the outbox of what they are told."""

import secrets
from datetime import datetime

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cohorts.models import Cohort
from feedback import querysets

ADDRESS_MAX_CHARS = 500


class WebhookEvent(models.TextChoices):
    VERSION_SUBMITTED = "version.submitted", _("a version was submitted")
    CHECK_FINISHED = "check.finished", _("a check has finished")
    REVIEW_PUBLISHED = "review.published", _("a review was published")
    CANDIDATE_READY = "candidate.ready", _("a candidate is ready")
    PING = "ping", _("a test")


SUBSCRIBABLE = tuple(choice for choice in WebhookEvent.choices if choice[0] != WebhookEvent.PING)
"""What a webhook can ask for; a ping comes when an admin sends one."""


def new_salt() -> str:
    return secrets.token_hex(16)


def validate_events(value: object) -> None:
    known = {name for name, _label in SUBSCRIBABLE}
    if not isinstance(value, list) or not value or not set(value) <= known or len(set(value)) != len(value):
        raise ValidationError(_("Choose at least one event, each once."))


class Webhook(models.Model):
    """An address that is told of `events` in one cohort, or in all where `cohort` is null.

    The secret that deliveries are signed with is derived from a salt and the installation's key, so a copy of the
    database alone signs nothing. After a change of secret the one before signs along until `previous_until`. Nothing
    is sent before `quiet_until`: the address did not answer, and must not keep a worker from checking drafts.
    """

    name = models.CharField(_("name"), max_length=120)
    address = models.CharField(_("address"), max_length=ADDRESS_MAX_CHARS)
    events = models.JSONField(_("events"), default=list, validators=[validate_events])
    cohort = models.ForeignKey(
        Cohort, on_delete=models.CASCADE, null=True, blank=True, related_name="webhooks", verbose_name=_("cohort"),
        help_text=_("Leave empty for all cohorts."),
    )  # fmt: skip
    is_active = models.BooleanField(_("active"), default=True)
    revision = models.PositiveIntegerField(default=0, editable=False, help_text="Counts changes of the fields above.")
    salt = models.CharField(max_length=32, default=new_salt, editable=False)
    previous_salt = models.CharField(max_length=32, blank=True, editable=False)
    previous_until = models.DateTimeField(null=True, blank=True, editable=False)
    quiet_until = models.DateTimeField(_("rests until"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = querysets.WebhookQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def secret(self) -> str:
        return _secret(self.salt)

    def secrets_at(self, now: datetime) -> list[str]:
        """What to sign with: the secret, and the one before while it still counts."""
        still_counts = self.previous_until is not None and now < self.previous_until
        return [self.secret, *([_secret(self.previous_salt)] if still_counts else [])]


class DeliveryState(models.TextChoices):
    PENDING = "pending", _("to be sent")
    SENDING = "sending", _("being sent")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


class Delivery(models.Model):
    """One event for one webhook, written with what happened; `body` is sent as it stands, at every attempt.

    It may arrive more than once, always with the same `event_id`: a worker killed after the answer has nothing to show
    for it.
    """

    webhook = models.ForeignKey(Webhook, on_delete=models.CASCADE, related_name="deliveries")
    event_id = models.UUIDField()
    event = models.CharField(max_length=20, choices=WebhookEvent)
    body = models.TextField()
    state = models.CharField(max_length=9, choices=DeliveryState, default=DeliveryState.PENDING)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    next_at = models.DateTimeField(default=timezone.now, help_text="Not sent before.")
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When it was last tried.")
    delivered_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="HTTP, of the last answer.")
    answer = models.CharField(max_length=500, blank=True, help_text="How the last answer began.")
    error = models.CharField(max_length=500, blank=True, help_text="Why it was not delivered, for people to read.")

    objects = querysets.DeliveryQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-pk"]
        verbose_name_plural = _("deliveries")
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="delivery_once_an_event"),
            models.CheckConstraint(condition=Q(state__in=DeliveryState.values), name="delivery_state_known"),
            models.CheckConstraint(
                condition=~Q(state="delivered") | Q(delivered_at__isnull=False), name="delivery_delivered_has_time"
            ),
            models.CheckConstraint(condition=~Q(state="given_up") | ~Q(error=""), name="delivery_given_up_has_reason"),
            models.CheckConstraint(
                condition=~Q(state="sending") | Q(claimed_at__isnull=False), name="delivery_sending_has_time"
            ),
        ]
        indexes = [
            # DeliveryQuerySet.due(), at each sweep
            models.Index(
                fields=["state", "next_at"], name="delivery_due", condition=Q(state__in=["pending", "sending"])
            ),
            models.Index(fields=["-created_at", "-id"], name="delivery_newest_first"),  # the log's and the API's order
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} · {self.webhook}"


def _secret(salt: str) -> str:
    return "whsec_" + salted_hmac("coachhub.webhook", salt, algorithm="sha256").hexdigest()
