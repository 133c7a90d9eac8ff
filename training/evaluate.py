"""Measures the engine on writers whom it was not trained on, by the rules of the labelled corpora."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from feedback.pitch import MOVES, VERDICTS, Sentence, Settings
from feedback.pitch.engine import read
from feedback.pitch.passage import Passage, verdicts
from feedback.pitch.scores import score
from feedback.pitch.tagger import Tagger, pack, unpack
from training import linear, points
from training.corpora import Introduction

RESAMPLES = 500
"""Bootstrap samples of introductions for the interval of a macro F1."""
BINS = 10
"""Of the expected calibration error."""

Passages = Mapping[str, Passage]


def left_out(introductions: Sequence[Introduction], workers: int) -> Passages:
    """Every introduction by id, tagged by a tagger that was trained on all other writers."""
    writers = sorted({i.writer for i in introductions})
    with ProcessPoolExecutor(workers) as pool:
        found = list(pool.map(partial(_tagged_without, introductions), writers))
    return {key: passage for passages in found for key, passage in passages.items()}


def tagged(train: Sequence[Introduction], test: Sequence[Introduction]) -> dict[str, Passage]:
    """The test introductions by id, tagged by a tagger of the training ones."""
    tagger = Tagger(unpack(pack(linear.fit(train))))
    return {i.id: read(i.text, i.role, i.company, i.kind, Settings(), tagger) for i in test}


def _tagged_without(introductions: Sequence[Introduction], writer: str) -> dict[str, Passage]:
    return tagged([i for i in introductions if i.writer != writer], [i for i in introductions if i.writer == writer])


def measure(introductions: Sequence[Introduction], passages: Passages) -> dict[str, Any]:
    """Moves, verdicts, calibration, and the scores against the coach's ratings, all on left-out writers."""
    writers = sorted({i.writer for i in introductions})
    by_writer = {w: [i for i in introductions if i.writer == w] for w in writers}
    macro = {w: macro_f1(by_writer[w], passages) for w in writers}
    return {
        "macro_f1": {
            "mean": _round(np.mean(list(macro.values()))),
            "interval_95": _interval(by_writer, passages),
            "writers": {w: _round(f1) for w, f1 in macro.items()},
        },
        "moves": moves_table(introductions, passages),
        "verdicts": _verdicts(introductions, passages),
        "expected_calibration_error": _calibration_error(introductions, passages),
        "scores": _against_quality(by_writer, passages),
    }


def macro_f1(introductions: Sequence[Introduction], passages: Passages) -> float:
    """Mean over the moves that occur of F1, a predicted sentence counting for the gold one that it covers by half."""
    return _macro(np.array([_tally(i, passages[i.id]) for i in introductions]))


def moves_table(introductions: Sequence[Introduction], passages: Passages) -> dict[str, dict[str, float]]:
    """Precision, recall and F1 a move over all sentences."""
    right, said, true = np.array([_tally(i, passages[i.id]) for i in introductions]).sum(axis=0)
    return {
        move: {
            "precision": _round(right[k] / max(1, said[k])),
            "recall": _round(right[k] / max(1, true[k])),
            "f1": _round(2 * right[k] / max(1, said[k] + true[k])),
            "n": int(true[k]),
        }
        for k, move in enumerate(MOVES)
    }


def _tally(introduction: Introduction, passage: Passage) -> list[list[int]]:
    """Right, said and true a move."""
    counts = [[0] * len(MOVES) for _ in range(3)]
    for start, end, true in introduction.sentences:
        said = _moves_over(start, end, passage.sentences)
        for k, move in enumerate(MOVES):
            counts[0][k] += move in true and move in said
            counts[1][k] += move in said
            counts[2][k] += move in true
    return counts


def _moves_over(start: int, end: int, sentences: Sequence[Sentence]) -> set[str]:
    found: set[str] = set()
    for sentence in sentences:
        overlap = min(end, sentence.end) - max(start, sentence.start)
        if overlap > 0 and 2 * overlap >= min(end - start, sentence.end - sentence.start):
            found.update(sentence.moves)
    return found


def _macro(tallies: np.ndarray[Any, Any]) -> float:
    right, said, true = tallies.sum(axis=0)
    present = true > 0
    return float(np.mean(2 * right[present] / np.maximum(1, said + true)[present]))


def _interval(by_writer: Mapping[str, Sequence[Introduction]], passages: Passages) -> list[float]:
    """Of the mean over writers, introductions drawn with replacement within each writer."""
    draw = np.random.default_rng(linear.SEED)
    tallies = [np.array([_tally(i, passages[i.id]) for i in group]) for group in by_writer.values()]
    means = [np.mean([_macro(t[draw.integers(0, len(t), len(t))]) for t in tallies]) for _ in range(RESAMPLES)]
    return [_round(np.quantile(means, 0.025)), _round(np.quantile(means, 0.975))]


def _verdicts(introductions: Sequence[Introduction], passages: Passages) -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = {}
    found = {i.id: verdicts(passages[i.id]) for i in introductions}
    for name in VERDICTS:
        pairs = [(i.verdicts[name], found[i.id][name]) for i in introductions if name in i.verdicts]
        agree = float(np.mean([a == b for a, b in pairs]))
        yes, said = float(np.mean([a for a, _ in pairs])), float(np.mean([b for _, b in pairs]))
        chance = yes * said + (1 - yes) * (1 - said)
        table[name] = {
            "accuracy": _round(agree),
            "kappa": _round((agree - chance) / (1 - chance) if chance < 1 else 1.0),
        }
    table["mean"] = {key: _round(np.mean([row[key] for row in table.values()])) for key in ("accuracy", "kappa")}
    return table


def _calibration_error(introductions: Sequence[Introduction], passages: Passages) -> float:
    """Mean distance of stated probability from frequency over BINS, weighted by size, all moves together."""
    stated, true = [], []
    for i in introductions:
        gold = {(start, end): moves for start, end, moves in i.sentences}
        for sentence in passages[i.id].sentences:
            if (sentence.start, sentence.end) in gold:
                moves = gold[sentence.start, sentence.end]
                stated += [sentence.probabilities[move] for move in MOVES]
                true += [move in moves for move in MOVES]
    said, happened = np.array(stated), np.array(true, dtype=float)
    bins = np.minimum((said * BINS).astype(int), BINS - 1)
    return _round(
        sum(abs(said[bins == b].mean() - happened[bins == b].mean()) * np.mean(bins == b) for b in np.unique(bins))
    )


def _against_quality(by_writer: Mapping[str, Sequence[Introduction]], passages: Passages) -> dict[str, Any]:
    """Points fitted without the writer whose texts they score."""
    rho: dict[str, float] = {}
    right = pairs = 0
    everybody = [i for group in by_writer.values() for i in group if i.quality]
    for writer, group in by_writer.items():
        rated = [i for i in group if i.quality]
        if not rated:
            continue
        rest = [i for i in everybody if i.writer != writer]
        fitted = points.fit([passages[i.id] for i in rest], [i.quality or 0 for i in rest])
        overall = {i.id: score(passages[i.id], fitted).overall for i in rated}
        rho[writer] = _round(spearmanr([overall[i.id] for i in rated], [i.quality for i in rated]).statistic)
        quality = {i.id: i.quality or 0 for i in rated}
        for i in rated:
            if i.pair in quality and quality[i.id] > quality[i.pair]:
                pairs += 1
                right += overall[i.id] > overall[i.pair]
    return {
        "spearman": {"mean": _round(np.mean(list(rho.values()))), "writers": rho},
        "better_version_scores_higher": {"right": int(right), "pairs": pairs, "share": _round(right / max(1, pairs))},
    }


def _round(value: Any) -> float:
    return round(float(value), 3)
