"""The labelled introductions (feedback/pitch/CODEBOOK.md has their form)."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from feedback.pitch import MOVES, VERDICTS
from feedback.pitch.features import plain

FOLDER = Path(__file__).parent.parent / "feedback" / "pitch" / "corpus"


@dataclass(frozen=True)
class Introduction:
    """One labelled introduction; `sentences` are (start, end, moves); `quality` is 1..5 or None."""

    id: str
    writer: str
    kind: str
    role: str
    company: str
    text: str
    sentences: tuple[tuple[int, int, frozenset[str]], ...]
    verdicts: dict[str, bool]
    quality: int | None
    pair: str | None


def load() -> list[Introduction]:
    """All introductions of all writers, in the order of the files."""
    return [
        _introduction(path.stem, json.loads(line))
        for path in sorted(FOLDER.glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.strip()
    ]


def hashes() -> dict[str, str]:
    """SHA-256 of every corpus file."""
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in sorted(FOLDER.glob("*.jsonl"))}


def labels(introductions: Iterable[Introduction]) -> NDArray[np.bool_]:
    """Sentences x 13: does the sentence make the move?"""
    return np.array([[move in s[2] for move in MOVES] for i in introductions for s in i.sentences], dtype=bool)


def labelled(introductions: Iterable[Introduction]) -> list[str]:
    """The plain words of every labelled sentence; the rows of `labels`."""
    return [plain(i.text[start:end], i.company) for i in introductions for start, end, _ in i.sentences]


def _introduction(writer: str, row: dict[str, Any]) -> Introduction:
    return Introduction(
        id=row["id"],
        writer=writer,
        kind=row["kind"],
        role=row["role"] or "",
        company=row["company"] or "",
        text=row["text"],
        sentences=tuple((s["start"], s["end"], frozenset(s["moves"])) for s in row["sentences"]),
        verdicts={v: row["verdicts"][v] in (True, "yes") for v in VERDICTS if v in row["verdicts"]},
        quality=row["quality"],
        pair=row.get("pair"),
    )
