"""What the table's addresses lead to: Bob's introduction in Alice's cohort, with one of everything that hangs on it."""

import uuid
from typing import Any

from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode

from cohorts.models import Absence, User
from feedback.emails import unsubscribe_token
from feedback.models import Finding, SavedView, Silencing, Snippet, Webhook
from feedback.services.calibrating import start_calibration
from tests.factories import (
    check,
    make_admin,
    make_candidate,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_rubric,
    make_token,
    make_version,
)

ROLES = ("stranger", "bob", "other", "alice", "charlie", "admin")
"""Nobody signed in; the candidate; another one of the cohort; its coach; a coach of another cohort; an admin."""


def make_world() -> tuple[dict[str, User | None], dict[str, Any]]:
    """The people by role, and the names that addresses and bodies of the table use."""
    alice, bob, charlie = make_coach("Alice"), make_candidate("Bob"), make_coach("Charlie")
    other, admin = make_candidate("Other"), make_admin()
    cohort, elsewhere = make_cohort(alice, name="Spring"), make_cohort(charlie, name="Autumn")
    make_rubric(cohort)
    enrolment = make_enrolment(cohort, bob, alice)
    make_intro(make_enrolment(cohort, other))
    make_intro(make_enrolment(elsewhere))
    intro = make_intro(enrolment)
    answered = make_version(intro)
    check(answered)
    comment = make_review(answered, alice, comment_on=(0, 6)).comments.get()
    waiting = make_version(intro)
    run = check(waiting)
    finding = Finding.objects.create(
        run=run, position=900, check_id="no-reason", severity="major", start=0, end=4, seen="What", why="It matters.",
        try_next="What draws you?", certainty=0.9,
    )  # fmt: skip
    draft = make_review(waiting, alice, published=False, comment_on=(0, 6))
    snippet = Snippet.objects.create(coach=alice, title="Why?", body="What draws you?")
    calibration = start_calibration(cohort=cohort, name="May", versions=[answered], user=admin)
    silencing = Silencing.objects.create(cohort=cohort, check_id="too-long", right=1, judged=20)
    view = SavedView.objects.create(coach=alice, name="Unread", query="state=unread")
    absence = Absence.objects.create(coach=alice, stand_in=charlie, first_day="2030-01-01", last_day="2030-01-05")
    token, _secret = make_token(alice.user)
    webhook = Webhook.objects.create(name="All", address="https://hooks.example.org/", events=["candidate.ready"])
    delivery = webhook.deliveries.create(event="ping", event_id=uuid.uuid4(), body="{}")
    names = {
        "webhook": webhook.pk, "delivery": delivery.pk,
        "calibration": calibration.pk,
        "silencing": silencing.pk, "coach": alice.pk,
        "cohort": cohort.slug, "enrolment": enrolment.pk, "intro": intro.pk, "old_version": answered.pk,
        "version": waiting.pk, "run": run.pk, "finding": finding.pk, "review": comment.review_id, "draft": draft.pk,
        "comment": comment.pk, "draft_comment": draft.comments.get().pk, "snippet": snippet.pk,
        "view": view.pk, "absence": absence.pk,
        "token": token.token_key, "key": uuid.uuid4(), "draft_key": draft.comments.get().client_key,
        "uid": urlsafe_base64_encode(force_bytes(bob.pk)), "unsubscribe": unsubscribe_token(bob.user_id),
        "revision": intro.working_revision,
    }  # fmt: skip
    names["revision"] = type(intro).objects.get(pk=intro.pk).working_revision
    people = {
        "stranger": None, "bob": bob.user, "other": other.user, "alice": alice.user, "charlie": charlie.user,
        "admin": admin,
    }  # fmt: skip
    return people, names
