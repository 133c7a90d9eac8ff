"""Held back, released together, changed in the open: what the page's script asks for."""

import threading
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse

from cohorts.models import User
from cohorts.services import archive_cohorts
from feedback.exceptions import CommentGone, CommentReplied
from feedback.models import Comment, Notification, Review, ReviewStatus, Snippet
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.holding import hold_review, release_reviews
from feedback.services.reviewing import mark_read, reply_to_comment
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


def post(client: Client, url: str, body: Any) -> Any:
    return client.post(url, body, content_type="application/json")


def state(**changes: Any) -> dict[str, Any]:
    return {"revision": 0, "summary": "Say why.", "decision": "keep_working", "levels": {}} | changes


def test_hold_stores_tells_nobody_and_leads_to_the_next_draft(desk: Desk, signed_in: SignIn) -> None:
    second = factories.make_intro(factories.make_enrolment(desk.cohort, None, desk.coach))
    factories.make_version(second)
    client = signed_in(desk.coach.user)

    answer = post(client, desk.url("feedback:review_hold"), state())

    assert answer.json()["next"] == reverse("feedback:review", args=[second.pk, 1])
    assert answer.json()["said"]["words"].startswith("Held back: your answer to Carl Candidate waits")
    review = Review.objects.get()
    assert (review.status, review.summary, Notification.objects.count()) == (ReviewStatus.HELD, "Say why.", 0)
    assert "Say why." not in signed_in(desk.enrolment.candidate.user).get(f"/intros/{desk.intro.pk}/").content.decode()
    assert "Held back since" in client.get(desk.url()).content.decode()


def test_what_cannot_be_held_stays_a_saved_draft(desk: Desk, signed_in: SignIn) -> None:
    answer = post(signed_in(desk.coach.user), desk.url("feedback:review_hold"), state(decision=""))

    assert (answer.status_code, answer.json()["revision"]) == (400, 1)
    assert list(Review.objects.values_list("status", "summary")) == [("draft", "Say why.")]


def test_a_held_review_is_taken_back_and_made_a_draft_where_it_is_no_longer_whole(
    desk: Desk, signed_in: SignIn
) -> None:
    client = signed_in(desk.coach.user)
    post(client, desk.url("feedback:review_hold"), state())

    client.post(desk.url("feedback:review_take_back"))
    assert Review.objects.get().status == ReviewStatus.DRAFT
    again = client.post(desk.url("feedback:review_take_back"), follow=True)
    assert "This review is no longer held back." in again.content.decode()
    post(client, desk.url("feedback:review_hold"), state(revision=1))
    post(client, desk.url("feedback:review_save"), state(revision=2, decision=""))
    review = Review.objects.get()
    assert (review.status, review.held_at, review.decision) == (ReviewStatus.DRAFT, None, "")


def test_release_publishes_what_can_be_and_says_why_the_rest_was_not(desk: Desk) -> None:
    other = factories.make_coach("Other Coach")
    desk.cohort.coaches.add(other)
    held = []
    for name in ("Whole", "Answered", "Theirs", "Draft"):
        intro = factories.make_intro(factories.make_enrolment(desk.cohort, factories.make_candidate(name), desk.coach))
        coach = other if name == "Theirs" else desk.coach
        review = factories.make_review(factories.make_version(intro), coach, published=False)
        held.append(review if name == "Draft" else hold_review(review=review))
    factories.make_review(held[1].version, other)

    released = release_reviews(reviews=[*held, held[0]], coach=desk.coach)

    assert [review.pk for review in released.published] == [held[0].pk] * 2
    assert [(review.pk, why) for review, why in released.failed] == [
        (held[1].pk, "Other Coach has published a review of this version already."),
        (held[2].pk, "Only the person who wrote it can change it."),
        (held[3].pk, "This review is no longer held back."),
    ]
    assert Notification.objects.filter(review=held[0]).count() == 1
    desk.coach.cohorts.clear()
    assert release_reviews(reviews=[held[1]], coach=desk.coach).published == ()


def test_amending_keeps_what_it_said_and_tells_the_candidate_again(desk: Desk, signed_in: SignIn) -> None:
    criterion = factories.make_rubric(desk.cohort).criteria.all()[0]
    low, high = criterion.levels.get(points=0), criterion.levels.get(points=2)
    client = signed_in(desk.coach.user)
    key = "11111111-1111-4111-8111-111111111111"
    address = desk.url("feedback:review_comment", key)
    client.put(address, {"start": 0, "end": 4, "body": "Why?"}, content_type="application/json")
    post(client, desk.url("feedback:review_publish"), state(levels={str(criterion.pk): low.pk}))
    review = Review.objects.get()
    comment = review.comments.get()
    mark_read(review=review, user=desk.enrolment.candidate.user)

    changed = state(
        revision=review.revision, summary="Say why here.", decision="nearly_there",
        levels={str(criterion.pk): high.pk}, comments={str(comment.pk): "Why there?"},
    )  # fmt: skip
    answers = [post(client, desk.url("feedback:review_amend"), changed) for _ in range(2)]  # the second is a retry

    assert [answer.json().get("next") for answer in answers] == [desk.url()] * 2
    review.refresh_from_db()
    edition = review.editions.get()
    assert (review.summary, review.decision, review.points.get().level) == ("Say why here.", "nearly_there", high)
    assert (edition.number, edition.summary, edition.decision) == (1, "Say why.", "keep_working")
    assert edition.points == [{"criterion": "Why this role", "points": 0, "words": "not yet"}]
    assert edition.comments == [{"id": comment.pk, "quote": "What", "body": "Why?"}]
    assert [comment.body for comment in review.comments.all()] == ["Why there?"]
    note = Notification.objects.get()
    assert (note.read_at, note.created_at) == (None, review.amended_at)
    page = client.get(desk.url(), {"amend": "1"}).content.decode()
    assert f'data-amended="{comment.pk}"' in page
    assert "data-amend=" in page


def test_amending_adds_and_deletes_comments_and_the_candidate_reads_both(desk: Desk, signed_in: SignIn) -> None:
    client, writer = signed_in(desk.coach.user), signed_in(desk.enrolment.candidate.user)
    keys = [f"{n}1111111-1111-4111-8111-111111111111" for n in (1, 2, 3)]
    for key, body in zip(keys[:2], ("Off topic.", "Why there?"), strict=True):
        address = desk.url("feedback:review_comment", key)
        client.put(address, {"start": 0, "end": 4, "body": body}, content_type="application/json")
    post(client, desk.url("feedback:review_publish"), state())
    review = Review.objects.get()
    off, why = review.comments.order_by("pk")
    reply_to_comment(comment=why, author=desk.enrolment.candidate.user, body="Because.", client_key=uuid.uuid4())
    snippet = Snippet.objects.create(coach=desk.coach, title="Scene", body="A scene?")
    new = {"key": keys[2], "start": 5, "end": 9, "body": "A scene?", "check_id": "no-scene", "snippet": snippet.pk}

    def amend(**changes: Any) -> tuple[int, str]:
        answer = post(client, desk.url("feedback:review_amend"), state(revision=review.revision) | changes)
        return answer.status_code, answer.json().get("detail", "")

    assert amend(removed=[why.pk]) == (
        400, "Somebody has replied to this comment: change its words, or tick it off instead.",
    )  # fmt: skip
    assert amend(removed=[off.pk + 99])[0] == 400
    assert amend(removed=["x"]) == (400, "removed: Send a list of numbers.")
    assert amend(added=[new | {"end": 10**6}])[0] == 400
    assert amend(added=[new | {"body": " "}])[0] == 400
    assert amend(added=[{"key": "?"}])[0] == 400
    assert review.editions.count() == 0
    whole = {"removed": [off.pk], "comments": {str(why.pk): "Why this team?"}, "added": [new]}
    assert [amend(**whole) for _ in range(2)] == [(200, "")] * 2  # the second is a retry

    assert [(row.body, row.replies.count()) for row in review.comments.order_by("pk")] == [
        ("Why this team?", 1),
        ("A scene?", 0),
    ]
    added = review.comments.get(client_key=keys[2])
    review.refresh_from_db()
    assert (added.check_id, added.snippet, added.published_at) == ("no-scene", snippet, review.amended_at)
    assert [[row["body"] for row in edition.comments] for edition in review.editions.all()] == [
        ["Off topic.", "Why there?"]
    ]
    now, before = writer.get(desk.version.get_absolute_url()).content.decode().split("What it said before")
    assert "Off topic." not in now
    for words in ("Off topic.", "Why there?", "A scene?"):
        assert words in before  # the thread of the new one stands below


def take_out(comment: Comment, review: Review) -> None:
    amend_review(
        review=review, revision=review.revision, summary="Say why here.", decision=review.decision, levels={},
        comments=CommentChanges(words={}, gone=[comment.pk]),
    )  # fmt: skip


def test_a_reply_to_a_comment_that_was_taken_out_meanwhile_is_refused_with_a_sentence(desk: Desk) -> None:
    review = factories.make_review(desk.version, desk.coach, comment_on=(0, 4))
    comment, writer = review.comments.get(), desk.enrolment.candidate.user
    take_out(comment, review)
    with pytest.raises(CommentGone):
        reply_to_comment(comment=comment, author=writer, body="Because.", client_key=uuid.uuid4())


def wait_until_it_is_held_up(thread: threading.Thread) -> None:
    """By a lock of this connection. SQLite tells of none, and needs none: it lets nobody write before we have ended."""
    waiting = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        while thread.is_alive() and not waiting:
            cursor.execute(
                "SELECT count(*) > 0 FROM pg_stat_activity WHERE pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            waiting = cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True)
def test_a_comment_that_is_being_replied_to_is_not_taken_out(desk: Desk) -> None:
    review = factories.make_review(desk.version, desk.coach, comment_on=(0, 4))
    comment, writer, ended = review.comments.get(), desk.enrolment.candidate.user, list[str]()

    def amend() -> None:
        try:
            take_out(comment, review)
        except Exception as error:
            ended.append(type(error).__name__)
        finally:
            connection.close()

    thread = threading.Thread(target=amend)
    with transaction.atomic():
        reply_to_comment(comment=comment, author=writer, body="Because.", client_key=uuid.uuid4())
        thread.start()
        wait_until_it_is_held_up(thread)
    thread.join(60)
    assert (ended, [reply.body for reply in comment.replies.all()]) == ([CommentReplied.__name__], ["Because."])


def test_amending_is_refused_where_it_cannot_be(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    address = desk.url("feedback:review_amend")
    assert post(client, address, state()).status_code == 404
    post(client, desk.url("feedback:review_save"), state())

    def refused(**changes: Any) -> tuple[int, str]:
        answer = post(client, address, state(revision=Review.objects.get().revision) | changes)
        return answer.status_code, answer.json()["detail"]

    assert refused() == (400, "This review is not published yet: change the draft instead.")
    post(client, desk.url("feedback:review_publish"), state(revision=1))
    assert refused() == (400, "Nothing was changed, so your candidate was not told anything.")
    assert refused(summary="") == (400, "Choose a decision and write a summary or a comment before you publish.")
    assert refused(comments={"999": "x"}) == (400, "This comment is not part of the review.")
    assert refused(comments=["x"])[0] == 400
    assert refused(revision=0, summary="Late") == (
        409, "This review was changed in another window. Both texts are kept: choose one.",
    )  # fmt: skip
    archive_cohorts(cohorts=[desk.cohort])
    assert refused(summary="Too late")[0] == 400
    assert (Review.objects.get().summary, Review.objects.get().editions.count()) == ("Say why.", 0)
