"""By what programs use the API: tokens, and the answers that a repeated request gets again."""

import itertools

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from knox.settings import CONSTANTS

from cohorts import querysets


class Scope(models.TextChoices):
    """What a token lets a program do, of what its person may; each lets it read."""

    READ = "read", _("read what you see")
    WRITE = "write", _("write, submit and reply as a candidate")
    REVIEW = "review", _("review, comment and sort the queue as a coach")
    ADMIN = "admin", _("run cohorts as an admin")


def scope_words(scopes: "set[str] | frozenset[str]") -> str:
    """As stored: in their order, with single spaces, reading always among them."""
    return " ".join(scope for scope in Scope.values if scope == Scope.READ or scope in scopes)


SCOPE_WORDS = sorted(
    {scope_words(set(some)) for count in range(len(Scope) + 1) for some in itertools.combinations(Scope.values, count)}
)
"""All that there can be."""


class ApiToken(models.Model):
    """A program's key to the API: a hash of it, and its beginning, by which its person knows it.

    The first five fields are those of knox's own model, as knox reads them.
    """

    digest = models.CharField(max_length=CONSTANTS.DIGEST_LENGTH, primary_key=True)
    token_key = models.CharField(
        max_length=CONSTANTS.MAXIMUM_TOKEN_PREFIX_LENGTH + CONSTANTS.TOKEN_KEY_LENGTH, db_index=True
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="auth_token_set")
    created = models.DateTimeField(auto_now_add=True)
    expiry = models.DateTimeField(null=True, blank=True)
    name = models.CharField(_("name"), max_length=80, blank=True)
    scope = models.CharField(_("scopes"), max_length=60, default=Scope.READ.value)
    last_used_at = models.DateTimeField(_("last used"), null=True, blank=True, help_text=_("To the minute."))

    objects = querysets.ApiTokenQuerySet.as_manager()

    class Meta:
        verbose_name = _("API token")
        ordering = ["-created", "-digest"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"], name="api_token_name_once_a_person", condition=~Q(name="")
            ),
            models.CheckConstraint(condition=Q(scope__in=SCOPE_WORDS), name="api_token_scopes_known"),
            models.CheckConstraint(condition=Q(expiry__isnull=False), name="api_token_ends"),
        ]

    def __str__(self) -> str:
        return self.name or f"{self.token_key}…"

    @property
    def scopes(self) -> list[str]:
        return self.scope.split(" ")


class KeptAnswer(models.Model):
    """What a request with an `Idempotency-Key` was answered, for a day: the same request again gets the same."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64, help_text="SHA-256 of method, address and body.")
    status = models.PositiveSmallIntegerField(default=0)
    body = models.JSONField(null=True)
    headers = models.JSONField(default=dict)
    made_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="kept_answer_once_a_key")]
        indexes = [models.Index(fields=["made_at"], name="kept_answers_to_forget")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.key}"
