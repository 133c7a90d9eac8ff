"""A coach clears the queue without a mouse, and loses nothing when the network or another window is in the way."""

import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from cohorts.models import Coach, Cohort, DraftVersion
from feedback.models import Comment, Review
from feedback.services import reviewing
from tests import factories

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

TEXTS = [
    "😀 I like boats. My team split the nights between us. You would get someone who listens.",
    "What I miss is seeing it shipped. A nurse showed me her notes. I stopped defending it.",
    "I grew up in a bakery. We opened at four. I want to build things that people queue for.",
]


@pytest.fixture
def coach() -> Coach:
    coach = factories.make_coach("Maya Coach")
    cohort = factories.make_cohort(coach, name="Autumn")
    factories.make_rubric(cohort)
    for number, text in enumerate(TEXTS):
        enrolment = factories.make_enrolment(cohort, factories.make_candidate(f"Candidate {number}"), coach)
        factories.check(factories.make_version(factories.make_intro(enrolment), text))
    return coach


@pytest.fixture
def window(browser: Browser, live_server: LiveServer, coach: Coach) -> Iterator[BrowserContext]:
    """The coach's browser."""
    client = Client()
    client.force_login(coach.user, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(base_url=live_server.url)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": live_server.url}])
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext) -> Page:
    """A tab; an error in its scripts fails the test."""
    page = window.new_page()
    page.on("pageerror", lambda error: pytest.fail(f"an error on the page: {error}"))
    return page


def open_review(page: Page, version: DraftVersion) -> None:
    page.goto(review_address(version))
    expect(page.locator("[data-review][data-ready]")).to_be_visible()


def first_version() -> DraftVersion:
    return DraftVersion.objects.order_by("pk")[0]


def review_address(version: DraftVersion) -> str:
    return f"/intros/{version.intro_id}/versions/{version.number}/review/"


def test_coach_clears_the_queue_by_keys(page: Page) -> None:
    page.goto("/queue/")
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("next, previous introduction")
    page.keyboard.press("Enter")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    for number in range(3):
        expect(page.locator("h1")).to_have_text(f"Candidate {number}")
        expect(page.locator("[data-review][data-ready]")).to_be_visible()
        review_by_keys(page, number)
    expect(page).to_have_url(re.compile(r"/queue/$"))
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    expect(page.get_by_text("Published: Candidate 2 can read your answer now.")).to_be_visible()

    assert list(Comment.objects.order_by("pk").values_list("quote", "body")) == [
        ("boats. My", "Comment 0"),
        ("seeing it", "Comment 1"),
        ("a bakery.", "Comment 2"),
    ]
    assert list(Review.objects.order_by("pk").values_list("status", "decision", "summary")) == [
        ("published", "nearly_there", f"Summary {number}") for number in range(3)
    ]
    assert [review.points.count() for review in Review.objects.all()] == [2, 2, 2]


def review_by_keys(page: Page, number: int) -> None:
    """Comment on two words, give two levels, a summary, a decision, and publish."""
    steps = [3, 4, 4][number]
    page.keyboard.press("t")
    for _ in range(steps):
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
    page.get_by_role("button", name="Publish anyway").click()

    expect(page.locator("h1")).to_have_text("Candidate 1")
    expect(page.get_by_text("Held back: your answer to Candidate 0 waits")).to_be_visible()
    assert page.evaluate("performance.getEntriesByType('navigation')[0].deliveryType") == "navigational-prefetch"
    assert [review.status for review in Review.objects.all()] == ["held"]


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
    reviewing.save_review(review=review, revision=review.revision, summary="First", decision="ready", levels={})
    reviewing.publish_review(review=review)
    page.goto(f"{review_address(version)}?amend=1")
    page.get_by_role("textbox", name="Summary").fill("Second")
    page.reload()
    expect(page.get_by_role("textbox", name="Summary")).to_have_value("Second")
    page.get_by_role("button", name="Change what was published").click()
    expect(page.get_by_text("Changed: Candidate 0 is told")).to_be_visible()
    review.refresh_from_db()
    assert (review.summary, [edition.summary for edition in review.editions.all()]) == ("Second", ["First"])


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


@pytest.mark.parametrize("width", [1280, 390])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_pages_have_no_serious_barrier_and_fit(page: Page, coach: Coach, width: int, scheme: str) -> None:
    version = first_version()
    factories.make_review(version, coach, comment_on=(4, 8))
    factories.check(factories.make_version(version.intro, TEXTS[0].replace("boats", "ships") + " One more."))
    amending = f"{review_address(version)}?amend=1"
    addresses = ["/coach/", "/queue/", "/snippets/", "/snippets/new/", "/cohorts/autumn/checks/", amending]

    for address in [*addresses, f"/intros/{version.intro_id}/versions/2/review/"]:
        page.goto(address)
        page.set_viewport_size({"width": width, "height": 800})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]  # one of the two literals
        found = Axe().run(page).response["violations"]
        assert [
            (v["id"], [n["target"] for n in v["nodes"]]) for v in found if v["impact"] in ("serious", "critical")
        ] == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
