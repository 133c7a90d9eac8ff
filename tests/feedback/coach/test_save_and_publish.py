import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohorts.models import Coach, User
from cohorts.services import archive_cohorts
from feedback.models import Notification, Review, ReviewStatus
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


def post(client: Client, url: str, body: Any) -> Any:
    return client.post(url, body, content_type="application/json")


def state(**changes: Any) -> dict[str, Any]:
    return {"revision": 0, "summary": "Say why.", "decision": "keep_working", "levels": {}} | changes


def add_coach(desk: Desk) -> Coach:
    other = factories.make_coach("Other Coach")
    desk.cohort.coaches.add(other)
    return other


def test_save_keeps_summary_decision_and_levels(desk: Desk, signed_in: SignIn) -> None:
    criterion = factories.make_rubric(desk.cohort).criteria.all()[0]
    level = criterion.levels.get(points=1)
    client = signed_in(desk.coach.user)

    answer = post(client, desk.url("feedback:review_save"), state(levels={str(criterion.pk): level.pk}))
    expected = {
        "revision": 1,
        "summary": "Say why.",
        "decision": "keep_working",
        "levels": {str(criterion.pk): level.pk},
    }
    assert (answer.status_code, answer.json()) == (200, expected | {"hides_engine": False})

    answer = post(client, desk.url("feedback:review_save"), state(revision=1, levels={str(criterion.pk): None}))
    assert answer.json()["levels"] == {}
    assert Review.objects.get().points.count() == 0


def test_saving_twice_after_a_lost_answer_is_no_conflict(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    answers = [post(client, desk.url("feedback:review_save"), state()) for _ in range(2)]

    assert [(answer.status_code, answer.json()["revision"]) for answer in answers] == [(200, 1), (200, 1)]


def test_stale_save_answers_with_the_newer_state_and_changes_nothing(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    post(client, desk.url("feedback:review_save"), state(summary="From this window", decision="ready"))

    answer = post(client, desk.url("feedback:review_save"), state(summary="From that window"))

    assert answer.status_code == 409
    assert answer["Content-Type"] == "application/problem+json"
    assert answer.json() == {
        "type": "about:blank",
        "title": "Conflict",
        "status": 409,
        "detail": "This review was changed in another window. Both texts are kept: choose one.",
        "current": {"revision": 1, "summary": "From this window", "decision": "ready", "levels": {}},
    }
    assert Review.objects.get().summary == "From this window"


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        (b"{", "Expecting property name"),
        (b"[]", "Send one JSON object."),
        (b"[" * 100_000, "maximum recursion depth"),
        (b"\xff", "can't decode"),
        ({"summary": "x"}, "revision: This field is required."),
        (state(revision=-1), "revision: Ensure this value is greater than or equal to 0."),
        (state(revision=10**30), "revision: Ensure this value is less than or equal to"),
        (state(decision="perhaps"), "decision: Select a valid choice."),
        (state(summary=["x"]), "summary: Send text here."),
        (state(summary="x" * 20_001), "summary: Ensure this value has at most 20000 characters"),
        (state(levels=[1]), "levels: Send the levels as an object"),
        (state(levels={"x": 1}), "levels: Criteria and levels are named by their numbers."),
        (state(levels={"1": 1.5}), "levels: Criteria and levels are named by their numbers."),
        (state(levels={"1": 10**40}), "levels: Criteria and levels are named by their numbers."),
        (state(levels={"999": 999}), "This level does not belong to the cohort's rubric."),
    ],
)
def test_nonsense_is_refused_in_a_sentence_and_changes_nothing(
    desk: Desk, signed_in: SignIn, body: Any, detail: str
) -> None:
    answer = post(signed_in(desk.coach.user), desk.url("feedback:review_save"), body)

    assert (answer.status_code, answer.json()["title"]) == (400, "Bad request")
    assert detail in answer.json()["detail"]
    assert list(Review.objects.values_list("revision", "summary")) in ([], [(0, "")])


def test_what_no_database_can_store_is_stored_without_it(desk: Desk, signed_in: SignIn) -> None:
    body = b'{"revision": 0, "decision": "", "levels": {}, "summary": "a\\u0000b \\ud800 c\\r\\nd"}'

    answer = post(signed_in(desk.coach.user), desk.url("feedback:review_save"), body)

    assert answer.json()["summary"] == "ab ? c\nd"


def test_publish_stores_tells_the_candidate_and_leads_to_the_next_draft(desk: Desk, signed_in: SignIn) -> None:
    second = factories.make_intro(factories.make_enrolment(desk.cohort, None, desk.coach))
    factories.make_version(second)
    client = signed_in(desk.coach.user)

    answer = post(client, desk.url("feedback:review_publish") + "?cohort=autumn", state(summary="Well told."))

    review = Review.objects.get()
    said = {
        "words": "Published: Carl Candidate can read your answer now.",
        "url": desk.url(),
        "link": "Look at it again",
        "close": "Close this message",
    }
    following = f"/intros/{second.pk}/versions/1/review/?cohort=autumn"
    assert (answer.status_code, answer.json()) == (200, {"next": following, "said": said})
    assert (review.status, review.summary, review.decision) == (ReviewStatus.PUBLISHED, "Well told.", "keep_working")
    assert [note.recipient for note in Notification.objects.all()] == [desk.enrolment.candidate.user]


def test_publish_of_the_last_one_leads_back_to_the_queue(desk: Desk, signed_in: SignIn) -> None:
    answer = post(signed_in(desk.coach.user), desk.url("feedback:review_publish"), state())

    assert answer.json()["next"] == reverse("feedback:queue")


def test_publish_of_an_incomplete_review_keeps_what_was_written(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    answer = post(client, desk.url("feedback:review_publish"), state(decision="", summary="Half"))

    assert (answer.status_code, answer.json()["revision"]) == (400, 1)
    assert answer.json()["detail"] == "Choose a decision and write a summary or a comment before you publish."
    assert list(Review.objects.values_list("status", "summary")) == [("draft", "Half")]


def test_publish_after_a_colleague_says_so_and_keeps_what_was_written(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    post(client, desk.url("feedback:review_save"), state(summary="Mine"))
    factories.make_review(desk.version, add_coach(desk), summary="Theirs")

    answer = post(client, desk.url("feedback:review_publish"), state(revision=1, summary="Mine, longer"))

    assert answer.status_code == 409
    assert answer.json()["detail"] == "Other Coach has published a review of this version already."
    assert set(Review.objects.values_list("summary", "status")) == {("Mine", "draft"), ("Theirs", "published")}


def test_publish_twice_makes_one_review_and_one_notification(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    post(client, desk.url("feedback:review_publish"), state())

    again = post(client, desk.url("feedback:review_publish"), state(revision=1))

    assert again.status_code == 200
    assert again.json()["next"] == reverse("feedback:queue")
    assert (Review.objects.count(), Notification.objects.count()) == (1, 1)


def test_published_review_is_not_changed_by_a_late_save(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    post(client, desk.url("feedback:review_publish"), state())

    answer = post(client, desk.url("feedback:review_save"), state(revision=1, summary="Too late"))

    assert (answer.status_code, answer.json()["detail"]) == (
        400,
        "This review is published; it can no longer be changed here.",
    )
    assert Review.objects.get().summary == "Say why."


@pytest.mark.parametrize("name", ["feedback:review_save", "feedback:review_publish"])
def test_only_coaches_of_the_cohort_answer(desk: Desk, signed_in: SignIn, name: str) -> None:
    stranger = factories.make_coach()
    factories.make_cohort(stranger)

    for user in (stranger.user, desk.enrolment.candidate.user):
        assert post(signed_in(user), desk.url(name), state()).status_code == 404
    refused = post(signed_in(factories.make_admin()), desk.url(name), state())
    assert (refused.status_code, refused.json()["title"]) == (403, "Forbidden")
    assert Client().post(desk.url(name)).status_code == 302
    assert not Review.objects.exists()


def test_save_is_asked_by_post(desk: Desk, signed_in: SignIn) -> None:
    assert signed_in(desk.coach.user).get(desk.url("feedback:review_save")).status_code == 405


def test_nobody_answers_their_own_introduction(desk: Desk, signed_in: SignIn) -> None:
    """A coach of the cohort who is a candidate in it, too."""
    both = Coach.objects.create(user=desk.enrolment.candidate.user)
    desk.cohort.coaches.add(both)
    client, sentence = signed_in(both.user), "This introduction is your own: another coach of the cohort answers it."

    assert client.get(desk.url()).context["page"].closed == sentence
    answers = [post(client, desk.url(f"feedback:review_{what}"), state()) for what in ("save", "publish")]

    assert [(answer.status_code, answer.json()["detail"]) for answer in answers] == [(400, sentence)] * 2
    assert Review.objects.count() == 0


def test_a_draft_in_an_archived_cohort_stays_as_it_is(desk: Desk, signed_in: SignIn) -> None:
    review = factories.make_review(desk.version, desk.coach, published=False, summary="Mine", comment_on=(0, 4))
    comment = review.comments.get()
    archive_cohorts(cohorts=[desk.cohort])
    client, body = signed_in(desk.coach.user), {"start": 0, "end": 4, "body": "Other."}

    answers = [post(client, desk.url(f"feedback:review_{what}"), state(revision=1)) for what in ("save", "publish")]
    for key in (comment.client_key, uuid.uuid4()):
        address = desk.url("feedback:review_comment", key)
        answers.append(client.put(address, body, content_type="application/json"))
    answers.append(client.delete(desk.url("feedback:review_comment", comment.client_key)))

    assert [answer.status_code for answer in answers] == [400] * 5
    assert {answer.json()["detail"] for answer in answers} == {
        "This cohort is archived: its drafts can be read, but no longer changed."
    }
    assert (Review.objects.get().summary, review.comments.get().body) == ("Mine", "Say more here.")
