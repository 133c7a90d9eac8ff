"""Who moves from version to version, and who is stuck."""

from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from django.db.models import Exists, OuterRef

from feedback.models import Review
from feedback.reports.candidate import engine_of
from feedback.reports.dashboard.scope import MARK, Mark, Scope, by_name

STUCK_VERSIONS = 3


@dataclass(frozen=True)
class ScoredVersion(Mark):
    """A checked version; `overall` is 0 to 100, `engine` what gave it."""

    overall: float
    is_reviewed: bool
    engine: str


@dataclass(frozen=True)
class Line:
    """An introduction's checked versions, in order; at least one."""

    versions: tuple[ScoredVersion, ...]

    @cached_property
    def comparable(self) -> tuple[ScoredVersion, ...]:
        """Those with a score of the same engine as the latest: another's difference would not be the writer's."""
        return tuple(version for version in self.versions if version.engine == self.versions[-1].engine)

    @cached_property
    def gain(self) -> float | None:
        """Of the latest against the first that compares; None where nothing does."""
        own = self.comparable
        return own[-1].overall - own[0].overall if len(own) > 1 else None

    @cached_property
    def is_stuck(self) -> bool:
        """STUCK_VERSIONS versions in a row, none of which has a higher score than the first of them."""
        last = self.comparable[-STUCK_VERSIONS:]
        return len(last) == STUCK_VERSIONS and all(version.overall <= last[0].overall for version in last)


def movement(scope: Scope) -> tuple[Line, ...]:
    """1 query; who is stuck first, then who gained least, and those with one version last."""
    reviewed = Exists(Review.objects.published().filter(version=OuterRef("version_id")))
    rows = scope.runs().annotate(is_reviewed=reviewed).values_list(*MARK, "overall", "is_reviewed", "ruleset")
    versions = sorted(
        (
            ScoredVersion(candidate, role, intro, number, overall, is_reviewed, engine_of(ruleset))
            for candidate, role, intro, number, overall, is_reviewed, ruleset in rows
        ),
        key=by_name,
    )
    lines = (Line(tuple(own)) for _intro, own in groupby(versions, key=lambda version: version.intro_id))
    return tuple(sorted(lines, key=_least_moved))


def _least_moved(line: Line) -> tuple[bool, bool, float]:
    return not line.is_stuck, line.gain is None, line.gain or 0.0
