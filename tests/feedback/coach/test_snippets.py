from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cohorts.models import User
from feedback.models import Snippet
from feedback.pitch import CHECKS
from feedback.services.snippets import save_snippet
from tests import factories
from tests.feedback.coach.conftest import Desk

SignIn = Callable[[User], Client]


def own(desk: Desk, title: str = "The swap test") -> Snippet:
    return save_snippet(coach=desk.coach, title=title, body="Put a competitor's name here.", check_id=CHECKS[0].id)


def test_snippets_are_written_changed_and_deleted(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)
    asked = {"title": "Swap", "body": "Put a\r\ncompetitor's name here.", "check_id": CHECKS[0].id}

    assert client.post(reverse("feedback:snippet_new"), asked)["Location"] == reverse("feedback:snippets")
    snippet = Snippet.objects.get()
    assert (snippet.coach, snippet.title, snippet.body, snippet.check_id) == (
        desk.coach,
        "Swap",
        "Put a\ncompetitor's name here.",
        CHECKS[0].id,
    )
    client.post(reverse("feedback:snippet_edit", args=[snippet.pk]), asked | {"title": "Swap test"})
    assert Snippet.objects.get().title == "Swap test"
    client.post(reverse("feedback:snippet_delete", args=[snippet.pk]))
    assert not Snippet.objects.exists()


def test_form_says_what_is_missing_and_keeps_what_was_written(desk: Desk, signed_in: SignIn) -> None:
    answer = signed_in(desk.coach.user).post(reverse("feedback:snippet_new"), {"title": "", "body": "Kept words"})

    assert "This field is required." in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert not Snippet.objects.exists()


def test_list_shows_own_and_the_cohorts_snippets_and_no_others(desk: Desk, signed_in: SignIn) -> None:
    own(desk)
    Snippet.objects.create(cohort=desk.cohort, title="Breath", body="Where would you pause?")
    other = factories.make_coach()
    desk.cohort.coaches.add(other)
    save_snippet(coach=other, title="Private", body="Not for others")

    answer = signed_in(desk.coach.user).get(reverse("feedback:snippets"))

    assert [row.title for row, _ in answer.context["own"]] == ["The swap test"]
    assert [row.title for row, _ in answer.context["shared"]] == ["Breath"]
    assert "Private" not in answer.content.decode()


def test_review_page_offers_own_and_this_cohorts_snippets(desk: Desk, signed_in: SignIn) -> None:
    own(desk)
    elsewhere = factories.make_cohort(desk.coach)
    Snippet.objects.create(cohort=desk.cohort, title="Breath", body="Where would you pause?")
    Snippet.objects.create(cohort=elsewhere, title="Elsewhere", body="Of another cohort")

    page = signed_in(desk.coach.user).get(desk.url()).context["page"]

    assert [snippet.title for snippet in page.snippets] == ["Breath", "The swap test"]


def test_others_snippets_and_the_cohorts_cannot_be_changed_here(desk: Desk, signed_in: SignIn) -> None:
    other = factories.make_coach()
    desk.cohort.coaches.add(other)
    theirs = save_snippet(coach=other, title="Private", body="Not for others")
    shared = Snippet.objects.create(cohort=desk.cohort, title="Breath", body="Where would you pause?")
    client = signed_in(desk.coach.user)

    for snippet in (theirs, shared):
        assert client.get(reverse("feedback:snippet_edit", args=[snippet.pk])).status_code == 404
        assert client.post(reverse("feedback:snippet_delete", args=[snippet.pk])).status_code == 404
    assert Snippet.objects.count() == 2
    for user in (desk.enrolment.candidate.user, factories.make_admin()):
        assert signed_in(user).get(reverse("feedback:snippet_new")).status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_list_takes_the_same_queries_for_one_row_and_for_thirty(
    desk: Desk, signed_in: SignIn, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        own(desk, f"Snippet {number}")
        Snippet.objects.create(cohort=desk.cohort, title=f"Shared {number}", body="x")
    client = signed_in(desk.coach.user)

    with django_assert_num_queries(5):  # session, user, the two profiles, snippets
        client.get(reverse("feedback:snippets"))
