"""Do coaches judge alike? Numbers from points, with intervals from the items drawn again (a seeded bootstrap)."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import krippendorff
import numpy as np
import numpy.typing as npt

Points = npt.NDArray[np.float64]
"""Coaches by items; NaN where a coach gave none."""

RESAMPLES = 400
"""Enough that an end of a 95% interval moves by less than it is shown to."""
FEW = 10
"""Items under which a number says too little to lean on."""
_NOTHING = 1e-9
"""Ranks that differ by less are the same; the least that two differ by is a half."""


@dataclass(frozen=True)
class Estimate:
    """A number of `cases` items with its 95% interval; None where it cannot be computed."""

    value: float | None
    low: float | None
    high: float | None
    cases: int

    @property
    def is_few(self) -> bool:
        return self.cases < FEW


def alpha(points: Points, *, seed: int) -> Estimate:
    """Krippendorff's alpha for ordered levels, of the items that two coaches or more judged.

    1 is the same levels everywhere, 0 what chance gives. None where all levels are the same: nothing tells agreement
    from habit then. K. Krippendorff, Content Analysis (2019), chapter 12.
    """
    levels = np.unique(points[~np.isnan(points)])
    counts = (points.T[:, :, None] == levels).sum(axis=1).astype(np.float64)
    return _bootstrap(counts[counts.sum(axis=1) >= 2], _alpha, _alphas, seed)


def leniency(points: Points, *, seed: int) -> tuple[Estimate, ...]:
    """For each coach the mean of their points less the item's mean, over items that two coaches or more judged."""
    return tuple(_bootstrap(own, _mean, _means, seed) for own in deviations(points))


def deviations(points: Points) -> tuple[npt.NDArray[np.float64], ...]:
    """For each coach, their points less the item's mean, of the items that they and somebody else judged."""
    judged = ~np.isnan(points)
    is_double = judged.sum(axis=0) >= 2
    means = np.nansum(points, axis=0) / np.maximum(judged.sum(axis=0), 1)
    return tuple((own - means)[has & is_double] for own, has in zip(points, judged, strict=True))


def drift(now: npt.NDArray[np.float64], earlier: npt.NDArray[np.float64], *, seed: int) -> Estimate:
    """How much more lenient a coach is than they were; `cases` counts the items of whichever is fewer."""
    if not len(now) or not len(earlier):
        return Estimate(None, None, None, 0)
    rng = np.random.default_rng(seed)
    means = [
        rng.choice(sample, (RESAMPLES, len(sample))).mean(axis=1) for sample in (now, earlier)
    ]  # each drawn again by itself
    low, high = np.percentile(means[0] - means[1], [2.5, 97.5])
    return Estimate(float(now.mean() - earlier.mean()), float(low), float(high), min(len(now), len(earlier)))


def rank_correlation(one: Sequence[float], other: Sequence[float], *, seed: int) -> Estimate:
    """Spearman's rho of two rows of numbers for the same items; None where one of them is always the same."""
    return _bootstrap(np.column_stack([one, other]).reshape(-1, 2), _rho, _rhos, seed)


def _bootstrap(
    items: npt.NDArray[np.float64],
    number: Callable[[npt.NDArray[np.float64]], float | None],
    numbers: Callable[[npt.NDArray[np.float64], npt.NDArray[np.float64]], npt.NDArray[np.float64]],
    seed: int,
) -> Estimate:
    """Percentiles of the number over items drawn with replacement; draws that give none (NaN) are left out.

    `numbers` gives that of every draw at once, from how often each item is in it (draws by items).
    """
    cases = len(items)
    value = number(items) if cases else None
    if value is None:
        return Estimate(None, None, None, cases)
    drawn = np.random.default_rng(seed).integers(0, cases, (RESAMPLES, cases))
    times = np.stack([np.bincount(draw, minlength=cases) for draw in drawn]).astype(np.float64)
    draws = numbers(items, times)
    told = draws[~np.isnan(draws)]
    low, high = np.percentile(told if len(told) else [value], [2.5, 97.5])
    return Estimate(value, float(low), float(high), cases)


def _alpha(counts: npt.NDArray[np.float64]) -> float | None:
    if np.count_nonzero(counts.sum(axis=0)) < 2:
        return None
    return float(krippendorff.alpha(value_counts=counts, level_of_measurement="ordinal"))


def _alphas(counts: npt.NDArray[np.float64], times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From coincidences of levels, which are sums over items. Two levels lie as far apart as there are ratings between
    their middles."""
    levels = counts.shape[1]
    pairs = counts[:, :, None] * counts[:, None, :] - counts[:, :, None] * np.eye(levels)
    own = pairs / (counts.sum(axis=1) - 1)[:, None, None]
    seen = (times @ own.reshape(len(counts), -1)).reshape(-1, levels, levels)
    ratings = seen.sum(axis=2)
    middles = ratings.cumsum(axis=1) - ratings / 2
    apart = (middles[:, :, None] - middles[:, None, :]) ** 2
    observed = (seen * apart).sum(axis=(1, 2)) * (ratings.sum(axis=1) - 1)
    expected = (ratings[:, :, None] * ratings[:, None, :] * apart).sum(axis=(1, 2))
    return 1 - _shares(observed, expected)


def _mean(values: npt.NDArray[np.float64]) -> float | None:
    return float(values.mean())


def _means(values: npt.NDArray[np.float64], times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    found: npt.NDArray[np.float64] = times @ values / len(values)
    return found


def _rho(pairs: npt.NDArray[np.float64]) -> float | None:
    ranks = [_ranks(column) for column in pairs.T]
    if any(np.ptp(rank) == 0 for rank in ranks):
        return None
    return float(np.asarray(np.corrcoef(ranks))[0, 1])


def _rhos(pairs: npt.NDArray[np.float64], times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    one, other = (
        _centred(times @ ((column[:, None] < column) + (column[:, None] == column) / 2), times) for column in pairs.T
    )
    spread = np.sqrt((times * one**2).sum(axis=1) * (times * other**2).sum(axis=1))
    return _shares((times * one * other).sum(axis=1), spread)


def _shares(part: npt.NDArray[np.float64], whole: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """NaN of nothing."""
    found = np.full(len(whole), np.nan)
    np.divide(part, whole, out=found, where=whole > _NOTHING)
    return found


def _centred(ranks: npt.NDArray[np.float64], times: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Less their mean in each draw."""
    means: npt.NDArray[np.float64] = (times * ranks).sum(axis=1, keepdims=True) / times.sum(axis=1, keepdims=True)
    return ranks - means


def _ranks(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """From 0; equal values share the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: npt.NDArray[np.float64] = (ends - counts + ends - 1) / 2
    return means[place]
