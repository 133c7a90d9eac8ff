import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from cohorts.models import User
from feedback.models import Comment, Review
from feedback.services.reviewing import publish_review
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]
KEY = uuid.UUID("11111111-1111-4111-8111-111111111111")


def put(client: Client, desk: Desk, body: Any, key: uuid.UUID = KEY) -> Any:
    return client.put(desk.url("feedback:review_comment", key), body, content_type="application/json")


def rows() -> list[tuple[int, int, str, str]]:
    return list(Comment.objects.values_list("start", "end", "quote", "body"))


def test_comment_is_anchored_on_its_words_and_written_once(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    assert "Nothing written yet" in client.get(desk.url()).content.decode()

    answers = [put(client, desk, {"start": 5, "end": 11, "body": "Lovely. "}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert answers[1].json() == {"start": 5, "end": 11, "quote": "I miss", "body": "Lovely.", "revision": 0}
    assert rows() == [(5, 11, "I miss", "Lovely.")]
    comment = Comment.objects.get()
    assert (comment.review, comment.published_at, comment.author) == (Review.objects.get(), None, desk.coach.user)
    assert "Nothing written yet" not in client.get(desk.url()).content.decode()


def test_praise_is_kept_and_taken_back_like_words(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    said = {"start": 0, "end": 4, "body": "Keep this."}

    revisions = [put(client, desk, said | {"is_praise": praise}).json()["revision"] for praise in (True, True, False)]

    assert revisions == [0, 0, 1]
    assert not Comment.objects.get().is_praise
    put(client, desk, said | {"is_praise": True, "revision": 1})
    assert 'data-praised="yes"' in client.get(desk.url()).content.decode()


def test_comment_counts_code_points(desk: Desk, signed_in: SignIn) -> None:
    intro = factories.make_intro(desk.enrolment)
    version = factories.make_version(intro, "😀 I like 👩‍🚀 boats.")
    start = version.text.index("boats")
    other = Desk(desk.coach, desk.cohort, desk.enrolment, intro, version)

    assert put(signed_in(desk.coach.user), other, {"start": start, "end": start + 5, "body": "Why?"}).json() == {
        "start": start,
        "end": start + 5,
        "quote": "boats",
        "body": "Why?",
        "revision": 0,
    }


def test_comment_of_the_same_key_is_changed(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    put(client, desk, {"start": 0, "end": 4, "body": "First"})

    put(client, desk, {"start": 0, "end": 4, "body": "Second"})

    assert rows() == [(0, 4, "What", "Second")]


def test_a_stale_edit_or_deletion_is_answered_with_the_newer_words(desk: Desk, signed_in: SignIn) -> None:
    client, span = signed_in(desk.coach.user), {"start": 0, "end": 4}
    url = desk.url("feedback:review_comment", KEY)
    put(client, desk, span | {"body": "First", "revision": None})
    assert put(client, desk, span | {"body": "From this window", "revision": 0}).json()["revision"] == 1

    stale = put(client, desk, span | {"body": "From that window", "revision": 0})
    deleted = client.delete(url, {"revision": 0}, content_type="application/json")

    newer = {"body": "From this window", "revision": 1}
    assert [(a.status_code, a.json()["current"]) for a in (stale, deleted)] == [(409, newer)] * 2
    again = put(client, desk, span | {"body": "From this window", "revision": 0})  # its answer was lost
    assert (again.status_code, again.json()["revision"]) == (200, 1)
    assert rows() == [(0, 4, "What", "From this window")]
    assert client.delete(url, {"revision": 1}, content_type="application/json").status_code == 204


def test_comment_is_deleted_and_brought_back(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    url = desk.url("feedback:review_comment", KEY)
    put(client, desk, {"start": 0, "end": 4, "body": "Keep"})

    assert [client.delete(url).status_code for _ in range(2)] == [204, 204]
    assert rows() == []
    put(client, desk, {"start": 0, "end": 4, "body": "Keep"})
    assert rows() == [(0, 4, "What", "Keep")]


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"start": 0, "end": 4, "body": "  "}, "Write something before you save the comment."),
        ({"start": 4, "end": 4, "body": "x"}, "These words are not part of the version."),
        ({"start": 0, "end": 90_000, "body": "x"}, "These words are not part of the version."),
        ({"start": -1, "end": 4, "body": "x"}, "start: Ensure this value is greater than or equal to 0."),
        ({"start": 0, "end": 4, "body": {"a": 1}}, "body: Send text here."),
        (
            {"start": 0, "end": 4, "body": "x" * 5001},
            "body: Ensure this value has at most 5000 characters (it has 5001).",
        ),
        ({"end": 4, "body": "x"}, "start: This field is required."),
    ],
)
def test_comment_that_cannot_be_is_refused(desk: Desk, signed_in: SignIn, body: Any, detail: str) -> None:
    answer = put(signed_in(desk.coach.user), desk, body)

    assert (answer.status_code, answer.json()["detail"]) == (400, detail)
    assert rows() == []


def test_published_comment_stays_as_it_was_read(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    review = factories.make_review(desk.version, desk.coach, published=False)
    put(client, desk, {"start": 0, "end": 4, "body": "Read"})
    publish_review(review=review)

    changed = put(client, desk, {"start": 0, "end": 4, "body": "Changed"})
    deleted = client.delete(desk.url("feedback:review_comment", KEY))
    added = put(client, desk, {"start": 0, "end": 4, "body": "Added"}, uuid.uuid4())

    sentence = "This review is published; it can no longer be changed here."
    assert [(answer.status_code, answer.json()["detail"]) for answer in (changed, deleted, added)] == [
        (400, sentence)
    ] * 3
    assert rows() == [(0, 4, "What", "Read")]


def test_a_colleagues_comment_is_out_of_reach(desk: Desk, signed_in: SignIn) -> None:
    other = factories.make_coach()
    desk.cohort.coaches.add(other)
    put(signed_in(other.user), desk, {"start": 0, "end": 4, "body": "Theirs"})
    client = signed_in(desk.coach.user)

    assert client.delete(desk.url("feedback:review_comment", KEY)).status_code == 204
    put(client, desk, {"start": 5, "end": 11, "body": "Mine"})

    assert rows() == [(0, 4, "What", "Theirs"), (5, 11, "I miss", "Mine")]


def test_key_of_another_versions_comment_is_refused(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    put(client, desk, {"start": 0, "end": 4, "body": "Here"})
    later = Desk(desk.coach, desk.cohort, desk.enrolment, desk.intro, factories.make_version(desk.intro))

    answer = put(client, later, {"start": 0, "end": 4, "body": "There"})

    assert (answer.status_code, answer.json()["detail"]) == (400, "This comment stands on another version.")
    assert rows() == [(0, 4, "What", "Here")]


def test_only_coaches_of_the_cohort_comment(desk: Desk, signed_in: SignIn) -> None:
    stranger = factories.make_coach()
    factories.make_cohort(stranger)
    body = {"start": 0, "end": 4, "body": "x"}

    for user in (stranger.user, desk.enrolment.candidate.user):
        assert put(signed_in(user), desk, body).status_code == 404
        assert signed_in(user).delete(desk.url("feedback:review_comment", KEY)).status_code == 404
    assert put(signed_in(factories.make_admin()), desk, body).status_code == 403
    assert rows() == []
