"""A candidate's home: whose move it is, since when, and what is new."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine

from cohorts.services import archive_cohorts, save_working_copy
from feedback.models import Notification
from feedback.reports.candidate import home, since_words
from feedback.services.reviewing import mark_read
from tests.factories import TEXT, check, make_candidate, make_enrolment, make_intro, make_review, make_version
from tests.feedback.candidate.conftest import People

pytestmark = pytest.mark.django_db
FRIDAY = datetime(2026, 10, 9, 15, 0, tzinfo=UTC)
QUERIES = 6
"""Session, person, whether they coach, candidate twice (page and menu), and the one query of the report."""


def test_home_of_somebody_new_says_what_to_do(signed_in: Any) -> None:
    page = signed_in(make_candidate().user).get("/mine/").content.decode()
    assert "How would you open the interview?" in page
    assert 'href="/intros/new/"' in page


def test_home_is_for_candidates(signed_in: Any, people: People) -> None:
    assert signed_in(people.maya.user).get("/mine/").status_code == 404


@time_machine.travel(FRIDAY, tick=False)
def test_home_tells_whose_move_it_is_and_since_when(people: People) -> None:
    def waits() -> tuple[str, str]:
        (card,) = home(user=people.writer)
        return card.turn, card.waits

    assert waits() == ("mine", "Nothing submitted yet: your turn.")
    version = make_version(people.intro, submitted_at=FRIDAY - timedelta(days=3))
    assert waits() == ("coach", "Waits for Maya since Tuesday, 3 days.")
    make_review(version, people.maya)
    assert waits() == ("mine", "Maya answered on 9 October: your turn.")
    second = make_version(people.intro)
    make_review(second, people.maya, decision="ready")
    assert waits() == ("nobody", "Maya said on 9 October: ready.")
    archive_cohorts(cohorts=[people.cohort])
    assert waits() == ("nobody", "The cohort is archived: you can read, no longer write.")


@time_machine.travel(FRIDAY, tick=False)
@pytest.mark.parametrize(
    ("hours", "words"),
    [
        (0, "today, 15:00"),
        (15, "today, 00:00"),
        (16, "yesterday"),
        (24 * 6, "Saturday, 6 days"),
        (24 * 7, "2 October, 7 days"),
    ],
)
def test_since_words_name_a_day_that_people_have_a_name_for(hours: int, words: str) -> None:
    assert since_words(FRIDAY - timedelta(hours=hours), FRIDAY) == words


def test_home_shows_the_score_and_its_movement(people: People) -> None:
    first, second = (
        check(make_version(people.intro, text=text)) for text in ("I led a team. We won. It was good.", TEXT)
    )
    (card,) = home(user=people.writer)
    assert first.overall is not None
    assert second.overall is not None
    assert (card.overall, card.change) == (second.overall, second.overall - first.overall)


def test_home_puts_an_unread_review_first_until_it_is_opened(signed_in: Any, people: People) -> None:
    review = make_review(make_version(people.intro), people.maya)
    make_intro(people.intro.enrolment, role="Later one")
    client = signed_in(people.writer)
    page = client.get("/mine/").content.decode()
    assert page.index("New review") < page.index("Later one")
    assert f'href="/intros/{people.intro.pk}/versions/1/"' in page
    assert [card.unread_number for card in home(user=people.writer)] == [1, None]
    client.get(f"/intros/{people.intro.pk}/versions/1/")
    assert Notification.objects.get(review=review).read_at is not None
    assert "New review" not in client.get("/mine/").content.decode()


def test_home_keeps_a_review_unread_when_somebody_else_opens_it(signed_in: Any, people: People) -> None:
    review = make_review(make_version(people.intro), people.maya)
    signed_in(people.maya.user).get(f"/intros/{people.intro.pk}/versions/1/")
    assert Notification.objects.get(review=review).read_at is None
    mark_read(review=review, user=people.writer)
    assert Notification.objects.get(review=review).read_at is not None


def test_home_tells_of_words_that_are_not_submitted(people: People) -> None:
    assert home(user=people.writer)[0].has_unsent_words is False
    save_working_copy(intro=people.intro, text="A beginning.", revision=0)
    assert home(user=people.writer)[0].has_unsent_words is True
    make_version(people.intro, text="A beginning.")
    assert home(user=people.writer)[0].has_unsent_words is False


def test_home_shows_the_interview_day(people: People) -> None:
    with time_machine.travel(FRIDAY, tick=False):
        people.intro.interview_on = date(2026, 10, 12)
        people.intro.save(update_fields=["interview_on"])
        assert home(user=people.writer)[0].interview == "Interview on Monday"


def test_home_shows_nobody_elses(people: People) -> None:
    make_version(people.intro)
    assert home(user=people.otto.user) == ()


@pytest.mark.parametrize("count", [1, 30])
@pytest.mark.once
def test_home_costs_the_same_for_one_and_for_thirty(
    count: int, signed_in: Any, people: People, django_assert_num_queries: Any
) -> None:
    other = make_enrolment(people.cohort, make_candidate("Cy"), people.maya)
    for number in range(count):
        intro = make_intro(other, role=f"Role {number}")
        make_review(make_version(intro), people.maya)
        make_version(intro)
    client = signed_in(other.candidate.user)
    with django_assert_num_queries(QUERIES):
        page = client.get("/mine/").content.decode()
    assert page.count("intro-card__title") == count
