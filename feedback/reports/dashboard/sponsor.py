"""A cohort for somebody who must not learn of any single person: people counted in groups, small ones kept back.

Everybody enrolled is in one group of each question, if need be in that of whom nothing is known: who is in none would
be a group, too, for whoever knows how many there are.

A group of fewer than `LEAST_PEOPLE` is not told, nor is the next smallest where the rest of a known whole would tell it
(secondary suppression; Hundepool et al., "Statistical Disclosure Control", 2012, chapter 4).
"""

import statistics
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from cohorts.models import Intro
from feedback.models import Finding
from feedback.pitch import CHECKS, LARGEST_SHARE
from feedback.reports.dashboard.balance import balance
from feedback.reports.dashboard.funnel import funnel
from feedback.reports.dashboard.movement import movement
from feedback.reports.dashboard.scope import Scope
from feedback.reports.dashboard.waits import waits
from feedback.reports.dashboard.whys import two_whys

LEAST_PEOPLE = 5
WHY_LANDS = 50.0
"""As on the map of the two whys."""


@dataclass(frozen=True)
class Group:
    """So many people, or None where that would tell of too few."""

    key: str
    people: int | None


@dataclass(frozen=True)
class VersionScore:
    """The middle score of the versions with this number, of enough people; how many would tell who has none."""

    number: int
    median: float


@dataclass(frozen=True)
class WaitsTold:
    """Waits of the whole cohort: the middle one in days, and the share (0 to 1) that ends within the promise."""

    median_days: float | None
    kept: float | None
    promise_days: int


def told(people: Mapping[str, int]) -> tuple[Group, ...]:
    """Groups that make up a whole which may be known."""
    hidden = {key for key, count in people.items() if 0 < count < LEAST_PEOPLE}
    rest = sorted((count, key) for key, count in people.items() if count >= LEAST_PEOPLE)
    while hidden and rest and (len(hidden) < 2 or sum(people[key] for key in hidden) < LEAST_PEOPLE):
        hidden.add(rest.pop(0)[1])
    return tuple(Group(key, None if key in hidden else count) for key, count in people.items())


def told_in_steps(people: Mapping[str, int]) -> tuple[Group, ...]:
    """Groups of which each holds the next: who is in one and not in the next is a group, too."""
    groups: list[Group] = []
    last: int | None = None
    for key, count in people.items():
        is_large = count == 0 or count >= LEAST_PEOPLE
        is_apart = last is None or last == count or last - count >= LEAST_PEOPLE
        groups.append(Group(key, count if is_large and is_apart else None))
        last = count if is_large and is_apart else last
    return tuple(groups)


def stages(scope: Scope) -> tuple[Group, ...]:
    return told_in_steps({str(row.stage): row.candidates for row in funnel(scope)}) if _has_enough(scope) else ()


def quarters(scope: Scope) -> tuple[Group, ...]:
    """Candidates by which why lands in their latest version: "both", "role", "team", "neither"; "unknown"."""
    people = dict.fromkeys(("both", "role", "team", "neither"), 0)
    for point in two_whys(scope).points:
        role, team = point.why_role >= WHY_LANDS, point.why_team >= WHY_LANDS
        people["both" if role and team else "role" if role else "team" if team else "neither"] += 1
    return _whole(scope, people)


def sides(scope: Scope) -> tuple[Group, ...]:
    """Candidates by what their introductions lean to: "even", "skill", "culture"; "unknown". One with several is where
    most lean."""
    leans: dict[int, list[str]] = defaultdict(list)
    writers = _writers(scope)
    for row in balance(scope).rows:
        side = "skill" if row.share > LARGEST_SHARE else "culture" if 1 - row.share > LARGEST_SHARE else "even"
        leans[writers[row.intro_id]].append(side)
    people = dict.fromkeys(("even", "skill", "culture"), 0)
    for own in leans.values():
        people[max(people, key=own.count)] += 1
    return _whole(scope, people)


def taught(scope: Scope) -> tuple[Group, ...]:
    """Checks by the people on whose latest drafts they fire, the most first; those of too few, or of all but too few,
    are left out. As on the dashboard, introductions that were put away do not count. 2 queries."""
    enrolled = scope.enrolments().count()
    latest = scope.latest_runs("version__intro_id").filter(version__intro__put_away_at=None).values("pk")
    rows: Iterable[tuple[str, int]] = (
        Finding.objects.standing_in(scope.cohort)
        .filter(run__in=latest)
        .order_by()
        .values("check_id")
        .annotate(people=Count("run__version__intro__enrolment", distinct=True))
        .values_list("check_id", "people")
    )
    titles = {check.id: check.title for check in CHECKS}
    large = [
        Group(titles[check], people)
        for check, people in rows
        if check in titles and told_in_steps({"all": enrolled, check: people})[1].people
    ]
    return tuple(sorted(large, key=lambda group: (-(group.people or 0), group.key)))


def scores(scope: Scope) -> tuple[VersionScore, ...]:
    """By version number, as long as enough people have come to it."""
    by_number: dict[int, list[tuple[int, float]]] = defaultdict(list)
    writers = _writers(scope)
    for line in movement(scope):
        for version in line.versions:
            by_number[version.number].append((writers[version.intro_id], version.overall))
    return tuple(
        VersionScore(number, statistics.median(score for _writer, score in own))
        for number, own in sorted(by_number.items())
        if len({writer for writer, _score in own}) >= LEAST_PEOPLE
    )


def waits_told(scope: Scope) -> WaitsTold | None:
    """None where too few have waited."""
    found, writers = waits(scope), _writers(scope)
    if len({writers[wait.intro_id] for wait in found.waits}) < LEAST_PEOPLE or not found.curves:
        return None
    return WaitsTold(found.curves[0].median_days, found.kept, found.promise_days)


def _has_enough(scope: Scope) -> bool:
    return scope.enrolments().count() >= LEAST_PEOPLE


def _writers(scope: Scope) -> dict[int, int]:
    """{introduction: enrolment}: names are not people's alone. 1 query."""
    return dict(Intro.objects.filter(scope.of_intro()).order_by().values_list("pk", "enrolment_id"))


def _whole(scope: Scope, people: Mapping[str, int]) -> tuple[Group, ...]:
    """With those of whom nothing is known; nothing at all where something is known of too few. 1 query."""
    known = sum(people.values())
    if known < LEAST_PEOPLE:
        return ()
    return told({**people, "unknown": max(0, scope.enrolments().count() - known)})
