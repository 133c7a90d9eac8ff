"""What single keys do on the review page."""

import re

import pytest
from playwright.sync_api import Page, expect

from cohorts.models import Coach, DraftVersion
from feedback.models import Review
from tests import factories
from tests.browser.review.drafts import TEXTS, first_version, open_review

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_sentences_are_selected_by_one_key(page: Page) -> None:
    open_review(page, first_version())

    page.keyboard.press("t")
    page.keyboard.press("s")
    expect(page.locator("[data-caret-words]")).to_have_text("😀 I like boats.")
    page.keyboard.press("s")
    expect(page.locator("[data-caret-words]")).to_have_text("😀 I like boats. My team split the nights between us.")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    expect(page.locator("[data-trouble]")).to_have_text("Select the words that you mean first.")


def test_findings_are_walked_and_set_aside_by_keys(page: Page) -> None:
    version = first_version()
    finding = version.runs.get().findings.create(
        position=99, check_id="made-up", severity="minor", start=2, end=14, seen="You like boats.", why="w",
        try_next="t", certainty=0.9,
    )  # fmt: skip
    open_review(page, version)
    note = page.locator(f"#finding-{finding.pk}")

    for _ in range(20):
        page.keyboard.press("f")
        if note.evaluate("note => note === document.activeElement"):
            break
    expect(page.locator(f"[data-findings='{finding.pk}']").first).to_have_class(re.compile("is-active"))
    page.keyboard.press("y")
    expect(note).to_contain_text("Called right")
    page.keyboard.press("x")
    page.keyboard.press("2")

    expect(note).to_contain_text("Set aside: Right, but fine here")
    expect(page.locator(f"[data-findings='{finding.pk}']")).to_have_count(0)
    finding.refresh_from_db()
    assert finding.verdict == "fine_here"
    assert finding.judged_by == version.intro.enrolment.coach.user  # type: ignore[union-attr]  # assigned above


def test_the_next_draft_is_there_before_it_is_asked_for(page: Page) -> None:
    """Held back by key; what follows was fetched ahead by the browser, which makes no second request for it."""
    versions = DraftVersion.objects.order_by("pk")
    open_review(page, versions[0])
    page.get_by_role("textbox", name="Summary").fill("Later.")
    page.locator("[name=decision][value=ready]").check(force=True)
    page.keyboard.press("Escape")
    page.keyboard.press("h")
    page.get_by_role("button", name="Hold it back anyway").click()

    expect(page.locator("h1")).to_have_text("Candidate 1")
    expect(page.get_by_text("Held back: your answer to Candidate 0 waits")).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
    assert [review.status for review in Review.objects.all()] == ["held"]


def test_what_was_typed_just_before_leaving_by_key_is_saved(page: Page) -> None:
    open_review(page, first_version())
    page.keyboard.press("m")
    page.keyboard.type("Half")
    page.keyboard.press("Escape")
    page.keyboard.press("n")
    expect(page.locator("h1")).to_have_text("Candidate 1")
    assert [review.summary for review in Review.objects.all()] == ["Half"]


def test_ledger_is_ticked_off_answered_and_undone_by_key(page: Page, coach: Coach) -> None:
    version = first_version()
    comment = factories.make_review(version, coach, comment_on=(2, 14)).comments.get()
    later = factories.make_version(version.intro, TEXTS[0] + " I want to learn.")
    factories.check(later)
    open_review(page, later)
    open_ones = page.locator("[data-ledger-open]")

    page.keyboard.press("l")
    page.keyboard.press("w")
    page.keyboard.type("Still true?")
    page.keyboard.press("Control+Enter")
    page.keyboard.press("o")
    expect(open_ones).to_have_text("0")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    comment.refresh_from_db()
    assert (comment.resolution, [reply.body for reply in comment.replies.all()]) == ("ticked", ["Still true?"])
    page.keyboard.press("z")
    expect(open_ones).to_have_text("1")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    comment.refresh_from_db()
    assert comment.resolution == ""


def test_keys_can_be_changed_and_switched_off(page: Page) -> None:
    open_review(page, first_version())
    page.keyboard.press("?")
    dialog = page.get_by_role("dialog")
    dialog.locator("[data-key-change=t]").click()
    page.keyboard.press("f")
    expect(dialog.get_by_role("alert")).to_have_text("“f” is taken: next finding.")
    dialog.locator("[data-key-change=t]").click()
    page.keyboard.press("g")
    expect(dialog.locator("[data-key-of=t]")).to_have_text("g")
    page.keyboard.press("Escape")
    page.keyboard.press("t")
    expect(page.locator("#text")).not_to_be_focused()
    page.keyboard.press("g")
    expect(page.locator("#text")).to_be_focused()

    page.keyboard.press("?")
    dialog.locator("[data-keys-off]").check()
    page.keyboard.press("Escape")
    page.locator("#main").focus()
    page.keyboard.press("g")
    expect(page.locator("#main")).to_be_focused()
