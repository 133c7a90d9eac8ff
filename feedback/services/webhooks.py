"""What other systems are told: each event is written to the outbox in the transaction in which it happens.

Each `note_…` belongs inside that transaction: with it the deliveries are there, without it none. They cost one query
where nobody listens. Bodies name ids and addresses, never a word that somebody wrote.
"""

import json
import uuid
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from cohorts.models import Cohort, DraftVersion
from feedback.exceptions import StaleWebhook, WebhookDeleted
from feedback.models import CheckRun, Decision, Delivery, DeliveryState, Review, Webhook, WebhookEvent
from feedback.models.webhooks import new_salt
from feedback.outgoing import fault_of_address
from feedback.signals import deliveries_written

SECRETS_OVERLAP = timedelta(hours=24)
"""How long a secret signs along after it was replaced, so that a receiver can change over without a gap."""

Events = Mapping[str, Mapping[str, Any]]
"""What each event of one happening says."""


def note_submitted(*, version: DraftVersion) -> None:
    _note(version, {WebhookEvent.VERSION_SUBMITTED.value: _version(version)}, _address("version-detail", version.pk))


def note_checked(*, run: CheckRun, status: str, finished_at: datetime) -> None:
    """Each time that a run ends is an event of its own."""
    address = _address("check-run-detail", run.pk)
    check = {"id": run.pk, "status": status, "ruleset": run.ruleset, "api_url": address}
    about = {**_version(run.version), "check_run": check}
    _note(run.version, {WebhookEvent.CHECK_FINISHED.value: about}, f"{address}#{finished_at.isoformat()}")


def note_published(*, review: Review) -> None:
    """That it was published, and whether the candidate is ready with it."""
    about = _review(review)
    events: dict[str, Mapping[str, Any]] = {WebhookEvent.REVIEW_PUBLISHED.value: about}
    if review.decision == Decision.READY:
        events[WebhookEvent.CANDIDATE_READY.value] = about
    _note(review.version, events, _address("review-detail", review.pk))


def note_amended(*, review: Review) -> None:
    """An amended review makes its candidate ready once at most, however often it is amended."""
    if review.decision == Decision.READY:
        about = {WebhookEvent.CANDIDATE_READY.value: _review(review)}
        _note(review.version, about, _address("review-detail", review.pk))


@transaction.atomic
def save_webhook(
    *, webhook: Webhook | None = None, name: str, address: str, events: Iterable[str], cohort: Cohort | None,
    is_active: bool = True, revision: int | None = None,
) -> Webhook:  # fmt: skip
    """A new one, or `webhook` changed. `revision` is the one last seen; without it the last word counts.

    Raises StaleWebhook, WebhookDeleted, ValidationError.
    """
    current = Webhook() if webhook is None or webhook.pk is None else _locked(webhook, revision)
    changed = ["name", "address", "events", "cohort", "is_active", "revision"]
    if not Webhook.objects.filter(pk=current.pk, address=address).exists():
        current.quiet_until = None
        changed.append("quiet_until")
    current.name, current.address, current.events = name.strip(), address, list(events)
    current.cohort, current.is_active = cohort, is_active
    current.revision += 1
    current.full_clean()
    fault = fault_of_address(address)
    if fault:
        raise ValidationError({"address": fault})
    # What a worker or a change of secret writes meanwhile stays.
    current.save(update_fields=changed if current.pk else None)
    return current


@transaction.atomic
def delete_webhook(*, webhook: Webhook, revision: int | None = None) -> None:
    """With its log; what is not delivered yet is not sent any more. Raises StaleWebhook, WebhookDeleted."""
    _locked(webhook, revision).delete()


@transaction.atomic
def change_secret(*, webhook: Webhook, now: datetime | None = None) -> Webhook:
    """The old one signs along for `SECRETS_OVERLAP`; of several changes in that time only the last two count.

    Raises WebhookDeleted.
    """
    current = _locked(webhook, None)
    current.previous_salt, current.previous_until = current.salt, (now or timezone.now()) + SECRETS_OVERLAP
    current.salt = new_salt()
    current.save(update_fields=["salt", "previous_salt", "previous_until"])
    return current


@transaction.atomic
def send_ping(*, webhook: Webhook) -> Delivery:
    """A delivery that says nothing but that it arrives; it goes to a webhook that is switched off, too.

    Raises WebhookDeleted.
    """
    _write([(webhook, WebhookEvent.PING)], {WebhookEvent.PING.value: {}}, str(uuid.uuid4()))
    made = webhook.deliveries.filter(event=WebhookEvent.PING).order_by("-pk").first()
    if made is None:
        raise WebhookDeleted
    return made


@transaction.atomic
def redeliver(*, deliveries: Iterable[Delivery]) -> list[int]:
    """Ids of those that are sent once more, as they were and with the same event id; not of those on their way."""
    ended = Delivery.objects.settled()
    ids = list(ended.filter(pk__in=[delivery.pk for delivery in deliveries]).values_list("pk", flat=True))
    now = timezone.now()
    ended.filter(pk__in=ids).update(
        state=DeliveryState.PENDING, attempts=0, next_at=now, delivered_at=None, status=None, answer="", error=""
    )
    Webhook.objects.filter(deliveries__in=ids).update(quiet_until=None)
    if ids:
        deliveries_written.send(Delivery, ids=ids)
    return ids


def _locked(webhook: Webhook, revision: int | None) -> Webhook:
    """The row as it is now, held until the transaction ends."""
    current = Webhook.objects.select_for_update(of=("self",)).filter(pk=webhook.pk).first()
    if current is None:
        raise WebhookDeleted
    if revision is not None and revision != current.revision:
        raise StaleWebhook(current)
    return current


def _note(version: DraftVersion, events: Events, what: str) -> None:
    listening = Webhook.objects.listening(version.intro.enrolment.cohort_id)
    _write([(webhook, event) for webhook in listening for event in events if event in webhook.events], events, what)


def _write(wanted: Sequence[tuple[Webhook, str]], events: Events, what: str) -> None:
    """`what` names what happened: told again, it makes the same event ids and therefore no second delivery.

    A webhook that was deleted since it was read is told nothing.
    """
    held = Webhook.objects.held([webhook.pk for webhook, _event in wanted]) if wanted else set()
    wanted = [(webhook, event) for webhook, event in wanted if webhook.pk in held]
    if not wanted:
        return
    now = timezone.now()
    ids = {event: uuid.uuid5(uuid.NAMESPACE_URL, f"{what}#{event}") for event in events}
    bodies = {
        event: json.dumps({"id": str(ids[event]), "type": event, "created_at": now.isoformat(), "data": data})
        for event, data in events.items()
    }
    Delivery.objects.bulk_create(
        [
            Delivery(webhook=webhook, event_id=ids[event], event=event, body=bodies[event], created_at=now, next_at=now)
            for webhook, event in wanted
        ],
        ignore_conflicts=True,
    )
    written = Delivery.objects.unsettled().filter(event_id__in=ids.values()).values_list("pk", flat=True)
    deliveries_written.send(Delivery, ids=list(written))


def _version(version: DraftVersion) -> dict[str, Any]:
    intro = version.intro
    cohort = intro.enrolment.cohort
    return {
        "cohort": {"id": cohort.pk, "slug": cohort.slug, "url": _address("feedback:cohort", cohort.slug)},
        "enrolment": {"id": intro.enrolment_id, "candidate": intro.enrolment.candidate_id},
        "intro": {"id": intro.pk, "api_url": _address("intro-detail", intro.pk)},
        "version": {
            "id": version.pk, "number": version.number, "api_url": _address("version-detail", version.pk),
            "url": _address("feedback:review", intro.pk, version.number),
        },
    }  # fmt: skip


def _review(review: Review) -> dict[str, Any]:
    said = {"id": review.pk, "decision": review.decision, "coach": review.coach_id}
    return {**_version(review.version), "review": {**said, "api_url": _address("review-detail", review.pk)}}


def _address(name: str, *args: object) -> str:
    """The whole address of a page, or of what the API says."""
    return f"{settings.BASE_URL}{reverse(name, args=args)}"
