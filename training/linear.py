"""Fits the n-grams' weights with scikit-learn."""

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from feedback.pitch.ngrams import Floats, Ngrams, Weights, piece_features, sentence_vector, word_features

SEED = 20
STRENGTH = 3.0
"""Inverse of the L2 penalty; 1, 3 and 10 measured .708, .720 and .719 on left-out writers."""
LEAST_SENTENCES = 3
"""A feature that fewer training sentences have is dropped."""


def fit(sentences: Sequence[str], truth: NDArray[np.bool_]) -> Weights:
    """Weights from plain sentences and their moves (sentences x 13); not calibrated."""
    split = [sentence.split() for sentence in sentences]
    spread: Counter[str] = Counter()
    for words in split:
        spread.update({*word_features(words), *(p for word in words for p in piece_features(word))})
    found = sorted(feature for feature, count in spread.items() if count >= LEAST_SENTENCES)
    vocabulary = {feature: row for row, feature in enumerate(found)}
    # as it will be packed: a float32 read back must be the float64 that the weights were fitted with
    idf = np.array([np.log((1 + len(split)) / (1 + spread[f])) + 1 for f in found], dtype=np.float32).astype(np.float64)
    matrix = _matrix(split, vocabulary, idf)
    table, bias = np.zeros((len(found), truth.shape[1])), np.full(truth.shape[1], -6.0)
    for column in range(truth.shape[1]):
        if truth[:, column].any():
            model = LogisticRegression(C=STRENGTH, class_weight="balanced", solver="liblinear", random_state=SEED)
            model.fit(matrix, truth[:, column])
            table[:, column], bias[column] = model.coef_[0], model.intercept_[0]
    scale = np.maximum(np.abs(table).max(axis=0), 1e-9) / 127
    return Weights(vocabulary, idf, np.round(table / scale).astype(np.int8), scale, bias)


def logits(weights: Weights, sentences: Sequence[str]) -> Floats:
    """Sentences x 13."""
    ngrams = Ngrams(weights)
    return np.array([ngrams(sentence) for sentence in sentences])


def _matrix(sentences: list[list[str]], vocabulary: dict[str, int], idf: Floats) -> csr_matrix:
    def pieces(word: str) -> list[int]:
        return [vocabulary[p] for p in piece_features(word) if p in vocabulary]

    vectors = [sentence_vector(words, vocabulary, idf, pieces) for words in sentences]
    ends = np.cumsum([0, *(len(rows) for rows, _ in vectors)])
    return csr_matrix(
        (np.concatenate([v for _, v in vectors]), np.concatenate([r for r, _ in vectors]), ends),
        shape=(len(sentences), len(vocabulary)),
    )
