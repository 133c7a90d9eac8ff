"""Every list of the admin: its literal number of queries, the same for 1 row and for 30."""

import uuid
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.contrib import admin
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cohorts.models import User
from feedback.models import Digest, Lease, Review, Silencing, Snippet, Webhook
from feedback.services.amending import CommentChanges, amend_review
from feedback.services.calibrating import start_calibration
from feedback.services.holding import hold_review
from feedback.services.reviewing import publish_review
from feedback.services.rubrics import make_default_rubric
from tests.factories import (
    check,
    make_admin,
    make_coach,
    make_cohort,
    make_enrolment,
    make_intro,
    make_review,
    make_token,
    make_version,
)

LISTS = {
    "cohorts_apitoken": 4,
    "cohorts_user": 4,
    "cohorts_coach": 5,
    "cohorts_candidate": 7,
    "cohorts_cohort": 7,
    "cohorts_enrolment": 6,
    "cohorts_intro": 5,
    "cohorts_draftversion": 5,
    "feedback_calibration": 5,
    "feedback_checkrun": 6,
    "feedback_comment": 5,
    "feedback_criterion": 5,
    "feedback_delivery": 5,
    "feedback_digest": 4,
    "feedback_lease": 5,
    "feedback_review": 6,
    "feedback_rubric": 4,
    "feedback_silencing": 5,
    "feedback_snippet": 6,
    "feedback_webhook": 5,
}
"""Session, person, count and rows; then one for each filter by a related row, and one for each list within a row."""

pytestmark = pytest.mark.django_db
SignIn = Callable[[User], Client]


def make_row_of_everything(number: int) -> None:
    coach = make_coach()
    cohort = make_cohort(coach)
    make_default_rubric(cohort=cohort)
    version = make_version(make_intro(make_enrolment(cohort, coach=coach)))
    check(version)
    make_review(version, coach, comment_on=(0, 4))
    Lease.objects.create(intro=version.intro, coach=coach)
    Snippet.objects.create(coach=coach, title=f"Snippet {number}", body="Say more.")
    Digest.objects.create(
        recipient=coach.user, kind="coach", period=date(2026, 6, 1) + timedelta(days=number), subject="One draft waits",
        text="-", html="-", status="sent", sent_at=timezone.now(),
    )  # fmt: skip
    webhook = Webhook.objects.create(name=f"Webhook {number}", cohort=cohort, events=["candidate.ready"])
    webhook.deliveries.create(event="ping", event_id=uuid.uuid4(), body="{}")
    Silencing.objects.create(cohort=cohort, check_id="pay-motive", right=9, judged=21)
    start_calibration(cohort=cohort, name="May", versions=[version], user=coach.user)
    make_token(coach.user)


def test_every_list_is_named_here() -> None:
    registered = {f"{model._meta.app_label}_{model._meta.model_name}" for model in admin.site._registry}
    assert registered == set(LISTS)


@pytest.mark.once
def test_lists_cost_the_same_for_1_and_for_30(signed_in: SignIn) -> None:
    client = signed_in(make_admin())

    def queries_of(name: str, rows: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            page = client.get(reverse(f"admin:{name}_changelist"))
        assert page.context["cl"].result_count >= rows
        return len(queries)

    make_row_of_everything(0)
    assert {name: queries_of(name, rows=1) for name in LISTS} == LISTS
    for number in range(1, 30):
        make_row_of_everything(number)
    assert {name: queries_of(name, rows=30) for name in LISTS} == LISTS


@pytest.mark.parametrize("name", LISTS)
def test_list_can_be_searched_and_each_row_opened(signed_in: SignIn, name: str) -> None:
    client = signed_in(make_admin())
    make_row_of_everything(0)
    changelist = client.get(reverse(f"admin:{name}_changelist"), {"q": "an unlikely word"})
    assert changelist.context["cl"].result_count == 0
    row = client.get(reverse(f"admin:{name}_changelist")).context["cl"].result_list[0]
    page = client.get(reverse(f"admin:{name}_change", args=[row.pk]))
    assert page.status_code == 200
    assert page.context["original"] == row


def test_a_review_tells_when_it_was_held_and_amended_and_what_it_said_before(signed_in: SignIn) -> None:
    make_row_of_everything(0)
    review = Review.objects.get()
    Review.objects.update(status="draft", published_at=None)
    publish_review(review=hold_review(review=review))
    review.refresh_from_db()
    amend_review(
        review=review, revision=review.revision, summary="Quite another.", decision="ready", levels={},
        comments=CommentChanges({}, gone=[review.comments.get().pk]),
    )  # fmt: skip
    page = signed_in(make_admin()).get(reverse("admin:feedback_review_change", args=[review.pk]))
    rows = {
        field.field["name"]: field.contents()
        for fieldset in page.context["adminform"]
        for line in fieldset
        for field in line
    }
    review.refresh_from_db()
    assert (review.held_at is None, "-" in (rows["held_at"], rows["amended_at"])) == (False, False)
    html = page.content.decode()
    assert "Quite another." in html
    assert review.summary not in review.editions.get().summary
    for words in (review.editions.get().summary, "“What”: Say more here."):
        assert words in html
    assert 'name="summary"' not in html


def test_coaches_and_candidates_find_no_admin(signed_in: SignIn) -> None:
    make_row_of_everything(0)
    for user in User.objects.filter(is_staff=False):
        client = signed_in(user)
        for name in LISTS:
            response = client.get(reverse(f"admin:{name}_changelist"), follow=True)
            assert (response.status_code, response.redirect_chain[0][0].partition("?")[0]) == (404, "/admin/login/")


def test_a_stranger_signs_in_at_the_one_door(client: Client) -> None:
    response = client.get(reverse("admin:index"), follow=True)
    assert response.redirect_chain[-1] == ("/sign-in/?next=%2Fadmin%2F", 302)


def test_staff_without_further_rights_sees_all_of_it(signed_in: SignIn) -> None:
    staff = make_admin()
    User.objects.filter(pk=staff.pk).update(is_superuser=False)
    page = signed_in(staff).get(reverse("admin:index"))
    shown = {model["admin_url"] for app in page.context["app_list"] for model in app["models"]}
    assert shown == {reverse(f"admin:{name}_changelist") for name in LISTS}
