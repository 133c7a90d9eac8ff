"""What the sentences around one say about it: a correction of its logits by those of neighbours and of the whole text.

"There's no communication there at all" blames nobody by itself; after two sentences on a manager it does. The scores
look at each sentence alone (scores.py), so that what one adds cannot change what another earned.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MOST = 6.0
"""Bound of a logit; further ones say the same."""
NOBODY = -4.0
"""Each logit of the neighbour that the first and the last sentence lack."""
FIELDS = ("own", "before", "after", "mean", "most")
"""Whose 13 logits a line weighs, in this order; the last two are of all sentences of the text, the own included."""
HALF = 3
"""Other sentences of a text with which half of the correction is made; a sentence alone is what it is by itself."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Context:
    """`weights` are 13 x 65 (FIELDS by MOVES), `offsets` 13."""

    weights: Floats
    offsets: Floats

    def __call__(self, probabilities: Floats) -> Floats:
        """Probabilities in context, of those by themselves: both are sentences of one text, in order, x 13."""
        read = around(probabilities)
        own = read[:, : probabilities.shape[1]]
        told = own + share(len(read)) * (read @ self.weights.T + self.offsets)
        found: Floats = 1.0 / (1.0 + np.exp(-np.clip(told, -30.0, 30.0)))
        return found


def share(sentences: int) -> float:
    """How much of the correction (0..1) is made in a text of so many sentences: little context says little."""
    return (sentences - 1) / (sentences - 1 + HALF)


def around(probabilities: Floats) -> Floats:
    """Sentences x 65: the logits of FIELDS, from the probabilities of the sentences of one text (x 13)."""
    edge = 1.0 / (1.0 + np.exp(MOST))
    bounded = np.clip(probabilities, edge, 1.0 - edge)
    own = np.log(bounded / (1.0 - bounded))
    nobody = np.full((1, own.shape[1]), NOBODY)
    before, after = np.vstack([nobody, own[:-1]]), np.vstack([own[1:], nobody])
    mean, most = (np.broadcast_to(row, own.shape) for row in (own.mean(axis=0), own.max(axis=0)))
    return np.hstack([own, before, after, mean, most])
