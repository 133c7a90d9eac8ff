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
LARGEST = 3_000_000
"""Bytes of the weights: history keeps each version."""


def sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def scores() -> dict[str, Any]:
    data: dict[str, Any] = json.loads((ROOT / "docs" / "engine-scores.json").read_text(encoding="utf-8"))
    return data


def test_scores_are_of_the_committed_weights(scores: dict[str, Any]) -> None:
    """Fails after a change of weights, points or corpora until `python -m training evaluate` has run."""
    assert scores["weights"] == sha256(DATA / "tagger.npz")
    assert scores["points"] == sha256(DATA / "points.json")
    assert scores["corpora"] == hashes()


def test_points_were_made_with_the_committed_weights() -> None:
    made_from = json.loads((DATA / "points.json").read_text(encoding="utf-8"))["made_from"]
    assert made_from["weights"] == sha256(DATA / "tagger.npz")
    assert made_from["corpora"] == hashes()


def test_moves_are_found_on_writers_who_were_not_trained_on(scores: dict[str, Any]) -> None:
    assert min(scores["one_writer"].values()) >= 0.50
    assert scores["left_out_writers"]["macro_f1"]["mean"] >= 0.70
    assert set(scores["left_out_writers"]["moves"]) == set(MOVES)


def test_scores_go_with_the_coach(scores: dict[str, Any]) -> None:
    against = scores["left_out_writers"]["scores"]
    assert against["spearman"]["mean"] >= 0.85
    assert against["better_version_scores_higher"]["share"] >= 0.95


def test_weights_are_small() -> None:
    assert (DATA / "tagger.npz").stat().st_size < LARGEST


def test_ruleset_version_is_short_and_steady() -> None:
    assert ruleset_version() == ruleset_version.__wrapped__()
    assert len(ruleset_version()) == 10
    assert int(ruleset_version(), 16) >= 0
