"""The cohort's page in a real browser: figures draw within the policy, marks lead on, tables say the same."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Page, expect

from cohorts.models import Coach, Cohort
from feedback.charts import FIGURES
from feedback.reports.dashboard.scope import Scope
from tests.factories import (
    check,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_version,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def alice() -> Coach:
    return make_coach("Alice Abel")


@pytest.fixture
def cohort(alice: Coach) -> Cohort:
    """Two candidates: Bea's first version is answered and her second waits; Cid's only one waits."""
    cohort = make_cohort(alice, name="Spring")
    bea = make_intro(make_enrolment(cohort, make_candidate("Bea"), alice))
    first = make_version(bea)
    check(first)
    make_review(first, alice)
    check(make_version(bea))
    check(make_version(make_intro(make_enrolment(cohort, make_candidate("Cid"), alice))))
    return cohort


@pytest.fixture
def opened(browser: Browser, live_server: Any, alice: Coach) -> Iterator[tuple[Page, list[str]]]:
    """A page of Alice's, and what its console complains about."""
    client = Client()
    client.force_login(alice.user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(base_url=live_server.url, color_scheme="light")
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    page, complaints = context.new_page(), []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            complaints.append(message.text)

    page.on("console", note)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    yield page, complaints
    context.close()


def test_figures_draw_and_their_tables_say_the_same(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, complaints = opened
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/cohorts/spring/")
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator("[data-figure][aria-busy]")).to_have_count(0)
    expect(page.locator(".js-plotly-plot")).to_have_count(len(FIGURES))
    for figure in FIGURES:
        section = page.locator(f"section[data-figure$='/{figure.key}/']")
        chart = figure.chart(Scope(cohort, cohort.coaches.get().user))
        expect(section.locator("[data-part=caption]")).to_have_text(chart.caption)
        section.get_by_text("Read it as a table").click()
        expect(section.locator("thead th")).to_have_text(list(chart.columns))
        expect(section.locator("tbody tr")).to_have_count(len(chart.rows))
        body = section.locator("tbody tr").all()
        assert [[cell.inner_text() for cell in row.locator("th, td").all()] for row in body] == [
            [written(cell) for cell in row] for row in chart.rows
        ]
        links = [link.get_attribute("href") for link in section.locator("tbody a").all()]
        assert links == [mark.address for mark in chart.marks if mark]
    assert complaints == []
    own = page.url.split("/cohorts/")[0]
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []


def test_a_click_on_a_mark_opens_its_version(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, _complaints = opened
    page.goto("/cohorts/spring/")
    waits = page.locator("section[data-figure$='/waits/'] .js-plotly-plot")
    expect(waits.locator(".main-svg").first).to_be_visible()
    mark = waits.locator(".scatterlayer .points path").first
    mark.scroll_into_view_if_needed()
    box = mark.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/intros/\d+/versions/\d+/review/$"))


def test_marks_take_the_colours_of_the_theme(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, _complaints = opened
    page.goto("/cohorts/spring/")
    mark = page.locator("section[data-figure$='/waits/'] .scatterlayer .points path").first
    expect(mark).to_have_css("fill", "rgb(39, 67, 192)")
    page.locator("[data-theme-switch]").click()
    expect(mark).to_have_css("fill", "rgb(163, 180, 255)")


def test_a_figure_that_fails_says_so_and_can_be_asked_again(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, _complaints = opened
    page.route("**/figures/progress/", lambda route: route.abort())
    page.goto("/cohorts/spring/")
    section = page.locator("section[data-figure$='/progress/']")
    expect(section.get_by_role("alert")).to_contain_text("could not be fetched")
    page.unroute("**/figures/progress/")
    section.get_by_role("button", name="Try again").click()
    expect(section.locator(".main-svg").first).to_be_visible()
    expect(section.get_by_role("alert")).to_be_hidden()


def test_nothing_moves_when_the_figures_come(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, _complaints = opened
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/cohorts/spring/")
    expect(page.locator("[data-figure][aria-busy]")).to_have_count(0)
    expect(page.locator(".js-plotly-plot")).to_have_count(len(FIGURES))
    assert page.evaluate("window.moved") < 0.05


def test_a_cohort_without_drafts_says_what_will_come(opened: tuple[Page, list[str]], alice: Coach) -> None:
    page, complaints = opened
    make_cohort(alice, name="Empty")
    page.goto("/cohorts/empty/")
    for figure in FIGURES:
        section = page.locator(f"section[data-figure$='/{figure.key}/']")
        expect(section.locator("[data-part=empty]")).to_be_visible()
        expect(section.locator("[data-part=read]")).to_be_hidden()
    assert complaints == []


def written(cell: str | float | None) -> str:
    """As JavaScript writes numbers: no ".0"."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
