"""What became of what checks found: is it gone in the next draft, after a coach's remark or after the check alone?"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import F, Min, Q

from feedback.models import CheckRun, Finding, RunStatus
from feedback.reports.candidate import engine_of
from feedback.reports.dashboard.links import kept_link
from feedback.reports.dashboard.scope import Scope
from feedback.reports.findings import title_of
from feedback.reports.precision import FEW, wilson


class After(StrEnum):
    """What the writer had been told before the next draft, beside the check's own words."""

    SNIPPET = "snippet"
    COMMENT = "comment"
    CHECK = "check"


@dataclass(frozen=True)
class Share:
    """Of `cases` drafts on which a check fired, those whose next draft it found nothing in."""

    resolved: int = 0
    cases: int = 0

    @property
    def is_few(self) -> bool:
        return self.cases < FEW

    @property
    def percent(self) -> float | None:
        return None if self.is_few else 100 * self.resolved / self.cases

    @property
    def interval(self) -> tuple[float, float] | None:
        """Per cent, 95% (Wilson); None where there are too few to say."""
        low, high = wilson(self.resolved, self.cases)
        return None if self.is_few else (100 * low, 100 * high)


@dataclass(frozen=True)
class CheckHelped:
    check_id: str
    title: str
    shares: dict[After, Share]
    address: str

    @property
    def cases(self) -> int:
        return sum(share.cases for share in self.shares.values())


@dataclass(frozen=True)
class Helped:
    """The whole, and check by check, what was looked at most often first."""

    shares: dict[After, Share]
    checks: tuple[CheckHelped, ...]


@dataclass(frozen=True)
class _Step:
    """From the run of a draft to that of the next one, by the same engine."""

    then: int
    next_at: datetime


def helped(scope: Scope) -> Helped:
    """3 queries. A draft counts for a check that fired in it and was not set aside, where the same engine has read the
    next draft, too; checks that are silent or off by now are left out, since these find nothing in any draft.

    It is after a comment where a published one, from before the next draft, is about that check or about words on
    which it fired; after a snippet where such a one was written from a snippet.
    """
    steps = _steps(scope)
    firing, standing = _fired(scope)
    told = _told(scope, steps)
    counts: dict[str, dict[After, list[int]]] = defaultdict(lambda: {after: [0, 0] for after in After})
    for run, check_id in standing:
        step = steps.get(run)
        if step is None:
            continue
        count = counts[check_id][told.get((run, check_id), After.CHECK)]
        count[0] += (step.then, check_id) not in firing
        count[1] += 1
    checks = (
        CheckHelped(
            check_id,
            title_of(check_id),
            {after: Share(*count) for after, count in shares.items()},
            kept_link(scope, "feedback:check_sentences", check_id),
        )
        for check_id, shares in counts.items()
    )
    rows = tuple(sorted(checks, key=lambda row: (-row.cases, row.title)))
    return Helped({after: _sum(row.shares[after] for row in rows) for after in After}, rows)


def _sum(shares: Iterable[Share]) -> Share:
    every = list(shares)
    return Share(sum(share.resolved for share in every), sum(share.cases for share in every))


def _steps(scope: Scope) -> dict[int, _Step]:
    """{newest run of a draft: the step to the next draft}, where the same engine has read both. 1 query."""
    rows = (
        CheckRun.objects.filter(scope.of_history("version"), scope.of_seen_run(), status=RunStatus.DONE)
        .order_by("version__intro_id", "version__number", "queued_at", "pk")
        .values_list("version__intro_id", "version__number", "version__submitted_at", "pk", "ruleset")
    )
    drafts: dict[tuple[int, int], dict[str, int]] = defaultdict(dict)
    moments: dict[tuple[int, int], datetime] = {}
    for intro, number, moment, pk, ruleset in rows:
        runs, engine = drafts[intro, number], engine_of(ruleset)
        runs.pop(engine, None)  # so that the one that was queued last stands last
        runs[engine] = pk
        moments[intro, number] = moment
    found = {}
    for (intro, number), runs in drafts.items():
        engine, run = next(reversed(runs.items()))
        then = drafts.get((intro, number + 1), {}).get(engine)
        if then is not None:
            found[run] = _Step(then, moments[intro, number + 1])
    return found


def _fired(scope: Scope) -> tuple[set[tuple[int, str]], list[tuple[int, str]]]:
    """(run, check) of all that fired, and of what was not set aside. 1 query."""
    stands = Min("position", filter=Q(verdict__in=["", "confirmed"]))
    rows = list(
        Finding.objects.speaking_in(scope.cohort)
        .filter(scope.of_history("run__version"), scope.of_seen_run("run__version"), run__status=RunStatus.DONE)
        .exclude(check_id__in=scope.cohort.checks_off)
        .order_by()
        .values_list("run", "check_id")
        .annotate(first=stands)
    )
    fired = {(run, check_id) for run, check_id, _stands in rows}
    return fired, [(run, check_id) for run, check_id, first in rows if first is not None]


def _told(scope: Scope, steps: dict[int, _Step]) -> dict[tuple[int, str], After]:
    """What was remarked on a run's findings in time for the next draft; praise asks for nothing. 1 query."""
    comment = "run__version__comments"
    about = Q(**{f"{comment}__check_id": F("check_id")}) | Q(
        **{f"{comment}__check_id": "", f"{comment}__start__lt": F("end"), f"{comment}__end__gt": F("start")}
    )
    rows = (
        Finding.objects.filter(
            about,
            scope.of_history("run__version"),
            run__status=RunStatus.DONE,
            **{f"{comment}__published_at__isnull": False, f"{comment}__parent": None, f"{comment}__is_praise": False},
        )
        .order_by()
        .values_list("run", "check_id", f"{comment}__published_at", f"{comment}__snippet")
        .distinct()
    )
    told: dict[tuple[int, str], After] = {}
    for run, check_id, published_at, snippet in rows:
        step = steps.get(run)
        if step is None or published_at >= step.next_at:
            continue
        if snippet is not None:
            told[run, check_id] = After.SNIPPET
        else:
            told.setdefault((run, check_id), After.COMMENT)
    return told
