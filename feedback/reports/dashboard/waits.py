"""Who waits for a coach, and for how long."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import OuterRef, Subquery

from cohorts.models import Coach, DraftVersion, Enrolment
from feedback.models import Review
from feedback.reports import clock
from feedback.reports.clock import Stretch
from feedback.reports.dashboard.scope import Mark, Scope

SECONDS_A_DAY = 86_400


class End(StrEnum):
    ANSWERED = "answered"
    WAITING = "waiting"
    WITHDRAWN = "withdrawn"
    """Its writer put it away, or its cohort was archived, before anybody answered."""


@dataclass(frozen=True)
class Wait(Mark):
    """How long a candidate waited (or waits now) for a coach, from the first version that nobody had answered.

    `coach_id` and `coach` are who answered, who is to answer now, or who was assigned to what was withdrawn; None, ""
    for nobody. Coaches of one name have a number behind it.
    """

    coach: str
    days: float
    end: End
    coach_id: int | None = None


@dataclass(frozen=True)
class Curve:
    """(days, share that still waits after them) by Kaplan and Meier, from (0, 1) to the longest wait that goes on.

    `coach` is "" for those of all. `median_days` is None where fewer than half are answered.
    """

    coach: str
    steps: tuple[tuple[float, float], ...]
    median_days: float | None
    answered: int
    waits: int


@dataclass(frozen=True)
class Waits:
    """`curves` begins with that of all waits, and has one a coach where several answer, who answers most first."""

    waits: tuple[Wait, ...]
    curves: tuple[Curve, ...]
    promise_days: int

    @property
    def kept(self) -> float | None:
        """Share (0 to 1) that is answered within the promise, by the curve of all. None where it ends before that."""
        steps = self.curves[0].steps if self.curves else ((0.0, 1.0),)
        longest, waiting = steps[-1]
        if longest < self.promise_days and waiting > 0:
            return None
        return 1 - min(share for days, share in steps if days <= self.promise_days)


def waits(scope: Scope) -> Waits:
    """3 queries: the waits that began in the period, by coach and length."""
    found = tuple(sorted(_waits(scope), key=lambda wait: (wait.coach.casefold(), wait.days, wait.intro_id)))
    by_coach: dict[int, list[Wait]] = defaultdict(list)
    for wait in found:
        if wait.coach_id is not None:
            by_coach[wait.coach_id].append(wait)
    named = [_curve(own[0].coach, own) for own in by_coach.values()]
    each = sorted(named, key=lambda curve: (-curve.answered, curve.coach.casefold())) if len(named) > 1 else []
    return Waits(found, (_curve("", found), *each) if found else (), scope.cohort.answer_within_days)


def _waits(scope: Scope) -> list[Wait]:
    writers: dict[int, tuple[int, str]] = {}
    assigned: dict[int, int | None] = {}
    until: dict[int, datetime] = {}
    drafts: dict[int, list[tuple[int, datetime]]] = defaultdict(list)
    roles: dict[tuple[int, int], str] = {}
    names: dict[int, str] = {}
    for enrolment, name, coach, coach_name, intro, put_away_at, number, moment, role in (
        DraftVersion.objects.filter(scope.of_intro("intro"))
        .order_by()
        .values_list(
            "intro__enrolment", "intro__enrolment__candidate__user__name", "intro__enrolment__coach",
            "intro__enrolment__coach__user__name", "intro", "intro__put_away_at", "number", "submitted_at", "role",
        )
    ):  # fmt: skip
        writers[intro], assigned[intro] = (enrolment, name), coach
        names |= {coach: coach_name} if coach is not None else {}
        until[intro] = min(filter(None, (scope.now, put_away_at, scope.cohort.archived_at)))
        drafts[intro].append((number, moment))
        roles[intro, number] = role
    answers: dict[int, list[tuple[datetime, int, int]]] = defaultdict(list)
    published = Review.objects.published().filter(scope.of_intro("version__intro"), published_at__lte=scope.now)
    rows: Iterable[Any] = published.order_by().values_list(
        "version__intro", "published_at", "version__number", "coach", "coach__user__name"
    )
    for intro, published_at, number, coach, coach_name in rows:
        answers[intro].append((published_at, number, coach))
        names[coach] = coach_name
    answering = _answering(scope)
    names |= dict(answering.values())
    found: list[tuple[int, Stretch, End, int | None]] = []
    for intro, own in drafts.items():
        for stretch in clock.stretches(own, answers[intro], until[intro]):
            if _is_in(scope, stretch):
                end = _end(scope, stretch)
                who = stretch.coach_id if end is End.ANSWERED else assigned[intro]
                if end is End.WAITING:
                    who, _name = answering.get(writers[intro][0], (None, ""))
                found.append((intro, stretch, end, who))
    labels = _told_apart({who: names[who] for *_rest, who in found if who is not None})
    return [
        Wait(
            writers[intro][1], roles[intro, stretch.number], intro, stretch.number, labels.get(who or 0, ""),
            stretch.wait.age.total_seconds() / SECONDS_A_DAY, end, who,
        )
        for intro, stretch, end, who in found
    ]  # fmt: skip


def _told_apart(names: Mapping[int, str]) -> dict[int, str]:
    """{coach: name}; those of one name are numbered in the order of their ids."""
    same = Counter(names.values())
    numbers: Counter[str] = Counter()
    found = {}
    for pk, name in sorted(names.items()):
        numbers[name] += 1
        found[pk] = f"{name} ({numbers[name]})" if same[name] > 1 else name
    return found


def _is_in(scope: Scope, stretch: Stretch) -> bool:
    return (
        (scope.starts_at is None or stretch.began_at >= scope.starts_at)
        and (scope.ends_at is None or stretch.began_at < scope.ends_at)
        and scope.number in (None, stretch.number)
    )


def _end(scope: Scope, stretch: Stretch) -> End:
    if stretch.is_over:
        return End.ANSWERED
    return End.WAITING if stretch.ended_at == scope.now else End.WITHDRAWN


def _answering(scope: Scope) -> dict[int, tuple[int, str]]:
    """{enrolment: id and name of who is to answer today}. 1 query."""
    name = Coach.objects.filter(pk=OuterRef("answering_id")).order_by().values("user__name")[:1]
    waiting = scope.enrolments().filter(intros__waiting_since__isnull=False).values("pk")
    rows = Enrolment.objects.filter(pk__in=waiting).with_answering(scope.now.date()).annotate(name=Subquery(name))
    found = rows.order_by().values_list("pk", "answering_id", "name")
    return {pk: (coach, name) for pk, coach, name in found if coach is not None}


def _curve(coach: str, waits: Iterable[Wait]) -> Curve:
    spans = [clock.Wait(timedelta(days=wait.days), wait.end is End.ANSWERED) for wait in waits]
    steps = [(age / timedelta(days=1), left) for age, left in clock.survival(spans)]
    longest = max(span.age for span in spans) / timedelta(days=1)
    if longest > steps[-1][0]:
        steps.append((longest, steps[-1][1]))
    median = clock.quantile(spans, 0.5)
    return Curve(
        coach, tuple(steps), None if median is None else median / timedelta(days=1),
        sum(span.is_over for span in spans), len(spans),
    )  # fmt: skip
