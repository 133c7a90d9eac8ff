"""What a candidate answers: reply, done, set aside."""

import threading
import uuid
from typing import Any

import pytest
from django.db import connection

from cohorts.services import archive_cohorts
from feedback.models import Comment, Finding, Review
from feedback.services import reviewing
from tests.factories import check, make_review, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."


@pytest.fixture
def review(people: People) -> Review:
    return make_review(make_version(people.intro), people.maya, comment_on=(0, 6))


@pytest.fixture
def comment(review: Review) -> Comment:
    return review.comments.get()


@pytest.fixture
def finding(people: People) -> Finding:
    return check(make_version(people.intro, text=PAY)).findings.get(check_id="pay-motive")


def test_reply_stands_below_the_comment_once(signed_in: Any, people: People, comment: Comment) -> None:
    client, asked = signed_in(people.writer), {"body": " I will. ", "client_key": str(uuid.uuid4())}
    for _ in range(2):
        answer = client.post(f"/comments/{comment.pk}/reply/", asked)
        assert answer["Location"] == f"/intros/{people.intro.pk}/versions/1/#comment-{comment.pk}"
    reply = comment.replies.get()
    assert (reply.body, reply.author, reply.published_at is None) == ("I will.", people.writer, False)
    page = client.get(f"/intros/{people.intro.pk}/versions/1/").content.decode()
    assert "I will." in page


def test_reply_without_words_is_refused_with_a_sentence(signed_in: Any, people: People, comment: Comment) -> None:
    asked = {"body": "  ", "client_key": str(uuid.uuid4())}
    page = signed_in(people.writer).post(f"/comments/{comment.pk}/reply/", asked, follow=True).content.decode()
    assert "Write something before you send it." in page
    assert not comment.replies.exists()


def test_resolve_ticks_off_and_opens_again(signed_in: Any, people: People, comment: Comment) -> None:
    client = signed_in(people.writer)
    client.post(f"/comments/{comment.pk}/resolve/", {"done": "1"})
    comment.refresh_from_db()
    assert (comment.resolved_at is not None, comment.resolved_by) == (True, people.writer)
    assert "Open again" in client.get(f"/intros/{people.intro.pk}/versions/1/").content.decode()
    client.post(f"/comments/{comment.pk}/resolve/", {"done": "0"})
    comment.refresh_from_db()
    assert (comment.resolved_at, comment.resolved_by) == (None, None)


def test_disagreeing_needs_a_reason_that_becomes_a_reply(signed_in: Any, people: People, comment: Comment) -> None:
    client, address, key = signed_in(people.writer), f"/comments/{comment.pk}/resolve/", str(uuid.uuid4())
    for body in ("", " "):
        asked = {"done": "disagree", "body": body, "client_key": key}
        assert "Say why you disagree" in client.post(address, asked, follow=True).content.decode()
    comment.refresh_from_db()
    assert (comment.resolved_at, comment.replies.count()) == (None, 0)
    for _ in range(2):
        client.post(address, {"done": "disagree", "body": "They know the shop.", "client_key": key})
    comment.refresh_from_db()
    assert (comment.resolution, comment.resolved_by, comment.replies.get().body) == (
        "disagree",
        people.writer,
        "They know the shop.",
    )
    assert "disagreed" in client.get(f"/intros/{people.intro.pk}/versions/1/").content.decode()


def test_a_resolution_says_who_it_was(signed_in: Any, people: People, comment: Comment) -> None:
    for person, resolution in ((people.cato, "done"), (people.maya, "ticked")):
        client = signed_in(person.user)
        client.post(f"/comments/{comment.pk}/resolve/", {"done": "1"})
        comment.refresh_from_db()
        assert comment.resolution == resolution
        client.post(f"/comments/{comment.pk}/resolve/", {"done": "0"})
        comment.refresh_from_db()
        assert (comment.resolution, comment.resolved_at) == ("", None)


def test_dismiss_needs_a_reason_and_can_be_taken_back(signed_in: Any, people: People, finding: Finding) -> None:
    client, address = signed_in(people.writer), f"/findings/{finding.pk}/dismiss/"
    page = client.post(address, {"is_dismissed": "on"}, follow=True).content.decode()
    assert "Say why it does not help here." in page
    finding.refresh_from_db()
    assert finding.judged_at is None
    client.post(address, {"is_dismissed": "on", "reason": "fine_here", "words": "It is a quotation."})
    finding.refresh_from_db()
    assert (finding.judged_by, finding.verdict, finding.note) == (people.writer, "fine_here", "It is a quotation.")
    client.post(address)
    finding.refresh_from_db()
    assert (finding.judged_at, finding.verdict, finding.note) == (None, "", "")


def test_answers_of_strangers_are_not_found_and_change_nothing(
    signed_in: Any, people: People, comment: Comment, finding: Finding
) -> None:
    for stranger in (people.otto.user, people.nora.user):
        client = signed_in(stranger)
        asked = {"body": "Hm.", "client_key": str(uuid.uuid4())}
        assert client.post(f"/comments/{comment.pk}/reply/", asked).status_code == 404
        assert client.post(f"/comments/{comment.pk}/resolve/", {"done": "1"}).status_code == 404
        dismissal = {"is_dismissed": "on", "reason": "wrong"}
        assert client.post(f"/findings/{finding.pk}/dismiss/", dismissal).status_code == 404
    comment.refresh_from_db()
    finding.refresh_from_db()
    assert (comment.replies.count(), comment.resolved_at, finding.judged_at) == (0, None, None)


@pytest.mark.django_db(transaction=True)
def test_the_same_reply_many_times_at_once_is_one(people: People, comment: Comment) -> None:
    key, gate = uuid.uuid4(), threading.Barrier(6)
    made: list[int | BaseException] = []

    def answer() -> None:
        try:
            gate.wait(20)
            body = "I will."
            reply = reviewing.reply_to_comment(comment=comment, author=people.writer, body=body, client_key=key)
            made.append(reply.pk)
        except BaseException as error:
            made.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=answer) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert made == [comment.replies.get().pk] * 6


def test_reply_to_a_comment_that_is_not_published_is_not_found(signed_in: Any, people: People) -> None:
    draft = make_review(make_version(people.intro), people.maya, published=False, comment_on=(0, 6)).comments.get()
    asked = {"body": "Hm.", "client_key": str(uuid.uuid4())}
    assert signed_in(people.writer).post(f"/comments/{draft.pk}/reply/", asked).status_code == 404


def test_answers_in_an_archived_cohort_are_refused_with_a_sentence(
    signed_in: Any, people: People, comment: Comment, finding: Finding
) -> None:
    archive_cohorts(cohorts=[people.cohort])
    client = signed_in(people.writer)
    for address, asked in (
        (f"/comments/{comment.pk}/reply/", {"body": "Hm.", "client_key": str(uuid.uuid4())}),
        (f"/comments/{comment.pk}/resolve/", {"done": "1"}),
        (f"/findings/{finding.pk}/dismiss/", {"is_dismissed": "on", "reason": "wrong"}),
        (f"/findings/{finding.pk}/dismiss/", {}),
    ):
        page = client.post(address, asked, follow=True).content.decode()
        assert "This cohort is archived: its drafts can be read, but no longer changed." in page
    comment.refresh_from_db()
    finding.refresh_from_db()
    assert (comment.replies.count(), comment.resolved_at, finding.judged_at) == (0, None, None)
