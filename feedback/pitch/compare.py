"""What became of each sentence between two versions of a text."""

import bisect
import difflib
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Literal

from feedback.pitch.words import split_sentences, split_words

PieceKind = Literal["kept", "reworded", "moved", "new", "gone"]
ChangeKind = Literal["same", "added", "removed"]

ALIKE = 0.5
"""Share of words (Dice) from which on two sentences are one sentence reworded; below it they are gone and new."""
COMMON_WORD = 25
"""A word that stands in more unmatched sentences than this proposes no partner: it keeps the cost low."""
LONGEST_DIFF = 400
"""Words of a sentence above which only its common beginning and end are kept: difflib costs their square."""


@dataclass(frozen=True)
class WordChange:
    """A run of words with the white space that belongs to it."""

    op: ChangeKind
    text: str


@dataclass(frozen=True)
class Piece:
    """One sentence with the white space after it, in the old text, the new one, or both.

    `words` is given for reworded pieces: its same and added runs make the new piece, its same and removed runs the old.
    """

    kind: PieceKind
    old_start: int | None
    old_end: int | None
    new_start: int | None
    new_end: int | None
    words: tuple[WordChange, ...] = ()


@dataclass(frozen=True)
class Comparison:
    """Pieces in the order of the new text, the gone ones where they stood.

    The new spans, in order, are the whole new text; the old spans, sorted, the whole old one.
    """

    pieces: tuple[Piece, ...]

    @property
    def is_same(self) -> bool:
        """Nothing was changed but, perhaps, white space."""
        return all(piece.kind == "kept" for piece in self.pieces)


def compare(old: str, new: str) -> Comparison:
    """Align two texts sentence by sentence; see Comparison for what holds of the result."""
    old_spans, new_spans = _tiles(old), _tiles(new)
    partner = _match_equal([old[a:b].strip() for a, b in old_spans], [new[a:b].strip() for a, b in new_spans])
    equal = frozenset(partner)
    partner.update(_match_alike(old, new, old_spans, new_spans, partner))
    backbone = _in_order(sorted(partner.items()))
    pieces = []
    gone = _gone_after(len(old_spans), partner, backbone)
    for j in range(-1, len(new_spans)):
        if j >= 0:
            i = partner.get(j)
            span = new_spans[j]
            if i is None:
                pieces.append(Piece("new", None, None, *span))
            elif j not in equal:
                changes = _word_changes(old[slice(*old_spans[i])], new[slice(*span)])
                pieces.append(Piece("reworded", *old_spans[i], *span, changes))
            else:
                pieces.append(Piece("kept" if j in backbone else "moved", *old_spans[i], *span))
        pieces += [Piece("gone", *old_spans[i], None, None) for i in gone.get(j, ())]
    return Comparison(tuple(pieces))


def _tiles(text: str) -> list[tuple[int, int]]:
    """Sentences with the white space (and the stray signs) up to the next one, so that they cover the text."""
    starts = [start for start, _ in split_sentences(text)]
    if not text:
        return []
    starts = [0, *starts[1:]]
    return list(zip(starts, [*starts[1:], len(text)], strict=True))


def _match_equal(old: list[str], new: list[str]) -> dict[int, int]:
    """New index to old index of equal sentences; of several equal ones the first goes with the first."""
    places = defaultdict(list)
    for i, sentence in enumerate(old):
        places[sentence].append(i)
    seen: Counter[str] = Counter()
    partner = {}
    for j, sentence in enumerate(new):
        if seen[sentence] < len(places.get(sentence, ())):
            partner[j] = places[sentence][seen[sentence]]
            seen[sentence] += 1
    return partner


def _match_alike(
    old: str, new: str, old_spans: list[tuple[int, int]], new_spans: list[tuple[int, int]], partner: dict[int, int]
) -> dict[int, int]:
    """New index to old index of sentences that share ALIKE of their words, the likest first."""
    taken = set(partner.values())
    old_words = {i: _bag(old[slice(*span)]) for i, span in enumerate(old_spans) if i not in taken}
    new_words = {j: _bag(new[slice(*span)]) for j, span in enumerate(new_spans) if j not in partner}
    holders = defaultdict(list)
    for i, bag in old_words.items():
        for word in bag:
            holders[word].append(i)
    candidates = []
    for j, bag in new_words.items():
        for i in {i for word in bag if len(holders.get(word, ())) <= COMMON_WORD for i in holders.get(word, ())}:
            alike = 2 * (bag & old_words[i]).total() / ((bag.total() + old_words[i].total()) or 1)
            if alike >= ALIKE:
                candidates.append((-alike, abs(i - j), j, i))
    found: dict[int, int] = {}
    used: set[int] = set()
    for _, _, j, i in sorted(candidates):
        if j not in found and i not in used:
            found[j] = i
            used.add(i)
    return found


def _bag(sentence: str) -> Counter[str]:
    return Counter(word.strip(".,;:!?\"'()\u201c\u201d\u2019\u2026") for word in sentence.lower().split())


def _in_order(pairs: list[tuple[int, int]]) -> frozenset[int]:
    """New indices of a longest run of partners whose old order is kept (patience sorting)."""
    tails: list[int] = []
    tail_pairs: list[int] = []
    before: list[int] = []
    for n, (_, i) in enumerate(pairs):
        place = bisect.bisect_left(tails, i)
        before.append(tail_pairs[place - 1] if place else -1)
        tails[place : place + 1] = [i]
        tail_pairs[place : place + 1] = [n]
    kept = []
    n = tail_pairs[-1] if tail_pairs else -1
    while n >= 0:
        kept.append(pairs[n][0])
        n = before[n]
    return frozenset(kept)


def _gone_after(count: int, partner: dict[int, int], backbone: frozenset[int]) -> dict[int, list[int]]:
    """Old indices without a partner, by the new index after which to show them (-1: before all)."""
    new_place = {partner[j]: j for j in backbone}
    taken = set(partner.values())
    gone = defaultdict(list)
    place = -1
    for i in range(count):
        place = new_place.get(i, place)
        if i not in taken:
            gone[place].append(i)
    return gone


def _word_changes(old: str, new: str) -> tuple[WordChange, ...]:
    """Words removed, added and the same; a run carries its white space, so that both texts can be rebuilt."""
    before, after = _runs(old), _runs(new)
    changes: list[WordChange] = []
    for op, a0, a1, b0, b1 in _opcodes(before, after):
        if op == "equal":
            changes.append(WordChange("same", "".join(before[a0:a1])))
            continue
        if a1 > a0:
            changes.append(WordChange("removed", "".join(before[a0:a1])))
        if b1 > b0:
            changes.append(WordChange("added", "".join(after[b0:b1])))
    return tuple(changes)


def _runs(text: str) -> list[str]:
    """Words and the white space between them, alternating."""
    runs, position = [], 0
    for start, end in split_words(text):
        runs += [text[position:start]] if start > position else []
        runs.append(text[start:end])
        position = end
    return [*runs, text[position:]] if position < len(text) else runs


def _opcodes(before: list[str], after: list[str]) -> list[tuple[str, int, int, int, int]]:
    if max(len(before), len(after)) <= 2 * LONGEST_DIFF:
        return list(difflib.SequenceMatcher(None, before, after, autojunk=False).get_opcodes())
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    tail = next((n for n in range(shorter - head) if before[-1 - n] != after[-1 - n]), shorter - head)
    a, b = len(before) - tail, len(after) - tail
    return [("equal", 0, head, 0, head), ("replace", head, a, head, b), ("equal", a, len(before), b, len(after))]
