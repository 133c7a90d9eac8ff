"""The map of the two whys, computed once more in plain Python from the rows themselves."""

import pytest
from hypothesis import HealthCheck, given, settings

from feedback.charts.whys import draw_two_whys
from feedback.reports.dashboard.whys import TwoWhys, WhyPoint, two_whys
from tests.feedback.dashboard.made_cohorts import PLANS, ROLES, CandidatePlan, Made, make


def expected(made: Made, *, role: str = "", number: int | None = None) -> dict[int, tuple[object, ...]]:
    """{introduction: (version, whys, decision, trail)} of each candidate's latest checked version."""
    found: dict[int, tuple[object, ...]] = {}
    for enrolment in made.enrolments:
        intros = [i for i in made.intros if i.enrolment_id == enrolment.pk and role in ("", i.role)]
        checked = [
            (version.submitted_at, version.pk, version)
            for intro in intros
            for version in made.versions_of(intro)
            if made.newest_run(version) and number in (None, version.number)
        ]
        if not checked:
            continue
        latest = max(checked)[2]
        runs = [made.newest_run(version) for version in made.versions_of(latest.intro)[: latest.number]]
        *trail, whys = [(run.why_role, run.why_team) for run in runs if run]
        published = made.published_of(latest.intro)
        decision = published[-1].decision if published else ""
        found[latest.intro_id] = (latest.number, whys, decision, tuple(trail))
    return found


@pytest.mark.django_db
@given(plan=PLANS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_two_whys_agree_with_plain_python(plan: list[CandidatePlan]) -> None:
    made = make(plan)
    for role, number in (("", None), (ROLES[0], None), ("", 2)):
        found = two_whys(made.scope(role=role, number=number))
        points = {p.intro_id: (p.number, (p.why_role, p.why_team), p.decision, p.trail) for p in found.points}
        assert points == expected(made, role=role, number=number)
        assert found.candidates == len(plan)
    of_coach = two_whys(made.scope(coach_id=made.coaches[1].pk))
    assert of_coach.candidates == sum(one.coach == 1 for one in plan)


def why(
    candidate: str, role: float, team: float, decision: str = "", trail: tuple[tuple[float, float], ...] = ()
) -> WhyPoint:
    return WhyPoint(candidate, "Engineer", 1, 2, role, team, decision, trail)


def test_two_whys_counts_quarters_and_gives_each_decision_its_symbol() -> None:
    points = (
        why("A", 80, 70, "ready", ((20, 30), (60, 65))), why("B", 50, 49.9), why("C", 10, 90, "keep_working"),
        why("D", 0, 0),
    )  # fmt: skip
    chart = draw_two_whys(TwoWhys(points, 6))
    assert chart.caption == (
        "Both whys (50 or more) in 1 of 4 checked drafts; only the role's in 1, only the team's in 1, neither yet in 1."
        " 2 candidates have none here."
    )
    trails, *decisions = chart.figure["data"]
    assert (trails["x"], trails["y"], trails["marker"]["size"]) == (
        [20, 60, 80, None], [30, 65, 70, None], [6, 0, 0, 0],
    )  # fmt: skip
    assert {t["name"]: (t["x"], t["y"], t["customdata"], t["marker"]["symbol"]) for t in decisions} == {
        "No answer yet": ([50, 0], [49.9, 0], [1, 3], "circle-open"),
        "Keep working": ([10], [90], [2], "x"),
        "Nearly there": ([], [], [], "diamond"),
        "Ready": ([80], [70], [0], "star"),
    }
    assert chart.rows[:2] == (
        ("A", "Engineer", 2, 80, 70, "both whys", 60, 40, "Ready"),
        ("B", "Engineer", 2, 50, 49.9, "role only", None, None, "No answer yet"),
    )
    assert [row[5] for row in chart.rows[2:]] == ["team only", "neither yet"]
    assert chart.marks == points


def test_the_ways_of_many_wait_in_the_legend() -> None:
    many = tuple(why(f"Candidate {n}", n, n, trail=((0, 0),)) for n in range(61))
    assert [draw_two_whys(TwoWhys(few, 61)).figure["data"][0]["visible"] for few in (many[:60], many)] == [
        True, "legendonly",
    ]  # fmt: skip
