"""The cohort's page in a real browser: figures draw within the policy, marks lead on, tables say the same."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, ConsoleMessage, Locator, Page, expect

from cohorts.models import Coach, Cohort, DraftVersion
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
    check(make_version(make_intro(make_enrolment(cohort, make_candidate("Cid"), alice), role="Nurse")))
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


def drawn(page: Page, key: str) -> Locator:
    """The drawing of a figure, where all of the page's have come."""
    expect(page.locator("[data-figure][aria-busy]")).to_have_count(0)
    plot = page.locator(f"section[data-key='{key}'] .js-plotly-plot").first
    expect(plot.locator(".main-svg").first).to_be_visible()
    return plot


def test_figures_draw_and_their_tables_say_the_same(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, complaints = opened
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(list => list.getEntries().forEach(e => window.moved += e.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    page.goto("/cohorts/spring/")
    drawn(page, "two-whys")
    assert page.evaluate("window.moved") < 0.05
    viewer = cohort.coaches.get().user
    charts = {figure.key: figure.chart(Scope(cohort, viewer)) for figure in FIGURES}
    expect(page.locator(".js-plotly-plot")).to_have_count(sum(not chart.empty for chart in charts.values()))
    for key, chart in charts.items():
        section = page.locator(f"section[data-key='{key}']")
        expect(section.locator("[data-part=caption]")).to_have_text(chart.caption)
        if chart.empty:
            expect(section.locator("[data-part=empty]")).to_have_text(chart.empty)
            continue
        section.get_by_text("Read it as a table").click()
        expect(section.locator("thead th")).to_have_text(list(chart.columns))
        expect(section.locator("tbody tr")).to_have_count(len(chart.rows))
        shown = section.locator("tbody").evaluate("b => [...b.rows].map(r => [...r.cells].map(c => c.innerText))")
        assert shown == [[written(cell) for cell in row] for row in chart.rows]
        links = section.locator("tbody").evaluate("b => [...b.querySelectorAll('a')].map(a => a.getAttribute('href'))")
        assert links == [mark.address for mark in chart.marks if mark]
    assert complaints == []
    own = page.url.split("/cohorts/")[0]
    assert [url for url in asked if not url.startswith((own, "data:", "blob:"))] == []


def test_a_coach_filters_opens_comes_back_and_chooses(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, complaints = opened
    page.goto("/cohorts/spring/")
    page.get_by_label("Role").select_option("Nurse")
    expect(page).to_have_url(re.compile(r"/cohorts/spring/\?.*role=Nurse"))
    points = drawn(page, "two-whys").locator(".scatterlayer .points path")
    expect(points).to_have_count(1)
    points.scroll_into_view_if_needed()
    box = points.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    expect(page).to_have_url(re.compile(r"/intros/\d+/versions/1/review/$"))
    page.go_back()
    expect(page).to_have_url(re.compile(r"/cohorts/spring/\?.*role=Nurse"))
    expect(page.get_by_label("Role")).to_have_value("Nurse")
    page.get_by_role("link", name="Take all away").click()

    plot = drawn(page, "two-whys")
    plot.focus()
    said = page.locator("section[data-key='two-whys'] [role=status]")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Candidate: Bea; Role: Product Manager; Version: 2")
    page.keyboard.press("ArrowRight")
    expect(said).to_contain_text("Candidate: Cid; Role: Nurse; Version: 1")
    page.keyboard.press("Space")
    chosen = page.get_by_role("group", name="What to do with those that are chosen")
    expect(chosen).to_contain_text("1 chosen: Cid")
    chosen.get_by_role("button", name="Choose none").click()
    expect(chosen).to_be_hidden()

    page.locator("section[data-key='two-whys']").get_by_role("button", name="Draw around marks").click()
    area = plot.locator(".nsewdrag").first.bounding_box()
    assert area is not None
    left, top, right, bottom = (
        area["x"] + 2,
        area["y"] + 2,
        area["x"] + area["width"] - 2,
        area["y"] + area["height"] - 2,
    )
    page.mouse.move(left, top)
    page.mouse.down()
    for x, y in ((right, top), (right, bottom), (left, bottom), (left, top)):
        page.mouse.move(x, y, steps=4)
    page.mouse.up()
    expect(chosen).to_contain_text("2 chosen: Bea, Cid")
    chosen.get_by_role("link", name="Open them in the queue").click()
    expect(page.locator(".queue-row__link")).to_have_count(2)
    expect(
        page.get_by_label("Filters that are on").get_by_role("link", name="Chosen on a dashboard: 2")
    ).to_be_visible()
    assert complaints == []


def test_two_cohorts_are_drawn_on_the_same_axes(opened: tuple[Page, list[str]], cohort: Cohort, alice: Coach) -> None:
    page, complaints = opened
    autumn = make_cohort(alice, name="Autumn")
    intro = make_intro(make_enrolment(autumn, make_candidate("Dee"), alice))
    for _ in range(3):
        make_version(intro).runs.update(status="done", overall=40, why_role=40, why_team=40)
    page.goto("/cohorts/spring/")
    page.get_by_label("Beside").select_option("autumn")
    drawn(page, "progress")
    plots = page.locator("section[data-key='progress'] .js-plotly-plot")
    expect(plots).to_have_count(2)
    ranges = plots.evaluate_all("plots => plots.map(plot => plot._fullLayout.xaxis.range)")
    assert ranges[0] == ranges[1] == [0.6, 3.4]
    expect(page.locator("section[data-key='two-whys'] h3")).to_have_text(["Spring", "Autumn"])
    assert complaints == []


def test_the_page_keeps_itself_up_to_date(opened: tuple[Page, list[str]], cohort: Cohort, alice: Coach) -> None:
    page, complaints = opened
    page.clock.install()  # it goes on by itself, too: on a slow machine the page asks once more
    statuses: list[int] = []
    page.on("response", lambda answer: statuses.append(answer.status) if answer.url.endswith("/all/") else None)
    page.goto("/cohorts/spring/")
    plot = drawn(page, "two-whys")
    page.locator("section[data-key='two-whys']").get_by_text("Read it as a table").click()
    plot.evaluate("plot => Plotly.relayout(plot, {'xaxis.range': [10, 60]})")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url.split("/cohorts/")[1]))
    for _turn in range(2):
        with page.expect_response("**/figures/all/"):
            page.clock.fast_forward(10_000)
    assert (statuses[0], set(statuses[1:])) == (200, {304})
    make_review(DraftVersion.objects.get(intro__enrolment__candidate__user__name="Cid"), alice, decision="ready")
    expect(page.locator("[data-fresh=numbers]")).to_contain_text(re.compile(r"waiting\s*2"))
    page.clock.fast_forward(10_000)
    expect(page.locator("section[data-key='two-whys'] tbody tr").nth(1)).to_contain_text("Ready")
    expect(page.locator("[data-said]")).to_contain_text("Who is where on the way to both whys?")
    page.clock.fast_forward(10_000)
    expect(page.locator("[data-fresh=numbers]")).to_contain_text(re.compile(r"waiting\s*1"))
    assert (set(asked[:-1]), asked[-1]) == ({"spring/figures/all/"}, "spring/")
    before = len(asked)
    page.evaluate(
        "Object.defineProperty(document, 'hidden', { value: true });"
        "document.dispatchEvent(new Event('visibilitychange'))"
    )
    page.clock.fast_forward(60_000)
    assert len(asked) == before
    assert complaints == []


def test_marks_take_the_colours_of_the_theme(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, _complaints = opened
    page.goto("/cohorts/spring/")
    mark = page.locator("section[data-key='progress'] .scatterlayer .points path").first
    expect(mark).to_have_css("fill", "rgb(39, 67, 192)")
    page.locator("[data-theme-switch]").click()
    expect(mark).to_have_css("fill", "rgb(163, 180, 255)")


def test_a_figure_that_fails_says_so_and_can_be_asked_again(opened: tuple[Page, list[str]], cohort: Cohort) -> None:
    page, _complaints = opened
    page.route("**/figures/progress/", lambda route: route.abort())
    page.goto("/cohorts/spring/")
    section = page.locator("section[data-key='progress']")
    expect(section.get_by_role("alert")).to_contain_text("could not be fetched")
    page.unroute("**/figures/progress/")
    section.get_by_role("button", name="Try again").click()
    expect(section.locator(".main-svg").first).to_be_visible()
    expect(section.get_by_role("alert")).to_be_hidden()


def test_a_cohort_without_drafts_says_what_will_come(opened: tuple[Page, list[str]], alice: Coach) -> None:
    page, complaints = opened
    make_cohort(alice, name="Empty")
    page.goto("/cohorts/empty/")
    for figure in FIGURES:
        section = page.locator(f"section[data-key='{figure.key}']")
        expect(section.locator("[data-part=empty]")).to_be_visible()
        expect(section.locator("[data-part=read]")).to_be_hidden()
    assert complaints == []


def written(cell: str | float | None) -> str:
    """As JavaScript writes numbers: no ".0"."""
    if cell is None:
        return ""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
