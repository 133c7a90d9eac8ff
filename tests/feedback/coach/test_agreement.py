"""Agreement, leniency and rank correlation, against published numbers and what must always hold."""

import math

import krippendorff
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from feedback.reports.agreement import RESAMPLES, alpha, deviations, drift, leniency, rank_correlation

NAN = math.nan
KRIPPENDORFF = np.array(
    [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, NAN, NAN, NAN],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, NAN, 3],
        [NAN, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, NAN],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, NAN],
    ]
)
"""K. Krippendorff, Computing Krippendorff's Alpha-Reliability (2011), part C: ordinal alpha .815."""
POINTS = arrays.arrays(
    float, st.tuples(st.integers(1, 4), st.integers(1, 12)), elements=st.sampled_from([0.0, 1.0, 2.0, 3.0, NAN])
)


def test_alpha_gives_the_published_number_with_an_interval_around_it() -> None:
    found = alpha(KRIPPENDORFF, seed=1)
    assert found.value == pytest.approx(0.815, abs=5e-4)
    assert found.cases == 11  # the last one was judged once
    assert found.low is not None and found.high is not None
    assert 0.3 < found.low < 0.815 < found.high <= 1
    assert alpha(KRIPPENDORFF, seed=1) == found


@settings(max_examples=8, deadline=None)
@given(POINTS, st.integers(0, 9))
def test_intervals_are_those_of_items_drawn_again_one_draw_at_a_time(points: np.ndarray, seed: int) -> None:
    items = points[:, (~np.isnan(points)).sum(axis=0) >= 2].T
    found = alpha(points, seed=seed)
    rng = np.random.default_rng(seed)
    draws = [items[rng.integers(0, len(items), len(items))].T for _ in range(RESAMPLES if len(items) else 0)]
    told = [draw for draw in draws if len(np.unique(draw[~np.isnan(draw)])) > 1]
    if found.value is not None and told:
        alphas = [krippendorff.alpha(draw, level_of_measurement="ordinal") for draw in told]
        assert (found.low, found.high) == pytest.approx(tuple(np.percentile(alphas, [2.5, 97.5])))


def test_alpha_of_one_level_only_is_not_told() -> None:
    assert alpha(np.ones((3, 5)), seed=1).value is None
    assert alpha(np.array([[1.0, 2.0]]), seed=1).value is None  # one coach


@settings(max_examples=40, deadline=None)
@given(POINTS)
def test_numbers_hold_for_any_points(points: np.ndarray) -> None:
    found = alpha(points, seed=3)
    if found.value is not None:
        assert found.value <= 1 + 1e-9
        assert found.low is not None and found.high is not None and found.low <= found.high
    assert alpha(points[::-1], seed=3).value == pytest.approx(found.value)
    together = np.concatenate(deviations(points))
    assert together.sum() == pytest.approx(0, abs=1e-9)  # what one gives more, others give less
    higher = leniency(points + 1, seed=3)
    for one, other in zip(leniency(points, seed=3), higher, strict=True):
        assert one.value == pytest.approx(other.value)


def test_drift_is_the_difference_of_two_means() -> None:
    found = drift(np.array([0.5, 0.5, 0.5]), np.array([0.0, 0.25]), seed=1)
    assert (found.value, found.cases) == (0.375, 2)
    assert drift(np.array([]), np.array([1.0]), seed=1).value is None


def test_rank_correlation_shares_ranks_of_equals() -> None:
    """1 - 6 * sum d² / n(n² - 1) without equals; with them Pearson's r of the mean ranks."""
    assert rank_correlation([1, 2, 3, 4], [10, 30, 20, 40], seed=1).value == pytest.approx(0.8)
    assert rank_correlation([1, 1, 2], [5, 5, 9], seed=1).value == pytest.approx(1.0)
    assert rank_correlation([1, 1, 1], [5, 6, 9], seed=1).value is None
    assert rank_correlation([], [], seed=1).cases == 0
