"""A coach clears the queue without a mouse."""

import re

import pytest
from playwright.sync_api import Page, expect

from cohorts.models import Coach
from feedback.models import Comment, Notification, Review
from tests import factories
from tests.browser.review.drafts import TEXTS

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


DRAFTS = 40
WORDS = ["boats. My", "seeing it", "a bakery."]
"""What is commented on in each of TEXTS: two words, as many steps to the right as STEPS says."""
STEPS = [3, 4, 4]


def test_coach_clears_forty_drafts_by_keys(page: Page, coach: Coach) -> None:
    """Every comment, summary, level and decision is there once, and each draft is published once."""
    for number in range(len(TEXTS), DRAFTS):
        enrolment = factories.make_enrolment(
            coach.cohorts.get(), factories.make_candidate(f"Candidate {number}"), coach
        )
        factories.make_version(factories.make_intro(enrolment), TEXTS[number % len(TEXTS)])

    page.goto("/queue/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next introduction")
    for key in ("Enter", "j", "j", "k", "Enter"):
        page.keyboard.press(key)
    for number in range(DRAFTS):
        expect(page.locator("h1")).to_have_text(f"Candidate {number}")
        expect(page.locator("[data-review][data-ready]")).to_be_visible()
        review_by_keys(page, number)
    expect(page).to_have_url(re.compile(r"/queue/$"))
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(page.get_by_text(f"Published: Candidate {DRAFTS - 1} can read your answer now.")).to_be_visible()

    assert list(Comment.objects.order_by("version_id").values_list("quote", "body")) == [
        (WORDS[number % len(TEXTS)], f"Comment {number}") for number in range(DRAFTS)
    ]
    reviews = Review.objects.order_by("version_id")
    assert list(reviews.values_list("status", "decision", "summary")) == [
        ("published", "nearly_there", f"Summary {number}") for number in range(DRAFTS)
    ]
    assert [review.points.count() for review in reviews] == [2] * DRAFTS
    assert [notification.review for notification in Notification.objects.order_by("review__version_id")] == list(
        reviews
    )


def review_by_keys(page: Page, number: int) -> None:
    """Comment on two words, give two levels, a summary, a decision, and publish."""
    page.keyboard.press("t")
    for _ in range(STEPS[number % len(TEXTS)]):
        page.keyboard.press("ArrowRight")
    page.keyboard.press("Shift+ArrowRight")
    page.keyboard.press("c")
    page.keyboard.type(f"Comment {number}")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-comment-list]")).to_contain_text(f"Comment {number}")
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("m")
    page.keyboard.type(f"Summary {number}")
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Control+Enter")
