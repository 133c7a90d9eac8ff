"""A coach loses no words: without a network, in two windows, beside a faster colleague."""

import re
import uuid

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from cohorts.models import Coach, Cohort
from feedback.models import Comment, Review
from feedback.services import reviewing
from tests import factories
from tests.browser.review.drafts import first_version, open_review, review_address

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_words_are_commented_by_mouse_edited_deleted_and_brought_back(page: Page) -> None:
    open_review(page, first_version())
    words = page.locator("[data-word]")

    start, end = words.nth(3).bounding_box(), words.nth(5).bounding_box()
    assert start and end
    page.mouse.move(start["x"] + 3, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(end["x"] + end["width"] - 3, end["y"] + 8, steps=5)
    page.mouse.up()
    page.get_by_role("button", name="Comment on the words").click()
    page.get_by_label("Your comment").fill("Where?")
    page.get_by_role("button", name="Keep comment").click()
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert list(Comment.objects.values_list("quote", "body")) == [("boats. My team", "Where?")]

    page.get_by_role("button", name="Edit").click()
    page.get_by_label("Your comment").fill("Where, and when?")
    page.get_by_label("Your comment").press("Control+Enter")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert [comment.body for comment in Comment.objects.all()] == ["Where, and when?"]

    page.get_by_role("button", name="Delete").click()
    expect(page.get_by_text("None on this version yet.")).to_be_visible()
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert Comment.objects.count() == 0
    page.keyboard.press("z")
    expect(page.locator("[data-comment-list]")).to_contain_text("Where, and when?")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert list(Comment.objects.values_list("quote", "body")) == [("boats. My team", "Where, and when?")]


ASKED_WHILE_LEAVING = """() => {
  let asked = 0;
  const before = window.fetch;
  window.fetch = () => { asked += 1; return Promise.reject(new Error("away")); };
  for (const name of ["beforeunload", "online"]) window.dispatchEvent(new Event(name));
  window.fetch = before;
  return asked;
}"""
"""How many requests a page sends that is being left: the next one may be on its way already, not knowing of them."""


def test_what_was_written_without_a_network_survives_a_reload(page: Page, window: BrowserContext) -> None:
    version = first_version()
    open_review(page, version)

    def away(route: Route) -> None:
        route.abort()

    window.route("**/review/**/comments/**", away)
    window.route("**/review/comments/**", away)
    window.route("**/review/save/", away)
    page.get_by_label("Summary").fill("Written on a train")
    page.keyboard.press("Escape")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("c")
    page.keyboard.type("In a tunnel")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-state]")).to_have_text(re.compile("kept in this browser"))
    assert (Review.objects.count(), Comment.objects.count()) == (0, 0)
    assert page.evaluate(ASKED_WHILE_LEAVING) == 0

    window.unroute_all()
    open_review(page, version)
    expect(page.get_by_label("Summary")).to_have_value("Written on a train")
    expect(page.locator("[data-comment-list]")).to_contain_text("In a tunnel")
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert [review.summary for review in Review.objects.all()] == ["Written on a train"]
    assert [comment.body for comment in Comment.objects.all()] == ["In a tunnel"]


def test_half_a_comment_is_offered_again(page: Page) -> None:
    version = first_version()
    open_review(page, version)
    page.keyboard.press("t")
    page.keyboard.press("c")
    page.keyboard.type("I wonder wh")

    open_review(page, version)

    expect(page.get_by_label("Your comment")).to_have_value("I wonder wh")


def test_two_windows_show_both_texts_and_keep_the_chosen_one(page: Page, window: BrowserContext) -> None:
    version = first_version()
    open_review(page, version)
    other = window.new_page()
    other.goto(review_address(version))
    other.get_by_label("Summary").fill("From the other window")
    expect(other.locator("[data-state]")).to_have_text("Saved")
    other.close()

    page.evaluate("localStorage.clear()")
    page.get_by_label("Summary").fill("From this window")

    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-mine]")).to_have_value("From this window")
    expect(dialog.locator("[data-theirs]")).to_have_value("From the other window")
    dialog.get_by_role("button", name="Keep what stands here").click()
    expect(page.locator("[data-state]")).to_have_text("Saved")
    assert [review.summary for review in Review.objects.all()] == ["From this window"]


def test_publishing_asks_when_something_is_missing(page: Page) -> None:
    open_review(page, first_version())

    page.get_by_role("button", name="Publish, and next").click()
    expect(page.locator("[data-trouble]")).to_have_text("Choose a decision before you publish.")
    page.locator("[name=decision][value=ready]").check(force=True)
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-trouble]")).to_have_text("Write a summary or a comment before you publish.")
    page.get_by_label("Summary").fill("Go.")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("dialog")).to_contain_text("Why this role, Why you on this team")
    page.get_by_role("button", name="Go back").click()
    assert not Review.objects.published().exists()
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Publish anyway").click()
    expect(page.locator("h1")).to_have_text("Candidate 1")
    assert [review.decision for review in Review.objects.published()] == ["ready"]


def test_a_colleague_who_was_faster_costs_no_words(page: Page, coach: Coach) -> None:
    version = first_version()
    open_review(page, version)
    page.get_by_label("Summary").fill("My long thoughts")
    page.locator("[name=decision][value=ready]").check(force=True)
    expect(page.locator("[data-state]")).to_have_text("Saved")
    other = factories.make_coach("Other Coach")
    coach.cohorts.get().coaches.add(other)
    factories.make_review(version, other)

    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Publish anyway").click()

    expect(page.locator("[data-trouble]")).to_contain_text("Other Coach has published a review of this version")
    expect(page.get_by_label("Summary")).to_have_value("My long thoughts")
    page.reload()
    expect(page.get_by_text("you read it here")).to_be_visible()
    expect(page.get_by_text("My long thoughts")).to_be_attached()


def test_two_windows_show_both_comments_and_keep_the_chosen_one(
    page: Page, window: BrowserContext, coach: Coach
) -> None:
    version = first_version()
    comment = factories.make_review(version, coach, published=False, comment_on=(2, 14)).comments.get()
    open_review(page, version)
    other = window.new_page()
    open_review(other, version)
    for tab, words in ((other, "From the other window"), (page, "From this window")):
        tab.get_by_role("button", name="Edit").click()
        tab.get_by_label("Your comment").fill(words)
        tab.keyboard.press("Control+Enter")
        if tab is other:
            expect(tab.locator("[data-state]")).to_have_text("Saved")

    dialog = page.get_by_role("dialog")
    expect(dialog.locator("[data-mine]")).to_have_value("From this window")
    expect(dialog.locator("[data-theirs]")).to_have_value("From the other window")
    dialog.locator("[data-mine]").fill("From both windows")
    dialog.get_by_role("button", name="Keep what stands here").click()
    expect(page.locator("[data-state]")).to_have_text("Saved")
    expect(page.locator("[data-comment-list]")).to_contain_text("From both windows")
    comment.refresh_from_db()
    assert (comment.body, comment.revision) == ("From both windows", 2)


def test_scores_come_with_the_last_level_and_an_amendment_survives_a_reload(page: Page, coach: Coach) -> None:
    version = first_version()
    Cohort.objects.update(engine_after_points=True)
    factories.check(version)
    open_review(page, version)
    expect(page.get_by_text("shows once you have given a level on each criterion")).to_be_visible()
    page.keyboard.press("r")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator("[data-engine-place] .score__value").first).to_be_visible()
    expect(page.locator("[data-score]")).to_contain_text("of 100")

    review = Review.objects.get()
    for start, body in ((2, "Out of place"), (12, "Which boats?")):
        reviewing.comment_on_words(review=review, start=start, end=start + 4, body=body, client_key=uuid.uuid4())
    reviewing.save_review(review=review, revision=review.revision, summary="First", decision="ready", levels={})
    reviewing.publish_review(review=review)
    page.goto(f"{review_address(version)}?amend=1")
    expect(page.locator("[data-review][data-ready]")).to_be_visible()
    page.get_by_role("textbox", name="Summary").fill("Second")
    page.get_by_role("button", name="Delete").first.click()
    for key in ("t", "s", "c"):
        page.keyboard.press(key)
    page.keyboard.type("Lovely")
    page.get_by_label("Praise").check()
    page.get_by_role("button", name="Keep comment").click()
    page.reload()
    expect(page.get_by_role("textbox", name="Summary")).to_have_value("Second")
    expect(page.get_by_role("button", name="Keep it after all")).to_be_visible()
    expect(page.locator("[data-comment-list]")).to_contain_text("Lovely")
    assert review.comments.count() == 2
    page.get_by_role("button", name="Change what was published").click()
    expect(page.get_by_text("Changed: Candidate 0 is told")).to_be_visible()
    review.refresh_from_db()
    assert (review.summary, [edition.summary for edition in review.editions.all()]) == ("Second", ["First"])
    assert sorted(review.comments.values_list("body", "is_praise")) == [("Lovely", True), ("Which boats?", False)]
