"""What Celery runs. The database is the truth: a message lost or delivered twice changes nothing."""

import logging

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.utils.translation import gettext as _

from feedback.services import checking, delivering, digests, rechecking

logger = logging.getLogger(__name__)

LEAST_URGENT = 9
"""Of 0 to 9, the last list that a worker takes from Redis (kombu's priority_steps)."""


@shared_task(name="feedback.run_check", soft_time_limit=settings.CHECK_LIMIT_S, time_limit=settings.CHECK_LIMIT_S + 10)
def run_check(run_id: int) -> None:
    try:
        checking.run_check(run_id=run_id, interruptions=(SoftTimeLimitExceeded,))
    except SoftTimeLimitExceeded:
        logger.warning("check run %s took over %s s", run_id, settings.CHECK_LIMIT_S)
        checking.fail_check(
            run_id=run_id, reason=_("The checks took too long on this text. Your coach can still review it.")
        )


@shared_task(name="feedback.sweep_check_runs", time_limit=60, expires=60)
def sweep_check_runs() -> None:
    """Enqueue what a lost message or a killed worker left behind."""
    for run_id in checking.lost_runs():
        run_check.delay(run_id)


@shared_task(name="feedback.recheck", time_limit=60, expires=60)
def recheck() -> None:
    """Enqueue some drafts whose rules have changed, behind everything that somebody waits for."""
    for run_id in rechecking.queue_versions_behind():
        run_check.apply_async((run_id,), priority=LEAST_URGENT)


@shared_task(name="feedback.send_due_digests", time_limit=120, expires=60)
def send_due_digests() -> None:
    """Write the mails of those whose hour has come; enqueue them and those that were left or may be tried again."""
    for digest_id in [*digests.claim_due_digests(), *digests.left_digests()]:
        send_digest.delay(digest_id)


@shared_task(name="feedback.send_digest", time_limit=90)
def send_digest(digest_id: int) -> None:
    """A second message for the same mail does nothing. The limit is above what EMAIL_TIMEOUT lets a server take."""
    digests.send_digest(digest_id=digest_id)


@shared_task(
    name="feedback.send_delivery", soft_time_limit=settings.WEBHOOK_LIMIT_S, time_limit=settings.WEBHOOK_LIMIT_S + 5
)
def send_delivery(delivery_id: int) -> None:
    """A second message for the same delivery does nothing."""
    delivering.send_delivery(delivery_id=delivery_id)


SWEEP_S = 15
"""As often as beat asks for a sweep."""


@shared_task(name="feedback.sweep_deliveries", time_limit=60, expires=60)
def sweep_deliveries() -> None:
    """Enqueue what is due again or was left by a killed worker or a lost message; drafts to check go first."""
    for delivery_id in delivering.due_deliveries():
        # Enqueued again by a later sweep: behind a slow receiver the messages would only grow.
        send_delivery.apply_async((delivery_id,), priority=LEAST_URGENT, expires=SWEEP_S)
