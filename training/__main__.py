"""python -m training train     fit encoder, thresholds and points; writes feedback/pitch/data (an hour on two cores)
python -m training evaluate  measure on left-out writers; prints a table and writes docs/engine-scores.json
python -m training anchors   look in each newer version for comments planted on the older; prints a table (1 minute)

Train and evaluate share the encoders of left-out writers: whichever comes second takes a few minutes.
"""

import hashlib
import json
import os
import sys
from dataclasses import asdict
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from feedback.pitch import MOVES
from feedback.pitch.context import FIELDS, Context
from feedback.pitch.features import WORDS
from feedback.pitch.ngrams import pack
from feedback.pitch.scores import POINTS
from feedback.pitch.tagger import CONTEXT, MODEL, NGRAMS, SETTINGS, VOCABULARY
from training import anchors, corpora, words

DATA = Path(str(files("feedback.pitch") / "data"))
LIBRARIES = ("torch", "onnx", "onnxruntime", "numpy", "scipy", "scikit-learn")
SCORES = Path(__file__).parent.parent / "docs" / "engine-scores.json"


def main(arguments: list[str]) -> int:
    """Run one of the commands; 2 where it is none."""
    commands = {"train": train, "evaluate": measure, "anchors": measure_anchors}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(__doc__, file=sys.stderr)
        return 2
    commands[arguments[0]]()
    return 0


def train() -> None:
    """The encoder of all writers; thresholds and points by what those of other writers say about each."""
    from training import evaluate, export, folds, linear, neural, points  # noqa: PLC0415 -- PyTorch; anchors needs none
    from training.encoder import BASE, base_hash  # noqa: PLC0415 -- PyTorch, too

    introductions, recipe = corpora.load(), neural.Recipe()
    (DATA / WORDS).write_text("\n".join(words.common(introductions)) + "\n", encoding="utf-8")
    found = folds.left_out(introductions, recipe, workers())
    calibration = evaluate.calibrated(introductions, found)
    passages = evaluate.tagged(introductions, found)
    rated = [i for i in introductions if i.quality]
    fitted = points.fit([passages[i.id] for i in rated], [i.quality or 0 for i in rated])
    model, vocabulary = export.exported(neural.again(folds.load(folds.fitted(introductions, recipe)), recipe))
    (DATA / MODEL).write_bytes(model)
    (DATA / VOCABULARY).write_text(vocabulary, encoding="utf-8")
    ngrams = pack(linear.fit(corpora.labelled(introductions), corpora.labels(introductions)))
    (DATA / NGRAMS).write_bytes(ngrams)
    write_context(DATA / CONTEXT, calibration.context)
    keys = ("encoder", "ngrams", "offset", "alone_from", "threshold", "any_from")
    columns = (calibration.offsets, calibration.alone_from, calibration.thresholds, calibration.any_from)
    rows = zip(*calibration.slopes, *columns, strict=True)
    settings = {
        "moves": {
            move: {key: round(float(value), 4) for key, value in zip(keys, row, strict=True)}
            for move, row in zip(MOVES, rows, strict=True)
        },
        "made_from": {
            "base": {"package": f"{BASE} {version(BASE)}", "weights": base_hash()},
            "recipe": asdict(recipe),
            "corpora": corpora.hashes(),
            "versions": {name: version(name) for name in LIBRARIES},
            "model": sha256(DATA / MODEL),
            "vocabulary": sha256(DATA / VOCABULARY),
            "ngrams": sha256(DATA / NGRAMS),
            "context": sha256(DATA / CONTEXT),
            "words": sha256(DATA / WORDS),
        },
    }
    write(DATA / SETTINGS, settings)
    write(DATA / POINTS, {"points": fitted, "made_from": {"tagger": sha256(DATA / SETTINGS)}})
    print(f"{MODEL}: {len(model):,} bytes; {POINTS}: {len(fitted)} parts")


def measure() -> None:
    """Leave writers out, and say how the engine does on them."""
    from training import evaluate, folds, neural  # noqa: PLC0415 -- PyTorch, which anchors goes without

    introductions = corpora.load()
    found = folds.left_out(introductions, neural.Recipe(), workers())
    report: dict[str, Any] = {
        "tagger": sha256(DATA / SETTINGS),
        "points": sha256(DATA / POINTS),
        "corpora": corpora.hashes(),
        "left_out_writers": evaluate.measure(introductions, evaluate.tagged(introductions, found)),
    }
    write(SCORES, report)
    print_report(report)


def measure_anchors() -> None:
    """Comments carried on to the next version, over all pairs of all writers."""
    print(anchors.summary(anchors.measure(corpora.load())))


def print_report(report: dict[str, Any]) -> None:
    """The table of the figures of docs/engine-scores.json."""
    out = report["left_out_writers"]
    print(f"{'move':20} {'P':>6} {'R':>6} {'F1':>6} {'n':>5}")
    for move in MOVES:
        row = out["moves"][move]
        print(f"{move:20} {row['precision']:6.3f} {row['recall']:6.3f} {row['f1']:6.3f} {row['n']:5}")
    for writer, f1 in out["macro_f1"]["writers"].items():
        print(f"{writer:20} macro F1 {f1:.3f}")
    print(f"{'mean':20} macro F1 {out['macro_f1']['mean']:.3f}, 95% {out['macro_f1']['interval_95']}\n")
    for name, row in out["verdicts"].items():
        print(f"{name:20} accuracy {row['accuracy']:.3f}  kappa {row['kappa']:.3f}")
    pairs = out["scores"]["better_version_scores_higher"]
    print(f"\nSpearman of overall with quality {out['scores']['spearman']['mean']:.3f}")
    print(f"better version scored higher: {pairs['right']} of {pairs['pairs']} ({pairs['share']:.3f})")
    print(f"expected calibration error {out['expected_calibration_error']:.3f}")


def workers() -> int:
    """Processes to train in."""
    return max(1, min(4, os.cpu_count() or 1))


def sha256(path: Path) -> str:
    """Of the file's bytes, in hexadecimal digits."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_context(path: Path, context: Context) -> None:
    """By move the offset and 13 weights of each field, a line a field."""
    rows = context.weights.round(4).reshape(len(MOVES), len(FIELDS), len(MOVES)).tolist()
    moves = []
    for move, fields, offset in zip(MOVES, rows, context.offsets.round(4).tolist(), strict=True):
        told = [f'"offset": {offset}', *(f'"{name}": {weights}' for name, weights in zip(FIELDS, fields, strict=True))]
        moves.append(f' "{move}": {{\n  ' + ",\n  ".join(told) + "\n }")
    path.write_text("{\n" + ",\n".join(moves) + "\n}\n", encoding="utf-8")


def write(path: Path, data: dict[str, Any]) -> None:
    """JSON that reads well in a diff."""
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
