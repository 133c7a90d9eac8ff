"""The committed scores are those of the committed weights, and good enough."""

import hashlib
import json
from pathlib import Path
from typing import Any

import pytest

from feedback.pitch import MOVES, ruleset_version
from training.corpora import hashes

ROOT = Path(__file__).parents[2]
DATA = ROOT / "feedback" / "pitch" / "data"
LARGEST = 30_000_000
"""Bytes of the weights: history keeps each version."""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def read(path: Path) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


@pytest.fixture
def scores() -> dict[str, Any]:
    return read(ROOT / "docs" / "engine-scores.json")


def test_scores_are_of_the_committed_weights(scores: dict[str, Any]) -> None:
    """Fails after a change of weights, points or corpora until `python -m training evaluate` has run."""
    assert scores["tagger"] == sha256(DATA / "tagger.json")
    assert scores["points"] == sha256(DATA / "points.json")
    assert scores["corpora"] == hashes()


def test_data_were_made_together() -> None:
    made_from = read(DATA / "tagger.json")["made_from"]
    assert made_from["model"] == sha256(DATA / "tagger.onnx")
    assert made_from["vocabulary"] == sha256(DATA / "pieces.txt")
    assert made_from["ngrams"] == sha256(DATA / "ngrams.npz")
    assert made_from["context"] == sha256(DATA / "context.json")
    assert made_from["words"] == sha256(DATA / "words.txt")
    assert made_from["corpora"] == hashes()
    assert read(DATA / "points.json")["made_from"] == {"tagger": sha256(DATA / "tagger.json")}


def test_moves_are_found_on_writers_who_were_not_trained_on(scores: dict[str, Any]) -> None:
    out = scores["left_out_writers"]
    assert out["macro_f1"]["mean"] >= 0.82
    assert out["verdicts"]["mean"]["accuracy"] >= 0.9
    assert set(out["moves"]) == set(MOVES)
    accusing = [out["moves"][move] for move in ("PAY", "EMPLOYER_CRITICISM", "NEGATIVITY")]
    assert min(row["precision"] for row in accusing) >= 0.92
    assert min(row["recall"] for row in accusing) >= 0.6


def test_scores_go_with_the_coach(scores: dict[str, Any]) -> None:
    against = scores["left_out_writers"]["scores"]
    assert against["spearman"]["mean"] >= 0.85
    assert against["better_version_scores_higher"]["share"] >= 0.97


def test_weights_are_small_and_have_the_licence_of_their_base() -> None:
    assert sum(file.stat().st_size for file in DATA.iterdir()) < LARGEST
    assert "Apache License" in (DATA / "LICENSE-all-MiniLM-L6-v2.txt").read_text(encoding="utf-8")


def test_ruleset_version_is_short_and_steady() -> None:
    assert ruleset_version() == ruleset_version.__wrapped__()
    assert len(ruleset_version()) == 10
    assert int(ruleset_version(), 16) >= 0
