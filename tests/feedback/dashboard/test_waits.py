"""Who waits, and for how long, told once more version by version in plain Python."""

from collections import Counter, defaultdict
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings

from cohorts.models import Intro, User
from feedback.charts.waits import draw_waits
from feedback.reports.dashboard.waits import Curve, End, Wait, Waits, waits
from tests.feedback.dashboard.made_cohorts import (
    NOW,
    PLANS,
    ROLES,
    CandidatePlan,
    IntroPlan,
    Made,
    ReviewPlan,
    VersionPlan,
    make,
)

Told = tuple[int, int, str, float, End]


def expected(made: Made, intro: Intro) -> list[Told]:
    """Each version waits for the first answer to it or to a later one; those with the same answer are one wait."""
    groups: dict[tuple[datetime, int, str] | None, list[tuple[int, datetime]]] = defaultdict(list)
    for version in made.versions_of(intro):
        answers = [
            (review.published_at, review.version.number, review.coach.user.name)
            for review in made.published_of(intro)
            if review.version.number >= version.number and review.published_at
        ]
        groups[min(answers, default=None)].append((version.number, version.submitted_at))
    coach = intro.enrolment.coach
    return [
        (intro.pk, answer[1], answer[2], _days(answer[0], drafts[0][1]), End.ANSWERED)
        if answer
        else (intro.pk, drafts[-1][0], coach.user.name if coach else "", _days(NOW, drafts[0][1]), End.WAITING)
        for answer, drafts in groups.items()
    ]


def _days(until: datetime, since: datetime) -> float:
    return round(max((until - since).total_seconds(), 0) / 86_400, 6)


def left_after(told: list[Told], days: float) -> float:
    """By the textbook's product over the distinct times of an answer."""
    left = 1.0
    for moment, answered in sorted(Counter(wait[3] for wait in told if wait[4] is End.ANSWERED).items()):
        if moment <= days:
            left *= 1 - answered / sum(wait[3] >= moment for wait in told)
    return left


@pytest.mark.django_db
@given(plan=PLANS)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_waits_and_their_curve_agree_with_plain_python(plan: list[CandidatePlan]) -> None:
    made = make(plan)
    for role in ("", ROLES[0]):
        found = waits(made.scope(role=role))
        told = [wait for intro in made.intros if role in ("", intro.role) for wait in expected(made, intro)]
        assert sorted((w.intro_id, w.number, w.coach, round(w.days, 6), w.end) for w in found.waits) == sorted(told)
        for curve in found.curves[:1]:
            assert (curve.waits, curve.answered) == (len(told), sum(wait[4] is End.ANSWERED for wait in told))
            for days, share in curve.steps:
                assert share == pytest.approx(left_after(told, days + 1e-6))
            assert found.kept == pytest.approx(1 - left_after(told, 5 + 1e-9))
        assert {curve.coach for curve in found.curves[1:]} in (set(), {coach.user.name for coach in made.coaches})


@pytest.mark.django_db
def test_what_was_put_away_or_archived_waits_no_more_and_counts_until_then() -> None:
    one = CandidatePlan(0, (IntroPlan(ROLES[0], (VersionPlan(0),)),))
    made = make([one, one])
    # Each was submitted a second after 2000 hours before NOW.
    Intro.objects.filter(pk=made.intros[0].pk).update(put_away_at=NOW - timedelta(days=10), waiting_since=None)
    first, second = waits(made.scope()).waits
    assert [(w.intro_id, w.end, round(w.days, 3)) for w in (first, second)] == [
        (made.intros[0].pk, End.WITHDRAWN, 73.333), (made.intros[1].pk, End.WAITING, 83.333),
    ]  # fmt: skip
    assert [w.coach for w in (first, second)] == [made.viewer.name] * 2  # what was withdrawn counts for its coach
    made.cohort.archived_at = NOW - timedelta(days=20)
    found = waits(made.scope())
    assert [(w.end, round(w.days, 3)) for w in found.waits] == [(End.WITHDRAWN, 63.333)] * 2
    (curve,) = found.curves
    assert [(round(days, 3), share) for days, share in curve.steps] == [(0, 1), (63.333, 1)]  # nobody was answered
    assert (curve.answered, curve.waits) == (0, 2)


@pytest.mark.django_db
def test_two_coaches_of_one_name_are_two() -> None:
    answered = VersionPlan(0, (), ReviewPlan(1, "published", "ready", 24))
    made = make([CandidatePlan(0, (IntroPlan(ROLES[0], (VersionPlan(0),)), IntroPlan(ROLES[0], (answered,))))])
    for coach in made.coaches:
        User.objects.filter(pk=coach.user_id).update(name="Kim")
    found = waits(made.scope())
    one, other = sorted(coach.pk for coach in made.coaches)
    names = {one: "Kim (1)", other: "Kim (2)"}
    assert {(w.coach_id, w.coach, w.end) for w in found.waits} == {
        (made.coaches[0].pk, names[made.coaches[0].pk], End.WAITING),
        (made.coaches[1].pk, names[made.coaches[1].pk], End.ANSWERED),
    }
    assert [(curve.coach, curve.waits) for curve in found.curves] == [
        ("", 2), (names[made.coaches[1].pk], 1), (names[made.coaches[0].pk], 1),
    ]  # fmt: skip


@pytest.mark.django_db
def test_of_nobody_nothing_is_drawn() -> None:
    made = make([])
    assert waits(made.scope()) == Waits((), (), 5)
    assert draw_waits(waits(made.scope())).empty == "No draft has waited for an answer yet."


def wait(candidate: str, coach: str, days: float, end: End, intro_id: int = 1) -> Wait:
    return Wait(candidate, "Engineer", intro_id, 2, coach, days, end)


def test_the_drawing_sets_the_curves_against_the_promise() -> None:
    over = [wait("A", "Cleo", days, End.ANSWERED) for days in range(1, 11)]
    present = [wait("B", "", 3.25, End.WAITING, 2), wait("C & <b>D</b>", "Cleo", 7, End.WAITING, 3)]
    gone = [wait("E", "", 4, End.WITHDRAWN, 4)]
    steps = ((0.0, 1.0), (1.0, 0.5), (9.0, 0.25), (12.0, 0.25))
    curves = (Curve("", steps, 1.0, 10, 13), Curve("Cleo", steps, 1.0, 10, 11), Curve("Ben & Co", steps, None, 0, 1))
    chart = draw_waits(Waits((*over, *present, *gone), curves, 5))
    assert chart.caption == (
        "Answered within the promised 5 days: about 50% of 13 waits. Half took at most so many days: in all 1.0, "
        "Cleo 1.0. 3 that were not answered count for as long as they lasted (Kaplan and Meier). 2 drafts wait now, "
        "the longest for 7.0 days, by C & <b>D</b>."
    )
    *lines, box, now, away = chart.figure["data"]
    assert [(line["name"], line["line"]["dash"], line["y"]) for line in lines] == [
        ("all", "solid", [100, 50, 25, 25]),
        ("Cleo", "dash", [100, 50, 25, 25]),
        ("Ben &amp; Co", "dot", [100, 50, 25, 25]),
    ]
    assert (box["y"], box["customdata"], box["yaxis"]) == (["Cleo"] * 10, list(range(10)), "y2")
    assert (now["x"], now["y"], now["customdata"]) == ([3.25, 7], ["no coach", "Cleo"], [10, 11])
    assert (now["text"][1], away["name"]) == ("C &amp; &lt;b&gt;D&lt;/b&gt;, version 2", "put away without an answer")
    assert [shape["x0"] for shape in chart.figure["layout"]["shapes"]] == [5]
    assert chart.rows[10] == ("B", "Engineer", 2, "no coach", 3.2, "waiting now")


def test_under_ten_answers_no_share_is_told() -> None:
    found = Waits((wait("A", "Cleo", 2, End.ANSWERED),), (Curve("", ((0.0, 1.0), (2.0, 0.0)), 2.0, 1, 1),), 5)
    assert draw_waits(found).caption == "1 of 1 wait was answered, too few to say how long it takes. Nothing waits now."


def test_of_a_promise_longer_than_any_wait_nothing_is_told() -> None:
    still = Curve("", ((0.0, 1.0), (1.0, 0.5), (2.0, 0.5)), 1.0, 10, 20)
    ended = Curve("", ((0.0, 1.0), (1.0, 0.5), (2.0, 0.0)), 1.0, 20, 20)
    assert (Waits((), (still,), 5).kept, Waits((), (still,), 2).kept, Waits((), (ended,), 5).kept) == (None, 0.5, 1.0)
