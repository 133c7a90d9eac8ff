"""When the demo's people write and answer: uneven, in their own waking hours, always before now."""

import random
import zoneinfo
from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True)
class Pace:
    """How a candidate goes on: days from an answer to the next version; how often they don't wait for the answer."""

    name: str
    weight: float
    next_after_days: tuple[float, float]
    impatient: float
    stops_after: tuple[int, ...]
    """Versions after which they may stop for good; chosen once a candidate."""


PACES = (
    Pace("steady", 0.36, (2.5, 8.0), 0.1, (9,)),
    Pace("quick", 0.22, (0.3, 2.2), 0.45, (9, 9, 3)),
    Pace("slow", 0.24, (7.0, 16.0), 0.05, (9, 2)),
    Pace("gone", 0.18, (2.0, 6.0), 0.0, (1, 1, 2)),
)
STILL_AT_IT = 0.8
"""Share of the candidates of a running cohort whose newest version is of the last days."""
NEWEST_DAYS = ((0.05, 0.9), (0.6, 2.5), (1.5, 4.5), (1.5, 4.5), (4.0, 8.5), (9.0, 12.0))
"""How old the newest version of those may be: one of these ranges, equally likely."""
COACH_SPREAD = 0.55
"""Sigma of the log-normal waiting time around a coach's median: half of the answers within 0.7 to 1.45 times it."""
DAY_BEGINS, DAY_ENDS = 8, 19
EVENING = 22


def choose_pace(rng: random.Random) -> Pace:
    return rng.choices(PACES, weights=[pace.weight for pace in PACES])[0]


def next_version_at(after: datetime, pace: Pace, zone: str, rng: random.Random) -> datetime:
    return waking_hours(after + timedelta(days=rng.uniform(*pace.next_after_days)), zone, rng)


def newest_at(until: datetime, zone: str, rng: random.Random) -> datetime | None:
    """When somebody who is still at it submits their newest version; None for whoever follows their pace alone."""
    if rng.random() >= STILL_AT_IT:
        return None
    return min(waking_hours(until - timedelta(days=rng.uniform(*rng.choice(NEWEST_DAYS))), zone, rng), until)


def towards(after: datetime, aim: datetime, versions_left: int, zone: str, rng: random.Random) -> datetime:
    """The next of `versions_left` versions, the last of which is due at `aim`: uneven steps."""
    if versions_left <= 1:
        return max(aim, after + timedelta(hours=rng.uniform(1, 5)))
    step = (aim - after) / versions_left * rng.uniform(0.45, 1.35)
    return waking_hours(after + max(step, timedelta(hours=rng.uniform(2, 9))), zone, rng)


def answered_at(submitted_at: datetime, median_h: float, zone: str, rng: random.Random) -> datetime:
    """On a working day, in the coach's working hours."""
    return working_hours(submitted_at + timedelta(hours=median_h * rng.lognormvariate(0.0, COACH_SPREAD)), zone, rng)


def waking_hours(at: datetime, zone: str, rng: random.Random) -> datetime:
    """`at`, or the morning after where it falls into the night."""
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    if 7 <= local.hour < EVENING:
        return at
    morning = local.replace(hour=7, minute=0) + timedelta(
        days=1 if local.hour >= EVENING else 0, minutes=rng.uniform(20, 240)
    )
    return morning.astimezone(at.tzinfo)


def working_hours(at: datetime, zone: str, rng: random.Random) -> datetime:
    """`at`, or the next working morning."""
    local = at.astimezone(zoneinfo.ZoneInfo(zone))
    moved = local
    if moved.hour >= DAY_ENDS:
        moved += timedelta(days=1)
    while moved.weekday() >= 5:
        moved += timedelta(days=1)
    if moved == local and local.hour >= DAY_BEGINS:
        return at
    morning = moved.replace(hour=DAY_BEGINS, minute=0) + timedelta(minutes=rng.uniform(5, 200))
    return morning.astimezone(at.tzinfo)
