"""From logits for left-out writers to probabilities, alone and in context, and to thresholds."""

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit

from feedback.pitch import MOVES
from feedback.pitch.context import Context, around, share
from feedback.pitch.tagger import DIGITS, Calibration, Floats

ACCUSING = frozenset({"PAY", "EMPLOYER_CRITICISM", "NEGATIVITY"})
ACCUSING_PRECISION = 0.95
"""On left-out writers, what an accusing move's threshold is chosen for: a false accusation costs trust. A little above
the goal of .92, as on the next writer it comes out lower."""
ACCUSING_RECALL = 0.3
"""Below this recall the precision is not bought, and the threshold of the best F.5 is taken."""
GRID = np.arange(0.2, 0.96, 0.01)
RIDGE = 1e-3
"""Penalty of a squared weight in context, beside a mean loss; the weights are of logits in units of their spread."""
MOST_WEIGHT = 10.0
"""Before the square root: a few accusing sentences in strong texts must not decide alone."""


def fit(logits: Floats, truth: NDArray[np.bool_], text: NDArray[np.intp], quality: NDArray[np.intp]) -> Calibration:
    """How much each judge's logits weigh for a move, what the context adds, and the thresholds.

    `logits` are sentences x 2 x 13, `truth` is sentences x 13, `text` has the number of each sentence's introduction
    and `quality` the coach's rating of it, 0 where there is none.
    """
    lines = np.array([_line(logits[:, :, k], truth[:, k]) for k in range(len(MOVES))])
    slopes, offsets = lines[:, :-1].T, lines[:, -1]
    alone = np.round(expit((logits * slopes).sum(axis=1) + offsets), DIGITS)
    starts = np.flatnonzero(np.r_[True, text[1:] != text[:-1]])
    texts = np.split(alone, starts[1:])
    read = np.vstack([around(rows) for rows in texts])
    shares = np.concatenate([np.full(len(rows), share(len(rows))) for rows in texts])
    context = _context(read, truth, shares, quality)
    together = np.vstack([context(rows) for rows in texts])
    likeliest, anywhere = (np.maximum.reduceat(rows, starts) for rows in (together, truth))
    return Calibration(
        slopes,
        offsets,
        thresholds(alone, truth),
        context,
        thresholds(together, truth),
        _most_right(likeliest, anywhere),
    )


def _context(read: Floats, truth: NDArray[np.bool_], shares: Floats, quality: NDArray[np.intp]) -> Context:
    """The corrections by what `around` says (sentences x 65), fitted as they are used: on writers not trained on."""
    middle, spread = read.mean(axis=0), read.std(axis=0) + 1e-6
    rows = np.hstack([(read - middle) / spread, np.ones((len(read), 1))]) * shares[:, None]
    penalty = np.array([RIDGE] * read.shape[1] + [0.0])
    lines = np.array(
        [
            _likeliest(
                rows,
                truth[:, k],
                start=read[:, k],
                penalty=penalty,
                weights=_evened(truth[:, k], quality) if move in ACCUSING else np.ones(len(read)),
            )
            for k, move in enumerate(MOVES)
        ]
    )
    weights = lines[:, :-1] / spread
    return Context(weights, lines[:, -1] - weights @ middle)


def _evened(truth: NDArray[np.bool_], quality: NDArray[np.intp]) -> Floats:
    """Weights of sentences by which quality says less of the move than in these corpora.

    The square root of what would make both independent. Without it the context learns to tell weak texts, and finds
    in strong ones less than a sentence alone would (docs/engine.md).
    """
    groups = np.digitize(quality, [1, 3, 4])
    weights = np.ones(len(truth))
    for group in range(4):
        for made in (False, True):
            these = (groups == group) & (truth == made)
            if these.any():
                weights[these] = (groups == group).mean() * (truth == made).mean() / these.mean()
    found: Floats = np.sqrt(np.minimum(weights, MOST_WEIGHT))
    return found


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
    nothing = np.zeros(len(rows))
    return _likeliest(rows, truth, start=nothing, penalty=np.zeros(rows.shape[1]), weights=nothing + 1.0)


def _likeliest(rows: Floats, truth: NDArray[np.bool_], *, start: Floats, penalty: Floats, weights: Floats) -> Floats:
    """The line that, added to the logits in `start`, makes the truth likeliest, less the penalty of its squares."""
    shares = weights / weights.sum()

    def loss(line: Floats) -> tuple[float, Floats]:
        told = start + rows @ line
        mean = float(shares @ (np.logaddexp(0.0, told) - truth * told))
        return mean + float(penalty @ line**2), rows.T @ (shares * (expit(told) - truth)) + 2.0 * penalty * line

    found: Floats = minimize(loss, np.zeros(rows.shape[1]), jac=True, method="BFGS").x
    return found
