"""A version's text in pieces that a page can show: what changed, what is marked, word by word."""

import bisect
import itertools
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from feedback.pitch import Piece, Severity, compare, split_words


@dataclass(frozen=True)
class Mark:
    """A span of the text that a note (a finding, a comment) is about; code points, half-open."""

    start: int
    end: int
    kind: Literal["finding", "comment", "earlier"]
    key: str
    severity: str = ""


@dataclass(frozen=True)
class Chunk:
    """A run of text with the same marks; a removed one is of the old text, and has no place in the new one.

    `word` counts the text's words from 0, and is None in white space.
    """

    text: str
    start: int | None
    end: int | None
    word: int | None = None
    change: Literal["", "added", "removed"] = ""
    findings: str = ""
    comments: str = ""
    earlier: str = ""
    severity: str = ""


@dataclass(frozen=True)
class ShownPiece:
    """A sentence, or all that went between two; `kind` as in `compare`, "space" for what is between,
    "plain" where there is nothing to compare with."""

    kind: str
    chunks: tuple[Chunk, ...]


def show_text(text: str, previous: str | None, marks: Sequence[Mark]) -> tuple[ShownPiece, ...]:
    """The text in the order of the new version, the gone sentences where they stood.

    The chunks that have a place, joined, are exactly `text`.
    """
    if previous is None:
        return (ShownPiece("plain", tuple(_Chunker(text, marks).cut(0, len(text)))),)
    chunker = _Chunker(text, marks)
    shown: list[ShownPiece] = []
    for piece in compare(previous, text).pieces:
        next_one = _show(piece, chunker, previous)
        if shown and shown[-1].kind == next_one.kind == "gone":
            shown[-1] = ShownPiece("gone", shown[-1].chunks + next_one.chunks)
        else:
            shown += _without_space(next_one)
    return tuple(shown)


def _without_space(piece: ShownPiece) -> tuple[ShownPiece, ...]:
    """The white space after a sentence stands apart: a line end is neither new nor moved."""
    if piece.kind == "gone" or not piece.chunks[-1].text.isspace() or len(piece.chunks) == 1:
        return (piece,)
    return ShownPiece(piece.kind, piece.chunks[:-1]), ShownPiece("space", piece.chunks[-1:])


def _show(piece: Piece, chunker: "_Chunker", previous: str) -> ShownPiece:
    if piece.new_start is None or piece.new_end is None:
        return ShownPiece(piece.kind, (Chunk(previous[piece.old_start : piece.old_end], None, None),))
    if not piece.words:
        return ShownPiece(piece.kind, tuple(chunker.cut(piece.new_start, piece.new_end)))
    chunks: list[Chunk] = []
    place = piece.new_start
    for run in piece.words:
        if run.op == "removed":
            chunks.append(Chunk(run.text, None, None, change="removed"))
        else:
            chunks += chunker.cut(place, place + len(run.text), "added" if run.op == "added" else "")
            place += len(run.text)
    return ShownPiece(piece.kind, tuple(chunks))


def _heaviest(marks: Iterable[Mark]) -> str:
    severities = {mark.severity for mark in marks}
    return next((severity.value for severity in Severity if severity.value in severities), "")


class _Chunker:
    """Cuts a text wherever a word or a mark begins or ends."""

    def __init__(self, text: str, marks: Sequence[Mark]) -> None:
        self.text, self.marks = text, [mark for mark in marks if 0 <= mark.start < mark.end <= len(text)]
        self.words = split_words(text)
        self.word_starts = [start for start, _ in self.words]
        cuts = {place for span in self.words for place in span}
        cuts |= {place for mark in self.marks for place in (mark.start, mark.end)}
        self.cuts = sorted(cuts)

    def cut(self, start: int, end: int, change: Literal["", "added"] = "") -> Iterator[Chunk]:
        inner = self.cuts[bisect.bisect_right(self.cuts, start) : bisect.bisect_left(self.cuts, end)]
        places = [start, *inner, end]
        for a, b in itertools.pairwise(places):
            over = [mark for mark in self.marks if mark.start < b and a < mark.end]
            yield Chunk(
                self.text[a:b], a, b, self._word_at(a), change,
                _keys(over, "finding"), _keys(over, "comment"), _keys(over, "earlier"), _heaviest(over),
            )  # fmt: skip

    def _word_at(self, place: int) -> int | None:
        index = bisect.bisect_right(self.word_starts, place) - 1
        return index if index >= 0 and place < self.words[index][1] else None


def _keys(marks: Iterable[Mark], kind: str) -> str:
    return " ".join(mark.key for mark in marks if mark.kind == kind)
