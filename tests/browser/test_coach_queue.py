"""A coach ticks, puts off and takes back by keys, and sees in the review page who else has it open."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext, expect
from pytest_django.live_server_helper import LiveServer

from cohorts.models import Coach
from feedback.models import Lease
from feedback.services.desk import save_view
from feedback.services.keys import set_key
from tests import factories
from tests.browser.barriers import barriers
from tests.browser.pages import contexts
from tests.servers import wait_until

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def coaches() -> tuple[Coach, Coach]:
    maya, ben = factories.make_coach("Maya Coach"), factories.make_coach("Ben Coach")
    cohort = factories.make_cohort(maya, ben)
    for number in range(4):
        enrolment = factories.make_enrolment(cohort, factories.make_candidate(f"Candidate {number}"), maya)
        factories.make_version(factories.make_intro(enrolment))
    save_view(coach=maya, name="Not read yet", query="state=unread")
    return maya, ben


@pytest.fixture
def windows(browser: Browser, live_server: LiveServer, coaches: tuple[Coach, Coach]) -> Iterator[list[BrowserContext]]:
    """Of Maya and Ben; what their pages complain about fails the test."""
    complaints: list[str] = []
    with contexts(browser, live_server, complaints) as enter:
        yield [enter(coach.user) for coach in coaches]
    assert complaints == []


def test_drafts_are_ticked_marked_and_taken_back_by_keys(
    windows: list[BrowserContext], coaches: tuple[Coach, Coach]
) -> None:
    set_key(coach=coaches[0], action="queue.x", key="c")
    page = windows[0].new_page()
    page.goto("/queue/?assigned=all")
    for key in ("j", "c", "x", "j", "j", "Shift+X"):  # "x" alone does nothing any more
        page.keyboard.press(key)
    expect(page.locator("[data-ticked]")).to_have_text("3 chosen")
    assert barriers(page) == []
    page.keyboard.press("b")
    expect(page.get_by_role("button", name="Mark as read")).to_be_focused()
    page.keyboard.press("Enter")
    expect(
        page.get_by_role("status").filter(has_text="Marked as read: Candidate 0, Candidate 1, Candidate 2.")
    ).to_be_visible()
    expect(page.get_by_role("link", name="Not read yet")).to_contain_text("1")
    page.keyboard.press("z")
    expect(page.get_by_text("Undone.")).to_be_visible()
    expect(page.get_by_role("link", name="Not read yet")).to_contain_text("4")
    assert coaches[0].readings.count() == 0
    page.goto("/desk/")
    assert barriers(page) == []


def test_two_coaches_learn_of_each_other_on_the_review_page(windows: list[BrowserContext]) -> None:
    first, second = (window.new_page() for window in windows)
    address = "/queue/?assigned=all"
    for page in (first, second):
        page.goto(address)
        with page.expect_response("**/lease/"):
            page.get_by_role("link", name="Candidate 0").click()
        expect(page.locator("[data-review][data-ready]")).to_be_visible()

    banner = second.locator("[data-lease-notice]")
    expect(banner).to_contain_text("Maya Coach is reviewing this now")
    banner.get_by_role("button", name="Take over").click()
    expect(banner).to_be_hidden()
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")  # as when she comes back to the tab
    expect(first.locator("[data-lease-notice]")).to_contain_text("Ben Coach took over")
    second.goto(address)  # leaves, by a request that outlives its page
    wait_until(Lease.objects.filter(end="left").exists, "the lease to be left")
    first.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(first.locator("[data-lease-notice]")).to_be_hidden()
    assert list(Lease.objects.order_by("pk").values_list("coach__user__name", "end")) == [
        ("Maya Coach", "forced"), ("Ben Coach", "left"), ("Maya Coach", ""),
    ]  # fmt: skip
