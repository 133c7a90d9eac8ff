"""What feedback does when a draft is submitted, inside the submitting transaction."""

from typing import Any

from django.dispatch import receiver

from cohorts.models import DraftVersion
from cohorts.signals import draft_submitted
from feedback.dispatch import enqueue_checks
from feedback.services.checking import queue_check


@receiver(draft_submitted, dispatch_uid="feedback.queue_check")
def queue_check_of_version(version: DraftVersion, **_kwargs: Any) -> None:
    enqueue_checks([queue_check(version=version, queued_at=version.submitted_at).pk])
