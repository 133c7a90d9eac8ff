"""The outbox of webhooks, emptied: claimed by a conditional UPDATE, sent, settled.

pending -> sending -> delivered; sending -> pending again with back-off, and given up in the end. A process killed while
sending leaves a claim that nobody holds any longer, and the delivery is sent anew with the same id: at least once,
never lost. One that takes its worker down each time ends, too.
"""

import hashlib
import hmac
import logging
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from feedback.models import Delivery, DeliveryState, Webhook, WebhookEvent
from feedback.outgoing import Answer, NotSent, post

logger = logging.getLogger(__name__)

BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 360, 720))
"""How long to wait after the first, second, ... failed attempt: eight attempts in 22 hours."""
ATTEMPTS_MAX = len(BACK_OFF) + 1
END_AFTER = timedelta(hours=48)
"""A delivery overdue for so long is given up even with attempts left: its address has been resting all the time."""
QUIET = timedelta(minutes=1)
"""For how long an address that did not answer is left alone, so that it costs a worker seconds a minute at most."""
KEPT = timedelta(days=30)
"""How long the log says what became of a delivery."""
SWEEP_MAX = 500
CLAIM_SPARE_S = 30


def send_delivery(*, delivery_id: int, now: datetime | None = None) -> bool:
    """Send it if its time has come and nobody else does. False where there was nothing to do or it failed; the row says
    why. Not to be called inside a transaction: the claim must be committed before anything leaves.
    """
    now = now or timezone.now()
    delivery = Delivery.objects.select_related("webhook").filter(pk=delivery_id).first()
    if delivery is None or not _may_go(delivery, now):
        return False
    claimed = Delivery.objects.claimable(now, claimed_before=now - claim_limit()).filter(pk=delivery_id)
    if not claimed.update(state=DeliveryState.SENDING, claimed_at=now, attempts=F("attempts") + 1):
        return False
    delivery.refresh_from_db()
    if delivery.attempts > ATTEMPTS_MAX:
        return _give_up(delivery, _("Sending was interrupted several times and has been given up."))
    try:
        answer = post(
            delivery.webhook.address, body=delivery.body.encode(), headers=headers_of(delivery, timezone.now())
        )
    except NotSent as reason:
        if reason.is_refused:
            return _give_up(delivery, str(reason))
        Webhook.objects.filter(pk=delivery.webhook_id).update(quiet_until=timezone.now() + QUIET)
        return _put_off(delivery, None, str(reason))
    except Exception as error:  # whatever an answer does to the client: the row says it, and the sweep goes on
        logger.warning("delivery %s could not be sent: %s", delivery_id, type(error).__name__)
        # The time limit, too: an answer that comes in drops.
        Webhook.objects.filter(pk=delivery.webhook_id).update(quiet_until=timezone.now() + QUIET)
        return _put_off(delivery, None, _("The attempt broke off (%(why)s).") % {"why": type(error).__name__})
    if not answer.is_accepted:
        return _put_off(delivery, answer, _("The answer was %(status)d, not one of 200 to 299.") % vars(answer))
    return _settle(
        delivery, state=DeliveryState.DELIVERED, delivered_at=timezone.now(), status=answer.status,
        answer=answer.excerpt, error="",
    )  # fmt: skip


def headers_of(delivery: Delivery, now: datetime) -> dict[str, str]:
    """With the signature over the time in seconds, a full stop and the body, once with each secret that counts."""
    timestamp = str(int(now.timestamp()))
    signed = f"{timestamp}.{delivery.body}".encode()
    signatures = [
        hmac.new(secret.encode(), signed, hashlib.sha256).hexdigest() for secret in delivery.webhook.secrets_at(now)
    ]
    return {
        "Content-Type": "application/json",
        "Coachhub-Event": delivery.event,
        "Coachhub-Event-Id": str(delivery.event_id),
        "Coachhub-Attempt": str(delivery.attempts),
        "Coachhub-Timestamp": timestamp,
        "Coachhub-Signature": ", ".join(f"v1={signature}" for signature in signatures),
    }


def due_deliveries(*, now: datetime | None = None) -> list[int]:
    """Ids of those to send now, the oldest first; gives up what is too old or has nowhere to go, forgets what is old.

    Called by two processes at once, or killed at any line, it sends nothing twice: a delivery is claimed.
    """
    now = now or timezone.now()
    waiting = Delivery.objects.claimable(now, claimed_before=now - claim_limit())
    waiting.filter(next_at__lt=now - END_AFTER, attempts__gt=0).update(
        state=DeliveryState.GIVEN_UP, error=_("It could not be delivered within two days.")
    )
    off = waiting.filter(webhook__is_active=False).exclude(event=WebhookEvent.PING).values_list("pk", flat=True)
    # By ids, for the condition on its own columns is looked at again when another process has the row at the moment.
    waiting.filter(pk__in=list(off)).update(state=DeliveryState.GIVEN_UP, error=_("The webhook was switched off."))
    old = Delivery.objects.settled().filter(created_at__lt=now - KEPT).order_by("created_at")
    Delivery.objects.filter(pk__in=list(old.values_list("pk", flat=True)[:SWEEP_MAX])).delete()
    awake = waiting.exclude(webhook__quiet_until__gt=now)
    return list(awake.order_by("next_at", "pk").values_list("pk", flat=True)[:SWEEP_MAX])


def claim_limit() -> timedelta:
    """Longer than Celery lets a delivery live: a claim older than this belongs to nobody."""
    return timedelta(seconds=settings.WEBHOOK_LIMIT_S + CLAIM_SPARE_S)


def _may_go(delivery: Delivery, now: datetime) -> bool:
    webhook = delivery.webhook
    is_awake = webhook.quiet_until is None or webhook.quiet_until <= now
    return is_awake and (webhook.is_active or delivery.event == WebhookEvent.PING)


def _put_off(delivery: Delivery, answer: Answer | None, reason: str) -> bool:
    """To the next attempt, or to the end."""
    last = {"status": answer and answer.status, "answer": answer.excerpt if answer else "", "error": reason}
    if delivery.attempts >= ATTEMPTS_MAX:
        _settle(delivery, state=DeliveryState.GIVEN_UP, **last)
    else:
        next_at = timezone.now() + BACK_OFF[delivery.attempts - 1]
        _settle(delivery, state=DeliveryState.PENDING, next_at=next_at, **last)
    return False


def _give_up(delivery: Delivery, reason: str) -> bool:
    _settle(delivery, state=DeliveryState.GIVEN_UP, error=reason)
    return False


def _settle(delivery: Delivery, **fields: object) -> bool:
    """Only where the claim is still ours: one that took too long belongs to who claimed it anew."""
    ours = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.SENDING, claimed_at=delivery.claimed_at)
    return bool(ours.update(**fields))
