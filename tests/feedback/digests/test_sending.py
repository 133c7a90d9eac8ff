"""One mail leaves once, whatever is killed or refused on the way."""

import email.policy
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from django.core import mail
from django.utils import timezone
from pytest_django import Settings

from cohorts.models import Coach, Cohort, User
from feedback import emails
from feedback.models import Digest
from feedback.services.digests import (
    claim_due_digests,
    leave_unsent,
    left_digests,
    send_again,
    send_digest,
)
from tests.factories import make_admin, make_enrolment, make_intro, make_version

MINUTE = timedelta(minutes=1)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def digest(coach: Coach, cohort: Cohort) -> Digest:
    make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=timezone.now() - timedelta(days=1))
    (digest_id,) = claim_due_digests()
    return Digest.objects.get(pk=digest_id)


@pytest.fixture
def refusing(settings: Settings) -> None:
    """A mail server that is not there: nothing listens on port 1."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1


def test_claiming_twice_makes_one_digest(digest: Digest) -> None:
    assert claim_due_digests() == []
    assert Digest.objects.count() == 1


def test_sending_twice_sends_one_mail(digest: Digest) -> None:
    assert send_digest(digest_id=digest.pk) is True
    assert send_digest(digest_id=digest.pk) is False
    (message,) = mail.outbox
    assert isinstance(message, mail.EmailMultiAlternatives)
    token = emails.unsubscribe_token(digest.recipient_id)
    assert (message.subject, message.to, message.body) == (
        "One draft waits for you", ["Maya Berg <maya@example.org>"], digest.text,
    )  # fmt: skip
    assert message.extra_headers == {
        "Message-ID": f"<digest.coach.{digest.recipient_id}.2026-06-15@coachhub.example.org>",
        "List-Unsubscribe": f"<https://coachhub.example.org/unsubscribe/{token}/>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Auto-Submitted": "auto-generated",
    }
    assert [tuple(part) for part in message.alternatives] == [(digest.html, "text/html")]
    digest.refresh_from_db()
    assert (digest.status, digest.attempts, digest.error, digest.sent_at) == ("sent", 1, "", timezone.now())


def test_what_a_killed_process_claimed_is_sent_by_a_later_sweep(digest: Digest, clock: time_machine.Traveller) -> None:
    assert left_digests() == []  # its own process may be about to send it
    clock.shift(2 * MINUTE + timedelta(seconds=1))
    assert left_digests() == [digest.pk]


def test_what_was_killed_while_sending_waits_for_an_admin(digest: Digest, clock: time_machine.Traveller) -> None:
    Digest.objects.filter(pk=digest.pk).update(status="sending", sending_at=timezone.now(), attempts=1)
    clock.shift(timedelta(hours=3))
    assert left_digests() == []
    assert send_digest(digest_id=digest.pk) is False
    assert mail.outbox == []
    assert send_again(digests=[digest]) == [digest.pk]
    assert send_digest(digest_id=digest.pk) is True
    assert len(mail.outbox) == 1


def test_an_admin_may_leave_it_unsent(digest: Digest) -> None:
    Digest.objects.filter(pk=digest.pk).update(status="sending", sending_at=timezone.now(), attempts=1)
    assert leave_unsent(digests=[digest], by=make_admin("Ada Admin")) == 1
    digest.refresh_from_db()
    assert (digest.status, digest.error) == ("left", "Left unsent by Ada Admin.")
    assert send_digest(digest_id=digest.pk) is False


def test_an_admin_cannot_send_again_what_was_sent(digest: Digest) -> None:
    send_digest(digest_id=digest.pk)
    assert send_again(digests=[digest]) == []
    assert leave_unsent(digests=[digest], by=make_admin()) == 0


@pytest.mark.usefixtures("refusing")
def test_a_refused_mail_is_tried_again_with_growing_pauses_and_then_left(
    digest: Digest, clock: time_machine.Traveller
) -> None:
    tried_at = []
    for minute in range(60):
        for digest_id in left_digests() if minute else [digest.pk]:
            send_digest(digest_id=digest_id)
            tried_at.append(minute)
        clock.shift(MINUTE)
    assert tried_at == [0, 2, 6, 14, 30]
    digest.refresh_from_db()
    assert (digest.status, digest.attempts) == ("left", 5)
    assert digest.error.startswith("ConnectionRefusedError")


def test_a_refused_mail_leaves_once_the_server_is_back(
    digest: Digest, clock: time_machine.Traveller, settings: Settings
) -> None:
    locmem = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND, settings.EMAIL_PORT = "django.core.mail.backends.smtp.EmailBackend", 1
    assert send_digest(digest_id=digest.pk) is False
    settings.EMAIL_BACKEND = locmem
    clock.shift(2 * MINUTE)
    (digest_id,) = left_digests()
    assert send_digest(digest_id=digest_id) is True
    digest.refresh_from_db()
    assert (digest.status, digest.attempts, digest.error) == ("sent", 2, "")


@pytest.mark.parametrize("change", [{"is_active": False}, {"wants_digest": False}])
def test_nothing_leaves_for_those_who_turned_it_off_since_it_was_written(
    digest: Digest, change: dict[str, bool]
) -> None:
    User.objects.filter(pk=digest.recipient_id).update(**change)
    assert send_digest(digest_id=digest.pk) is False
    assert mail.outbox == []
    digest.refresh_from_db()
    assert (digest.status, digest.error) == ("left", "The recipient has left or no longer wants the daily mail.")


def test_without_a_mail_server_a_mail_is_one_file_however_often_it_is_written(
    digest: Digest, settings: Settings, tmp_path: Path
) -> None:
    settings.EMAIL_BACKEND, settings.MAIL_DIR = "feedback.emails.FileBackend", tmp_path
    send_digest(digest_id=digest.pk)
    emails.send_digest(digest)
    (file,) = tmp_path.iterdir()
    assert file.name == f"digest.coach.{digest.recipient_id}.2026-06-15_coachhub.example.org.eml"
    (stored,) = emails.last_mails(10)
    assert (stored.subject, stored.to, stored.text, stored.html) == (
        digest.subject, "Maya Berg <maya@example.org>", digest.text, digest.html,
    )  # fmt: skip
    assert (
        email.message_from_bytes(file.read_bytes(), policy=email.policy.default)["From"] == settings.DEFAULT_FROM_EMAIL
    )
