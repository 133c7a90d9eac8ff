"""How far everybody has come, and when: walked through once more, candidate by candidate and day by day."""

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.models import Enrolment
from feedback.charts.funnel import draw_activity, draw_funnel
from feedback.reports.dashboard.funnel import (
    WEEKS_MAX,
    Activity,
    Day,
    Stage,
    StageCount,
    activity,
    funnel,
    stage_people,
)
from tests.feedback.dashboard.made_cohorts import (
    PLANS,
    ROLES,
    CandidatePlan,
    IntroPlan,
    Made,
    ReviewPlan,
    VersionPlan,
    make,
)


def stages_of(made: Made, enrolment: Enrolment, role: str, number: int | None) -> list[Stage]:
    come = [Stage.ENROLLED]
    intros = [i for i in made.intros if i.enrolment_id == enrolment.pk and role in ("", i.role)]
    versions = [v for intro in intros for v in made.versions_of(intro) if number in (None, v.number)]
    reviews = [review for intro in intros for review in made.published_of(intro)]
    if versions:
        come.append(Stage.DRAFTED)
    if any(number in (None, review.version.number) for review in reviews):
        come.append(Stage.REVIEWED)
    if any(
        review.version.intro_id == version.intro_id and review.version.number < version.number
        and review.published_at and review.published_at < version.submitted_at
        for review in reviews for version in versions
    ):  # fmt: skip
        come.append(Stage.RESUBMITTED)
    decided = [[r for r in made.published_of(intro) if number in (None, r.version.number)] for intro in intros]
    if any(own[-1].decision == "ready" for own in decided if own):
        come.append(Stage.READY)
    return come


@pytest.mark.django_db
@given(plan=PLANS, zone=st.sampled_from(["UTC", "Pacific/Auckland", "America/Los_Angeles"]))
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_stages_and_days_agree_with_plain_python(plan: list[CandidatePlan], zone: str) -> None:
    made = make(plan)
    made.viewer.time_zone = zone
    for role, number in (("", None), (ROLES[1], None), ("", 2)):
        scope = made.scope(role=role, number=number)
        enrolled = [
            e for e in made.enrolments if not role or any(i.role == role for i in made.intros if i.enrolment == e)
        ]
        come = [stages_of(made, enrolment, role, number) for enrolment in enrolled]
        furthest = Counter(stages[-1] for stages in come)
        assert [(row.stage, row.candidates, row.missing) for row in funnel(scope)] == [
            (stage, sum(stage in stages for stages in come), furthest[before] if before else 0)
            for before, stage in zip((None, *Stage), Stage, strict=False)
        ]
        for row in funnel(scope):
            people = stage_people(scope, row.stage)
            assert (len(people), sum(p.has_come for p in people), sum(p.is_next for p in people)) == (
                len(enrolled), row.candidates, row.missing,
            )  # fmt: skip

    drafts = Counter(v.submitted_at.astimezone(ZoneInfo(zone)).date() for v in made.versions)
    reviews = Counter(r.published_at.astimezone(ZoneInfo(zone)).date() for r in made.reviews if r.published_at)
    found = activity(made.scope())
    assert {day.day: (day.drafts, day.reviews) for day in found.days} == {
        day: (drafts[day], reviews[day]) for day in {*drafts, *reviews}
    }
    assert all(week.weekday() == 0 for week in found.weeks)
    assert {day.week for day in found.days} <= set(found.weeks)
    assert len(found.weeks) <= WEEKS_MAX
    if found.days:
        day = found.days[-1].day
        (only,) = activity(made.scope(since=day, until=day)).days
        assert (only.day, only.drafts, only.reviews) == (day, drafts[day], reviews[day])


@pytest.mark.django_db
def test_stages_of_a_period_are_those_of_its_drafts() -> None:
    ready = VersionPlan(0, (), ReviewPlan(0, "published", "ready", 24))
    made = make([CandidatePlan(0, (IntroPlan(ROLES[0], (ready, VersionPlan(240))),))])
    day = made.versions[1].submitted_at.date()
    assert [row.candidates for row in funnel(made.scope())] == [1, 1, 1, 1, 1]
    assert [row.candidates for row in funnel(made.scope(since=day))] == [1, 1, 0, 0, 0]
    assert [row.candidates for row in funnel(made.scope(until=day - timedelta(days=1)))] == [1, 1, 1, 0, 1]


def test_the_funnel_says_what_most_lack_next() -> None:
    counts = {
        Stage.ENROLLED: (9, 0),
        Stage.DRAFTED: (8, 1),
        Stage.REVIEWED: (5, 3),
        Stage.RESUBMITTED: (2, 1),
        Stage.READY: (3, 2),
    }
    chart = draw_funnel(tuple(StageCount(stage, *pair, f"/{stage.value}/") for stage, pair in counts.items()))
    assert chart.caption == (
        "Of 9 candidates, 8 have written a first draft, 5 have an answer, 2 have written again after it, 3 are ready. "
        "What most lack next is an answer: 3."
    )
    assert (chart.figure["data"][0]["x"], chart.rows[2]) == ([9, 8, 5, 2, 3], ("Has an answer", 5, 3))
    assert [mark and mark.address for mark in chart.marks][4] == "/ready/"
    assert draw_funnel(tuple(StageCount(stage, 0, 0, "") for stage in Stage)).empty == "Nobody is enrolled yet."


def test_the_heat_map_has_a_field_a_day_with_its_number() -> None:
    monday = date(2026, 6, 1)
    days = (Day(monday, 1, 0, "/mon/"), Day(monday + timedelta(days=8), 2, 3, "/tue/"))
    chart = draw_activity(Activity(days, (monday, monday + timedelta(days=7)), "Europe/Berlin"))
    assert chart.caption == (
        "3 drafts and 3 reviews in 2 weeks. Most on a Tuesday: 5. Days begin and end in your time zone, Europe/Berlin."
    )
    fields, points = chart.figure["data"]
    assert (fields["z"][0], fields["z"][1], fields["z"][6]) == ([1, None], [None, 5], [None, None])
    assert (points["x"], points["y"], points["customdata"]) == (
        ["1 Jun", "8 Jun"],
        ["Monday", "Tuesday"],
        [0, 1],
    )
    assert points["text"][1] == "Tuesday 9 June: 2 drafts, 3 reviews"
    assert chart.rows[1] == ("9 June 2026", "Tuesday", 2, 3)
    assert draw_activity(Activity((), (), "UTC")).empty
