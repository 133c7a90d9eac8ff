"""Earlier comments, what became of them, and what a coach answers on the review page."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cohorts.models import User
from feedback.models import Comment, Silencing
from feedback.reports.review import review_page
from feedback.services import reviewing
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]
PAY = "What draws me to the job is above all the salary."
FIRST = f"I like boats a lot. {PAY} My team split the nights between us."


@pytest.fixture
def comment(desk: Desk) -> Comment:
    """A published comment about pay, made with the check's finding, on version 1 of an introduction of its own."""
    intro = factories.make_intro(desk.enrolment)
    version = factories.make_version(intro, FIRST)
    review = factories.make_review(version, desk.coach, published=False)
    start = FIRST.index("salary")
    comment = reviewing.comment_on_words(
        review=review, start=start, end=start + 6, body="Is it?", client_key=uuid.uuid4(), check_id="pay-motive"
    )
    reviewing.publish_review(review=review)
    return comment


@pytest.mark.parametrize(
    ("text", "fate", "is_answered"),
    [
        (FIRST + " I want to learn.", "unchanged", False),
        (FIRST.replace("the salary", "the salary and the hours"), "unchanged", False),
        (FIRST.replace(PAY, "What draws me to the job is above all the people."), "reworded", True),
        (FIRST.replace(PAY + " ", ""), "gone", True),
    ],
)
def test_ledger_tells_whether_the_finding_was_answered(
    desk: Desk, comment: Comment, text: str, fate: str, is_answered: bool
) -> None:
    second = factories.make_version(comment.version.intro, text)
    factories.check(second)

    (entry,) = review_page(version=second, user=desk.coach.user).earlier

    assert (entry.found.fate, entry.is_answered, entry.check) == (fate, is_answered, "Pay as a motive")


def test_ledger_says_nothing_of_a_check_that_is_silent_or_has_not_run(desk: Desk, comment: Comment) -> None:
    second = factories.make_version(comment.version.intro, FIRST.replace(PAY + " ", ""))
    assert not review_page(version=second, user=desk.coach.user).earlier[0].is_answered
    factories.check(second)
    Silencing.objects.create(cohort=desk.cohort, check_id="pay-motive", right=1, judged=20)
    assert not review_page(version=second, user=desk.coach.user).earlier[0].is_answered


def test_coach_ticks_off_opens_again_and_replies(desk: Desk, comment: Comment, signed_in: SignIn) -> None:
    intro = comment.version.intro
    factories.make_version(intro, FIRST + " I want to learn.")
    client, key = signed_in(desk.coach.user), str(uuid.uuid4())
    address = reverse("feedback:review_thread", args=[intro.pk, 2, comment.pk])

    def ask(body: Any) -> Any:
        return client.post(address, body, content_type="application/json")

    assert [ask({"act": "tick"}).json() for _ in range(2)] == [
        {"is_open": False, "words": "ticked off by Maya Coach"}
    ] * 2
    comment.refresh_from_db()
    assert (comment.resolution, comment.resolved_by) == ("ticked", desk.coach.user)
    page = client.get(reverse("feedback:review", args=[intro.pk, 2])).context["page"]
    assert (page.open_earlier, page.earlier[0].resolution_words) == (0, "ticked off by Maya Coach")
    assert ask({"act": "open"}).json() == {"is_open": True, "words": ""}
    for _ in range(2):
        assert ask({"act": "reply", "body": "Look again.", "client_key": key}).json() == {
            "author": "Maya Coach", "body": "Look again.",
        }  # fmt: skip
    assert [reply.body for reply in comment.replies.all()] == ["Look again."]
    wrong: list[Any] = [{"act": "reply", "body": "x"}, {"act": "shout"}, []]
    assert [ask(body).status_code for body in wrong] == [400] * 3
    other = reverse("feedback:review_thread", args=[desk.intro.pk, 1, comment.pk])
    assert client.post(other, {"act": "tick"}, content_type="application/json").status_code == 404
