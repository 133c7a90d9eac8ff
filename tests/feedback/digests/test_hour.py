"""The recipient's own hour, in their own zone, whatever the clocks do."""

import zoneinfo
from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from cohorts.models import User
from feedback.models import Digest, DigestKind
from feedback.reports.digests import hour_of_day
from feedback.services.digests import claim_due_digests
from tests.factories import make_coach, make_cohort, make_enrolment, make_intro, make_version

LONG_AGO = datetime(2026, 1, 5, tzinfo=UTC)


def waiting_coach(time_zone: str, digest_hour: int = 8) -> int:
    """The user id of a coach for whom a draft has waited for long."""
    coach = make_coach(time_zone=time_zone, digest_hour=digest_hour)
    make_version(make_intro(make_enrolment(make_cohort(coach), coach=coach)), submitted_at=LONG_AGO)
    return coach.user_id


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("time_zone", "due_at"),
    [
        ("UTC", datetime(2026, 6, 15, 8, 0, tzinfo=UTC)),
        ("Europe/Berlin", datetime(2026, 6, 15, 6, 0, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 6, 15, 2, 30, tzinfo=UTC)),
        ("Asia/Kathmandu", datetime(2026, 6, 15, 2, 15, tzinfo=UTC)),
        ("America/St_Johns", datetime(2026, 6, 15, 10, 30, tzinfo=UTC)),
        ("Pacific/Kiritimati", datetime(2026, 6, 14, 18, 0, tzinfo=UTC)),
        ("Pacific/Pago_Pago", datetime(2026, 6, 15, 19, 0, tzinfo=UTC)),
    ],
)
def test_digest_is_claimed_at_the_minute_and_not_before(time_zone: str, due_at: datetime) -> None:
    user_id = waiting_coach(time_zone)
    Digest.objects.create(
        recipient_id=user_id, kind=DigestKind.COACH, period=date(2026, 6, 14), subject="-", text="-", html="-",
        status="sent", sent_at=LONG_AGO,
    )  # fmt: skip
    with time_machine.travel(due_at - timedelta(minutes=1), tick=False):
        assert claim_due_digests() == []
    with time_machine.travel(due_at, tick=False):
        (digest_id,) = claim_due_digests()
    assert Digest.objects.get(pk=digest_id).period == date(2026, 6, 15)


@pytest.mark.parametrize(
    ("day", "hour", "expected"),
    [
        (date(2026, 3, 29), 1, datetime(2026, 3, 29, 1, 0, tzinfo=UTC)),  # left out: 01:00 becomes 02:00 summer time
        (date(2026, 3, 29), 8, datetime(2026, 3, 29, 7, 0, tzinfo=UTC)),
        (date(2026, 10, 25), 1, datetime(2026, 10, 25, 0, 0, tzinfo=UTC)),  # comes twice: the first
        (date(2026, 10, 25), 8, datetime(2026, 10, 25, 8, 0, tzinfo=UTC)),
    ],
)
def test_hour_of_day_when_the_clocks_change(day: date, hour: int, expected: datetime) -> None:
    assert hour_of_day(day, hour, zoneinfo.ZoneInfo("Europe/London")) == expected


@pytest.mark.django_db
@pytest.mark.parametrize("day", [datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC)])
def test_one_digest_on_a_day_of_23_or_25_hours(day: datetime) -> None:
    waiting_coach("Europe/London", digest_hour=1)
    claimed = []
    for minute in range(0, 26 * 60, 10):
        with time_machine.travel(day + timedelta(minutes=minute), tick=False):
            claimed += claim_due_digests()
    periods = list(Digest.objects.filter(pk__in=claimed).order_by("period").values_list("period", flat=True))
    assert periods == [day.date(), day.date() + timedelta(days=1)]


@pytest.mark.django_db
def test_a_changed_hour_of_today_makes_no_second_mail() -> None:
    user_id = waiting_coach("UTC")
    with time_machine.travel(datetime(2026, 6, 15, 8, 0, tzinfo=UTC), tick=False):
        assert len(claim_due_digests()) == 1
    User.objects.filter(pk=user_id).update(digest_hour=15)
    with time_machine.travel(datetime(2026, 6, 15, 15, 0, tzinfo=UTC), tick=False):
        assert claim_due_digests() == []
