"""Who is where on the map of the two whys."""

from dataclasses import dataclass

from django.db.models import F, Window
from django.db.models.functions import RowNumber

from feedback.models import Review
from feedback.reports.candidate import engine_of
from feedback.reports.dashboard.scope import MARK, Mark, Scope, by_name


@dataclass(frozen=True)
class WhyPoint(Mark):
    """A candidate's latest checked version; `decision` is the coach's latest on this introduction, "" before any.

    `trail` is (why_role, why_team) of its versions before, oldest first, as far as the same engine scored them.
    """

    why_role: float
    why_team: float
    decision: str
    trail: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True)
class TwoWhys:
    points: tuple[WhyPoint, ...]
    candidates: int


def two_whys(scope: Scope) -> TwoWhys:
    """3 queries."""
    points: dict[int, WhyPoint] = {}
    before: dict[int, list[tuple[str, float, float]]] = {}
    decisions = _latest_decisions(scope)
    rows = (
        scope.runs()
        .order_by("version__submitted_at", "version_id")
        .values_list(*MARK, "why_role", "why_team", "ruleset", "version__intro__enrolment_id")
    )
    for candidate, role, intro, number, why_role, why_team, ruleset, enrolment in rows:
        engine, earlier = engine_of(ruleset), before.setdefault(intro, [])
        if scope.number in (None, number):
            trail = tuple((x, y) for by, x, y in earlier if by == engine)
            decision = decisions.get(intro, "")
            points[enrolment] = WhyPoint(candidate, role, intro, number, why_role, why_team, decision, trail)
        earlier.append((engine, why_role, why_team))
    return TwoWhys(tuple(sorted(points.values(), key=by_name)), scope.enrolments().count())


def _latest_decisions(scope: Scope) -> dict[int, str]:
    """{introduction: the decision of its review that was published last}."""
    latest = Window(RowNumber(), partition_by=F("version__intro_id"), order_by=("-published_at", "-pk"))
    reviews = Review.objects.published().filter(scope.of_intro("version__intro")).order_by()
    return dict(reviews.annotate(rank=latest).filter(rank=1).values_list("version__intro_id", "decision"))
