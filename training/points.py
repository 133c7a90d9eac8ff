"""Fits the points of the scores' parts to the coach's ratings."""

from collections.abc import Sequence

import numpy as np
from scipy.optimize import lsq_linear

from feedback.pitch.passage import Passage
from feedback.pitch.scores import parts

LEAST, MOST = 1.0, 10.0
"""Bounds of a part's points of the overall, before they are scaled to 100: every part counts, none alone decides."""
BOUNDS = {
    # what the method asks for first; the fit alone would pay for its companions instead
    "a reason for the role": (9.0, 14.0),
    "what carries you on hard days": (2.0, 10.0),
    "a promise to the team": (7.0, 14.0),
    "skill and culture in equal parts": (4.0, 10.0),
    "how you work with people": (5.0, 10.0),
    # saying nothing of pay is no reason for the role, so most of that dimension must be earned by reasons
    "no pay as a motive": (2.0, 5.0),
    # in these corpora story goes with quality more often than in life
    "a scene": (2.0, 6.0),
    "the scene goes on": (1.0, 3.0),
    "a length that lands": (2.0, 10.0),
}
"""Bounds of single parts, each with its reason; with LEAST and MOST alone the fit is no better (docs/engine.md)."""


def fit(passages: Sequence[Passage], qualities: Sequence[int]) -> dict[str, float]:
    """Points by the name of the part, summing to 100; `qualities` are 1..5, which the points place at 0..100."""
    read = [parts(passage) for passage in passages]
    names = [part.name for part in read[0]]
    earned = np.array([[part.earned for part in row] for row in read])
    wanted = (np.array(qualities) - 1.0) * 25.0
    # a constant is fitted beside the points and left out: it shifts all texts alike, and would be a hidden term
    matrix = np.hstack([earned, np.ones((len(read), 1))])
    bounds = np.array([*(BOUNDS.get(name, (LEAST, MOST)) for name in names), (-100.0, 100.0)])
    solution = lsq_linear(matrix, wanted, (bounds[:, 0], bounds[:, 1])).x[:-1]
    scaled = np.round(solution * 100 / solution.sum(), 2)
    scaled[int(np.argmax(scaled))] += 100 - scaled.sum()
    return {name: round(float(value), 2) for name, value in zip(names, scaled, strict=True)}
