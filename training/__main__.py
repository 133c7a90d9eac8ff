"""python -m training train     fit the tagger and the points; writes feedback/pitch/data (about 5 minutes on two cores)
python -m training evaluate  measure on left-out writers; prints a table and writes docs/engine-scores.json (as long)
python -m training anchors   look in each newer version for comments planted on the older; prints a table (1 minute)
"""

import hashlib
import json
import os
import sys
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path
from typing import Any

from feedback.pitch import MOVES
from feedback.pitch.scores import POINTS
from feedback.pitch.tagger import WEIGHTS, pack
from training import anchors, corpora

DATA = Path(str(files("feedback.pitch") / "data"))
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
    """Fit on all writers; the points on sentences that a tagger of the other writers has tagged."""
    from training import evaluate, linear, points  # noqa: PLC0415 -- scikit-learn and SciPy, which anchors goes without

    introductions = corpora.load()
    weights = pack(linear.fit(introductions))
    passages = evaluate.left_out(introductions, workers())
    rated = [i for i in introductions if i.quality]
    fitted = points.fit([passages[i.id] for i in rated], [i.quality or 0 for i in rated])
    DATA.mkdir(exist_ok=True)
    (DATA / WEIGHTS).write_bytes(weights)
    provenance = {
        "seed": linear.SEED,
        "corpora": corpora.hashes(),
        "versions": {name: version(name) for name in ("numpy", "scipy", "scikit-learn")},
        "weights": hashlib.sha256(weights).hexdigest(),
    }
    write(DATA / POINTS, {"points": fitted, "made_from": provenance})
    print(f"{WEIGHTS}: {len(weights):,} bytes; {POINTS}: {len(fitted)} parts")


def measure() -> None:
    """Leave one writer out, and writer1 against writer0 both ways."""
    from training import evaluate, linear  # noqa: PLC0415 -- scikit-learn and SciPy, which anchors goes without

    introductions = corpora.load()
    one, other = ([i for i in introductions if i.writer == name] for name in ("writer1", "writer0"))
    report: dict[str, Any] = {
        "weights": hashlib.sha256((DATA / WEIGHTS).read_bytes()).hexdigest(),
        "points": hashlib.sha256((DATA / POINTS).read_bytes()).hexdigest(),
        "corpora": corpora.hashes(),
        "seed": linear.SEED,
        "left_out_writers": evaluate.measure(introductions, evaluate.left_out(introductions, workers())),
        "one_writer": {
            "writer1_to_writer0": round(evaluate.macro_f1(other, evaluate.tagged(one, other)), 3),
            "writer0_to_writer1": round(evaluate.macro_f1(one, evaluate.tagged(other, one)), 3),
        },
    }
    SCORES.parent.mkdir(exist_ok=True)
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
    for name, f1 in report["one_writer"].items():
        print(f"{name:20} macro F1 {f1:.3f}")


def workers() -> int:
    """Processes to train in."""
    return max(1, min(8, os.cpu_count() or 1))


def write(path: Path, data: dict[str, Any]) -> None:
    """JSON that reads well in a diff."""
    path.write_text(json.dumps(data, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
