"""A coach puts snippets into a comment by `/`, keeps one from a comment, and judges a calibration round."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from cohorts.models import Coach, DraftVersion, User
from feedback.models import CalibrationAnswer, Comment, Snippet
from feedback.services import calibrating
from feedback.services.snippets import save_snippet
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.pages import contexts

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."


@pytest.fixture
def coach() -> Coach:
    coach = factories.make_coach("Maya Coach")
    cohort = factories.make_cohort(coach, name="Autumn")
    factories.make_rubric(cohort)
    enrolment = factories.make_enrolment(cohort, factories.make_candidate("Carl Candidate"), coach)
    factories.check(factories.make_version(factories.make_intro(enrolment), PAY))
    save_snippet(coach=coach, title="A breath", body="Where would you pause?")
    save_snippet(coach=coach, title="Swap", body="{name}, would {company} want a {role} for “{quote}”?")
    save_snippet(coach=coach, title="What else", body="What else draws you, {name}?", check_id="pay-motive")
    return coach


@pytest.fixture
def enter(browser: Browser, live_server: Any) -> Iterator[Callable[[User], BrowserContext]]:
    complaints: list[str] = []
    with contexts(browser, live_server, complaints) as make:
        yield make
    assert complaints == []


@pytest.fixture
def page(enter: Callable[[User], BrowserContext], coach: Coach) -> Page:
    return enter(coach.user).new_page()


def compose(page: Page) -> Any:
    """The comment on the first sentence, open."""
    version = DraftVersion.objects.get()
    page.goto(f"/intros/{version.intro_id}/versions/{version.number}/review/")
    expect(page.locator("[data-review][data-ready]")).to_be_visible()
    page.keyboard.press("t")
    page.keyboard.press("s")
    page.keyboard.press("c")
    return page.get_by_label("Your comment")


def test_snippet_is_found_and_filled_in_by_keys(page: Page) -> None:
    comment, field = compose(page), page.get_by_role("combobox", name="Find a snippet")
    suggested = page.get_by_role("group", name="On what the checks found here").get_by_role("button")
    expect(suggested).to_have_text(["What else"])
    suggested.press("Enter")
    expect(comment).to_have_value("What else draws you, Carl?")
    comment.fill("")
    options = page.locator("[data-snippets-box]").get_by_role("option")
    page.keyboard.type("and/or ")
    expect(comment).to_have_value("and/or ")
    page.keyboard.press("/")
    expect(field).to_be_focused()
    expect(options.first).to_contain_text("What else")  # the check that fires on these words comes first
    assert barriers(page) == []
    page.keyboard.press("Escape")
    expect(comment).to_be_focused()
    expect(comment).to_have_value("and/or /")
    page.keyboard.press("Backspace")
    page.keyboard.press("/")
    page.keyboard.type("swap")
    expect(options.filter(visible=True)).to_have_count(1)
    page.keyboard.press("Enter")
    expect(comment).to_be_focused()
    expect(comment).to_have_value(f"and/or Carl, would Kontora want a Product Manager for “{PAY}”?")
    comment.fill("")
    page.keyboard.press("/")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(comment).to_have_value("What else draws you, Carl?")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    kept = Comment.objects.select_related("snippet").get()
    assert (kept.snippet and kept.snippet.title, kept.check_id) == ("What else", "pay-motive")


def test_comment_is_kept_as_a_snippet(page: Page) -> None:
    comment = compose(page)
    comment.fill("Carl, say it to a friend.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    page.get_by_role("button", name="Keep as snippet").click()
    expect(page.get_by_role("link", name="{name}, say it to a friend.")).to_be_visible()
    assert Snippet.objects.filter(title="{name}, say it to a friend.", check_id="pay-motive").count() == 1


def test_calibration_is_judged_by_keyboard_and_readable_for_everybody(page: Page, coach: Coach) -> None:
    version, cohort = DraftVersion.objects.get(), coach.cohorts.get()
    round_ = calibrating.start_calibration(cohort=cohort, name="May", versions=[version], user=coach.user)
    addresses = [f"/cohorts/{cohort.slug}/calibration/", f"/calibration/{round_.pk}/", f"/calibration/{round_.pk}/1/"]
    found = {}
    for address in addresses:
        page.goto(address)
        found[address] = barriers(page)
    for criterion in range(2):
        page.locator(".criterion").nth(criterion).locator("input").first.focus()
        page.keyboard.press("ArrowRight")
    page.get_by_role("radio", name="Nearly there").focus()
    page.keyboard.press("Space")
    page.get_by_role("button", name="Keep").press("Enter")
    expect(page.get_by_text("That was the last one.")).to_be_visible()
    answer = CalibrationAnswer.objects.get()
    assert (answer.decision, [point.level.points for point in answer.points.all()]) == ("nearly_there", [1, 1])
    calibrating.close_calibration(calibration=round_)
    for address in (addresses[1], "/snippets/"):
        page.goto(address)
        found[f"{address} closed"] = barriers(page)
    assert {address: here for address, here in found.items() if here} == {}
