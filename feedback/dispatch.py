"""From a committed row to a Celery message. A broker that is away is no error: the sweep enqueues what was left."""

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import transaction
from kombu.exceptions import OperationalError

from feedback.services.checking import mark_enqueued
from feedback.tasks import LEAST_URGENT, run_check, send_delivery, send_digest

logger = logging.getLogger(__name__)

_is_quiet = ContextVar("_is_quiet", default=False)


@contextmanager
def checks_run_here() -> Iterator[None]:
    """For imports that run the checks themselves: nothing is enqueued inside, and no broker is needed."""
    token = _is_quiet.set(True)
    try:
        yield
    finally:
        _is_quiet.reset(token)


def enqueue_checks(run_ids: Iterable[int]) -> None:
    """Send one message a run once the transaction has committed."""
    if _is_quiet.get():
        return
    ids = list(run_ids)
    transaction.on_commit(lambda: _send(ids))


def _send(run_ids: list[int]) -> None:
    sent = []
    try:
        for run_id in run_ids:
            run_check.apply_async((run_id,), retry=False)
            sent.append(run_id)
    except (OperationalError, OSError):
        logger.warning("the broker is away; %s check runs wait for the sweep", len(run_ids) - len(sent))
    mark_enqueued(run_ids=sent)


def enqueue_digests(digest_ids: Iterable[int]) -> None:
    """Send one message a mail once the transaction has committed; the sweep sends what no message reached."""
    ids = list(digest_ids)
    transaction.on_commit(lambda: _send_digests(ids))


def _send_digests(digest_ids: list[int]) -> None:
    try:
        for digest_id in digest_ids:
            send_digest.apply_async((digest_id,), retry=False)
    except (OperationalError, OSError):
        logger.warning("the broker is away; digests wait for the sweep")


def enqueue_deliveries(delivery_ids: Iterable[int]) -> None:
    """Send one message a delivery once the transaction has committed, behind everything that somebody waits for."""
    ids = list(delivery_ids)
    transaction.on_commit(lambda: _send_deliveries(ids))


def _send_deliveries(delivery_ids: list[int]) -> None:
    try:
        for delivery_id in delivery_ids:
            send_delivery.apply_async((delivery_id,), retry=False, priority=LEAST_URGENT)
    except (OperationalError, OSError):
        logger.warning("the broker is away; deliveries wait for the sweep")
