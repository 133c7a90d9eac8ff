"""When drafts like this were answered lately: told from data, or not at all."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from cohorts.models import Coach, Cohort
from cohorts.services import put_away
from feedback.reports.clock import Clock, Wait, answer_clock, quantile
from feedback.services import reviewing
from tests.factories import make_cohort, make_enrolment, make_intro, make_review, make_version
from tests.feedback.candidate.conftest import People

NOW = datetime(2026, 10, 9, 12, 0, tzinfo=UTC)
PROMISE = "Your cohort promises an answer within 5 days."


def answered(cohort: Cohort, coach: Coach, *, days_ago: float, after_hours: float | None) -> None:
    """A draft of that age with a review so many hours later, or none."""
    at = NOW - timedelta(days=days_ago)
    version = make_version(make_intro(make_enrolment(cohort, coach=coach)), submitted_at=at)
    if after_hours is not None:
        review = make_review(version, coach, published=False)
        reviewing.publish_review(review=review, published_at=at + timedelta(hours=after_hours))


def clock(people: People) -> Clock:
    return answer_clock(intro=people.intro, now=NOW)


@pytest.mark.django_db
def test_under_ten_answers_only_the_promise_is_told(people: People) -> None:
    for number in range(9):
        answered(people.cohort, people.maya, days_ago=10 + number, after_hours=5)
    assert (clock(people).words, clock(people).answered) == (PROMISE, 9)


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_median_and_range_come_from_the_last_sixty_days_of_the_cohort(people: People) -> None:
    for number in range(10):
        answered(people.cohort, people.maya, days_ago=20 + number, after_hours=10 * (number + 1))
    answered(people.cohort, people.maya, days_ago=90, after_hours=1)  # too long ago
    elsewhere = make_cohort(people.maya)
    answered(elsewhere, people.maya, days_ago=5, after_hours=1)
    assert clock(people).words == (
        "Lately half of the drafts were answered within 2 days; eight of ten took between 10 hours and 3 days "
        f"(10 drafts of the last 60 days). That is no promise. {PROMISE}"
    )


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_who_still_waits_counts_for_as_long_as_they_have_waited(people: People) -> None:
    for _ in range(10):
        answered(people.cohort, people.maya, days_ago=20, after_hours=24)
    for _ in range(10):
        answered(people.cohort, people.maya, days_ago=4, after_hours=None)
    found = clock(people)
    assert (found.answered, found.waiting, found.median, found.high) == (10, 10, timedelta(days=1), None)
    assert "the slowest are not answered yet (20 drafts of the last 60 days)" in found.words
    for enrolment in people.cohort.enrolments.filter(intros__waiting_since__isnull=False):
        put_away(intro=enrolment.intros.get())
    assert clock(people).median == timedelta(days=1)  # who has put it away waited until then


@pytest.mark.django_db
def test_where_a_cohort_has_too_few_the_coachs_other_drafts_tell(people: People) -> None:
    elsewhere = make_cohort(people.maya)
    for _ in range(10):
        answered(elsewhere, people.maya, days_ago=20, after_hours=24)
    assert (clock(people).answered, clock(people).median) == (10, timedelta(days=1))


@pytest.mark.django_db
@time_machine.travel(NOW, tick=False)
def test_a_wait_runs_from_the_first_version_that_nobody_answered(people: People) -> None:
    for number in range(10):
        first = NOW - timedelta(days=30 - number)
        intro = make_intro(make_enrolment(people.cohort, coach=people.maya))
        make_version(intro, submitted_at=first)
        second = make_version(intro, submitted_at=first + timedelta(days=2))
        review = make_review(second, people.maya, published=False)
        reviewing.publish_review(review=review, published_at=first + timedelta(days=3))
    assert (clock(people).answered, clock(people).low, clock(people).high) == (10, *[timedelta(days=3)] * 2)


@pytest.mark.django_db
def test_it_stands_where_somebody_waits(signed_in: Any, people: People) -> None:
    version = make_version(people.intro)
    client, base = signed_in(people.writer), f"/intros/{people.intro.pk}/"
    assert PROMISE in client.get(base).content.decode()
    assert PROMISE in client.get(f"{base}versions/1/").content.decode()
    assert PROMISE not in signed_in(people.maya.user).get(f"{base}versions/1/").content.decode()
    make_review(version, people.maya)
    assert PROMISE not in client.get(base).content.decode()


WAITS = st.lists(st.builds(Wait, st.integers(0, 30).map(lambda days: timedelta(days=days)), st.booleans()), max_size=40)


@given(WAITS, st.floats(0.05, 0.95))
def test_quantiles_without_censoring_are_the_samples_own(waits: list[Wait], part: float) -> None:
    over = [Wait(wait.age, is_over=True) for wait in waits]
    found = quantile(over, part)
    if over:
        assert found is not None
        assert sum(wait.age <= found for wait in over) >= part * len(over) - 1e-6
        assert sum(wait.age < found for wait in over) < part * len(over) + 1e-6
    later = quantile(waits, part)
    assert later is None or found is None or later >= found  # whoever still waits makes it no shorter


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_it_takes_the_same_queries_for_one_draft_and_for_thirty(
    rows: int, people: People, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        answered(people.cohort, people.maya, days_ago=3, after_hours=None)
    with django_assert_num_queries(4):  # the cohort's drafts and answers, then its coach's
        clock(people)
