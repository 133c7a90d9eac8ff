"""The report for print: every figure with its table for coaches, and for a sponsor not one name."""

from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client
from pytest_django import Settings
from rest_framework.test import APIClient

from cohorts.models import Cohort, User
from feedback.charts import FIGURES
from feedback.charts.sponsor import FOR_SPONSORS, LEFT_OUT
from feedback.exceptions import PrinterBusy, PrintFailed
from feedback.models import CheckRun
from feedback.printing import hold_printer
from tests.factories import (
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_version,
)

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]
NAMES = [f"Nameling{number}" for number in range(6)]


@pytest.fixture
def cohort() -> Cohort:
    """Six candidates with two versions each, one review each, all of them where both whys land."""
    coach = make_coach("Maya Coachling")
    cohort = make_cohort(coach, name="Autumn")
    make_rubric(cohort)
    for name in NAMES:
        intro = make_intro(make_enrolment(cohort, make_candidate(name), coach), role=f"Role of {name}")
        make_review(make_version(intro), coach)
        make_version(intro)
    CheckRun.objects.update(status="done", overall=60, why_role=70, why_team=80, balance=50, warmth=50, telling=50)
    return cohort


def test_coaches_get_every_figure_with_its_table(signed_in: SignIn, cohort: Cohort) -> None:
    page = signed_in(cohort.coaches.get().user).get("/cohorts/autumn/report/")
    html = unescape(page.content.decode())
    report = page.context["report"]
    assert [(section.key, section.title) for section in report.sections] == [(f.key, f.title) for f in FIGURES]
    for section in report.sections:
        words = [section.chart.empty or section.chart.caption, *(str(row[0]) for row in section.chart.rows)]
        assert not [word for word in words if word not in html], section.key
    assert not [name for name in NAMES if name not in html]
    assert html.count("<table>") == sum(bool(section.chart.rows) for section in report.sections)


def test_a_sponsor_gets_groups_and_not_one_name(signed_in: SignIn, cohort: Cohort) -> None:
    page = signed_in(cohort.coaches.get().user).get("/cohorts/autumn/report/?for=sponsor")
    html = page.content.decode()
    assert not [name for name in ("Nameling", "Coachling", "Role of", "@example.org", "/intros/") if name in html]
    sections = {section.key: section.chart for section in page.context["report"].sections}
    assert set(sections) == set(FOR_SPONSORS)
    assert sections["two-whys"].rows == (
        ("both whys land", 6), ("the role's alone", 0), ("the team's alone", 0), ("neither yet", 0),
        ("not known yet", 0),
    )  # fmt: skip
    assert [row[1] for row in sections["funnel"].rows] == [6, 6, 6, 6, 0]
    assert sections["progress"].rows == ((1, 60), (2, 60))
    assert [title for title, _why in page.context["report"].left_out] == [
        figure.title for figure in FIGURES if figure.key in LEFT_OUT
    ]


def test_of_fewer_than_five_a_sponsor_is_told_nothing(signed_in: SignIn, cohort: Cohort) -> None:
    for enrolment in cohort.enrolments.order_by("pk")[:2]:
        enrolment.intros.all().delete()
    page = signed_in(cohort.coaches.get().user).get("/cohorts/autumn/report/?for=sponsor")
    sections = {section.key: section.chart for section in page.context["report"].sections}
    few = "Fewer than 5 people: that is not told without their names."
    assert {key: chart.empty for key, chart in sections.items() if key != "funnel"} == {
        key: few for key in FOR_SPONSORS if key != "funnel"
    }
    assert sections["funnel"].rows[0][1] == 6
    assert {row[1] for row in sections["funnel"].rows[1:]} <= {"kept back", 0}


def test_without_a_browser_or_while_it_is_busy_one_sentence_says_so(
    api: Callable[[User], APIClient], cohort: Cohort, settings: Settings
) -> None:
    client = api(cohort.coaches.get().user)
    settings.CHROMIUM = "/nowhere/chromium"
    answer = client.get("/api/v1/cohorts/autumn/report.pdf", headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.json()["code"], answer.json()["detail"]) == (
        503, "no_browser", "This server has no Chromium to make a PDF with. Open the report and print it from there.",
    )  # fmt: skip
    settings.CHROMIUM = "sh"  # any program: it is not started
    with hold_printer():
        busy = client.get("/api/v1/cohorts/autumn/report.pdf").json()
    settings.CHROMIUM = "false"  # one that fails, which lets go of the lock
    failed = [client.get("/api/v1/cohorts/autumn/report.pdf").json() for _try in range(2)]
    assert [(said["status"], said["code"], said["detail"]) for said in (busy, *failed)] == [
        (503, "cannot_print", str(PrinterBusy())), *[(503, "cannot_print", str(PrintFailed()))] * 2,
    ]  # fmt: skip


def test_the_pdf_has_a_limit_of_its_own(api: Callable[[User], APIClient], cohort: Cohort, settings: Settings) -> None:
    settings.CHROMIUM = "/nowhere/chromium"
    client = api(cohort.coaches.get().user)
    codes = [client.get("/api/v1/cohorts/autumn/report.pdf").status_code for _try in range(7)]
    assert codes == [*[503] * 6, 429]
