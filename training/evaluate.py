"""Measures the engine on writers whom it was not trained on, by the rules of the labelled corpora."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np
from scipy.stats import spearmanr

from feedback.pitch import MOVES, VERDICTS, Sentence, Settings
from feedback.pitch.engine import read
from feedback.pitch.passage import Passage, verdicts
from feedback.pitch.scores import score
from feedback.pitch.tagger import Calibration, Floats, Tagger
from training import calibrate, points
from training.corpora import Introduction, labelled, labels
from training.folds import Fold
from training.neural import Recipe

RESAMPLES = 500
"""Bootstrap samples of introductions, drawn within each writer, for the 95% intervals."""
BINS = 10
"""Of the expected calibration error."""

Passages = Mapping[str, Passage]
ByWriter = Mapping[str, Sequence[Introduction]]
Counts = np.ndarray[Any, Any]


def tagged(introductions: Sequence[Introduction], found: Sequence[Fold]) -> Passages:
    """Every introduction by id, tagged by an encoder that never saw its writer.

    Calibration and thresholds are of the other writers, too.
    """
    passages: dict[str, Passage] = {}
    for fold in found:
        for writer in fold.writers:
            others = [i for i in introductions if i.writer != writer]
            tagger = Tagger(fold.logits.__getitem__, calibrated(others, found))
            for i in introductions:
                if i.writer == writer:
                    passages[i.id] = read(i.text, i.role, i.company, i.kind, Settings(), tagger)
    return passages


def calibrated(introductions: Sequence[Introduction], found: Sequence[Fold]) -> Calibration:
    """By what was said of these introductions by encoders that never saw their writers."""
    text = np.array([n for n, i in enumerate(introductions) for _ in i.sentences])
    quality = np.array([i.quality or 0 for i in introductions for _ in i.sentences])
    return calibrate.fit(logits(introductions, found), labels(introductions), text, quality)


def logits(introductions: Sequence[Introduction], found: Sequence[Fold]) -> Floats:
    """Of every labelled sentence (x 2 x 13), by the fold that left its writer out; the rows of `corpora.labels`."""
    of = {writer: fold.logits for fold in found for writer in fold.writers}
    return np.array([of[i.writer][words] for i in introductions for words in labelled([i])])


def measure(introductions: Sequence[Introduction], passages: Passages) -> dict[str, Any]:
    """Moves, verdicts, calibration, and the scores against the coach's ratings, all on left-out writers."""
    writers = sorted({i.writer for i in introductions})
    by_writer = {w: [i for i in introductions if i.writer == w] for w in writers}
    macro = {w: macro_f1(by_writer[w], passages) for w in writers}
    return {
        "macro_f1": {
            "mean": _round(np.mean(list(macro.values()))),
            "interval_95": _interval(_means_of_writers(by_writer, passages)),
            "writers": {w: _round(f1) for w, f1 in macro.items()},
        },
        "moves": _moves_table(by_writer, passages),
        "verdicts": _verdicts(by_writer, passages),
        "expected_calibration_error": _calibration_error(introductions, passages),
        "scores": _against_quality(by_writer, passages),
    }


def macro_f1(introductions: Sequence[Introduction], passages: Passages) -> float:
    """Mean over the moves that occur of F1, a predicted sentence counting for the gold one that it covers by half."""
    return _macro(np.array([_tally(i, passages[i.id]) for i in introductions]))


def _moves_table(by_writer: ByWriter, passages: Passages) -> dict[str, dict[str, Any]]:
    """Precision, recall and F1 a move over all sentences."""
    tallies = [np.array([_tally(i, passages[i.id]) for i in group]) for group in by_writer.values()]
    right, said, true = np.concatenate(tallies).sum(axis=0)
    drawn = np.array([_f1(np.concatenate(sample).sum(axis=0)) for sample in _resampled(tallies)])
    return {
        move: {
            "precision": _round(right[k] / max(1, said[k])),
            "recall": _round(right[k] / max(1, true[k])),
            "f1": _round(2 * right[k] / max(1, said[k] + true[k])),
            "f1_interval_95": _interval(drawn[:, k]),
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


def _macro(tallies: Counts) -> float:
    summed = tallies.sum(axis=0)
    return float(np.mean(_f1(summed)[summed[2] > 0]))


def _f1(summed: Counts) -> Counts:
    """By move; `summed` is 3 x 13: right, said, true."""
    right, said, true = summed
    found: Counts = 2 * right / np.maximum(1, said + true)
    return found


def _means_of_writers(by_writer: ByWriter, passages: Passages) -> Counts:
    tallies = [np.array([_tally(i, passages[i.id]) for i in group]) for group in by_writer.values()]
    return np.array([np.mean([_macro(each) for each in sample]) for sample in _resampled(tallies)])


def _resampled(groups: Sequence[Counts]) -> Iterator[list[Counts]]:
    """RESAMPLES times the groups, rows drawn with replacement within each; the same draws in every call."""
    draw = np.random.default_rng(Recipe.seed)
    for _ in range(RESAMPLES):
        yield [group[draw.integers(0, len(group), len(group))] for group in groups]


def _interval(drawn: Counts) -> list[float]:
    return [_round(np.quantile(drawn, 0.025)), _round(np.quantile(drawn, 0.975))]


def _verdicts(by_writer: ByWriter, passages: Passages) -> dict[str, dict[str, Any]]:
    """Accuracy and kappa a verdict, over all introductions."""
    found = {i.id: verdicts(passages[i.id]) for group in by_writer.values() for i in group}
    rows = [
        np.array([[(i.verdicts[v], found[i.id][v]) for v in VERDICTS] for i in group], dtype=float)
        for group in by_writer.values()
    ]
    drawn = np.array([_agreeing(np.concatenate(sample)) for sample in _resampled(rows)])
    yes, said = np.concatenate(rows).mean(axis=0).T
    agree = _agreeing(np.concatenate(rows))
    chance = yes * said + (1 - yes) * (1 - said)
    kappa = (agree - chance) / np.maximum(1e-9, 1 - chance)
    table: dict[str, dict[str, Any]] = {
        name: {"accuracy": _round(agree[k]), "interval_95": _interval(drawn[:, k]), "kappa": _round(kappa[k])}
        for k, name in enumerate(VERDICTS)
    }
    return table | {
        "mean": {
            "accuracy": _round(agree.mean()),
            "interval_95": _interval(drawn.mean(axis=1)),
            "kappa": _round(kappa.mean()),
        }
    }


def _agreeing(rows: Counts) -> Counts:
    """Accuracy a verdict; `rows` are introductions x 9 x (labelled, found)."""
    found: Counts = (rows[:, :, 0] == rows[:, :, 1]).mean(axis=0)
    return found


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


def _against_quality(by_writer: ByWriter, passages: Passages) -> dict[str, Any]:
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
