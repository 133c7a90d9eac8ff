"""The corpus texts as chains: what one person wrote, version after version."""

import json
import re
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

WRITERS = ("writer1", "writer0")
TINKERED_AWAY = frozenset({"CLICHE", "PAY", "RESUME", "NEGATIVITY"})
"""Moves whose sentences a candidate drops first, between one text of the corpus and the next."""
SENTENCES_LEFT = 4
PARAGRAPH_GAP = re.compile(r"\n{3,}")


@dataclass(frozen=True)
class DemoText:
    """`sentences` are (start, end, moves) in code points, as the corpus labels them."""

    text: str
    role: str
    company: str
    kind: str
    sentences: tuple[tuple[int, int, frozenset[str]], ...]

    def without(self, moves: frozenset[str], most: int) -> str:
        """The text with at most `most` sentences that make one of `moves` cut out; as it is where little would stay."""
        bad = [span for span in self.sentences if span[2] & moves][:most]
        if len(self.sentences) - len(bad) < SENTENCES_LEFT:
            return self.text
        return self._cut({(start, end) for start, end, _moves in bad})

    def without_company(self) -> str:
        """What would be sent to somebody else: no sentence that knows or names the company."""
        known = {
            (start, end)
            for start, end, moves in self.sentences
            if "COMPANY" in moves or (self.company and self.company in self.text[start:end])
        }
        return self._cut(known)

    def _cut(self, spans: set[tuple[int, int]]) -> str:
        text = self.text
        for start, end in sorted(spans, reverse=True):
            before, after = text[:start], text[end:]
            text = before + after[1:] if after[:1] == " " else before.rstrip(" ") + after
        return PARAGRAPH_GAP.sub("\n\n", text).strip()


def read_chains() -> dict[str, tuple[DemoText, ...]]:
    """Id of a first text to it and its later versions, in order."""
    rows: dict[str, dict[str, Any]] = {}
    for writer in WRITERS:
        for line in (files("feedback.pitch") / "corpus" / f"{writer}.jsonl").read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            rows[row["id"]] = row
    later = {row["pair"]: row["id"] for row in rows.values() if row["pair"]}
    chains = {}
    for first in (row["id"] for row in rows.values() if not row["pair"]):
        chain, here = [], first
        while here:
            chain.append(_text(rows[here]))
            here = later.get(here)
        chains[first] = tuple(chain)
    return chains


def _text(row: dict[str, Any]) -> DemoText:
    return DemoText(
        text=row["text"],
        role=row["role"],
        company=row["company"] or "",
        kind=row["kind"],
        sentences=tuple((s["start"], s["end"], frozenset(s["moves"])) for s in row["sentences"]),
    )
