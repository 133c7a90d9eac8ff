"""What a coach's own desk tells: days away, and what they read of an introduction."""

from dataclasses import dataclass
from datetime import date, datetime

from cohorts.models import Coach, Cohort, Intro
from feedback.models import Reading


@dataclass(frozen=True)
class DaysAway:
    """`stand_in` is empty where nobody stands in; `uncovered` names the coach's open cohorts that the stand-in does not
    coach: drafts of these wait for the coach."""

    pk: int
    first_day: date
    last_day: date
    stand_in: str
    uncovered: tuple[str, ...]


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


def days_away(*, coach: Coach, today: date) -> tuple[DaysAway, ...]:
    """Those that are not over, the next first. 3 queries."""
    rows = coach.absences.filter(last_day__gte=today).order_by("first_day", "pk")
    absences = list(rows.values_list("pk", "first_day", "last_day", "stand_in", "stand_in__user__name"))
    own = dict(coach.cohorts.open().order_by("name").values_list("pk", "name"))
    stand_ins = {row[3] for row in absences if row[3]}
    covered = set(
        Cohort.coaches.through.objects.filter(coach__in=stand_ins, cohort__in=own).values_list("coach", "cohort")
    )
    return tuple(
        DaysAway(
            pk, first_day, last_day, name or "",
            tuple(words for cohort, words in own.items() if stand_in and (stand_in, cohort) not in covered),
        )
        for pk, first_day, last_day, stand_in, name in absences
    )  # fmt: skip
