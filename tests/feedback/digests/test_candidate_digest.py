"""What a candidate's mail names: each new answer, once."""

from datetime import date, timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cohorts.models import Candidate, Coach, Cohort, DraftVersion
from cohorts.services import archive_cohorts
from feedback.models import Digest, Notification, Review
from feedback.reports.digests import due_candidates
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.digests import claim_due_digests, left_digests, send_digest
from feedback.services.reviewing import mark_read, publish_review
from tests.factories import make_candidate, make_enrolment, make_intro, make_review, make_version

HOUR, DAY = timedelta(hours=1), timedelta(days=1)

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def version(coach: Coach, cohort: Cohort, candidate: Candidate) -> DraftVersion:
    intro = make_intro(make_enrolment(cohort, candidate, coach), "Product Owner", "Sundpay")
    return make_version(intro, submitted_at=timezone.now() - 3 * DAY)


def answer(version: DraftVersion, coach: Coach, ago: timedelta = HOUR) -> Review:
    review = make_review(version, coach, published=False)
    return publish_review(review=review, published_at=timezone.now() - ago)


def test_mail_names_a_new_answer(version: DraftVersion, coach: Coach) -> None:
    answer(version, coach)
    claim_due_digests()
    digest = Digest.objects.get()
    assert (digest.subject, digest.kind, digest.period) == (
        "Maya Berg has answered: Product Owner, Sundpay", "candidate", date(2026, 6, 15),
    )  # fmt: skip
    assert digest.text.split("\n-- \n")[0] == (
        "Hello Ana,\n\nthere is a new answer to what you wrote.\n\n"
        "- Product Owner, Sundpay\n"
        "  Maya Berg answered version 1 on 15 June: Keep working\n"
        f"  https://coachhub.example.org/intros/{version.intro_id}/versions/1/\n\n"
        "All your introductions: https://coachhub.example.org/mine/\n"
    )


def test_each_answer_is_named_once(version: DraftVersion, coach: Coach, clock: time_machine.Traveller) -> None:
    answer(version, coach)
    (first,) = claim_due_digests()
    send_digest(digest_id=first)
    clock.shift(DAY)
    assert claim_due_digests() == []
    second = make_version(version.intro, submitted_at=timezone.now() - 5 * HOUR)
    answer(second, coach)
    (tomorrow,) = claim_due_digests()
    assert "answered version 2" in Digest.objects.get(pk=tomorrow).text
    assert "answered version 1" not in Digest.objects.get(pk=tomorrow).text


def test_a_changed_answer_is_named_as_changed_and_once(
    version: DraftVersion, coach: Coach, clock: time_machine.Traveller
) -> None:
    review = answer(version, coach)
    (first,) = claim_due_digests()
    send_digest(digest_id=first)
    clock.shift(DAY)
    for summary in ("Say why here.", "Say why there."):
        review = amend_review(
            review=review, revision=review.revision, summary=summary, decision="ready", levels={},
            comments=CommentChanges({}), amended_at=timezone.now() - HOUR,
        )  # fmt: skip
    (second,) = claim_due_digests()
    digest = Digest.objects.get(pk=second)
    assert digest.subject == "Maya Berg has changed an answer: Product Owner, Sundpay"
    assert digest.text.split("\n\n")[1:3] == [
        "an answer to what you wrote was changed.",
        "- Product Owner, Sundpay\n"
        "  Maya Berg changed the answer to version 1 on 16 June: Ready\n"
        f"  https://coachhub.example.org/intros/{version.intro_id}/versions/1/",
    ]
    assert "Maya Berg changed the answer to version 1 on 16 June" in digest.html
    send_digest(digest_id=second)
    clock.shift(DAY)
    assert claim_due_digests() == []


def test_nothing_is_said_of_what_was_read_or_came_later_or_is_archived(
    version: DraftVersion, coach: Coach, cohort: Cohort
) -> None:
    read = answer(version, coach)
    mark_read(review=read, user=version.intro.enrolment.candidate.user)
    later = make_version(version.intro, submitted_at=timezone.now() - DAY)
    answer(later, coach, ago=-HOUR)
    assert claim_due_digests() == []
    Notification.objects.update(read_at=None, created_at=timezone.now() - DAY)
    archive_cohorts(cohorts=[cohort])
    assert claim_due_digests() == []


def test_what_could_not_be_sent_all_day_is_named_by_the_next_mail(
    version: DraftVersion, coach: Coach, clock: time_machine.Traveller, settings: object
) -> None:
    answer(version, coach)
    (lost,) = claim_due_digests()
    clock.shift(DAY)
    assert left_digests() == []
    assert Digest.objects.get(pk=lost).error == "The day was over before it could be sent."
    (again,) = claim_due_digests()
    assert list(Notification.objects.values_list("digest", flat=True)) == [again]
    assert "answered version 1" in Digest.objects.get(pk=again).text


def test_what_is_being_sent_or_may_be_tried_again_is_not_named_twice(
    version: DraftVersion, coach: Coach, clock: time_machine.Traveller
) -> None:
    answer(version, coach)
    (first,) = claim_due_digests()
    clock.shift(DAY)
    for status in ("sending", "failed"):
        Digest.objects.filter(pk=first).update(status=status, error="refused")
        assert claim_due_digests() == []


@pytest.mark.once
def test_due_candidates_are_found_in_two_queries_for_1_and_for_30(
    version: DraftVersion, coach: Coach, cohort: Cohort
) -> None:
    answer(version, coach)
    with CaptureQueriesContext(connection) as of_one:
        assert len(due_candidates(timezone.now())) == 1
    for _ in range(29):
        candidate = make_candidate(time_zone="Europe/Berlin")
        intro = make_intro(make_enrolment(cohort, candidate, coach))
        answer(make_version(intro, submitted_at=timezone.now() - DAY), coach)
    with CaptureQueriesContext(connection) as of_thirty:
        assert len(due_candidates(timezone.now())) == 30
    assert (len(of_one), len(of_thirty)) == (2, 2)
