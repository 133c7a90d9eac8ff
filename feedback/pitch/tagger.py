"""Which moves a sentence makes: a small encoder, fine-tuned on labelled sentences, and n-grams, weighed by move; then
what the sentences around it say (context.py).

Each sees what the other misses, on writers whom neither has seen (docs/engine.md).
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Any

import numpy as np
import onnxruntime
from numpy.typing import NDArray

from feedback.pitch.context import FIELDS, Context
from feedback.pitch.features import plain
from feedback.pitch.model import MOVES
from feedback.pitch.ngrams import Ngrams, unpack
from feedback.pitch.pieces import Pieces

MODEL, VOCABULARY, NGRAMS, SETTINGS, CONTEXT = "tagger.onnx", "pieces.txt", "ngrams.npz", "tagger.json", "context.json"
CACHED_SENTENCES = 8192
"""A person who types changes one sentence at a time; the others need not be judged again."""
DIGITS = 3
"""Places of a probability: further ones depend on the processor's order of adding."""

Floats = NDArray[np.float64]
Judge = Callable[[str], Floats]
"""The logits of a sentence in the plain words of features.py: 2 x 13, by the encoder and by n-grams."""


@dataclass(frozen=True)
class Calibration:
    """13 numbers each, `slopes` 2 x 13: they and `offsets` make a probability of the logits, from `alone_from` on a
    sentence by itself makes the move. In context it does from `thresholds` on, and from `any_from` on its likeliest
    sentence tells that the text does."""

    slopes: Floats
    offsets: Floats
    alone_from: Floats
    context: Context
    thresholds: Floats
    any_from: Floats


class Tagger:
    """Scores sentences; keeps what it has seen, so that an unchanged sentence costs nothing."""

    def __init__(self, judge: Judge, calibration: Calibration) -> None:
        self._alone_from = dict(zip(MOVES, calibration.alone_from.tolist(), strict=True))
        self.thresholds = dict(zip(MOVES, calibration.thresholds.tolist(), strict=True))
        self.any_from = dict(zip(MOVES, calibration.any_from.tolist(), strict=True))
        self._judge = judge
        self._calibration = calibration
        self._known = lru_cache(CACHED_SENTENCES)(self._score)

    def probabilities(self, sentence: str, company: str = "") -> dict[str, float]:
        """For every move of MOVES its calibrated probability, to DIGITS places; 0 where the sentence has no words."""
        return dict(zip(MOVES, self._known(plain(sentence, company)), strict=True))

    def in_context(self, alone: Sequence[Mapping[str, float]]) -> list[dict[str, float]]:
        """The probabilities of the sentences of one text, in order, by those that each has by itself."""
        if not alone:
            return []
        rows = self._calibration.context(np.array([[each[move] for move in MOVES] for each in alone]))
        return [dict(zip(MOVES, row, strict=True)) for row in np.round(rows, DIGITS).tolist()]

    def moves_alone(self, probabilities: Mapping[str, float]) -> tuple[str, ...]:
        """The moves of a sentence by itself, in the order of MOVES."""
        return tuple(move for move in MOVES if probabilities[move] >= self._alone_from[move])

    def moves(self, probabilities: Mapping[str, float]) -> tuple[str, ...]:
        """The moves of a sentence in context, in the order of MOVES."""
        return tuple(move for move in MOVES if probabilities[move] >= self.thresholds[move])

    def _score(self, words: str) -> tuple[float, ...]:
        if not words:
            return (0.0,) * len(MOVES)
        logits = (self._judge(words) * self._calibration.slopes).sum(axis=0) + self._calibration.offsets
        return tuple(np.round(1.0 / (1.0 + np.exp(-np.clip(logits, -30.0, 30.0))), DIGITS).tolist())


class Encoder:
    """all-MiniLM-L6-v2 with a layer for the moves, in int8 (training/export.py makes it)."""

    def __init__(self, model: bytes, vocabulary: str, threads: int) -> None:
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads, options.inter_op_num_threads = threads, 1
        # a thread that waits for work must not keep a core busy: workers share them
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        self._session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
        self._pieces = Pieces(vocabulary.split("\n"))

    def __call__(self, words: str) -> Floats:
        """The 13 logits. One sentence at a time: int8 scales by the largest number of a batch, so that in company a
        sentence would be judged a little differently."""
        (logits,) = self._session.run(None, {"ids": np.array([self._pieces.of(words)], dtype=np.int64)})
        return np.asarray(logits[0], dtype=np.float64)


@cache
def committed(threads: int) -> Tagger:
    """The tagger of the weights that stand beside the code, loaded once a process; `threads` are what it may use."""
    data = resources.files("feedback.pitch") / "data"
    encoder = Encoder((data / MODEL).read_bytes(), (data / VOCABULARY).read_text(encoding="utf-8"), threads)
    ngrams = Ngrams(unpack((data / NGRAMS).read_bytes()))
    settings, context = (json.loads((data / name).read_text(encoding="utf-8")) for name in (SETTINGS, CONTEXT))
    calibration = calibration_of(settings["moves"], context)
    return Tagger(lambda words: np.stack([encoder(words), ngrams(words)]), calibration)


def calibration_of(moves: Mapping[str, Any], context: Mapping[str, Any]) -> Calibration:
    """From the forms of tagger.json and context.json: by move its slopes, offset, thresholds and weights in context."""
    rows = [moves[move] for move in MOVES]
    slopes = np.array([[row[judge] for row in rows] for judge in ("encoder", "ngrams")])
    offsets, alone_from, thresholds, any_from = (
        np.array([row[key] for row in rows]) for key in ("offset", "alone_from", "threshold", "any_from")
    )
    weights = np.array([[weight for field in FIELDS for weight in context[move][field]] for move in MOVES])
    lines = Context(weights, np.array([context[move]["offset"] for move in MOVES]))
    return Calibration(slopes, offsets, alone_from, lines, thresholds, any_from)
