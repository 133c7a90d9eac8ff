"""All versions of an introduction, and the way to compare two."""

from typing import Any

import pytest

from cohorts.services import archive_cohorts
from feedback.reports.candidate import versions_of
from feedback.services.reviewing import resolve_comment
from tests.factories import check, make_review, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
QUERIES = 8
"""Session, person, the introduction, its versions, the to-do list's texts and comments (nothing was checked), and for
the menu whether they coach or write."""


def test_intro_page_lists_versions_the_newest_first_with_what_was_said(people: People) -> None:
    first = make_version(people.intro)
    run = check(first)
    review = make_review(first, people.maya, comment_on=(0, 6))
    make_version(people.intro)
    second_row, first_row = versions_of(intro=people.intro)
    assert (second_row.number, second_row.overall, second_row.decision, second_row.is_checking) == (2, None, "", True)
    assert (first_row.number, first_row.overall, first_row.words, first_row.decision, first_row.coach) == (
        1,
        run.overall,
        run.words,
        "keep_working",
        "Maya Lind",
    )
    assert (first_row.comments, first_row.open_comments) == (1, 1)
    resolve_comment(comment=review.comments.get(), user=people.writer)
    assert versions_of(intro=people.intro)[1].open_comments == 0


def test_intro_page_hides_what_a_coach_has_not_published(people: People) -> None:
    make_review(make_version(people.intro), people.maya, published=False, comment_on=(0, 6))
    (row,) = versions_of(intro=people.intro)
    assert (row.decision, row.coach, row.comments) == ("", "", 0)


def test_intro_page_leads_two_chosen_versions_to_their_comparison(signed_in: Any, people: People) -> None:
    for _ in range(3):
        make_version(people.intro)
    client, address = signed_in(people.writer), f"/intros/{people.intro.pk}/"
    assert client.get(address, {"old": 3, "new": 1})["Location"] == f"{address}diff/1/3/"
    assert "Choose two different versions." in client.get(address, {"old": 2, "new": 2}).content.decode()
    assert "Choose two different versions." in client.get(address, {"old": 2, "new": 9}).content.decode()


def test_intro_page_without_a_version_says_what_to_do(signed_in: Any, people: People) -> None:
    page = signed_in(people.writer).get(f"/intros/{people.intro.pk}/").content.decode()
    assert "No version yet" in page
    assert f'href="/intros/{people.intro.pk}/write/"' in page


def test_intro_page_of_an_archived_cohort_is_to_read_only(signed_in: Any, people: People) -> None:
    make_version(people.intro)
    archive_cohorts(cohorts=[people.cohort])
    page = signed_in(people.writer).get(f"/intros/{people.intro.pk}/").content.decode()
    assert "This cohort is archived." in page
    assert "/write/" not in page
    assert "/edit/" not in page


def test_intro_page_is_seen_by_its_writer_and_their_coaches_alone(signed_in: Any, people: People) -> None:
    make_version(people.intro)
    address = f"/intros/{people.intro.pk}/"
    answers = [
        signed_in(who.user).get(address).status_code for who in (people.cato, people.maya, people.nora, people.otto)
    ]
    assert answers == [200, 200, 404, 404]
    assert "/write/" not in signed_in(people.maya.user).get(address).content.decode()


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.once
def test_intro_page_costs_the_same_for_one_and_for_thirty(
    count: int, signed_in: Any, people: People, django_assert_num_queries: Any
) -> None:
    for _ in range(count):
        make_review(make_version(people.intro), people.maya, comment_on=(0, 6))
    client = signed_in(people.writer)
    with django_assert_num_queries(QUERIES):
        page = client.get(f"/intros/{people.intro.pk}/").content.decode()
    assert page.count("timeline__title") == count
