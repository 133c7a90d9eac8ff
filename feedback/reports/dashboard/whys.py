"""Who is where on the map of the two whys."""

from dataclasses import dataclass

from feedback.reports.dashboard.scope import MARK, Mark, Scope, by_name, latest_decision


@dataclass(frozen=True)
class WhyPoint(Mark):
    """A candidate's latest checked version; `decision` is the coach's latest on this introduction, "" before any."""

    why_role: float
    why_team: float
    decision: str


@dataclass(frozen=True)
class TwoWhys:
    points: tuple[WhyPoint, ...]
    candidates: int


def two_whys(scope: Scope) -> TwoWhys:
    """2 queries."""
    rows = (
        scope.latest_runs("version__intro__enrolment_id")
        .annotate(decision=latest_decision("version__intro_id"))
        .values_list(*MARK, "why_role", "why_team", "decision")
    )
    points = (
        WhyPoint(candidate, role, intro_id, number, why_role, why_team, decision or "")
        for candidate, role, intro_id, number, why_role, why_team, decision in rows
    )
    return TwoWhys(tuple(sorted(points, key=by_name)), scope.enrolments().count())
