"""What a coach's own desk tells about an introduction."""

from dataclasses import dataclass
from datetime import datetime

from cohorts.models import Coach, Intro
from feedback.models import Reading


@dataclass(frozen=True)
class LastRead:
    number: int
    read_at: datetime


def last_read(*, coach: Coach, intro: Intro, before: int) -> LastRead | None:
    """The last version below `before` that this coach read, and when; None where they read none. 1 query.

    Opening version `before` again changes nothing of it.
    """
    reading = Reading.objects.filter(coach=coach, intro=intro).first()
    if reading is None:
        return None
    if reading.number < before:
        return LastRead(reading.number, reading.read_at)
    if reading.earlier_number and reading.earlier_read_at and reading.earlier_number < before:
        return LastRead(reading.earlier_number, reading.earlier_read_at)
    return None
