"""Fits the tagger's weights with scikit-learn."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from feedback.pitch import MOVES
from feedback.pitch.features import piece_features, tokens_of, word_features
from feedback.pitch.tagger import Floats, Weights, sentence_vector
from training.corpora import Introduction, labels

SEED = 20
STRENGTH = 3.0
"""Inverse of the L2 penalty; 1, 3 and 10 measured .708, .720 and .719 on left-out writers."""
LEAST_SENTENCES = 2
"""A feature that fewer training sentences have is dropped."""
ACCUSING = frozenset({"PAY", "EMPLOYER_CRITICISM", "NEGATIVITY"})
ACCUSING_PRECISION = 0.88
"""The precision on left-out writers that an accusing move's threshold is chosen for: a false accusation costs trust."""


def fit(introductions: Sequence[Introduction]) -> Weights:
    """Weights with calibrated probabilities and thresholds, all from these introductions alone.

    Calibration and thresholds come from predictions for left-out writers (left-out introductions where there are
    fewer than three writers), as sentences of a writer who was trained on look far too certain.
    """
    truth = labels(introductions)
    held_out = np.zeros(truth.shape)
    groups = _groups(introductions)
    of_sentence = np.array([g for g, i in zip(groups, introductions, strict=True) for _ in i.sentences])
    for group in sorted(set(groups)):
        pairs = list(zip(groups, introductions, strict=True))
        raw = _fit_raw([i for g, i in pairs if g != group])
        held_out[of_sentence == group] = _logits(raw, [i for g, i in pairs if g == group])
    slopes, offsets = _calibration(held_out, truth)
    probabilities = 1 / (1 + np.exp(-(held_out * slopes + offsets)))
    vocabulary, idf, table, bias = _fit_raw(introductions)
    table, bias = table * slopes, bias * slopes + offsets
    scale = np.abs(table).max(axis=0) / 127
    return Weights(
        vocabulary, idf, np.round(table / scale).astype(np.int8), scale, bias, _thresholds(probabilities, truth)
    )


def _groups(introductions: Sequence[Introduction]) -> list[str]:
    writers = {i.writer for i in introductions}
    return [i.writer if len(writers) > 2 else str(n % 5) for n, i in enumerate(introductions)]


Raw = tuple[dict[str, int], Floats, Floats, Floats]


def _fit_raw(introductions: Sequence[Introduction]) -> Raw:
    """Vocabulary, idf, table (rows x 13) and bias (13), not calibrated."""
    sentences = _tokens(introductions)
    spread: Counter[str] = Counter()
    for tokens in sentences:
        spread.update({*word_features(tokens), *(p for t in tokens for p in piece_features(t))})
    kept = sorted(feature for feature, count in spread.items() if count >= LEAST_SENTENCES)
    vocabulary = {feature: row for row, feature in enumerate(kept)}
    # as it will be packed: a float32 read back must be the float64 that the weights were fitted with
    idf = np.array([np.log((1 + len(sentences)) / (1 + spread[f])) + 1 for f in kept], dtype=np.float32).astype(
        np.float64
    )
    matrix = _matrix(sentences, vocabulary, idf)
    truth = labels(introductions)
    table, bias = np.zeros((len(kept), len(MOVES))), np.full(len(MOVES), -6.0)
    for column in range(len(MOVES)):
        if truth[:, column].any():
            model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=SEED)
            model.fit(matrix, truth[:, column])
            table[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    return vocabulary, idf, table, bias


def _logits(raw: Raw, introductions: Sequence[Introduction]) -> Floats:
    vocabulary, idf, table, bias = raw
    return np.asarray(_matrix(_tokens(introductions), vocabulary, idf) @ table + bias, dtype=np.float64)


def _tokens(introductions: Sequence[Introduction]) -> list[list[str]]:
    return [tokens_of(i.text[start:end], i.company) for i in introductions for start, end, _ in i.sentences]


def _matrix(sentences: list[list[str]], vocabulary: dict[str, int], idf: Floats) -> csr_matrix:
    def pieces(token: str) -> list[int]:
        return [vocabulary[p] for p in piece_features(token) if p in vocabulary]

    vectors = [sentence_vector(tokens, vocabulary, idf, pieces) for tokens in sentences]
    ends = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
    return csr_matrix(
        (np.concatenate([v for _, v in vectors]), np.concatenate([r for r, _ in vectors]), ends),
        shape=(len(sentences), len(vocabulary)),
    )


def _calibration(logits: Floats, truth: NDArray[np.bool_]) -> tuple[Floats, Floats]:
    """Platt's slope and offset a move."""
    slopes, offsets = np.ones(len(MOVES)), np.zeros(len(MOVES))
    for column in range(len(MOVES)):
        if truth[:, column].any():
            model = LogisticRegression(C=1e6, solver="lbfgs", random_state=SEED)
            model.fit(logits[:, [column]], truth[:, column])
            slopes[column], offsets[column] = model.coef_[0, 0], model.intercept_[0]
    return slopes, offsets


def _thresholds(probabilities: Floats, truth: NDArray[np.bool_]) -> Floats:
    """The threshold of the best F1; for an accusing move the lowest of ACCUSING_PRECISION (else the best F.5)."""
    chosen = np.full(len(MOVES), 0.5)
    grid = np.arange(0.2, 0.9, 0.02)
    for column, move in enumerate(MOVES):
        said = probabilities[:, [column]] >= grid
        right = (said & truth[:, [column]]).sum(axis=0)
        precision = right / np.maximum(1, said.sum(axis=0))
        recall = right / max(1, int(truth[:, column].sum()))
        f1 = 2 * precision * recall / np.maximum(1e-9, precision + recall)
        good = np.flatnonzero((move in ACCUSING) & (precision >= ACCUSING_PRECISION) & (recall >= 0.3))
        f_half = 1.25 * precision * recall / np.maximum(1e-9, 0.25 * precision + recall)
        best = int(good[0]) if len(good) else int(np.argmax(f_half if move in ACCUSING else f1))
        chosen[column] = round(float(grid[best]), 2)
    return chosen
