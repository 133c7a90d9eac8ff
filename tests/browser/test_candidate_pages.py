"""The candidate's and everybody's pages as a reader meets them: light and dark, phone and desk, by keyboard."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from cohorts.models import Intro, User
from tests.browser.barriers import barriers
from tests.browser.pages import contexts
from tests.factories import (
    check,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_version,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."
PHONE: ViewportSize = {"width": 390, "height": 844}
DESK: ViewportSize = {"width": 1280, "height": 900}


@pytest.fixture
def intro() -> Intro:
    """Two versions, the first answered with a comment; the second is checked, and names the pay."""
    maya = make_coach("Maya Lind")
    cohort = make_cohort(maya)
    make_rubric(cohort)
    intro = make_intro(
        make_enrolment(cohort, make_candidate("Cato Reed"), maya), role="Head of Extraordinarily Long Titles"
    )
    first = make_version(intro)
    check(first)
    make_review(first, maya, comment_on=(7, 40))
    check(make_version(intro, text=f"Good morning.\n\n{PAY}"))
    return intro


@pytest.fixture
def enter(browser: Browser, live_server: Any) -> Iterator[Callable[[User], BrowserContext]]:
    complaints: list[str] = []
    with contexts(browser, live_server, complaints) as make:
        yield make
    assert complaints == []


@pytest.fixture
def page(enter: Callable[[User], BrowserContext], intro: Intro) -> Page:
    return enter(intro.enrolment.candidate.user).new_page()


def test_candidate_pages_are_readable_for_everybody(page: Page, intro: Intro) -> None:
    base = f"/intros/{intro.pk}/"
    places = ["/mine/", base, f"{base}versions/1/", f"{base}versions/2/", f"{base}diff/1/2/", f"{base}write/"]
    found = {}
    for place in [*places, f"{base}edit/", "/intros/new/", "/me/", "/me/password/", "/nothing/"]:
        page.goto(place)
        if place.endswith("/write/"):
            expect(page.locator("[data-live-list] .finding").first).to_be_visible()
        for details in page.locator("main details > summary").all():
            if details.is_visible():
                details.click()
        if barriers_here := barriers(page):
            found[place] = barriers_here
    assert found == {}


def test_sign_in_pages_are_readable_for_all(browser: Browser, live_server: Any, settings: Any, db: None) -> None:
    settings.DEMO = True
    context = browser.new_context(base_url=live_server.url)
    page = context.new_page()
    found = {}
    for place in ("/sign-in/", "/password/", "/password/sent/", "/password/choose/MQ/old-token/"):
        page.goto(place)
        if barriers_here := barriers(page):
            found[place] = barriers_here
    context.close()
    assert found == {}


def test_theme_switch_is_remembered(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/mine/")
    light = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    page.get_by_role("button", name="Dark theme").click()
    dark = page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor")
    page.goto("/me/")
    assert page.evaluate("getComputedStyle(document.body.parentElement).backgroundColor") == dark != light
    expect(page.get_by_role("button", name="Dark theme")).to_have_attribute("aria-pressed", "true")


def test_keyboard_leads_from_the_words_to_what_is_said_and_back(page: Page, intro: Intro) -> None:
    page.goto(f"/intros/{intro.pk}/versions/1/")
    mark = page.locator("#text a.mark--comment").first
    mark.focus()
    expect(page.locator(".thread.is-active")).to_have_count(1)
    page.keyboard.press("Enter")
    expect(page.locator(".thread")).to_be_focused()
    page.locator(".thread .comment__quote a").click()
    assert page.url.endswith(page.locator("#text a.mark--comment").first.get_attribute("id") or "-")


def test_menu_closes_by_escape_and_by_a_click_elsewhere(page: Page) -> None:
    page.goto("/mine/")
    menu, sign_out = page.locator("details.menu > summary"), page.get_by_role("button", name="Sign out")
    menu.click()
    expect(sign_out).to_be_visible()
    page.keyboard.press("Escape")
    expect(sign_out).to_be_hidden()
    expect(menu).to_be_focused()
    menu.click()
    page.locator("h1").click()
    expect(sign_out).to_be_hidden()
