"""What a sponsor is told: groups of five and more, and nothing from which a smaller one could be reckoned."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cohorts.models import Intro, User
from feedback.charts import FIGURES
from feedback.charts.sponsor import FOR_SPONSORS, LEFT_OUT
from feedback.models import RunStatus
from feedback.reports.dashboard import sponsor
from feedback.reports.dashboard.sponsor import LEAST_PEOPLE, Group, told, told_in_steps
from tests.feedback.dashboard.made_cohorts import NOW, ROLES, CandidatePlan, IntroPlan, RunPlan, VersionPlan, make

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


@pytest.mark.django_db
def test_people_of_one_name_are_many_and_what_was_put_away_is_not_taught() -> None:
    run = RunPlan(RunStatus.DONE, (50, 50, 50, 90), (("pay-motive", ""),))
    made = make([CandidatePlan(0, (IntroPlan(ROLES[0], (VersionPlan(0, (run,)),)),))] * LEAST_PEOPLE)
    User.objects.filter(candidate__enrolments__cohort=made.cohort).update(name="Kim")
    scope = made.scope()
    assert [(row.number, row.median) for row in sponsor.scores(scope)] == [(1, 50)]
    assert {group.key: group.people for group in sponsor.sides(scope)} == {
        "even": 0, "skill": LEAST_PEOPLE, "culture": 0, "unknown": 0,
    }  # fmt: skip
    assert sponsor.waits_told(scope) == sponsor.WaitsTold(None, 0.0, 5)
    assert [group.people for group in sponsor.taught(scope)] == [LEAST_PEOPLE]
    Intro.objects.filter(pk=made.intros[0].pk).update(put_away_at=NOW, waiting_since=None)
    assert sponsor.taught(scope) == ()
