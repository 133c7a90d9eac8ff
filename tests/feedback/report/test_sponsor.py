"""What a sponsor is told: groups of five and more, and nothing from which a smaller one could be reckoned."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.charts import FIGURES
from feedback.charts.sponsor import FOR_SPONSORS, LEFT_OUT
from feedback.reports.dashboard.sponsor import LEAST_PEOPLE, Group, told, told_in_steps

COUNTS = st.lists(st.integers(0, 12), min_size=1, max_size=5)


def named(counts: list[int]) -> dict[str, int]:
    return {str(place): count for place, count in enumerate(counts)}


@given(COUNTS)
@settings(max_examples=100)
def test_a_small_group_cannot_be_reckoned_from_the_whole_and_the_rest(counts: list[int]) -> None:
    groups = told(named(counts))
    hidden = [count for count, group in zip(counts, groups, strict=True) if group.people is None]
    shown = [group.people for group in groups if group.people is not None]
    assert shown == [count for count, group in zip(counts, groups, strict=True) if group.people is not None]
    assert not [people for people in shown if 0 < people < LEAST_PEOPLE]
    # Who knows the whole knows the sum of what is hidden: it is of enough people and of two groups, or nobody is told.
    assert not hidden or (sum(hidden) >= LEAST_PEOPLE and len(hidden) > 1) or not any(shown)


@given(COUNTS)
@settings(max_examples=100)
def test_two_steps_that_are_told_are_equal_or_five_people_apart(counts: list[int]) -> None:
    falling = sorted(counts, reverse=True)
    shown = [group.people for group in told_in_steps(named(falling)) if group.people is not None]
    assert not [people for people in shown if 0 < people < LEAST_PEOPLE]
    assert not [1 for more, less in itertools.pairwise(shown) if 0 < more - less < LEAST_PEOPLE]


@pytest.mark.parametrize(
    ("counts", "people"),
    [
        ([9, 6, 5, 0], [9, 6, 5, 0]),
        ([9, 6, 3, 0], [9, None, None, 0]),
        ([9, 4, 3, 2], [9, None, None, None]),
        ([9, 1, 0, 0], [None, None, 0, 0]),
    ],
)
def test_the_next_smallest_hides_a_single_one(counts: list[int], people: list[int | None]) -> None:
    assert told(named(counts)) == tuple(Group(str(place), count) for place, count in enumerate(people))


def test_of_each_figure_it_is_decided_whether_a_sponsor_sees_it() -> None:
    keys = {figure.key for figure in FIGURES}
    assert (set(FOR_SPONSORS) | set(LEFT_OUT), set(FOR_SPONSORS) & set(LEFT_OUT)) == (keys, set())
