"""The daily mail: claimed by its unique row with the mail in it, sent once, and what becomes of it where that fails.

claimed -> sending -> sent; sending -> failed -> sending again with back-off while the recipient's day lasts, then left,
and the next day's mail names what that one would have. A process killed while claimed leaves a row that the next sweep
sends; one killed while sending leaves a row that nobody sends again but an admin, since nobody knows whether the mail
left.

What a mail names is what there was at the recipient's hour: a sweep that comes late writes the same mail, and
something that happens after the hour waits for the next day's. So nobody gets their eight o'clock mail at three.
"""

import logging
import zoneinfo
from collections.abc import Callable
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from cohorts.models import User
from feedback import emails
from feedback.models import Digest, DigestKind, DigestStatus, Notification
from feedback.reports.digests import CandidateDigest, CoachDigest, Due, due_candidates, due_coaches

logger = logging.getLogger(__name__)

ATTEMPTS_MAX = 5
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (2, 4, 8, 16))
"""How long to wait after the first, second, ... failed attempt of a day."""
STUCK = (DigestStatus.SENDING, DigestStatus.FAILED, DigestStatus.LEFT)
RESCUE_AFTER = timedelta(minutes=2)
"""A mail claimed longer ago than this and not sent was left by a killed process or a lost message."""


def claim_due_digests(*, now: datetime | None = None) -> list[int]:
    """Ids of the digests that this call has made, rendered, for those whose hour has come and who have news."""
    now = now or timezone.now()
    claimed = [_claim_for_coach(digest) for digest in due_coaches(now)]
    claimed += [_claim_for_candidate(digest) for digest in due_candidates(now)]
    return [digest_id for digest_id in claimed if digest_id is not None]


def left_digests(*, now: datetime | None = None) -> list[int]:
    """Ids of the digests to send (again) now; ends those whose day is over, so that the next day's can name it all."""
    now = now or timezone.now()
    unsent = Digest.objects.unsent(claimed_before=now - RESCUE_AFTER)
    ready, over = [], []
    for digest in unsent.select_related("recipient").only(
        "status", "attempts", "sending_at", "period", "recipient__time_zone"
    ):
        today = now.astimezone(zoneinfo.ZoneInfo(digest.recipient.time_zone)).date()
        if digest.period < today:
            over.append(digest.pk)
        elif digest.status == DigestStatus.CLAIMED or _has_waited(digest, now):
            ready.append(digest.pk)
    if over:  # and still unsent: another process may have begun to send it meanwhile
        reason = _("The day was over before it could be sent.")
        unsent.filter(pk__in=over).update(status=DigestStatus.LEFT, error=reason)
    return ready


def send_digest(*, digest_id: int, now: datetime | None = None) -> bool:
    """Send it if nobody else has begun to. False where there was nothing to do or it failed; the row says why.

    Not to be called inside a transaction: `sending` must be committed before the mail leaves.
    """
    now = now or timezone.now()
    sendable = (DigestStatus.CLAIMED, DigestStatus.FAILED)
    begun = Digest.objects.filter(status__in=sendable, pk=digest_id).update(
        status=DigestStatus.SENDING, sending_at=now, attempts=F("attempts") + 1, error=""
    )
    if not begun:
        return False
    digest = Digest.objects.select_related("recipient").get(pk=digest_id)
    if not (digest.recipient.is_active and digest.recipient.wants_digest):
        reason = _("The recipient has left or no longer wants the daily mail.")
        _settle(digest_id, status=DigestStatus.LEFT, error=reason)
        return False
    try:
        emails.send_digest(digest)
    except Exception as error:  # whatever the mail server or an address does: the row says it, and the sweep goes on
        logger.warning("digest %s could not be sent: %s", digest_id, type(error).__name__)
        status = DigestStatus.FAILED if digest.attempts < ATTEMPTS_MAX else DigestStatus.LEFT
        _settle(digest_id, status=status, error=f"{type(error).__name__}: {error}"[:1000])
        return False
    return _settle(digest_id, status=DigestStatus.SENT, sent_at=timezone.now())


def send_again(*, digests: list[Digest]) -> list[int]:
    """Ids of those that may leave once more, by an admin's word; those sent or about to be are left alone."""
    stuck = Digest.objects.filter(status__in=STUCK)
    ids = list(stuck.filter(pk__in=[d.pk for d in digests]).values_list("pk", flat=True))
    stuck.filter(pk__in=ids).update(status=DigestStatus.CLAIMED, claimed_at=timezone.now(), attempts=0, error="")
    return ids


def leave_unsent(*, digests: list[Digest], by: User) -> int:
    """How many were settled as not sent; the next day's mail names what they would have."""
    return Digest.objects.filter(pk__in=[d.pk for d in digests], status__in=STUCK).update(
        status=DigestStatus.LEFT, error=_("Left unsent by %(name)s.") % {"name": by}
    )


def choose_digest(*, user: User, is_wanted: bool) -> None:
    User.objects.filter(pk=user.pk).update(wants_digest=is_wanted)


def _claim_for_coach(digest: CoachDigest) -> int | None:
    return _claim(digest.due, DigestKind.COACH, lambda: emails.render_coach_digest(digest))


def _claim_for_candidate(digest: CandidateDigest) -> int | None:
    named = [review.notification_id for review in digest.reviews]
    return _claim(digest.due, DigestKind.CANDIDATE, lambda: emails.render_candidate_digest(digest), named)


def _claim(
    due: Due, kind: str, render: Callable[[], emails.RenderedMail], notifications: list[int] | None = None
) -> int | None:
    """The id of the new row, or None where another process made it first, or the mail could not be written."""
    try:
        mail = render()
        with transaction.atomic():
            digest = Digest.objects.create(
                recipient=due.recipient, kind=kind, period=due.period, subject=mail.subject, text=mail.text,
                html=mail.html,
            )  # fmt: skip
            if notifications:
                Notification.objects.unmailed().filter(pk__in=notifications).update(digest=digest)
    except IntegrityError:
        return None
    except Exception:  # one person's mail that cannot be written keeps nobody else's back
        logger.exception("digest %s for user %s on %s could not be written", kind, due.recipient.pk, due.period)
        return None
    return digest.pk


def _has_waited(digest: Digest, now: datetime) -> bool:
    pause = BACK_OFF[min(digest.attempts, len(BACK_OFF)) - 1] if digest.attempts else timedelta(0)
    return digest.sending_at is None or digest.sending_at + pause <= now


def _settle(digest_id: int, **fields: object) -> bool:
    return bool(Digest.objects.filter(pk=digest_id, status=DigestStatus.SENDING).update(**fields))
