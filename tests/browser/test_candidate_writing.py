"""Writing in a real browser: what is typed is saved, or kept until it is; two windows never overwrite each other."""

import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cohorts import services
from cohorts.models import DraftVersion, Intro, User
from tests.browser.pages import contexts
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

PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."


@pytest.fixture
def intro() -> Intro:
    coach = make_coach("Maya Lind")
    return make_intro(make_enrolment(make_cohort(coach), make_candidate("Cato Reed"), coach))


@pytest.fixture
def cato(intro: Intro) -> User:
    user: User = intro.enrolment.candidate.user
    return user


@pytest.fixture
def complaints() -> list[str]:
    return []


@pytest.fixture
def enter(browser: Browser, live_server: Any, complaints: list[str]) -> Iterator[Callable[[User], BrowserContext]]:
    with contexts(browser, live_server, complaints) as make:
        yield make


@pytest.fixture
def window(enter: Callable[[User], BrowserContext], cato: User) -> BrowserContext:
    return enter(cato)


def open_write(window: BrowserContext, intro: Intro) -> Page:
    page = window.new_page()
    page.goto(f"/intros/{intro.pk}/write/")
    return page


def text_of(page: Page) -> Any:
    return page.get_by_label("Your introduction")


def state_of(page: Page) -> Any:
    return page.locator(".write__state")


def test_write_saves_what_is_typed(window: BrowserContext, intro: Intro, complaints: list[str]) -> None:
    page = open_write(window, intro)
    text_of(page).fill("I want to build what the nurse holds in her hand. 🎉")
    expect(state_of(page)).to_have_attribute("data-state", "saved")
    expect(page.locator("[data-words]")).to_have_text("11")
    intro.refresh_from_db()
    assert (intro.working_text, intro.working_revision) == ("I want to build what the nurse holds in her hand. 🎉", 1)
    assert page.evaluate("Object.keys(localStorage).filter((name) => name.startsWith('draft'))") == []
    assert complaints == []


def test_write_offline_keeps_the_words_and_saves_them_later(window: BrowserContext, intro: Intro) -> None:
    page = open_write(window, intro)
    expect(state_of(page)).to_have_attribute("data-state", "saved")
    window.set_offline(True)
    text_of(page).fill("Written in a tunnel.")
    expect(state_of(page)).to_have_attribute("data-state", "offline")
    page.get_by_role("button", name="Submit to your coach").click()
    expect(state_of(page)).to_contain_text("Not submitted: no connection")
    intro.refresh_from_db()
    assert intro.working_text == ""
    window.set_offline(False)
    expect(state_of(page)).to_have_attribute("data-state", "saved")
    intro.refresh_from_db()
    assert intro.working_text == "Written in a tunnel."


def test_write_after_a_crash_restores_what_nobody_had_saved(window: BrowserContext, intro: Intro) -> None:
    page = open_write(window, intro)
    window.set_offline(True)
    text_of(page).fill("Typed just before the battery died.")
    expect(state_of(page)).to_have_attribute("data-state", "offline")
    page.close(run_before_unload=False)
    window.set_offline(False)
    again = open_write(window, intro)
    expect(text_of(again)).to_have_value("Typed just before the battery died.")
    expect(again.get_by_text("words that this browser had kept")).to_be_visible()
    expect(state_of(again)).to_have_attribute("data-state", "saved")
    intro.refresh_from_db()
    assert intro.working_text == "Typed just before the battery died."


def test_write_from_before_the_last_save_shows_what_was_saved(window: BrowserContext, intro: Intro) -> None:
    """As where the page was on its way already; later, what was changed elsewhere raises no question."""
    page, address = open_write(window, intro), f"/intros/{intro.pk}/write/"
    before = page.request.get(address).text()
    page.evaluate("dispatchEvent(new Event('beforeunload'))")
    text_of(page).fill("Saved while leaving.")
    expect(state_of(page)).to_have_attribute("data-state", "saved")
    page.route(f"**{address}", lambda route: route.fulfill(body=before, content_type="text/html"))
    page.goto(address)
    expect(text_of(page)).to_have_value("Saved while leaving.")
    text_of(page).fill("Saved while leaving. And more.")
    page.evaluate("dispatchEvent(new Event('beforeunload'))")
    expect(state_of(page)).to_have_attribute("data-state", "saved")
    intro.refresh_from_db()
    assert intro.working_text == "Saved while leaving. And more."
    services.save_working_copy(intro=intro, text="Changed elsewhere.", revision=intro.working_revision)
    page.unroute(f"**{address}")
    page.goto(address)
    expect(text_of(page)).to_have_value("Changed elsewhere.")
    expect(page.locator(".write__conflict")).to_be_hidden()


def test_write_in_two_windows_shows_both_texts(
    enter: Callable[[User], BrowserContext], cato: User, intro: Intro
) -> None:
    one, two = (open_write(enter(cato), intro) for _ in range(2))
    text_of(one).fill("From the laptop.")
    expect(state_of(one)).to_have_attribute("data-state", "saved")
    text_of(two).fill("From the phone.")
    expect(two.get_by_role("heading", name="Two windows, two texts")).to_be_visible()
    expect(two.get_by_role("region", name="The text in this window")).to_have_text("From the phone.")
    expect(two.get_by_role("region", name="The text saved elsewhere")).to_have_text("From the laptop.")
    intro.refresh_from_db()
    assert intro.working_text == "From the laptop."
    two.get_by_role("button", name="Put both into the text").click()
    expect(text_of(two)).to_have_value("From the phone.\n\nFrom the laptop.")
    expect(state_of(two)).to_have_attribute("data-state", "saved")
    intro.refresh_from_db()
    assert intro.working_text == "From the phone.\n\nFrom the laptop."


def test_write_taking_the_other_windows_text_changes_nothing_there(
    enter: Callable[[User], BrowserContext], cato: User, intro: Intro
) -> None:
    one, two = (open_write(enter(cato), intro) for _ in range(2))
    text_of(one).fill("From the laptop.")
    expect(state_of(one)).to_have_attribute("data-state", "saved")
    text_of(two).fill("From the phone.")
    two.locator("[data-keep=newer]").click()
    expect(text_of(two)).to_have_value("From the laptop.")
    expect(state_of(two)).to_have_attribute("data-state", "saved")
    intro.refresh_from_db()
    assert (intro.working_text, intro.working_revision) == ("From the laptop.", 1)


def test_write_shows_findings_while_typing_and_selects_their_words(window: BrowserContext, intro: Intro) -> None:
    page = open_write(window, intro)
    text_of(page).fill(f"🎉 Good morning. {PAY}")
    finding = page.locator("[data-live-list] .finding").filter(has_text="Pay as a motive")
    expect(finding).to_be_visible()
    finding.get_by_role("button", name="Show the words").click()
    chosen = "const a = document.getElementById('text'); a.value.slice(a.selectionStart, a.selectionEnd)"
    assert page.evaluate(f"(() => {{ {chosen.replace('; a.value', '; return a.value')} }})()") == PAY
    text_of(page).fill("Good morning.")
    expect(finding).to_have_count(0)


def test_submit_by_keyboard_leads_to_the_version_and_its_checks_come_without_a_reload(
    window: BrowserContext, intro: Intro, complaints: list[str]
) -> None:
    page = open_write(window, intro)
    text_of(page).fill(f"Good morning. {PAY}")
    text_of(page).press("Control+Enter")
    page.wait_for_url(re.compile(r"/versions/1/$"))
    expect(page.get_by_text("Maya has it in the queue")).to_be_visible()
    expect(page.get_by_text("The checks are reading your text.")).to_be_visible()
    page.evaluate("window.wasHere = true")
    check(DraftVersion.objects.get(intro=intro))
    mark = page.locator("#text a.mark--finding").first
    expect(mark).to_have_text(PAY)
    expect(page.get_by_role("status").filter(has_text="The checks are done")).to_have_count(1)
    assert page.evaluate("window.wasHere") is True
    mark.hover()
    expect(page.locator(".finding.is-active")).to_have_count(1)
    assert complaints == []


def test_submit_twice_makes_one_version(window: BrowserContext, intro: Intro) -> None:
    page = open_write(window, intro)
    text_of(page).fill("I want to build what the nurse holds in her hand.")
    page.get_by_role("button", name="Submit to your coach").dblclick()
    page.wait_for_url(re.compile(r"/versions/1/$"))
    assert DraftVersion.objects.filter(intro=intro).count() == 1


def test_paste_that_is_too_long_stays_whole_and_is_submitted_once_it_fits(window: BrowserContext, intro: Intro) -> None:
    page = open_write(window, intro)
    text_of(page).fill("😀" + "a" * 20_004)  # 20,005 characters, 20,006 of JavaScript's
    expect(page.locator("[data-too-long]")).to_contain_text("5 characters too many: a draft holds 20000.")
    expect(state_of(page)).to_have_attribute("data-state", "toolong")
    page.get_by_role("button", name="Submit to your coach").click()
    expect(text_of(page)).to_be_focused()
    assert not DraftVersion.objects.exists()
    page.reload()
    expect(page.locator("[data-too-long]")).to_contain_text("5 characters too many")
    text_of(page).fill("😀 " + PAY)
    expect(page.locator("[data-too-long]")).to_be_hidden()
    expect(state_of(page)).to_have_attribute("data-state", "saved")
    page.get_by_role("button", name="Submit to your coach").click()
    expect(page.get_by_role("heading", name="Version 1")).to_be_visible()


def test_todo_empties_while_one_writes_and_leads_to_the_words(window: BrowserContext, intro: Intro) -> None:
    check(make_version(intro, text=f"😀 {PAY} My team split the nights."))
    coach = intro.enrolment.coach
    assert coach is not None
    make_review(intro.versions.get(), coach, comment_on=(len(PAY) + 3, len(PAY) + 10))
    page = open_write(window, intro)
    todo = page.locator("[data-todo]")
    expect(todo.get_by_role("heading", name="To do")).to_contain_text("0 of")
    todo.locator(".todo__item", has_text="Say more here.").get_by_role("button", name="show the words").click()
    assert text_of(page).evaluate("area => area.value.slice(area.selectionStart, area.selectionEnd)") == "My team"
    text_of(page).fill("All of it is new.")
    expect(todo.locator(".todo__item", has_text="Say more here.")).to_have_attribute("data-state", "gone")
    expect(todo.locator(".todo__item", has_text="Pay as a motive")).to_have_attribute("data-state", "gone")
