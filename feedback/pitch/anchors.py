"""Places in a text that can be found again in its next version."""

import heapq
import itertools
import math
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from feedback.pitch.compare import Comparison, Piece, WordChange, compare

Fate = Literal["unchanged", "reworded", "gone"]

CONTEXT = 40
"""Code points kept on either side of a quote, enough to tell two places with the same words apart."""
WIDER = 120
"""Code points on either side where the old text is at hand: most of the sentence, and some of its neighbours."""
BITS = 15.0
"""How much more a quote and its surroundings must agree than it takes to tell this text's words apart: by chance one in
two to the power of this does. What it leads to is in docs/engine.md, "Comments in the next version"."""
SENTENCE_BITS = 8.0
"""The same for the words that a reworded sentence shares with its older self, half of which are alike anyway."""
NEARBY_WORDS = 16
"""Words on either side that are held against each other."""
MOST_PLACES = 64
"""Places of one quote that are looked at closely, those whose nearest code points agree best: it keeps the cost low."""
SKIPPED_BITS = 3.0
"""What a word costs that stands in one of two surroundings only."""
EDGE = "\n"
"""Stands for the beginning or the end of a text among the words that surround a quote."""

_WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class Anchor:
    """A span, its words, and up to CONTEXT code points before and after it."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


@dataclass(frozen=True)
class Carried:
    """What became of an anchor's words in the next version.

    "unchanged": they stand at this span. "reworded": their sentence is this span now, and `words` tells its changes
    (none where it merely lost its neighbour, or moved away from it). "gone": there is no span.
    """

    fate: Fate
    start: int | None = None
    end: int | None = None
    words: tuple[WordChange, ...] = ()


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of a span; raises ValueError where the span is empty or lies outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no words at {start} to {end} in a text of {len(text)} characters")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def carry_on(anchor: Anchor, old: str, new: str, comparison: Comparison | None = None) -> Carried:
    """What became of the words of `old` at this anchor; `comparison`, where there is one, is that of both texts.

    Found by what lies around all that changed, by the quote and the other words of its sentence, wherever they went, or
    by what that sentence has become, in this order.
    """
    held_in = [piece for piece in (comparison or compare(old, new)).pieces if _overlap(piece, anchor)]
    if not held_in:
        return Carried("gone")
    sentences = min(piece.old_start or 0 for piece in held_in), max(piece.old_end or 0 for piece in held_in)
    moved_by = _beside_the_change(sentences, old, new)
    if moved_by is not None:
        return Carried("unchanged", anchor.start + moved_by, anchor.end + moved_by)
    worth = _worth(new)
    left = [piece for piece in held_in if _is_left(piece, worth)]
    place = _find(new, _in_sentences(anchor, old, sentences), worth)
    if place is None and len(left) == len(held_in):
        place = _within(new, anchor, left)
    if place is not None:
        return Carried("unchanged", *place)
    if not left:
        return Carried("gone")
    piece = max(left, key=lambda piece: _overlap(piece, anchor))
    return Carried("reworded", piece.new_start, piece.new_end, piece.words)


def _is_left(piece: Piece, worth: Mapping[str, float]) -> bool:
    """Is the sentence still there, and do the words that a reworded one kept prove more than "I am a" does?"""
    if piece.kind != "reworded":
        return piece.new_start is not None
    kept = _words("".join(run.text for run in piece.words if run.op == "same"))
    return sum(worth.get(word, 0.0) for word in kept) >= worth[EDGE] + SENTENCE_BITS


def find_anchor(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Where the quote stands in this text, or None where it is gone or nothing shows that it is the same place.

    Capitals, punctuation and white space may differ. A place counts if its surroundings are the anchor's, or if quote
    and surroundings agree in more words than chance explains (a rare word proves more than a common one); of several
    the one that agrees best, and of equals the one at the old position.
    """
    before = _words(anchor.prefix) if len(anchor.prefix) == CONTEXT else [EDGE, *_words(anchor.prefix)]
    after = _words(anchor.suffix) if len(anchor.suffix) == CONTEXT else [*_words(anchor.suffix), EDGE]
    return _find(text, _Sought(anchor, before, after), _worth(text))


@dataclass(frozen=True)
class _Sought:
    """An anchor with the words around it that may prove a place, EDGE among them."""

    anchor: Anchor
    before: list[str]
    after: list[str]


def _in_sentences(anchor: Anchor, old: str, sentences: tuple[int, int]) -> _Sought:
    """Only words of its own sentences prove where a quote went: their neighbours may close up around another one."""
    start, end = sentences
    before, after = _words(old[start : anchor.start]), _words(old[anchor.end : end])
    wide = Anchor(
        anchor.start, anchor.end, anchor.quote,
        old[max(0, anchor.start - WIDER) : anchor.start], old[anchor.end : anchor.end + WIDER],
    )  # fmt: skip
    return _Sought(wide, before if start else [EDGE, *before], after if end < len(old) else [*after, EDGE])


def _find(text: str, sought: _Sought, worth: Mapping[str, float]) -> tuple[int, int] | None:
    anchor = sought.anchor
    places = heapq.nlargest(MOST_PLACES, _occurrences(text, anchor), key=lambda place: _touching(text, place, anchor))
    fits = {place: _fit(text, place, sought, worth) for place in places}
    best_fit = max(fits.values(), default=_Fit(False, 0.0, 0))
    if not best_fit.is_same and best_fit.bits < worth[EDGE] + BITS:
        return None
    best = [place for place, fit in fits.items() if fit == best_fit]
    if len(best) > 1:
        best = [place for place in best if place[0] == anchor.start]
    return best[0] if best else None


def _beside_the_change(sentences: tuple[int, int], old: str, new: str) -> int | None:
    """How far whole sentences moved that lie on one side of all that changed, where half of the old text stayed."""
    after = _common(old[::-1], new[::-1])
    before = len(old) if new.startswith(old) else min(_common(old, new), len(old) - after)
    if 2 * (before + after) < len(old):
        return None
    if sentences[1] <= before:
        return 0
    return len(new) - len(old) if sentences[0] >= len(old) - after else None


def _within(text: str, anchor: Anchor, pieces: list[Piece]) -> tuple[int, int] | None:
    """The place in the sentences that these have become, the best by its surroundings, then by its distance."""
    spans = [(p.new_start, p.new_end) for p in pieces if p.new_start is not None and p.new_end is not None]
    if any(one[1] != next_one[0] for one, next_one in itertools.pairwise(spans)):
        return None
    first, last = spans[0][0], spans[-1][1]
    expected = first + anchor.start - (pieces[0].old_start or 0)
    places = [place for place in _occurrences(text, anchor, first, last) if first <= place[0] and place[1] <= last]
    return max(places, key=lambda place: (_touching(text, place, anchor), -abs(place[0] - expected)), default=None)


def _overlap(piece: Piece, anchor: Anchor) -> int:
    """Code points of the anchor in this sentence of the old text."""
    if piece.old_start is None or piece.old_end is None:
        return 0
    return max(0, min(piece.old_end, anchor.end) - max(piece.old_start, anchor.start))


def _occurrences(text: str, anchor: Anchor, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Spans of the quote as it is, or else of its words whatever is between them."""
    pattern = _bounded(re.escape(anchor.quote), anchor, anchor.quote)
    words = _WORD.findall(anchor.quote)
    if words:
        pattern += "|" + _bounded(r"\W+".join(map(re.escape, words)), anchor, " ".join(words))
    overlapping = re.compile(f"(?=({pattern}))", re.IGNORECASE)
    for match in overlapping.finditer(text, start, len(text) if end is None else end):
        if match.end(1) > match.start(1):
            yield match.span(1)


def _bounded(pattern: str, anchor: Anchor, quote: str) -> str:
    """The pattern of a quote; "art" is not looked for in "part", unless it was there that it was quoted."""
    begins = bool(_WORD.match(quote[:1])) and not _WORD.match(anchor.prefix[-1:])
    ends = bool(_WORD.match(quote[-1:])) and not _WORD.match(anchor.suffix[:1])
    return (r"(?<!\w)" if begins else "") + pattern + (r"(?!\w)" if ends else "")


@dataclass(frozen=True, order=True)
class _Fit:
    """How well the surroundings of a place agree with an anchor's: wholly, in bits, in code points next to it."""

    is_same: bool
    bits: float
    touching: int


def _fit(text: str, place: tuple[int, int], sought: _Sought, worth: Mapping[str, float]) -> _Fit:
    anchor, (start, end) = sought.anchor, place
    here = make_anchor(text, start, end)
    before, after = text[max(0, start - WIDER) : start], text[end : end + WIDER]
    words_before = _words(before) if start > WIDER else [EDGE, *_words(before)]
    words_after = _words(after) if len(text) > end + WIDER else [*_words(after), EDGE]
    bits = sum(worth.get(word, 0.0) for word in _words(anchor.quote))
    bits += _agreement(words_before[::-1], sought.before[::-1], worth)
    bits += _agreement(words_after, sought.after, worth)
    is_same = (here.prefix, here.suffix) == (anchor.prefix[-CONTEXT:], anchor.suffix[:CONTEXT])
    return _Fit(is_same, bits, _touching(text, place, anchor))


def _touching(text: str, place: tuple[int, int], anchor: Anchor) -> int:
    """Code points next to the quote that agree."""
    before, after = text[max(0, place[0] - WIDER) : place[0]], text[place[1] : place[1] + WIDER]
    return _common(before[::-1], anchor.prefix[::-1]) + _common(after, anchor.suffix)


def _worth(text: str) -> dict[str, float]:
    """Bits that each word of this text tells: the rarer the more, and most where it stands there once, as EDGE does."""
    counts = Counter([EDGE, *_words(text)])
    return {word: math.log2(counts.total() / count) for word, count in counts.items()}


def _agreement(here: Sequence[str], there: Sequence[str], worth: Mapping[str, float]) -> float:
    """Bits of the best common words in order, counted from the quote, less SKIPPED_BITS for each word left out."""
    here, there = here[:NEARBY_WORDS], there[:NEARBY_WORDS]
    row = [-SKIPPED_BITS * j for j in range(len(there) + 1)]
    best = 0.0
    for i, word in enumerate(here, 1):
        diagonal, row[0] = row[0], -SKIPPED_BITS * i
        for j, other in enumerate(there, 1):
            same = diagonal + worth.get(word, 0.0) if word == other else -math.inf
            diagonal, row[j] = row[j], max(same, row[j] - SKIPPED_BITS, row[j - 1] - SKIPPED_BITS)
        best = max(best, *row)
    return best


def _words(text: str) -> list[str]:
    return [word.casefold() for word in _WORD.findall(text)]


def _common(one: Sequence[str], other: Sequence[str]) -> int:
    """Length of the common beginning."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
