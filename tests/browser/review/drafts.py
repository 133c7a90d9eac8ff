"""The drafts that a coach reviews in a browser, and the way to them."""

from playwright.sync_api import Page, expect

from cohorts.models import DraftVersion

TEXTS = [
    "😀 I like boats. My team split the nights between us. You would get someone who listens.",
    "What I miss is seeing it shipped. A nurse showed me her notes. I stopped defending it.",
    "I grew up in a bakery. We opened at four. I want to build things that people queue for.",
]


def open_review(page: Page, version: DraftVersion) -> None:
    page.goto(review_address(version))
    expect(page.locator("[data-review][data-ready]")).to_be_visible()


def first_version() -> DraftVersion:
    return DraftVersion.objects.order_by("pk")[0]


def review_address(version: DraftVersion) -> str:
    return f"/intros/{version.intro_id}/versions/{version.number}/review/"
