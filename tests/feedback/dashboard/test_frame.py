"""What all figures share: registration, filters, two cohorts on the same axes, numbers as CSV, what is kept back."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext, override_script_prefix
from django.urls import reverse
from rest_framework.test import APIClient

from cohorts.models import Cohort, User
from feedback import charts
from feedback.charts.figure import Chart, on_same_axes
from feedback.charts.served import _typed, holds_until
from feedback.charts.whys import draw_two_whys
from feedback.models import Criterion, Decision, Level, Review, ReviewStatus, Rubric, RubricPoint, RunStatus
from feedback.reports.dashboard import rows as lists
from feedback.reports.dashboard.scope import Mark
from feedback.reports.dashboard.whys import two_whys
from tests.factories import make_coach
from tests.feedback.dashboard.made_cohorts import (
    NOW,
    CandidatePlan,
    IntroPlan,
    Made,
    ReviewPlan,
    RunPlan,
    VersionPlan,
    make,
)

SignedIn = Callable[[User], Client]
Api = Callable[[User], APIClient]
DONE = RunStatus.DONE


def checked(*scores: tuple[int, int, int, int], role: str = "Nurse", gap_h: int = 24) -> IntroPlan:
    return IntroPlan(role, tuple(VersionPlan(gap_h, (RunPlan(DONE, one),)) for one in scores))


@pytest.fixture
def made(db: None) -> Made:
    """Two candidates of the first coach (a nurse with two versions, a manager with one), one of the second without."""
    return make(
        [
            CandidatePlan(0, (checked((40, 30, 20, 50), (60, 70, 80, 50)),)),
            CandidatePlan(0, (checked((50, 10, 90, 80), role="Product Manager", gap_h=700),)),
            CandidatePlan(1),
        ]
    )


def test_a_figure_with_a_wrong_key_fails_and_names_itself() -> None:
    wrong = charts.Figure("Two Whys", "Who?", two_whys, draw_two_whys)
    with pytest.raises(ValueError, match=r"'Who\?' has a key .* 'Two Whys'"):
        charts._registered(wrong)
    with pytest.raises(ValueError, match=f"'{charts.FIGURES[2].key}'"):
        charts._registered(charts.FIGURES[2], charts.FIGURES[2])
    with pytest.raises(ValueError, match="'all'"):
        charts._registered(replace(wrong, key="all"))


@pytest.mark.parametrize("plan", [[], [CandidatePlan(0)], None])
def test_figures_name_tokens_and_no_colours_and_say_when_there_is_nothing(
    plan: list[CandidatePlan] | None, made: Made
) -> None:
    other = made if plan is None else make(plan)
    for figure in charts.FIGURES:
        chart = figure.chart(other.scope())
        assert "#" not in json.dumps(chart.figure["layout"], default=str)
        assert "template" not in chart.figure["layout"]
        assert all(trace["meta"]["token"] for trace in chart.figure["data"])
        assert len(chart.marks) == len(chart.rows)
        assert all(len(row) == len(chart.columns) for row in chart.rows)
        if plan == []:
            assert (bool(chart.empty), chart.caption, chart.rows) == (True, "", ())


def test_filters_narrow_what_is_counted(made: Made) -> None:
    def points(**asked: Any) -> list[tuple[str, int]]:
        return [(point.role, point.number) for point in two_whys(made.scope(**asked)).points]

    first = (NOW - timedelta(hours=2000)).date()
    assert points() == [("Nurse", 2), ("Product Manager", 1)]
    assert points(role="Nurse") == [("Nurse", 2)]
    assert points(coach_id=made.coaches[1].pk) == []
    assert points(number=1) == [("Nurse", 1), ("Product Manager", 1)]
    assert points(number=2) == [("Nurse", 2)]
    assert points(until=first + timedelta(days=1)) == [("Nurse", 1)]
    assert points(since=first + timedelta(days=2)) == [("Nurse", 2), ("Product Manager", 1)]
    assert points(since=first + timedelta(days=2), until=first + timedelta(days=3)) == [("Nurse", 2)]
    names = [row.candidate for row in lists.candidates(made.scope(role="Nurse"))]
    assert names == [made.enrolments[0].candidate.user.name]
    assert len(lists.candidates(made.scope())) == 3


def test_an_empty_figure_of_a_part_says_so(made: Made) -> None:
    waits = next(figure for figure in charts.FIGURES if figure.key == "waits")
    assert waits.chart(made.scope(number=9)).empty == (
        "No draft has waited for an answer yet. That is what the filters leave."
    )
    assert waits.chart(make([]).scope()).empty == "No draft has waited for an answer yet."


def test_a_period_is_of_the_viewers_days(made: Made) -> None:
    made.viewer.time_zone = "Pacific/Kiritimati"  # 14 hours before UTC
    version = made.versions[0]
    day = version.submitted_at.date()
    scope = made.scope(since=day, until=day)
    starts, ends = scope.starts_at, scope.ends_at
    assert starts is not None
    assert ends is not None
    assert (ends - starts, starts.utcoffset()) == (timedelta(days=1), timedelta(hours=14))


def test_the_api_refuses_filters_that_cannot_be(api: Api, made: Made) -> None:
    client, path = api(made.viewer), f"/api/v1/cohorts/{made.cohort.slug}/figures/two-whys/"
    stranger = make_coach("Strange")
    nonsense = ["coach=x", "role=Astronaut", "since=1.2.2026", "until=2026-02-31", "version=0"]
    for wrong in (f"coach={stranger.pk}", *nonsense, "since=2026-03-02&until=2026-03-01"):
        answer = client.get(f"{path}?{wrong}")
        assert (answer.status_code, answer.json()["code"]) == (400, "invalid"), wrong
    answer = client.get(f"{path}?coach={made.coaches[0].pk}&role=Nurse&version=2&since=2026-01-01")
    assert [row[1:3] for row in answer.json()["table"]["rows"]] == [["Nurse", 2]]
    assert answer.json()["intros"] == [made.intros[0].pk]
    assert answer.json()["links"] == [f"/intros/{made.intros[0].pk}/versions/2/review/"]


def test_the_page_leaves_a_filter_out_that_cannot_be_and_keeps_the_others(signed_in: SignedIn, made: Made) -> None:
    page = (
        signed_in(made.viewer).get(f"/cohorts/{made.cohort.slug}/?role=Nurse&version=many&sort=-score").content.decode()
    )
    assert "This filter was left out." in page
    assert f'data-figure="/api/v1/cohorts/{made.cohort.slug}/figures/two-whys/?role=Nurse"' in page
    assert f'data-figures="/api/v1/cohorts/{made.cohort.slug}/figures/all/?role=Nurse"' in page
    assert 'href="?role=Nurse&amp;sort=score#list"' in page
    assert "Role: Nurse" in page
    assert made.enrolments[1].candidate.user.name not in page


def test_two_cohorts_stand_beside_each_other_on_the_same_axes(api: Api, made: Made) -> None:
    other = make([CandidatePlan(0, (checked(*[(90, 0, 0, 50)] * 4),))])
    other.cohort.coaches.add(made.coaches[0])
    answer = (
        api(made.viewer).get(f"/api/v1/cohorts/{made.cohort.slug}/figures/progress/?beside={other.cohort.slug}").json()
    )
    beside = answer["beside"]
    assert (answer["cohort"], beside["cohort"]) == (made.cohort.slug, other.cohort.slug)
    assert answer["figure"]["layout"]["xaxis"]["range"] == beside["figure"]["layout"]["xaxis"]["range"] == [0.6, 4.4]
    assert len(beside["table"]["rows"]) == 4
    role = api(made.viewer).get(
        f"/api/v1/cohorts/{made.cohort.slug}/figures/two-whys/?beside={other.cohort.slug}&role=Product%20Manager"
    )
    assert (len(role.json()["table"]["rows"]), role.json()["beside"]["table"]["rows"]) == (1, [])


def test_a_cohort_of_others_is_not_there_to_compare_with(api: Api, signed_in: SignedIn, made: Made) -> None:
    theirs = Cohort.objects.exclude(pk=made.cohort.pk).get()
    paths = [
        f"/api/v1/cohorts/{made.cohort.slug}/figures/two-whys/",
        f"/api/v1/cohorts/{made.cohort.slug}/figures/all/",
    ]
    pages = [f"/cohorts/{made.cohort.slug}/", f"/cohorts/{made.cohort.slug}/figures/two-whys.csv"]
    for slug in (theirs.slug, "nowhere", "%00"):
        assert {api(made.viewer).get(f"{path}?beside={slug}").status_code for path in paths} == {404}
        assert {signed_in(made.viewer).get(f"{path}?beside={slug}").status_code for path in pages} == {404}


def chart(x: list[Any], **axis: Any) -> Chart:
    layout = {"xaxis": axis, "yaxis": {"ticktext": ["a"]}}
    return Chart("", {"data": [{"x": x, "y": [0]}], "layout": layout}, (), (), ())


def test_same_axes_hold_what_either_shows() -> None:
    def ranges(left: Chart, right: Chart) -> list[Any]:
        return [one.figure["layout"]["xaxis"].get("range") for one in on_same_axes(left, right)]

    assert ranges(chart([10, None, 20]), chart([30])) == [pytest.approx([9.6, 30.04])] * 2
    assert ranges(chart([5, 10], rangemode="tozero"), chart([20], rangemode="tozero")) == [[0, 20.8]] * 2
    assert ranges(chart([0], range=[-1, 4]), chart([0], range=[0, 9])) == [[-1, 9]] * 2
    assert ranges(chart([0], range=[4, -1]), chart([0], range=[9, 0])) == [[9, -1]] * 2
    assert ranges(chart(["a"]), chart(["b"])) == [None, None]
    assert ranges(replace(chart([1]), empty="None yet."), chart([9])) == [None, None]


def test_an_answer_is_kept_and_not_sent_twice(api: Api, made: Made) -> None:
    client, path = api(made.viewer), f"/api/v1/cohorts/{made.cohort.slug}/figures/all/"
    first = client.get(path)
    with CaptureQueriesContext(connection) as queries:
        second = client.get(path)
        third = client.get(path, headers={"If-None-Match": first["ETag"]})
    assert first.content == second.content
    assert (third.status_code, third.content, third["ETag"]) == (304, b"", first["ETag"])
    assert len(queries) == 2 * 3  # session, person, cohort with its revision
    assert [figure["key"] for figure in first.json()] == [figure.key for figure in charts.FIGURES]
    narrowed = client.get(f"{path}?role=Nurse", headers={"If-None-Match": first["ETag"]})
    assert narrowed.status_code == 200


def test_a_figure_that_counts_to_now_holds_for_a_while() -> None:
    figure = charts.Figure("waits", "Who waits?", two_whys, draw_two_whys, holds_s=300)
    assert holds_until(figure, NOW.replace(minute=4, second=59)) == NOW.replace(minute=5)
    assert holds_until(figure, NOW.replace(minute=5)) == NOW.replace(minute=10)
    assert holds_until(replace(figure, holds_s=None), NOW) is None


def test_many_whole_numbers_are_packed() -> None:
    assert _typed([1] * 15) == [1] * 15
    assert _typed([1.5] * 20) == [1.5] * 20
    assert _typed([None, *[1] * 20]) == [None, *[1] * 20]
    assert _typed([1, 2] * 8) == {"dtype": "u1", "bdata": "AQIBAgECAQIBAgECAQIBAg=="}
    assert [_typed([most] * 16)["dtype"] for most in (255, 256, -1, 32_768)] == ["u1", "i2", "i2", "i4"]


def test_numbers_are_taken_away_with_formulas_disarmed(signed_in: SignedIn, made: Made) -> None:
    user = made.enrolments[0].candidate.user
    user.name = "=HYPERLINK(1)"
    user.save()
    answer = signed_in(made.viewer).get(f"/cohorts/{made.cohort.slug}/figures/two-whys.csv?role=Nurse")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # a streaming answer
    head, *rows = list(csv.reader(io.StringIO(text)))
    assert head[:3] == ["Cohort", "Candidate", "Role"]
    assert [row[:6] for row in rows] == [[made.cohort.name, "'=HYPERLINK(1)", "Nurse", "2", "70.0", "80.0"]]
    assert answer["Content-Disposition"] == f'attachment; filename="{made.cohort.slug}-two-whys.csv"'


@pytest.mark.django_db
def test_scores_that_a_coach_shall_not_see_yet_are_in_no_figure(api: Api, signed_in: SignedIn) -> None:
    review = ReviewPlan(1, ReviewStatus.PUBLISHED, Decision.KEEP_WORKING, 1)
    waiting = VersionPlan(24, (RunPlan(DONE, (77, 77, 77, 77)),))
    answered = IntroPlan("Nurse", (VersionPlan(24, (RunPlan(DONE, (11, 11, 11, 50)),), review), waiting))
    made = make([CandidatePlan(0, (answered,))], engine_after_points=True)
    criterion = Criterion.objects.create(rubric=Rubric.objects.create(cohort=made.cohort), position=0, name="Why")
    level = Level.objects.create(criterion=criterion, points=1, words="partly")
    path = f"/api/v1/cohorts/{made.cohort.slug}/figures/two-whys/"

    def scores(of: int) -> list[Any]:
        return [row[2:5] for row in api(made.coaches[of].user).get(path).json()["table"]["rows"]]

    assert (scores(0), scores(1)) == ([[1, 11, 11]], [[1, 11, 11]])
    page = signed_in(made.viewer).get(f"/cohorts/{made.cohort.slug}/").content.decode()
    assert "The scores of 1 draft are kept from you" in page
    assert "77" not in page[page.index('id="list"') :]
    own = Review.objects.create(version=made.versions[1], coach=made.coaches[0])
    RubricPoint.objects.create(review=own, criterion=criterion, level=level)
    made.cohort.revision.delete()
    assert (scores(0), scores(1)) == ([[2, 77, 77]], [[1, 11, 11]])  # what is kept is one's own


def test_days_that_end_before_they_begin_are_told_on_the_page(signed_in: SignedIn, made: Made) -> None:
    page = (
        signed_in(made.viewer).get(f"/cohorts/{made.cohort.slug}/?since=2026-03-02&until=2026-03-01").content.decode()
    )
    assert "The period ends before it begins." in page
    assert f"?since={date(2026, 3, 2)}" in page


@pytest.mark.parametrize("asked", ["since=0001-01-01", "until=9999-12-31"])
def test_days_at_the_ends_of_the_calendar_are_refused(
    signed_in: SignedIn, api: Callable[[User], APIClient], made: Made, asked: str
) -> None:
    made.viewer.time_zone = "Asia/Tokyo"
    made.viewer.save(update_fields=["time_zone"])
    page = signed_in(made.viewer).get(f"/cohorts/{made.cohort.slug}/?{asked}")
    figure = api(made.viewer).get(f"/api/v1/cohorts/{made.cohort.slug}/figures/waits/?{asked}")
    assert (page.status_code, figure.status_code, [*figure.json()["errors"]]) == (200, 400, [asked.split("=")[0]])


@pytest.mark.parametrize("prefix", ["/", "/app111/222/"])
def test_a_mark_leads_to_its_version_under_any_prefix(prefix: str) -> None:
    with override_script_prefix(prefix):
        assert Mark("Ada", "Nurse", 7, 2).address == reverse("feedback:review", args=[7, 2])
