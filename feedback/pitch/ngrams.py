"""Logits of the moves by words, pairs of words and pieces of words: one logistic regression a move."""

import io
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

WORD_SHARE, PIECE_SHARE = 1.5, 0.8
"""How much words and pieces of words count in a sentence; chosen on left-out writers (docs/engine.md)."""
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
"""Code points in a piece of a word; 2 to 6 and 3 to 6 measured no better."""
CACHED_WORDS = 16384

Floats = NDArray[np.float64]
PieceRows = Callable[[str], Sequence[int]]


@dataclass(frozen=True)
class Weights:
    """`vocabulary` is feature to row, `idf` (rows), `table` (rows x 13) with `scale` (13) as int8, `bias` (13)."""

    vocabulary: dict[str, int]
    idf: Floats
    table: NDArray[np.int8]
    scale: Floats
    bias: Floats


class Ngrams:
    """Weights at work."""

    def __init__(self, weights: Weights) -> None:
        self._weights = weights
        self._pieces = lru_cache(CACHED_WORDS)(self._piece_rows)

    def __call__(self, words: str) -> Floats:
        """The 13 logits of a sentence in the plain words of features.py."""
        weights = self._weights
        rows, values = sentence_vector(words.split(), weights.vocabulary, weights.idf, self._pieces)
        return np.asarray(values @ weights.table[rows].astype(np.float64) * weights.scale + weights.bias)

    def _piece_rows(self, word: str) -> tuple[int, ...]:
        vocabulary = self._weights.vocabulary
        return tuple(row for piece in piece_features(word) if (row := vocabulary.get(piece)) is not None)


def word_features(words: list[str]) -> Iterator[str]:
    """Words and pairs of neighbours; a tab in front keeps them apart from pieces of words."""
    for word in words:
        yield "\t" + word
    for one, two in itertools.pairwise(words):
        yield f"\t{one} {two}"


def piece_features(word: str) -> Iterator[str]:
    """Pieces of one word, its edges marked by spaces."""
    padded = f" {word} "
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


def sentence_vector(
    words: list[str], vocabulary: dict[str, int], idf: Floats, pieces: PieceRows
) -> tuple[NDArray[np.intp], Floats]:
    """Rows of the known features and their TF-IDF values; each of the two groups has length 1 times its share."""
    known = [row for feature in word_features(words) if (row := vocabulary.get(feature)) is not None]
    groups = [
        _weighted(known, idf, WORD_SHARE),
        _weighted([row for word in words for row in pieces(word)], idf, PIECE_SHARE),
    ]
    return np.concatenate([rows for rows, _ in groups]), np.concatenate([values for _, values in groups])


def _weighted(found: Sequence[int], idf: Floats, share: float) -> tuple[NDArray[np.intp], Floats]:
    rows, counts = np.unique(np.asarray(found, dtype=np.intp), return_counts=True)
    values = (1.0 + np.log(counts)) * idf[rows]
    length = float(np.sqrt(values @ values))
    return rows, values * (share / length if length else 0.0)


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
        )
