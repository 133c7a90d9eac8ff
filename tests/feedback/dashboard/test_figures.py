"""The figures' numbers, computed once more in plain Python from the rows themselves."""

import statistics
import uuid
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.models import Cohort, DraftVersion, Intro
from cohorts.services import submit_draft
from feedback import charts
from feedback.charts.movement import draw_movement
from feedback.charts.waits import draw_waits
from feedback.charts.whys import draw_two_whys
from feedback.models import CheckRun, Review, RunStatus
from feedback.reports.dashboard import rows as lists
from feedback.reports.dashboard.movement import ScoredVersion, movement
from feedback.reports.dashboard.scope import Scope
from feedback.reports.dashboard.waits import PERIOD_DAYS, Wait, waits
from feedback.reports.dashboard.whys import TwoWhys, WhyPoint, two_whys
from feedback.services import reviewing
from tests.factories import TEXT, make_coach, make_cohort, make_enrolment, make_intro

NOW = datetime(2026, 6, 1, 12, tzinfo=UTC)
# A cohort as a list of candidates; of each their introductions; of these the versions: (days ago, scores or None
# when not checked, decision or None, days until it was answered).
SCORE = st.integers(0, 100)
VERSION = st.tuples(
    st.integers(1, 80),
    st.none() | st.tuples(SCORE, SCORE, SCORE),
    st.none() | st.sampled_from(["keep_working", "nearly_there", "ready"]),
    st.integers(0, 9),
)
COHORTS = st.lists(st.lists(st.lists(VERSION, max_size=4), max_size=2), max_size=4)


def build(plan: list[list[list[tuple[Any, ...]]]]) -> Cohort:
    """The cohort, lived through by the services; the scores are put in its place of the engine's."""
    coach = make_coach()
    cohort = make_cohort(coach)
    for intros in plan:
        enrolment = make_enrolment(cohort, coach=coach)
        for versions in intros:
            intro = make_intro(enrolment)
            for number, (ago, scores, decision, wait) in enumerate(sorted(versions, key=lambda v: -v[0])):
                _live(intro, number, NOW - timedelta(days=ago), scores, decision, wait)
    return cohort


def _live(intro: Intro, number: int, at: datetime, scores: Any, decision: str | None, wait: int) -> None:
    version = submit_draft(intro=intro, text=f"{TEXT} {number}", idempotency_key=uuid.uuid4(), submitted_at=at)
    if scores is not None:
        role, team, overall = map(float, scores)
        version.runs.update(status=RunStatus.DONE, why_role=role, why_team=team, overall=overall)
    if decision:
        coach = intro.enrolment.coach
        assert coach is not None
        review = reviewing.start_review(version=version, coach=coach)
        reviewing.save_review(review=review, revision=0, summary="Go on.", decision=decision, levels={})
        reviewing.publish_review(review=review, published_at=min(at + timedelta(days=wait), NOW))


def seen(cohort: Cohort) -> Scope:
    return Scope(cohort, cohort.coaches.get().user, now=NOW)


def newest_run(version: DraftVersion) -> CheckRun | None:
    done = [run for run in version.runs.all() if run.status == RunStatus.DONE]
    return max(done, key=lambda run: (run.queued_at, run.pk)) if done else None


def latest_decision(intro: Intro) -> str:
    published = [r for v in intro.versions.all() for r in v.reviews.all() if r.is_published]
    return str(max(published, key=lambda r: (r.published_at, r.pk)).decision) if published else ""


@pytest.mark.django_db
@given(plan=COHORTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_reports_agree_with_plain_python(plan: list[list[list[tuple[Any, ...]]]]) -> None:
    build([[[(3, (1, 2, 3), "ready", 1)]]])  # another cohort, which must not show
    cohort = build(plan)
    enrolments = list(cohort.enrolments.all())
    intros = [intro for enrolment in enrolments for intro in enrolment.intros.all()]
    versions = [version for intro in intros for version in intro.versions.all()]

    points = {}
    for enrolment in enrolments:
        own = [v for v in versions if v.intro.enrolment_id == enrolment.pk and newest_run(v)]
        if own:
            last = max(own, key=lambda v: (v.submitted_at, v.pk))
            run = newest_run(last)
            assert run is not None
            points[last.intro_id] = (last.number, run.why_role, run.why_team, latest_decision(last.intro))
    found = two_whys(seen(cohort))
    assert {p.intro_id: (p.number, p.why_role, p.why_team, p.decision) for p in found.points} == points
    assert found.candidates == len(enrolments)

    scored = {}
    for version in versions:
        run = newest_run(version)
        if run is not None:
            scored[version.intro_id, version.number] = (
                run.overall,
                version.reviews.filter(status="published").exists(),
            )
    lines = movement(seen(cohort))
    assert {(v.intro_id, v.number): (v.overall, v.is_reviewed) for v in lines} == scored

    assert sorted((w.intro_id, w.number, round(w.days, 6), w.is_over) for w in waits(seen(cohort))) == sorted(
        [*waits_over(intros), *waits_now(intros)]
    )


def waits_over(intros: list[Intro]) -> list[tuple[int, int, float, bool]]:
    """By walking through what happened to each introduction."""
    found = []
    for intro in intros:
        reviews = Review.objects.published().filter(version__intro=intro).select_related("version")
        for review in reviews:
            before = [r.version.number for r in reviews if r.published_at < review.published_at]  # type: ignore[operator]  # published ones have a time
            open_then = [
                v for v in intro.versions.all() if max(before, default=0) < v.number <= review.version.number
            ] or [review.version]
            assert review.published_at is not None
            if review.published_at >= NOW - timedelta(days=PERIOD_DAYS):
                since = min(open_then, key=lambda v: v.number).submitted_at
                days = max((review.published_at - since).total_seconds(), 0) / 86_400
                found.append((intro.pk, review.version.number, round(days, 6), True))
    return found


def waits_now(intros: list[Intro]) -> list[tuple[int, int, float, bool]]:
    return [
        (intro.pk, intro.latest_number, round((NOW - intro.waiting_since).total_seconds() / 86_400, 6), False)
        for intro in intros
        if intro.waiting_since
    ]


def why(candidate: str, role: float, team: float, decision: str = "") -> WhyPoint:
    return WhyPoint(candidate, "Engineer", 1, 2, role, team, decision)


def test_two_whys_counts_quarters_and_gives_each_decision_its_symbol() -> None:
    chart = draw_two_whys(
        TwoWhys((why("A", 80, 70, "ready"), why("B", 50, 49.9), why("C", 10, 90, "keep_working"), why("D", 0, 0)), 6)
    )
    assert chart.caption == (
        "Both whys (50 or more) in 1 of 4 checked drafts; only the role's in 1, only the team's in 1, neither yet in 1."
        " 2 candidates have none yet."
    )
    marks = {t["name"]: (t["x"], t["y"], t["customdata"], t["marker"]["symbol"]) for t in chart.figure["data"]}
    assert marks == {
        "No answer yet": ([50, 0], [49.9, 0], [1, 3], "circle-open"),
        "Keep working": ([10], [90], [2], "x"),
        "Nearly there": ([], [], [], "diamond"),
        "Ready": ([80], [70], [0], "star"),
    }
    assert chart.rows[1] == ("B", "Engineer", 2, 50, 49.9, "No answer yet")
    assert len(chart.rows) == len(chart.marks) == 4


@given(
    st.lists(
        st.tuples(st.integers(1, 5), st.integers(1, 6), st.floats(0, 100), st.booleans()),
        unique_by=lambda v: (v[0], v[1]),
        max_size=30,
    )
)
def test_progress_draws_a_line_an_introduction_and_the_median(rows: list[tuple[int, int, float, bool]]) -> None:
    versions = [ScoredVersion(f"C{i}", "Engineer", i, n, s, r) for i, n, s, r in sorted(rows)]
    chart = draw_movement(versions)
    lines, reviewed, median = chart.figure["data"]
    drawn = list(zip(lines["x"], lines["y"], lines["customdata"], strict=True))
    assert [mark for mark in drawn if mark[2] is not None] == [
        (v.number, round(v.overall, 1), row) for row, v in enumerate(versions)
    ]
    assert sum(mark == (None, None, None) for mark in drawn) == len({v.intro_id for v in versions})
    assert reviewed["customdata"] == [row for row, v in enumerate(versions) if v.is_reviewed]
    by_number = {n: [s for _i, m, s, _r in rows if m == n] for n in {n for _i, n, _s, _r in rows}}
    assert dict(zip(median["x"], median["y"], strict=True)) == {
        n: round(statistics.median(scores), 1) for n, scores in by_number.items() if len(scores) >= 3
    }
    groups = [list(g) for _i, g in groupby(sorted(rows), key=lambda v: v[0])]
    gains = [g[-1][2] - g[0][2] for g in groups if len(g) > 1]
    if gains:
        up = sum(gain > 0 for gain in gains)
        assert chart.caption == (
            f"Higher now than at first: {up} of {len(gains)} introductions with two versions or more; "
            f"the middle change is {statistics.median(gains):+.0f} points."
        )
    assert bool(chart.empty) == (not rows)


def test_waits_say_what_half_took_and_who_waits_longest() -> None:
    over = [Wait("A", "Engineer", 1, n, "Cleo", days, True) for n, days in enumerate([1, 2, 9], 1)]
    present = [Wait("B", "Engineer", 2, 1, "", 3.25, False), Wait("C & <b>D</b>", "Engineer", 3, 4, "Cleo", 7, False)]
    chart = draw_waits([*over, *present])
    assert chart.caption == (
        "Of the 3 waits that a review ended in the last 8 weeks, half took at most 2.0 days. "
        "2 drafts wait now, the longest for 7.0 days, by C & <b>D</b>."
    )
    box, now = chart.figure["data"]
    assert (box["type"], box["x"], box["y"], box["customdata"]) == ("box", [1, 2, 9], ["Cleo"] * 3, [0, 1, 2])
    assert (now["x"], now["y"], now["customdata"]) == ([3.25, 7], ["no coach yet", "Cleo"], [3, 4])
    assert now["text"][1] == "C &amp; &lt;b&gt;D&lt;/b&gt;, version 4"
    assert chart.rows[3] == ("B", "Engineer", 1, "no coach yet", 3.2, "waiting now")


def test_figures_of_nobody_say_so_in_words() -> None:
    for chart in (draw_two_whys(TwoWhys((), 0)), draw_movement([]), draw_waits([])):
        assert chart.empty
        assert (chart.caption, chart.rows, chart.marks) == ("", (), ())


def test_a_figure_with_a_wrong_key_fails_and_names_itself() -> None:
    wrong = charts.Figure("Two Whys", "Who?", two_whys, draw_two_whys)
    with pytest.raises(ValueError, match=r"'Who\?' has a key .* 'Two Whys'"):
        charts._registered(wrong)
    with pytest.raises(ValueError, match="'waits'"):
        charts._registered(charts.FIGURES[2], charts.FIGURES[2])


def test_figures_name_tokens_and_no_colours() -> None:
    tokens = set()
    for chart in (
        draw_two_whys(TwoWhys((why("A", 1, 1),), 1)),
        draw_movement([ScoredVersion("A", "Engineer", 1, 1, 5, True)]),
        draw_waits([Wait("A", "Engineer", 1, 1, "Cleo", 1, True)]),
    ):
        assert "#" not in str(chart.figure)
        assert "template" not in chart.figure["layout"]
        tokens |= {trace["meta"]["token"] for trace in chart.figure["data"]}
    assert tokens == {
        "accent", "decision-keep-working", "decision-nearly-there", "decision-none", "decision-ready", "ink",
        "ink-soft",
    }  # fmt: skip


@pytest.mark.django_db
def test_a_wait_in_an_archived_cohort_is_over() -> None:
    cohort = build([[[(3, None, None, 0)]]])
    cohort.archived_at = timezone.now()
    cohort.save(update_fields=["archived_at"])
    assert waits(seen(cohort)) == ()
    assert [row.waiting_since for row in lists.candidates(cohort)] == [None]
