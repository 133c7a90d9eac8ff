"""What feedback does when a draft is submitted or a delivery written, inside the transaction that does it."""

from typing import Any

from django.dispatch import receiver

from cohorts.models import DraftVersion
from cohorts.signals import draft_submitted
from feedback.dispatch import enqueue_checks, enqueue_deliveries
from feedback.services.checking import queue_check
from feedback.services.webhooks import note_submitted
from feedback.signals import deliveries_written


@receiver(draft_submitted, dispatch_uid="feedback.queue_check")
def queue_check_of_version(version: DraftVersion, **_kwargs: Any) -> None:
    enqueue_checks([queue_check(version=version, queued_at=version.submitted_at).pk])
    note_submitted(version=version)


@receiver(deliveries_written, dispatch_uid="feedback.enqueue_deliveries")
def send_deliveries(ids: list[int], **_kwargs: Any) -> None:
    enqueue_deliveries(ids)
