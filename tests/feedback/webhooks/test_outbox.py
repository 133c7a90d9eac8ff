"""What is written into the outbox, for whom, and that it stands or falls with what happened."""

import json
import sys
import uuid
from types import FrameType

import pytest
from pytest_django import Settings

from feedback.exceptions import WebhookDeleted
from feedback.models import Delivery, Review, ReviewStatus, Webhook
from feedback.services import checking, webhooks
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.reviewing import publish_review
from tests.factories import (
    check,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_version,
)

pytestmark = pytest.mark.django_db
WORDS = "Zanzibar taught me to listen. Here I would, for your patients, with the team that I met on Tuesday."


@pytest.fixture(autouse=True)
def _base_url(settings: Settings) -> None:
    settings.BASE_URL = "https://coachhub.example.org"


def listen(name: str, *events: str, **fields: object) -> Webhook:
    return Webhook.objects.create(name=name, address="https://hook.example.org/", events=list(events), **fields)


def told() -> list[tuple[str, str]]:
    return list(Delivery.objects.order_by("pk").values_list("webhook__name", "event"))


def test_each_listener_is_told_of_what_it_asked_for_in_its_cohort_and_nobody_of_a_word_that_was_written() -> None:
    coach, bob = make_coach("Maya Secret"), make_candidate("Bob Secret")
    cohort, elsewhere = make_cohort(coach), make_cohort(coach)
    listen("all", "version.submitted", "check.finished", "review.published", "candidate.ready")
    listen("ours", "candidate.ready", cohort=cohort)
    listen("theirs", "version.submitted", "candidate.ready", cohort=elsewhere)
    listen("off", "version.submitted", is_active=False)
    enrolment = make_enrolment(cohort, bob, coach)
    version = make_version(make_intro(enrolment), text=WORDS)
    run = check(version)
    review = make_review(version, coach, decision="ready", summary="Zanzibar lands.")
    assert publish_review(review=review).is_published  # a second time tells nobody anew
    assert told() == [
        ("all", "version.submitted"), ("all", "check.finished"), ("all", "review.published"),
        ("all", "candidate.ready"), ("ours", "candidate.ready"),
    ]  # fmt: skip
    bodies = list(Delivery.objects.order_by("pk").values_list("body", flat=True))
    assert not [word for word in ("Zanzibar", "Secret", bob.user.email, "lands") if word in "".join(bodies)]
    first, ready = Delivery.objects.get(event="version.submitted"), Delivery.objects.filter(event="candidate.ready")
    site = "https://coachhub.example.org"
    about = {
        "cohort": {"id": cohort.pk, "slug": cohort.slug, "url": f"{site}/cohorts/{cohort.slug}/"},
        "enrolment": {"id": enrolment.pk, "candidate": bob.pk},
        "intro": {"id": version.intro_id, "api_url": f"{site}/api/v1/intros/{version.intro_id}/"},
        "version": {
            "id": version.pk, "number": 1, "api_url": f"{site}/api/v1/versions/{version.pk}/",
            "url": f"{site}/intros/{version.intro_id}/versions/1/review/",
        },
    }  # fmt: skip
    assert json.loads(first.body) == {
        "id": str(first.event_id), "type": "version.submitted", "created_at": first.created_at.isoformat(),
        "data": about,
    }  # fmt: skip
    assert json.loads(bodies[1])["data"]["check_run"] == {
        "id": run.pk, "status": "done", "ruleset": run.ruleset, "api_url": f"{site}/api/v1/check-runs/{run.pk}/",
    }  # fmt: skip
    answered = {
        "id": review.pk, "decision": "ready", "coach": coach.pk, "api_url": f"{site}/api/v1/reviews/{review.pk}/",
    }  # fmt: skip
    assert [json.loads(body)["data"] for body in bodies[2:]] == [about | {"review": answered}] * 3
    assert len(set(ready.values_list("event_id", flat=True))) == 1  # one event, whoever hears of it


def test_a_check_that_fails_or_runs_again_is_told_of_each_time_it_ends() -> None:
    coach = make_coach()
    version = make_version(make_intro(make_enrolment(make_cohort(coach))))
    listen("checks", "check.finished")
    run = check(version)
    type(run).objects.update(status="running")
    assert checking.fail_check(run_id=run.pk, reason="Too long.")
    assert not checking.fail_check(run_id=run.pk, reason="Too long.")
    statuses = [json.loads(row.body)["data"]["check_run"]["status"] for row in Delivery.objects.order_by("pk")]
    assert statuses == ["done", "failed"]


def test_a_candidate_whose_review_is_amended_is_ready_once() -> None:
    coach = make_coach()
    version = make_version(make_intro(make_enrolment(make_cohort(coach))))
    listen("ready", "candidate.ready")
    review = make_review(version, coach, decision="nearly_there")
    for revision, decision in enumerate(["ready", "nearly_there", "ready"], start=review.revision):
        amend_review(
            review=review,
            revision=revision,
            summary=f"Said {revision}.",
            decision=decision,
            levels={},
            comments=CommentChanges({}),
        )
    assert told() == [("ready", "candidate.ready")]


def test_what_happened_and_what_is_told_of_it_stand_or_fall_together() -> None:
    """The process ends at the last moment before the transaction would."""
    coach = make_coach()
    version = make_version(make_intro(make_enrolment(make_cohort(coach))))
    listen("all", "version.submitted", "review.published")
    review = make_review(version, coach, published=False)

    def die(frame: FrameType, event: str, _argument: object) -> None:
        if event == "return" and frame.f_code is webhooks.note_published.__code__:
            raise KeyboardInterrupt

    sys.setprofile(die)
    try:
        with pytest.raises(KeyboardInterrupt):
            publish_review(review=review)
    finally:
        sys.setprofile(None)
    assert (Review.objects.get(pk=review.pk).status, told()) == (ReviewStatus.DRAFT, [])
    publish_review(review=review)
    assert told() == [("all", "review.published")]


def test_written_twice_it_is_one_delivery() -> None:
    version = make_version(make_intro(make_enrolment(make_cohort(make_coach()))))
    listen("all", "version.submitted")
    for _again in range(2):
        webhooks.note_submitted(version=version)
    assert told() == [("all", "version.submitted")]


def test_secret_is_another_for_each_webhook_and_after_a_change_the_old_one_signs_along_for_a_day() -> None:
    one, other = listen("one", "check.finished"), listen("other", "check.finished")
    old = one.secret
    changed = webhooks.change_secret(webhook=one)
    assert changed.previous_until is not None
    assert len({old, changed.secret, other.secret, f"whsec_{uuid.uuid4().hex}"}) == 4
    assert changed.secrets_at(changed.previous_until - webhooks.SECRETS_OVERLAP) == [changed.secret, old]
    assert changed.secrets_at(changed.previous_until) == [changed.secret]


def test_a_webhook_that_was_deleted_since_it_was_read_is_told_nothing() -> None:
    gone, kept = listen("gone", "version.submitted"), listen("kept", "version.submitted")
    read = [Webhook.objects.get(pk=hook.pk) for hook in (gone, kept)]
    webhooks.delete_webhook(webhook=gone)
    assert Webhook.objects.held([hook.pk for hook in read]) == {kept.pk}
    with pytest.raises(WebhookDeleted):
        webhooks.send_ping(webhook=read[0])
    assert (webhooks.send_ping(webhook=read[1]).webhook, told()) == (kept, [("kept", "ping")])
