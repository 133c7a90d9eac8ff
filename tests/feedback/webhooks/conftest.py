from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from pytest_django import Settings

from feedback.models import Webhook
from feedback.services.webhooks import save_webhook
from tests.feedback.webhooks.receiver import Receiver, receiving

EVERYTHING = ("version.submitted", "check.finished", "review.published", "candidate.ready")


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(datetime(2026, 6, 15, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def receiver(settings: Settings) -> Iterator[Receiver]:
    """On loopback, which the environment must allow."""
    settings.WEBHOOK_PRIVATE = True
    settings.BASE_URL = "https://coachhub.example.org"
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def webhook(db: None, receiver: Receiver) -> Webhook:
    return save_webhook(name="Alumni office", address=receiver.address, events=EVERYTHING, cohort=None)
