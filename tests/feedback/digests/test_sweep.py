"""The sweep that Beat starts every minute, as it runs."""

import threading
from collections.abc import Iterator
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.db import connection
from django.utils import timezone

from coachhub.celery import app
from cohorts.models import Coach, Cohort
from feedback.models import Digest
from feedback.services.digests import claim_due_digests
from feedback.tasks import send_digest, send_due_digests
from tests.factories import make_enrolment, make_intro, make_review, make_version

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def _tasks_run_here() -> Iterator[None]:
    app.conf.task_always_eager = True
    yield
    app.conf.task_always_eager = False


@pytest.mark.usefixtures("_tasks_run_here")
def test_two_days_of_sweeps_send_each_person_what_is_new_once_a_day(
    coach: Coach, cohort: Cohort, clock: time_machine.Traveller
) -> None:
    clock.shift(-timedelta(hours=6))
    enrolment = make_enrolment(cohort, coach=coach)
    answered = make_version(make_intro(enrolment), submitted_at=timezone.now() - timedelta(days=2))
    make_review(answered, coach)
    make_version(make_intro(enrolment), submitted_at=timezone.now() - timedelta(days=1))
    for _ in range(48 * 4):
        send_due_digests.delay()
        clock.shift(timedelta(minutes=15))
    candidate = enrolment.candidate.user
    assert [(message.to[0].split("<")[1], message.subject) for message in mail.outbox] == [
        ("maya@example.org>", "One draft waits for you"),
        (f"{candidate.email}>", f"Maya Berg has answered: {answered.intro}"),
        ("maya@example.org>", "One draft waits for you"),
    ]
    assert set(Digest.objects.values_list("status", "attempts")) == {("sent", 1)}


def test_a_message_for_a_mail_that_is_gone_does_nothing(db: None) -> None:
    send_digest(999_999)
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_claim_one_mail(coach: Coach, cohort: Cohort) -> None:
    make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=timezone.now() - timedelta(days=1))
    start = threading.Barrier(4)
    claimed: list[int] = []

    def sweep() -> None:
        start.wait(10)
        claimed.extend(claim_due_digests())
        connection.close()

    threads = [threading.Thread(target=sweep) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert claimed == list(Digest.objects.values_list("pk", flat=True))
    assert len(claimed) == 1
