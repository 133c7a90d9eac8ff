"""Fine-tunes the encoder on labelled sentences."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from feedback.pitch import MOVES
from feedback.pitch.pieces import Pieces
from training.encoder import Encoder, vocabulary

Trained = dict[str, Tensor]


@dataclass(frozen=True)
class Recipe:
    """How the encoder is trained (docs/engine.md says why so). `rate` is for the layers, `head_rate` for the head."""

    epochs: int = 3
    batch: int = 16
    rate: float = 1.5e-4
    head_rate: float = 1e-3
    frozen: int = 3
    warm_up: float = 0.1
    dropout: float = 0.1
    decay: float = 0.01
    seed: int = 20


def fit(sentences: Sequence[str], truth: NDArray[np.bool_], recipe: Recipe) -> Encoder:
    """An encoder trained on plain sentences and their moves (sentences x 13)."""
    torch.set_num_threads(1)  # how sums are split over threads changes their last digits
    torch.manual_seed(recipe.seed)
    order = np.random.default_rng(recipe.seed)
    encoder = Encoder(truth.shape[1], recipe.frozen, recipe.dropout)
    read = _lower(encoder, sentences)
    wanted = torch.tensor(truth, dtype=torch.float32)
    positive = wanted.mean(0).clamp(min=1e-3)
    weights = ((1 - positive) / positive).sqrt()
    trained = [p for layer in encoder.layers[recipe.frozen :] for p in layer.parameters()]
    optimiser = torch.optim.AdamW(
        [
            {"params": trained, "lr": recipe.rate},
            {"params": list(encoder.head.parameters()), "lr": recipe.head_rate},
        ],
        weight_decay=recipe.decay,
        fused=True,
    )
    steps = recipe.epochs * -(-len(sentences) // recipe.batch)
    warm = max(1, int(recipe.warm_up * steps))
    schedule = torch.optim.lr_scheduler.LambdaLR(
        optimiser, lambda step: min((step + 1) / warm, (steps - step) / (steps - warm + 1))
    )
    encoder.train()
    for _ in range(recipe.epochs):
        for batch in _batches([len(x) for x in read], recipe.batch, order):
            x, mask = _padded([read[i] for i in batch])
            loss = functional.binary_cross_entropy_with_logits(
                encoder.upper(x, mask), wanted[batch], pos_weight=weights
            )
            optimiser.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimiser.step()
            schedule.step()
    return encoder.eval()


def trained(encoder: Encoder) -> Trained:
    """The weights that training changed: all but those of the frozen part."""
    return {name: weights.detach() for name, weights in encoder.named_parameters() if weights.requires_grad}


def again(trained: Trained, recipe: Recipe) -> Encoder:
    """The encoder that had these weights."""
    encoder = Encoder(len(MOVES), recipe.frozen)
    encoder.load_state_dict(encoder.state_dict() | trained)
    return encoder.eval()


@torch.no_grad()
def _lower(encoder: Encoder, sentences: Sequence[str]) -> list[Tensor]:
    """What the frozen part makes of each sentence (tokens x WIDTH): the same in each epoch, so made once."""
    pieces = Pieces(vocabulary())
    numbers = [torch.tensor(pieces.of(sentence)) for sentence in sentences]
    found: list[Tensor] = [torch.empty(0)] * len(numbers)
    order = sorted(range(len(numbers)), key=lambda i: len(numbers[i]))
    for start in range(0, len(order), 64):
        batch = order[start : start + 64]
        ids = torch.nn.utils.rnn.pad_sequence([numbers[i] for i in batch], batch_first=True)
        mask = torch.nn.utils.rnn.pad_sequence([torch.ones(len(numbers[i])) for i in batch], batch_first=True)
        for i, row in zip(batch, encoder.lower(ids, mask), strict=True):
            found[i] = row[: len(numbers[i])].clone()
    return found


def _padded(rows: Sequence[Tensor]) -> tuple[Tensor, Tensor]:
    masks = [torch.ones(len(row)) for row in rows]
    pad = torch.nn.utils.rnn.pad_sequence
    return pad(list(rows), batch_first=True), pad(masks, batch_first=True)


def _batches(lengths: Sequence[int], size: int, order: np.random.Generator) -> list[list[int]]:
    """Shuffled batches of sentences of about one length, so that little is padded."""
    shuffled = order.permutation(len(lengths))
    found = []
    for start in range(0, len(shuffled), size * 50):
        pool = sorted(shuffled[start : start + size * 50].tolist(), key=lambda i: lengths[i])
        found += [pool[i : i + size] for i in range(0, len(pool), size)]
    return [found[i] for i in order.permutation(len(found))]
