"""What is left to do empties as the text answers what was said of it."""

import uuid
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cohorts.models import DraftVersion
from cohorts.services import save_working_copy
from feedback.models import Comment, Severity
from feedback.reports.queue import QueueFilters, queue_page
from feedback.reports.review import review_page
from feedback.reports.todo import TodoList, todo_list
from feedback.services.reviewing import comment_on_words, publish_review, resolve_comment
from tests.factories import check, make_review, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."
NURSE = "One Tuesday a nurse showed me the sticky notes around her screen."
NIGHTS = "When the release slipped, we split the on-call nights between us."
TEXT = f"{NURSE} {NIGHTS}"


def commented(people: People, text: str, *quotes: str) -> DraftVersion:
    """A version with a published comment on each of these words."""
    version = make_version(people.intro, text)
    review = make_review(version, people.maya, published=False)
    for quote in quotes:
        start = text.index(quote)
        comment_on_words(
            review=review, start=start, end=start + len(quote), body=f"About {quote}.", client_key=uuid.uuid4()
        )
    publish_review(review=review)
    return version


def todo(people: People, text: str) -> TodoList:
    found = todo_list(intro=people.intro, text=text)
    assert found is not None
    return found


def states(found: TodoList) -> list[tuple[str, str]]:
    return [(item.quote, item.state) for item in found.items]


def test_there_is_nothing_to_do_before_the_first_version(people: People) -> None:
    assert todo_list(intro=people.intro, text="Something.") is None


def test_comments_are_still_there_changed_or_gone_as_the_text_goes_on(people: People) -> None:
    commented(people, TEXT, "sticky notes", "on-call nights")
    assert states(todo(people, TEXT)) == [("sticky notes", "still"), ("on-call nights", "still")]
    changed = f"One Tuesday a nurse showed me the yellow papers around her screen. {NIGHTS}"
    found = todo(people, changed)
    assert states(found) == [("on-call nights", "still"), ("sticky notes", "changed")]
    assert (found.number, found.answered, found.total) == (1, 1, 2)
    assert found.items[1].now == "One Tuesday a nurse showed me the yellow papers around her screen."
    assert changed[found.items[0].start : found.items[0].end] == "on-call nights"
    assert states(todo(people, NIGHTS)) == [("on-call nights", "still"), ("sticky notes", "gone")]


def test_praise_is_no_task_and_counts_as_answered_nowhere(signed_in: Any, people: People) -> None:
    version = make_version(people.intro, TEXT)
    review = make_review(version, people.maya, published=False)
    for quote, is_praise in (("sticky notes", True), ("on-call nights", False)):
        start = TEXT.index(quote)
        comment_on_words(
            review=review, start=start, end=start + len(quote), body="Keep this.", client_key=uuid.uuid4(),
            is_praise=is_praise,
        )  # fmt: skip
    publish_review(review=review)

    assert states(todo(people, TEXT)) == [("on-call nights", "still")]
    shown = signed_in(people.writer).get(f"/intros/{people.intro.pk}/versions/1/").content.decode()
    for words in ("keep this</span>", 'name="done" value="1"', "I disagree because", "1 open"):
        assert shown.count(words) == 1
    later = make_version(people.intro, f"{TEXT} And on.")
    page = review_page(version=later, user=people.maya.user)
    assert [(note.quote, note.is_open, note.is_praise) for note in page.earlier] == [
        ("on-call nights", True, False),
        ("sticky notes", False, True),
    ]
    (row,) = queue_page(user=people.maya.user, filters=QueueFilters()).rows
    assert "your comment not answered yet" in row.reasons


def test_what_its_writer_settled_is_done_whatever_the_text_says(people: People) -> None:
    commented(people, TEXT, "sticky notes", "on-call nights")
    one, other = Comment.objects.filter(parent=None).order_by("start")
    resolve_comment(comment=one, user=people.writer)
    resolve_comment(comment=other, user=people.writer, reason="They were nights.")
    assert states(todo(people, TEXT)) == [("sticky notes", "done"), ("on-call nights", "disagreed")]


def test_open_comments_of_earlier_reviews_stay_and_settled_ones_go(people: People) -> None:
    commented(people, TEXT, "sticky notes", "on-call nights")
    resolve_comment(comment=Comment.objects.get(quote="on-call nights"), user=people.writer)
    commented(people, f"{TEXT} {PAY}", "the salary")
    make_version(people.intro, f"{TEXT} {PAY} So far.")
    found = todo(people, f"{TEXT} {PAY} So far.")
    assert found.number == 2
    assert states(found) == [("the salary", "still"), ("sticky notes", "still")]


def test_important_findings_go_when_the_checks_no_longer_find_them(people: People) -> None:
    run = check(make_version(people.intro, f"{PAY} {NURSE}"))
    important = run.findings.filter(severity=Severity.MAJOR).count()
    found = todo(people, f"{PAY} {NURSE}")
    assert (found.answered, found.total) == (0, important)
    assert "Pay as a motive" in " ".join(item.said for item in found.items)
    check(make_version(people.intro, NURSE))
    make_review(people.intro.versions.get(number=1), people.maya)
    gone = [item.said for item in todo(people, NURSE).items if item.state == "gone"]
    assert any("Pay as a motive" in said for said in gone)


def test_a_finding_that_the_coach_wrote_about_stands_there_once(people: People) -> None:
    version = make_version(people.intro, PAY)
    check(version)
    before = todo(people, PAY).total
    review = make_review(version, people.maya, published=False)
    comment_on_words(review=review, start=0, end=30, body="Why?", client_key=uuid.uuid4(), check_id="pay-motive")
    publish_review(review=review)
    assert todo(people, PAY).total == before


def test_write_page_live_answer_and_intro_page_show_it(signed_in: Any, people: People) -> None:
    commented(people, TEXT, "sticky notes", "on-call nights")
    client, base = signed_in(people.writer), f"/intros/{people.intro.pk}/"
    page = client.get(f"{base}write/").content.decode()
    assert ("0 of 2" in page, "still as it was" in page, 'data-from="' in page) == (True, True, True)
    live = client.post(f"{base}live/", {"text": f"😀 {NIGHTS}"}, "application/json").content.decode()
    assert "1 of 2" in live
    start = 3 + NIGHTS.index("on-call")  # the face is two code units
    assert f'data-from="{start}" data-to="{start + 14}"' in live
    people.intro.refresh_from_db()
    save_working_copy(intro=people.intro, text="All of it is new now.", revision=people.intro.working_revision)
    shown = client.get(base).content.decode()
    assert ("2 of 2" in shown, "You have touched all of it." in shown) == (True, True)
    assert "todo-title" not in signed_in(people.maya.user).get(base).content.decode()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(st.sampled_from("abc .\n"), max_size=60), st.booleans())
def test_any_text_is_held_against_what_was_said(people: People, more: str, keeps: bool) -> None:
    if not people.intro.versions.exists():
        commented(people, TEXT, "sticky notes")
    text = f"{more} {TEXT}" if keeps else more
    (item,) = todo(people, text).items
    assert item.state in {"still", "changed", "gone"}
    if item.start is not None:
        assert 0 <= item.start < (item.end or 0) <= len(text)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_it_takes_the_same_queries_for_one_comment_and_for_thirty(
    rows: int, people: People, django_assert_num_queries: Any
) -> None:
    version = commented(people, TEXT, *[TEXT[place : place + 5] for place in range(rows)])
    check(version)
    with django_assert_num_queries(4):  # versions, comments, findings, what fires now
        found = todo_list(intro=people.intro, text=TEXT)
    assert found is not None and len([item for item in found.items if "About" in item.said]) == rows
