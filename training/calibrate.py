"""From logits for left-out writers to probabilities, and the thresholds from which on a move counts as made."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from feedback.pitch import MOVES
from feedback.pitch.tagger import Calibration, Floats

ACCUSING = frozenset({"PAY", "EMPLOYER_CRITICISM", "NEGATIVITY"})
ACCUSING_PRECISION = 0.94
"""On left-out writers, what an accusing move's threshold is chosen for: a false accusation costs trust. A little above
the goal of .92, as on the next writer it comes out lower."""
ACCUSING_RECALL = 0.3
"""Below this recall the precision is not bought, and the threshold of the best F.5 is taken."""
GRID = np.arange(0.2, 0.96, 0.01)


def fit(logits: Floats, truth: NDArray[np.bool_], text: NDArray[np.intp]) -> Calibration:
    """How much each judge's logits weigh for a move, so that probabilities are the likeliest, and the thresholds.

    `logits` are sentences x 2 x 13, `truth` is sentences x 13, `text` has the number of each sentence's introduction.
    """
    lines = np.array([_line(logits[:, :, k], truth[:, k]) for k in range(len(MOVES))])
    slopes, offsets = lines[:, :-1].T, lines[:, -1]
    probabilities = expit((logits * slopes).sum(axis=1) + offsets)
    starts = np.flatnonzero(np.r_[True, text[1:] != text[:-1]])
    likeliest, anywhere = (np.maximum.reduceat(rows, starts) for rows in (probabilities, truth))
    return Calibration(slopes, offsets, thresholds(probabilities, truth), _most_right(likeliest, anywhere))


def thresholds(probabilities: Floats, truth: NDArray[np.bool_]) -> Floats:
    """The threshold of the best F1; for an accusing move the lowest of ACCUSING_PRECISION, else the best F.5."""
    chosen = np.full(len(MOVES), 0.5)
    for column, move in enumerate(MOVES):
        said = probabilities[:, [column]] >= GRID
        right = (said & truth[:, [column]]).sum(axis=0)
        precision = right / np.maximum(1, said.sum(axis=0))
        recall = right / max(1, int(truth[:, column].sum()))
        f1 = 2 * precision * recall / np.maximum(1e-9, precision + recall)
        f_half = 1.25 * precision * recall / np.maximum(1e-9, 0.25 * precision + recall)
        good = np.flatnonzero((precision >= ACCUSING_PRECISION) & (recall >= ACCUSING_RECALL))
        best = good[0] if move in ACCUSING and len(good) else np.argmax(f_half if move in ACCUSING else f1)
        chosen[column] = round(float(GRID[best]), 2)
    return chosen


def _most_right(likeliest: Floats, truth: NDArray[np.bool_]) -> Floats:
    """By move the middle of the thresholds with which most texts are told right; both arguments are texts x 13."""
    right = np.array([((likeliest >= threshold) == truth).mean(axis=0) for threshold in GRID])
    best = right >= right.max(axis=0) - 0.002
    middle: Floats = (GRID[:, None] * best).sum(axis=0) / best.sum(axis=0)
    return np.round(middle, 2)


def _line(logits: Floats, truth: NDArray[np.bool_]) -> Floats:
    """A slope a judge and the offset (Platt's way); never for a move that nobody makes. `logits` are sentences x 2."""
    rows = np.hstack([logits, np.ones((len(logits), 1))])
    if not truth.any():
        return np.array([1.0] * logits.shape[1] + [-6.0])

    def loss(line: Floats) -> tuple[float, Floats]:
        told = rows @ line
        return float(np.mean(np.logaddexp(0.0, told) - truth * told)), rows.T @ (expit(told) - truth) / len(rows)

    found: Floats = minimize(loss, np.zeros(rows.shape[1]), jac=True).x
    return found
