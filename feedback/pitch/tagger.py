"""Which moves a sentence makes: one logistic regression a move over the features of features.py."""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources

import numpy as np
from numpy.typing import NDArray

from feedback.pitch.features import piece_features, tokens_of, word_features
from feedback.pitch.model import MOVES

WEIGHTS = "tagger.npz"
WORD_SHARE, PIECE_SHARE = 1.5, 0.8
"""How much words and pieces of words count in a sentence; chosen on left-out writers (docs/engine.md)."""
CACHED_SENTENCES, CACHED_TOKENS = 4096, 16384
"""A person who types changes one sentence at a time; the others need not be judged again."""

Floats = NDArray[np.float64]
PieceRows = Callable[[str], Sequence[int]]


@dataclass(frozen=True)
class Weights:
    """A trained tagger: `vocabulary` is feature to row, `idf` (rows), `table` (rows x 13) with `scale` (13) as int8,
    `bias` (13) and `thresholds` (13), the probability from which on a sentence counts as making the move."""

    vocabulary: dict[str, int]
    idf: Floats
    table: NDArray[np.int8]
    scale: Floats
    bias: Floats
    thresholds: Floats


class Tagger:
    """Scores sentences by weights; keeps what it has seen, so that an unchanged sentence costs nothing."""

    def __init__(self, weights: Weights) -> None:
        self.thresholds = dict(zip(MOVES, weights.thresholds.tolist(), strict=True))
        self._weights = weights
        self._pieces = lru_cache(CACHED_TOKENS)(self._piece_rows)
        self._known = lru_cache(CACHED_SENTENCES)(self._score)

    def probabilities(self, sentence: str, company: str = "") -> dict[str, float]:
        """For every move of MOVES its calibrated probability, to four places."""
        return dict(zip(MOVES, self._known(tuple(tokens_of(sentence, company))), strict=True))

    def moves(self, probabilities: dict[str, float]) -> tuple[str, ...]:
        """The moves whose probability reaches its threshold, in the order of MOVES."""
        return tuple(move for move in MOVES if probabilities[move] >= self.thresholds[move])

    def _score(self, tokens: tuple[str, ...]) -> tuple[float, ...]:
        rows, values = sentence_vector(list(tokens), self._weights.vocabulary, self._weights.idf, self._pieces)
        weights = self._weights
        logits = values @ weights.table[rows].astype(np.float64) * weights.scale + weights.bias
        return tuple(np.round(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))), 4).tolist())

    def _piece_rows(self, token: str) -> tuple[int, ...]:
        vocabulary = self._weights.vocabulary
        return tuple(row for piece in piece_features(token) if (row := vocabulary.get(piece)) is not None)


def sentence_vector(
    tokens: list[str], vocabulary: dict[str, int], idf: Floats, pieces: PieceRows
) -> tuple[NDArray[np.intp], Floats]:
    """Rows of the known features and their TF-IDF values; each of the two groups has length 1 times its share."""
    words = [row for feature in word_features(tokens) if (row := vocabulary.get(feature)) is not None]
    groups = [
        _weighted(words, idf, WORD_SHARE),
        _weighted([row for token in tokens for row in pieces(token)], idf, PIECE_SHARE),
    ]
    return np.concatenate([rows for rows, _ in groups]), np.concatenate([values for _, values in groups])


def _weighted(found: Sequence[int], idf: Floats, share: float) -> tuple[NDArray[np.intp], Floats]:
    rows, counts = np.unique(np.asarray(found, dtype=np.intp), return_counts=True)
    values = (1.0 + np.log(counts)) * idf[rows]
    length = float(np.sqrt(values @ values))
    return rows, values * (share / length if length else 0.0)


@cache
def committed() -> Tagger:
    """The tagger of the weights that stand beside the code, loaded once a process."""
    return Tagger(unpack(resources.files("feedback.pitch").joinpath("data", WEIGHTS).read_bytes()))


def pack(weights: Weights) -> bytes:
    """Weights as the bytes of a compressed .npz file, the same for the same weights."""
    buffer = io.BytesIO()
    np.savez_compressed(
        buffer,
        vocabulary=np.frombuffer("\n".join(weights.vocabulary).encode(), dtype=np.uint8),
        idf=weights.idf.astype(np.float32),
        table=weights.table,
        scale=weights.scale,
        bias=weights.bias,
        thresholds=weights.thresholds,
    )
    return buffer.getvalue()


def unpack(data: bytes) -> Weights:
    """The reverse of `pack`."""
    with np.load(io.BytesIO(data), allow_pickle=False) as arrays:
        features = arrays["vocabulary"].tobytes().decode().split("\n")
        return Weights(
            vocabulary={feature: row for row, feature in enumerate(features)},
            idf=arrays["idf"].astype(np.float64),
            table=arrays["table"],
            scale=arrays["scale"],
            bias=arrays["bias"],
            thresholds=arrays["thresholds"],
        )
