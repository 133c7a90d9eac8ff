"""The encoder of all writers, those that some were left out of, and what these say about them: made once, then kept."""

import hashlib
import json
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray

from feedback.pitch.features import plain
from feedback.pitch.tagger import Encoder
from feedback.pitch.words import split_sentences
from training import export, linear, neural
from training.corpora import Introduction, labelled, labels
from training.neural import Recipe, Trained

KEPT = Path(__file__).parent.parent / "var" / "training"
"""Ignored by git; a file's name is the hash of all that it was made from."""
TOGETHER = 2
"""Writers left out at a time. One alone would take twice as long, and have one writer more to learn from."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Fold:
    """`logits` (2 x 13) are by plain sentence what the encoder in int8, as shipped, and n-grams say of `writers` whom
    both left out."""

    writers: tuple[str, ...]
    logits: Mapping[str, Floats]


def left_out(introductions: Sequence[Introduction], recipe: Recipe, workers: int) -> list[Fold]:
    """Every writer is left out of one encoder, which judges all their sentences: as labelled and as split here."""
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        return list(pool.map(partial(_one_fold, introductions, recipe), fold_groups(introductions)))


def fold_groups(introductions: Sequence[Introduction]) -> list[tuple[str, ...]]:
    """Writers who are left out together: the one with most sentences beside the one with fewest, and so on."""
    sizes: dict[str, int] = {}
    for i in introductions:
        sizes[i.writer] = sizes.get(i.writer, 0) + len(i.sentences)
    ranked = sorted(sizes, key=lambda writer: (-sizes[writer], writer))
    count = -(-len(ranked) // TOGETHER)
    groups: list[list[str]] = [[] for _ in range(count)]
    for place, writer in enumerate(ranked):
        turn, column = divmod(place, count)
        groups[column if turn % 2 == 0 else count - 1 - column].append(writer)
    return [tuple(group) for group in groups]


def judged(introductions: Iterable[Introduction]) -> list[str]:
    """The plain words of every sentence by its label and as the engine splits, each once."""
    found = set()
    for i in introductions:
        spans = [*((start, end) for start, end, _ in i.sentences), *split_sentences(i.text, i.kind)]
        found |= {plain(i.text[start:end], i.company) for start, end in spans}
    return sorted(found)


def _one_fold(introductions: Sequence[Introduction], recipe: Recipe, group: tuple[str, ...]) -> Fold:
    train = [i for i in introductions if i.writer not in group]
    asked = judged(i for i in introductions if i.writer in group)
    weights = fitted(train, recipe)
    answers = _kept("logits", [weights.name, asked])
    if not answers.exists():
        encoder = Encoder(*export.exported(neural.again(load(weights), recipe)), threads=1)
        _write_whole(answers, lambda path: np.save(path, [encoder(words) for words in asked]))
    sentences, truth = labelled(train), labels(train)
    others = _kept("ngrams", [sentences, truth.astype(int).tolist(), asked])
    if not others.exists():
        _write_whole(others, lambda path: np.save(path, linear.logits(linear.fit(sentences, truth), asked)))
    pairs = np.stack([np.load(answers), np.load(others)], axis=1)
    return Fold(group, dict(zip(asked, pairs, strict=True)))


def fitted(introductions: Sequence[Introduction], recipe: Recipe) -> Path:
    """Where the weights of an encoder of these introductions stand, fitted now where they are not there yet."""
    sentences, truth = labelled(introductions), labels(introductions)
    weights = _kept("encoder", [asdict(recipe), sentences, truth.astype(int).tolist()])
    if not weights.exists():
        _write_whole(weights, partial(torch.save, neural.trained(neural.fit(sentences, truth, recipe))))
    return weights


def load(weights: Path) -> Trained:
    """What `fitted` kept."""
    found: Trained = torch.load(weights, weights_only=True)
    return found


def _kept(name: str, made_from: Sequence[object]) -> Path:
    """Where the result of this recipe over this data stands."""
    digest = hashlib.sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()[:16]
    KEPT.mkdir(parents=True, exist_ok=True)
    return KEPT / f"{name}-{digest}.npy"


def _write_whole(path: Path, write: Callable[[Path], object]) -> None:
    """A file has its name only once it is whole."""
    unfinished = path.with_suffix(f".{os.getpid()}.npy")
    write(unfinished)
    unfinished.replace(path)
