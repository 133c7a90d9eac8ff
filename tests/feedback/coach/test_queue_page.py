from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cohorts.models import Candidate, User
from feedback.reports.queue.pages import COUNTED_ROWS
from feedback.services.desk import MAX_VIEWS, save_view
from tests import factories
from tests.feedback.coach.conftest import Desk
from tests.many import make_many

SignIn = Callable[[User], Client]
QUERIES = 15
"""Session, user, the two profiles; cohorts and coaches of the filters; views and their counts; absence; weights,
places, rows, runs, and the comments that they answer; keys."""


@pytest.mark.parametrize("rows", [1, 30, 300])
@pytest.mark.once
def test_queue_takes_the_same_queries_for_one_row_and_for_three_hundred(
    desk: Desk, signed_in: SignIn, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_many(desk.cohort, [desk.coach], rows - 1)
    factories.check(desk.version)
    for number in range(min(rows, MAX_VIEWS)):
        save_view(coach=desk.coach, name=f"View {number}", query=f"assigned=all&waits={number + 1}&check=stock-phrase")
    client = signed_in(desk.coach.user)

    with django_assert_num_queries(QUERIES):
        answer = client.get(reverse("feedback:queue"))

    assert answer.content.decode().count("data-row") == min(rows, 30)
    if after := answer.context["page"].after:
        with django_assert_num_queries(QUERIES + 1):  # the places of a page that is not the first
            assert client.get(reverse("feedback:queue"), {"after": after}).content.decode().count("data-row") == 30


@pytest.mark.once
def test_queue_counts_no_further_than_a_thousand(desk: Desk, signed_in: SignIn) -> None:
    make_many(desk.cohort, [desk.coach], COUNTED_ROWS)

    page = signed_in(desk.coach.user).get(reverse("feedback:queue")).context["page"]

    assert (page.total, page.is_more, len(page.rows)) == (COUNTED_ROWS, True, 30)


def test_queue_shows_thirty_a_page_and_keeps_filters_in_its_links(desk: Desk, signed_in: SignIn) -> None:
    make_many(desk.cohort, [desk.coach], 31)
    client = signed_in(desk.coach.user)

    first = client.get(reverse("feedback:queue"), {"assigned": "all"})
    second = client.get(reverse("feedback:queue"), {"assigned": "all", "after": first.context["page"].after})
    again = client.get(reverse("feedback:queue"), {"assigned": "all", "before": second.context["page"].before})

    assert [page.content.decode().count("data-row") for page in (first, second, again)] == [30, 2, 30]
    assert again.context["page"].rows == first.context["page"].rows
    assert f"?assigned=all&amp;after={first.context['page'].after}" in first.content.decode()
    assert "/review/?assigned=all" in first.content.decode()
    assert "32 introductions" in first.content.decode()


@pytest.mark.parametrize(
    "place", ["0", "x", "²", "-1_1_1", "9" * 5000, "nan_1_1", "1.0_99999999999999999_999999999999999999", "1e5_1_1"]
)
@pytest.mark.parametrize("side", ["after", "before"])
def test_queue_shows_its_first_page_where_there_is_no_such_place(
    desk: Desk, signed_in: SignIn, side: str, place: str
) -> None:
    answer = signed_in(desk.coach.user).get(reverse("feedback:queue"), {side: place})

    assert answer.content.decode().count("data-row") == 1


def test_queue_leaves_an_impossible_filter_out_and_says_so(desk: Desk, signed_in: SignIn) -> None:
    asked = {
        "cohort": "nowhere", "assigned": "42000", "version": "-3", "state": "lost", "check": "?", "q": "a" * 101,
        "waits": "x", "untouched": "0", "score_from": "101", "score_to": "-1",
    }  # fmt: skip

    page = signed_in(desk.coach.user).get(reverse("feedback:queue"), asked).content.decode()

    assert "Carl Candidate" in page
    assert page.count("This filter was left out.") == 10


def test_queue_says_what_to_do_when_nothing_fits(desk: Desk, signed_in: SignIn) -> None:
    page = signed_in(desk.coach.user).get(reverse("feedback:queue"), {"q": "zeppelin"}).content.decode()

    assert "Nothing fits these filters" in page
    assert "Carl Candidate" not in page


def test_another_cohorts_coach_learns_nothing(desk: Desk, signed_in: SignIn) -> None:
    stranger = factories.make_coach("Sam Stranger")
    factories.make_cohort(stranger, name="Spring")
    client = signed_in(stranger.user)

    for asked in ({"state": "all", "assigned": "all"}, {"q": "Carl"}, {"cohort": "autumn", "assigned": "all"}):
        page = client.get(reverse("feedback:queue"), asked).content.decode()
        assert "data-row" not in page
        assert "Carl Candidate" not in page
        assert "Autumn" not in page
        assert "Maya Coach" not in page


def test_candidates_find_no_queue(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.enrolment.candidate.user)

    assert [client.get(reverse(f"feedback:{name}")).status_code for name in ("queue", "coach_home", "snippets")] == [
        404,
        404,
        404,
    ]


def test_admin_without_a_profile_sees_everything_that_waits(desk: Desk, signed_in: SignIn) -> None:
    page = signed_in(factories.make_admin()).get(reverse("feedback:queue")).content.decode()

    assert "Carl Candidate" in page
    assert "Me or nobody" not in page


def test_home_shows_what_waits_what_was_begun_and_each_cohort(desk: Desk, signed_in: SignIn) -> None:
    begun = factories.make_intro(factories.make_enrolment(desk.cohort, factories.make_candidate("Berta"), desk.coach))
    factories.make_review(
        factories.make_version(begun, submitted_at=timezone.now() - timedelta(days=3)),
        desk.coach,
        published=False,
        comment_on=(0, 4),
    )
    factories.make_cohort(desk.coach, name="Winter")

    page = signed_in(desk.coach.user).get(reverse("feedback:coach_home"))
    home = page.context["home"]

    assert [row.candidate for row in home.first] == ["Berta", "Carl Candidate"]
    assert [(review.candidate, review.comments) for review in home.begun] == [("Berta", 1)]
    assert [(line.name, line.waiting, line.reviewed, line.oldest_age) for line in home.cohorts] == [
        ("Autumn", 2, 0, "3 days"),
        ("Winter", 0, 0, ""),
    ]
    assert "2 drafts wait for you" in page.content.decode()


def test_home_leaves_out_a_begun_review_that_a_colleague_has_answered(desk: Desk, signed_in: SignIn) -> None:
    other = factories.make_coach("Other")
    desk.cohort.coaches.add(other)
    factories.make_review(desk.version, desk.coach, published=False)
    factories.make_review(desk.version, other)

    home = signed_in(desk.coach.user).get(reverse("feedback:coach_home")).context["home"]

    assert (home.begun, home.waiting, home.cohorts[0].reviewed) == ((), 0, 1)


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_home_takes_the_same_queries_for_one_row_and_for_thirty(
    desk: Desk, signed_in: SignIn, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    make_many(desk.cohort, [desk.coach], rows - 1)
    client = signed_in(desk.coach.user)

    with django_assert_num_queries(15):  # session, user, profiles; queue's rows; rounds, begun, cohorts, absence; keys
        client.get(reverse("feedback:coach_home"))


def test_home_is_kind_when_there_is_nothing(db: None, signed_in: SignIn) -> None:
    page = signed_in(factories.make_coach().user).get(reverse("feedback:coach_home")).content.decode()

    assert "Nothing waits for you" in page
    assert "You coach no open cohort." in page


def test_start_page_goes_by_what_a_person_is(desk: Desk, signed_in: SignIn) -> None:
    assert signed_in(desk.coach.user).get("/")["Location"] == "/coach/"
    assert signed_in(desk.enrolment.candidate.user).get("/")["Location"] == "/mine/"
    assert signed_in(factories.make_admin()).get("/")["Location"] == "/admin/"
    assert "You are not part of a cohort yet" in signed_in(factories.make_user()).get("/").content.decode()
    assert Client().get("/")["Location"] == "/sign-in/?next=/"


def test_start_page_offers_both_to_a_coach_who_writes(desk: Desk, signed_in: SignIn) -> None:
    Candidate.objects.create(user=desk.coach.user)

    page = signed_in(desk.coach.user).get("/").content.decode()

    assert 'href="/coach/"' in page
    assert 'href="/mine/"' in page


def test_addresses_with_absurd_numbers_are_not_there(desk: Desk, signed_in: SignIn) -> None:
    client = signed_in(desk.coach.user)

    for path in (f"/intros/{10**30}/versions/1/review/", f"/intros/{desk.intro.pk}/versions/{10**30}/review/"):
        assert client.get(path).status_code == 404
    assert (
        client.post(desk.url("feedback:review_finding", 10**30), "{}", content_type="application/json").status_code
        == 404
    )


def test_home_names_a_dozen_cohorts_by_what_waits_longest(desk: Desk, signed_in: SignIn) -> None:
    for number in range(12):
        factories.make_cohort(desk.coach, name=f"Aa {number:02}")

    home = signed_in(desk.coach.user).get(reverse("feedback:coach_home"))

    names = [line.name for line in home.context["home"].cohorts]
    assert names == [desk.cohort.name, *(f"Aa {number:02}" for number in range(11))]
    assert "All cohorts" in home.content.decode()
