"""Scores from version to version, computed once more in plain Python."""

import pytest
from hypothesis import HealthCheck, given, settings

from feedback.charts.movement import DRAWN_MAX, draw_movement
from feedback.reports.dashboard.movement import Line, ScoredVersion, movement
from tests.feedback.dashboard.made_cohorts import PLANS, CandidatePlan, make


@pytest.mark.django_db
@given(plan=PLANS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_movement_agrees_with_plain_python(plan: list[CandidatePlan]) -> None:
    made = make(plan)
    reviewed = {review.version_id for review in made.reviews if review.published_at}
    scored = {
        (version.intro_id, version.number): (run.overall, version.pk in reviewed)
        for version in made.versions
        if (run := made.newest_run(version))
    }
    lines = movement(made.scope())
    assert {(v.intro_id, v.number): (v.overall, v.is_reviewed) for line in lines for v in line.versions} == scored
    up_to = movement(made.scope(number=2))
    assert {(v.intro_id, v.number) for line in up_to for v in line.versions} == {key for key in scored if key[1] <= 2}
    states = [(line.is_stuck, line.gain) for line in lines]
    assert [stuck for stuck, _gain in states] == sorted((stuck for stuck, _gain in states), reverse=True)
    for line in lines:
        last = [v.overall for v in line.versions][-3:]
        assert line.is_stuck == (len(last) == 3 and max(last[1:]) <= last[0])
        assert line.gain == (line.versions[-1].overall - line.versions[0].overall if len(line.versions) > 1 else None)


def line(candidate: str, scores: list[float], *, reviewed: int = 0, engines: str = "") -> Line:
    engines = engines or "e" * len(scores)
    return Line(
        tuple(
            ScoredVersion(candidate, "Engineer", len(candidate), n, score, n == reviewed, engine)
            for n, (score, engine) in enumerate(zip(scores, engines, strict=True), 1)
        )
    )


@pytest.mark.parametrize(
    ("scores", "engines", "is_stuck", "gain"),
    [
        ([50, 50, 50], "eee", True, 0),
        ([50, 49, 50.1], "eee", False, pytest.approx(0.1)),
        ([10, 70, 60, 65], "eeee", True, 55),
        ([70, 60, 61, 62], "eeee", False, -8),
        ([50, 40], "ee", False, -10),
        ([90, 40, 50, 45], "oeee", False, 5),  # another engine's 90 says nothing
        ([90, 80, 70], "oee", False, -10),
        ([90, 80], "oe", False, None),
    ],
)
def test_stuck_is_three_versions_of_one_engine_without_a_gain(
    scores: list[float], engines: str, is_stuck: bool, gain: float | None
) -> None:
    found = line("A", scores, engines=engines)
    assert (found.is_stuck, found.gain) == (is_stuck, gain)


def test_movement_draws_stuck_ones_first_and_marks_reviews() -> None:
    lines = (line("A & B", [60, 50, 55], reviewed=2), line("Cid", [10, 30.26]), line("Dee", [5]))
    chart = draw_movement(lines)
    assert chart.caption == (
        "Higher now than at first: 1 of 2 introductions with two versions or more; the middle change is +8 points. "
        "1 is stuck: three versions in a row without a gain."
    )
    first, second, *legend = chart.figure["data"]
    assert (first["x"], first["y"], first["customdata"], first["line"]["dash"], first["marker"]["symbol"]) == (
        [1, 2, 3], [60, 50, 55], [0, 1, 2], "dot", ["circle", "diamond", "circle"],
    )  # fmt: skip
    assert (second["y"], second["customdata"], second["line"]["dash"], second["yaxis"]) == (
        [10, 30.3],
        [3, 4],
        "solid",
        "y2",
    )
    assert [trace["name"] for trace in legend] == ["reviewed", "stuck"]
    assert [note["text"] for note in chart.figure["layout"]["annotations"]] == ["A &amp; B · stuck", "Cid"]
    assert chart.rows == (
        ("A & B", "Engineer", 1, 60, "no", -5, "stuck"),
        ("A & B", "Engineer", 2, 50, "yes", -5, "stuck"),
        ("A & B", "Engineer", 3, 55, "no", -5, "stuck"),
        ("Cid", "Engineer", 1, 10, "no", 20.3, ""),
        ("Cid", "Engineer", 2, 30.3, "no", 20.3, ""),
        ("Dee", "Engineer", 1, 5, "no", "", "one version that compares"),
    )
    assert len(chart.marks) == len(chart.rows)
    assert draw_movement(lines[2:]).empty == "Nobody has a second version yet. Lines begin with it."


def test_many_introductions_are_all_in_the_table_and_the_first_are_drawn() -> None:
    for count in (DRAWN_MAX, DRAWN_MAX + 1):
        chart = draw_movement([line(f"C{n}", [n, n]) for n in range(count)])
        assert sum(trace["showlegend"] is False for trace in chart.figure["data"] if "showlegend" in trace) == DRAWN_MAX
        assert len(chart.rows) == 2 * count
        assert ("Drawn are" in chart.caption) == (count > DRAWN_MAX)
