"""Who is reviewing what now. The unique row of a lease that goes on decides between two who come at once.

A lease keeps nobody from writing: it tells coaches of each other, and both their drafts stay.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from cohorts.exceptions import CohortArchived, NotACoachOfCohort
from cohorts.models import Coach, Intro
from feedback.exceptions import OwnIntroduction
from feedback.models import Lease, LeaseEnd
from feedback.querysets import LEASE_SILENCE_S


@dataclass(frozen=True)
class LeaseState:
    """Whose the lease is after a request: `is_mine`, or of `coach` since `since`.

    `has_lost` says that the one who asks had it before and it was taken over from them.
    """

    is_mine: bool
    coach: str
    since: datetime
    has_lost: bool = False


@transaction.atomic
def take_lease(*, intro: Intro, coach: Coach, force: bool = False, now: datetime | None = None) -> LeaseState:
    """The lease for the coach, unless a colleague has it whose page said less than LEASE_SILENCE_S ago that it is open.

    With `force` it is taken over from them all the same; the ended lease says by whom. Asking again keeps what one has.
    Raises CohortArchived, NotACoachOfCohort, OwnIntroduction.
    """
    _refuse(intro, coach)
    now = now or timezone.now()
    if beat_lease(intro=intro, coach=coach, now=now) and (state := _state(intro, coach)):
        return state
    theirs = Lease.objects.going_on().filter(intro=intro)
    if force:
        theirs.update(ended_at=now, end=LeaseEnd.FORCED, ended_by=coach)
    else:
        silent_since = now - timedelta(seconds=LEASE_SILENCE_S)
        theirs.filter(beat_at__lt=silent_since).update(ended_at=now, end=LeaseEnd.SILENT, ended_by=coach)
    try:
        with transaction.atomic():
            Lease.objects.create(intro=intro, coach=coach, started_at=now, beat_at=now)
    except IntegrityError:
        pass  # theirs goes on, or a colleague was faster
    # none where theirs has ended since the last line
    return _state(intro, coach) or take_lease(intro=intro, coach=coach, now=now)


def beat_lease(*, intro: Intro, coach: Coach, now: datetime | None = None) -> bool:
    """Say that the coach's page is still open; False where they have no lease (any more)."""
    now = now or timezone.now()
    return Lease.objects.going_on().filter(intro=intro, coach=coach).update(beat_at=now) > 0


def leave_lease(*, intro: Intro, coach: Coach, end: str = LeaseEnd.LEFT, now: datetime | None = None) -> None:
    """End the coach's own lease, if they have one; a colleague's goes on."""
    own = Lease.objects.going_on().filter(intro=intro, coach=coach)
    own.update(ended_at=now or timezone.now(), end=end, ended_by=coach)


def _refuse(intro: Intro, coach: Coach) -> None:
    enrolment = intro.enrolment
    if enrolment.cohort.is_archived:
        raise CohortArchived
    if enrolment.candidate.user_id == coach.user_id:
        raise OwnIntroduction
    if not coach.cohorts.filter(pk=enrolment.cohort_id).exists():
        raise NotACoachOfCohort


def _state(intro: Intro, coach: Coach) -> LeaseState | None:
    """Of the lease that goes on, if there is one."""
    lease = Lease.objects.going_on().select_related("coach__user").filter(intro=intro).first()
    if lease is None:
        return None
    is_mine = lease.coach_id == coach.pk
    last = None if is_mine else Lease.objects.filter(intro=intro, coach=coach).first()
    has_lost = last is not None and last.end in {LeaseEnd.SILENT, LeaseEnd.FORCED} and last.ended_by_id != coach.pk
    return LeaseState(is_mine, str(lease.coach), lease.started_at, has_lost)
