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
    Pace("steady", 0.36, (1.5, 5.0), 0.1, (9,)),
    Pace("quick", 0.22, (0.2, 1.4), 0.45, (9, 9, 3)),
    Pace("slow", 0.24, (5.0, 13.0), 0.05, (9, 2)),
    Pace("gone", 0.18, (2.0, 6.0), 0.0, (1, 1, 2)),
)
COACH_SPREAD = 0.55
"""Sigma of the log-normal waiting time around a coach's median: half of the answers within 0.7 to 1.45 times it."""
DAY_BEGINS, DAY_ENDS = 8, 19
EVENING = 22


def choose_pace(rng: random.Random) -> Pace:
    return rng.choices(PACES, weights=[pace.weight for pace in PACES])[0]


def next_version_at(after: datetime, pace: Pace, zone: str, rng: random.Random) -> datetime:
    return waking_hours(after + timedelta(days=rng.uniform(*pace.next_after_days)), zone, rng)


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
