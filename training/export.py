"""A trained encoder as the bytes of an ONNX model in int8, and the word pieces that it knows."""

import re
import tempfile
import warnings
from pathlib import Path

import torch
from onnxruntime.quantization import QuantType, quantize_dynamic
from onnxruntime.quantization.shape_inference import quant_pre_process
from torch import Tensor, nn

from feedback.pitch.pieces import LONGEST_SENTENCE
from training.encoder import Encoder, vocabulary

_NEEDED = re.compile(r"\[(?:CLS|SEP|UNK)\]|(?:##)?[a-z]+|[%$\u00a3\u20ac?']|(?:##)?(?:5|20|300|4000|2015)")
"""What features.py can write; the other fifth of the base's pieces would only be carried along."""


def exported(encoder: Encoder) -> tuple[bytes, str]:
    """The ONNX model, from `ids` (1 x pieces, int64) to `logits` (1 x 13), and the pieces that it knows, one a line.

    Weights have seven bits, a scale a column: with eight, sums overflow on processors without VNNI, and the same
    sentence would not be judged alike everywhere.
    """
    names, kept = _pieces()
    with tempfile.TemporaryDirectory() as folder, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        whole, small = Path(folder, "fp32.onnx"), Path(folder, "int8.onnx")
        torch.onnx.export(
            _OneSentence(encoder, kept).eval(),
            (torch.zeros((1, 7), dtype=torch.int64),),
            str(whole),
            input_names=["ids"],
            output_names=["logits"],
            dynamic_axes={"ids": {1: "tokens"}},
            opset_version=17,
            dynamo=False,
        )
        quant_pre_process(str(whole), str(whole), skip_symbolic_shape=True)
        quantize_dynamic(str(whole), str(small), per_channel=True, reduce_range=True, weight_type=QuantType.QInt8)
        return small.read_bytes(), "\n".join(names)


def _pieces() -> tuple[list[str], list[int]]:
    """The word pieces to keep, and their numbers in the base's vocabulary."""
    kept = [(piece, number) for number, piece in enumerate(vocabulary()) if _NEEDED.fullmatch(piece)]
    return [piece for piece, _ in kept], [number for _, number in kept]


class _OneSentence(nn.Module):
    """The encoder for one sentence at a time: nothing is padded, so nothing is masked."""

    def __init__(self, encoder: Encoder, kept: list[int]) -> None:
        super().__init__()
        self.encoder = encoder
        self.words = nn.Embedding.from_pretrained(encoder.words.weight[kept])
        self.places = nn.Parameter(encoder.places.weight[:LONGEST_SENTENCE])

    def forward(self, ids: Tensor) -> Tensor:
        x = self.encoder.after_words(self.words(ids) + self.places[: ids.shape[1]])
        for layer in self.encoder.layers:
            x = layer(x, None, 0.0)
        return self.encoder.head(x.mean(1))
