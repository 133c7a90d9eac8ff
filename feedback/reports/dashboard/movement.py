"""Who moves from version to version."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from feedback.models import Review
from feedback.reports.dashboard.scope import MARK, Mark, Scope, by_name


@dataclass(frozen=True)
class ScoredVersion(Mark):
    """A checked version; `overall` is 0 to 100."""

    overall: float
    is_reviewed: bool


def movement(scope: Scope) -> tuple[ScoredVersion, ...]:
    """1 query; a candidate's versions stand together, in order."""
    reviewed = Exists(Review.objects.published().filter(version=OuterRef("version_id")))
    rows = scope.runs().annotate(is_reviewed=reviewed).values_list(*MARK, "overall", "is_reviewed")
    return tuple(sorted((ScoredVersion(*row) for row in rows), key=by_name))
