"""How often the next version resolved what a snippet was about."""

import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from cohorts.models import Coach, Cohort
from feedback.models import Snippet
from feedback.reports.snippets import Lift, Tally, newcombe, snippet_rows
from feedback.services import reviewing
from tests import factories
from tests.feedback.coach.conftest import Desk

PAY = "What draws me to the job is above all the salary, which is much higher than what I get paid today."
PLAIN = "A nurse showed me the sticky notes around her screen, and I stopped defending our dashboard."


def answered_pair(cohort: Cohort, coach: Coach, snippet: Snippet | None, second: str) -> None:
    """A first version that names the pay, a comment on that, and its next version, both checked."""
    intro = factories.make_intro(factories.make_enrolment(cohort))
    first = factories.make_version(intro, f"{PAY} {PLAIN}")
    factories.check(first)
    review = factories.make_review(first, coach, published=False)
    reviewing.comment_on_words(
        review=review, start=5, end=40, body="What else?", client_key=uuid.uuid4(), check_id="pay-motive",
        snippet=snippet,
    )  # fmt: skip
    reviewing.publish_review(review=review)
    factories.check(factories.make_version(intro, second))


def test_lift_counts_what_the_next_version_resolved(desk: Desk) -> None:
    snippet = Snippet.objects.create(coach=desk.coach, title="Pay", body="What else?", check_id="pay-motive")
    answered_pair(desk.cohort, desk.coach, snippet, PLAIN)  # the words went, and with them the finding
    answered_pair(desk.cohort, desk.coach, snippet, f"{PLAIN} {PAY}")  # it moved
    answered_pair(desk.cohort, desk.coach, None, f"{PAY} {PLAIN} And so on.")
    stranger = factories.make_coach()
    answered_pair(factories.make_cohort(stranger), stranger, None, PLAIN)  # not this coach's to see
    for _ in range(2):  # computed, and from the cache
        (row,) = snippet_rows(coach=desk.coach)
        assert [(lift.with_it, lift.without) for lift in row.lifts] == [(Tally(1, 2), Tally(0, 1))]
    assert row.lifts[0].words == (
        "Pay as a motive: the next version resolved 1 of 2; without it 0 of 1. Too few to say."
    )


def test_lift_tells_its_interval_from_ten_cases_on() -> None:
    assert Lift("Pay", Tally(8, 12), Tally(5, 20)).words == (
        "Pay: the next version resolved 8 of 12; without it 5 of 20. That is +42 points (95% interval: +6 to +66)."
    )
    assert "%" not in Lift("Pay", Tally(3, 9), Tally(5, 20)).words


def test_newcombe_gives_the_published_example() -> None:
    """Newcombe 1998, table II, (a): 56 of 70 less 48 of 80, method 10."""
    low, high = newcombe(Tally(56, 70), Tally(48, 80))
    assert (round(low, 4), round(high, 4)) == (0.0524, 0.3339)


@given(st.tuples(st.integers(0, 50), st.integers(0, 50)), st.tuples(st.integers(0, 50), st.integers(0, 50)))
def test_newcombe_holds_the_difference_and_turns_round(one: tuple[int, int], other: tuple[int, int]) -> None:
    a, b = Tally(min(one), max(one)), Tally(min(other), max(other))
    low, high = newcombe(a, b)
    assert -1.0000001 <= low <= high <= 1.0000001
    if a.cases and b.cases:
        assert low - 1e-9 <= a.resolved / a.cases - b.resolved / b.cases <= high + 1e-9
    assert newcombe(b, a) == pytest.approx((-high, -low))


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.once
def test_lift_takes_the_same_queries_for_one_row_and_for_thirty(
    desk: Desk, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in range(rows):
        snippet = Snippet.objects.create(coach=desk.coach, title=f"Pay {number}", body="What else?")
        if number < 3:  # checking is slow, and more pairs are no other queries
            answered_pair(desk.cohort, desk.coach, snippet, f"{PAY} {PLAIN} Once more.")
    with django_assert_num_queries(4):  # snippets, comments, findings, texts
        snippet_rows(coach=desk.coach)
    with django_assert_num_queries(2):  # what became of comments is known by now
        assert len(snippet_rows(coach=desk.coach)) == rows
