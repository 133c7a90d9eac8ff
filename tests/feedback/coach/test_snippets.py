import uuid
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from cohorts.models import User
from feedback.models import Comment, Snippet
from feedback.pitch import CHECKS
from feedback.services.reviewing import comment_on_words
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
    review = factories.make_review(desk.version, desk.coach, comment_on=(0, 4))
    review.comments.update(snippet=snippet)
    page = client.get(reverse("feedback:snippet_edit", args=[snippet.pk])).content.decode()
    assert "1 comment was written from it: it stays" in page
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

    assert [row.snippet.title for row in answer.context["own"]] == ["The swap test"]
    assert [row.snippet.title for row in answer.context["shared"]] == ["Breath"]
    assert "Private" not in answer.content.decode()


def test_review_page_offers_own_and_this_cohorts_snippets(desk: Desk, signed_in: SignIn) -> None:
    own(desk)
    elsewhere = factories.make_cohort(desk.coach)
    Snippet.objects.create(cohort=desk.cohort, title="Breath", body="Where would you pause?")
    Snippet.objects.create(cohort=elsewhere, title="Elsewhere", body="Of another cohort")

    page = signed_in(desk.coach.user).get(desk.url()).context["page"]

    assert [snippet.title for snippet in page.snippets] == ["Breath", "The swap test"]


def test_others_snippets_cannot_be_changed_and_a_cohorts_by_its_coaches(desk: Desk, signed_in: SignIn) -> None:
    other = factories.make_coach()
    desk.cohort.coaches.add(other)
    theirs = save_snippet(coach=other, title="Private", body="Not for others")
    elsewhere = Snippet.objects.create(cohort=factories.make_cohort(other), title="Elsewhere", body="Of another cohort")
    shared = Snippet.objects.create(cohort=desk.cohort, title="Breath", body="Where would you pause?")
    client = signed_in(desk.coach.user)

    for snippet in (theirs, elsewhere):
        assert client.get(reverse("feedback:snippet_edit", args=[snippet.pk])).status_code == 404
        assert client.post(reverse("feedback:snippet_delete", args=[snippet.pk])).status_code == 404
    asked = {"title": "Breath", "body": "Where do you breathe?", "cohort": desk.cohort.pk}
    client.post(reverse("feedback:snippet_edit", args=[shared.pk]), asked)
    shared.refresh_from_db()
    assert (shared.body, shared.cohort, shared.coach) == ("Where do you breathe?", desk.cohort, None)
    client.post(reverse("feedback:snippet_edit", args=[shared.pk]), asked | {"cohort": elsewhere.cohort_id})
    shared.refresh_from_db()
    assert shared.cohort == desk.cohort
    for user in (desk.enrolment.candidate.user, factories.make_admin()):
        assert signed_in(user).get(reverse("feedback:snippet_new")).status_code == 404


def test_placeholders_that_nothing_fills_are_named_in_an_error(desk: Desk, signed_in: SignIn) -> None:
    client, address = signed_in(desk.coach.user), reverse("feedback:snippet_new")

    page = client.post(address, {"title": "Why", "body": "Dear {firstname}, why {company}?"}).content.decode()
    assert "{firstname} is none of the placeholders that can be filled in: {name}, {company}, {role}, {quote}." in page
    assert not Snippet.objects.exists()
    client.post(address, {"title": "Why", "body": "Dear { name }, why {company}? {} { two words }"})
    assert Snippet.objects.get().body == "Dear {name}, why {company}? {} { two words }"


def test_list_is_searched_by_words_and_check(desk: Desk, signed_in: SignIn) -> None:
    own(desk)
    save_snippet(coach=desk.coach, title="Breath", body="Where would a competitor pause?")

    def titles(query: str) -> list[str]:
        page = signed_in(desk.coach.user).get(f"/snippets/?{query}")
        return [row.snippet.title for row in page.context["own"]]

    assert titles("q=COMPETITOR") == ["Breath", "The swap test"]
    assert titles("q=competitor+pause") == ["Breath"]
    assert titles(f"check={CHECKS[0].id}") == ["The swap test"]
    assert titles("check=nonsense") == ["Breath", "The swap test"]
    assert titles("q=nowhere") == []


def test_a_comment_is_kept_as_a_snippet_once_with_its_placeholders(desk: Desk, signed_in: SignIn) -> None:
    review = factories.make_review(desk.version, desk.coach, published=False)
    body, check = "Carl, why Kontora, and why as Product Manager? {x}", CHECKS[0].id
    comment = comment_on_words(review=review, start=0, end=22, body=body, client_key=uuid.uuid4(), check_id=check)
    client, address = signed_in(desk.coach.user), f"/comments/{comment.client_key}/snippet/"

    for _ in range(2):
        answer = client.post(address).json()
    snippet = Snippet.objects.get()
    assert (snippet.coach, snippet.check_id) == (desk.coach, CHECKS[0].id)
    assert snippet.body == "{name}, why {company}, and why as {role}? (x)"
    assert answer == {"title": "{name}, why {company}, and why as {role}? (x)", "url": f"/snippets/{snippet.pk}/"}
    colleague = factories.make_coach()
    desk.cohort.coaches.add(colleague)
    assert signed_in(colleague.user).post(address).status_code == 404


def test_a_comment_remembers_the_snippet_and_the_check(desk: Desk, signed_in: SignIn) -> None:
    mine, theirs = own(desk), save_snippet(coach=factories.make_coach(), title="Theirs", body="x")
    client = signed_in(desk.coach.user)

    def put(key: uuid.UUID, **more: object) -> Comment:
        asked = {"start": 0, "end": 4, "body": "Hm.", **more}
        assert client.put(desk.url("feedback:review_comment", key), asked, "application/json").status_code == 200
        return Comment.objects.get(client_key=key)

    comment = put(uuid.uuid4(), snippet=mine.pk, check_id=CHECKS[0].id)
    assert (comment.snippet, comment.check_id) == (mine, CHECKS[0].id)
    assert put(uuid.uuid4(), snippet=theirs.pk).snippet is None
    plain = put(uuid.uuid4())
    assert (plain.snippet, plain.check_id) == (None, "")
    changed = put(plain.client_key, body="Hm, hm.", snippet=mine.pk)
    assert (changed.body, changed.snippet) == ("Hm, hm.", mine)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_list_takes_the_same_queries_for_one_row_and_for_thirty(
    desk: Desk, signed_in: SignIn, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        own(desk, f"Snippet {number}")
        Snippet.objects.create(cohort=desk.cohort, title=f"Shared {number}", body="x")
    client = signed_in(desk.coach.user)

    with django_assert_num_queries(6):  # session, user, the two profiles, snippets, comments
        client.get(reverse("feedback:snippets"))
