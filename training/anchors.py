"""How well comments are carried on to the next version: docs/engine.md, "Comments in the next version".

Where a span's words went is decided here without the code under test: by local alignment of the two texts' words
(Smith and Waterman 1981, repeated for further alignments as Waterman and Eggert 1987), scored in bits, and by the
sentences that the writers of the corpora marked.
"""

import bisect
import math
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from feedback.pitch import Carried, carry_on, compare, make_anchor
from feedback.pitch.anchors import Fate
from training.corpora import Introduction

SEED = 20
PLANTED = 20
"""Comments of each kind that are planted on each older version."""
CHANCE = 0.01
"""As good alignments expected between two unrelated texts of these lengths, from which on one proves nothing."""
SKIPPED_BITS = 3.0
"""What a word without a partner costs inside an alignment, about what a common word in place is worth (2 to 5 bits)."""
KINDS = ("word", "phrase", "sentence", "across")
"""One word; 2 to 6 words of a sentence; a whole marked sentence; 2 to 8 words over the end of one."""

WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")

Kind = Literal["word", "phrase", "sentence", "across"]


@dataclass(frozen=True)
class Reading:
    """A version as the measurement reads it: words and their spans in code points, marked sentences as word ranges."""

    text: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    sentences: tuple[tuple[int, int], ...]

    def sentence_of(self, word: int) -> int:
        """The number of the marked sentence that holds this word, or of the one before it where none does."""
        return bisect.bisect_right([start for start, _ in self.sentences], word) - 1

    def words_between(self, start: int, end: int) -> range:
        """The words that share a code point with this span of the text."""
        first = bisect.bisect_right([b for _, b in self.spans], start)
        return range(first, max(first, bisect.bisect_left([a for a, _ in self.spans], end)))


@dataclass(frozen=True)
class Outcome:
    """What was said of one planted comment, and whether its words still exist by the alignment.

    `is_right` only where they exist: found, and at their place. `is_wrong`: taken for, or sent to, a wrong sentence.
    """

    kind: Kind
    fate: Fate
    exists: bool
    is_right: bool
    is_wrong: bool


def measure(introductions: Sequence[Introduction]) -> list[Outcome]:
    """Plant PLANTED comments of each kind on the older version of every pair, and look for them in the newer one."""
    by_id = {one.id: one for one in introductions}
    readings = {one.id: read(one) for one in introductions}
    counts = Counter(word for reading in readings.values() for word in reading.words)
    frequency = {word: n / counts.total() for word, n in counts.items()}
    rng = random.Random(SEED)
    outcomes = []
    for newer in introductions:
        if newer.pair not in by_id:
            continue
        old, new = readings[newer.pair], readings[newer.id]
        partner = align(old, new, frequency)
        comparison = compare(old.text, new.text)
        for kind, words in plant(old, rng):
            start, end = old.spans[words[0]][0], old.spans[words[-1]][1]
            answer = carry_on(make_anchor(old.text, start, end), old.text, new.text, comparison)
            outcomes.append(judge(old, new, partner, kind, words, answer))
    return outcomes


def summary(outcomes: Sequence[Outcome]) -> str:
    """A line for each kind, and one for all."""
    lines = [f"{'comment on':12}{'planted':>8}{'exist':>7}{'right':>7}{'share':>7}{'wrong':>7}{'share':>8}"]
    for name in (*KINDS, "all"):
        some = [one for one in outcomes if name in (one.kind, "all")]
        exist, right, wrong = (sum(getattr(o, key) for o in some) for key in ("exists", "is_right", "is_wrong"))
        lines.append(
            f"{name:12}{len(some):8,}{exist:7,}{right:7,}{right / max(1, exist):7.3f}"
            f"{wrong:7,}{wrong / max(1, len(some)):8.4f}"
        )
    return "\n".join(lines)


def read(introduction: Introduction) -> Reading:
    """Words in lower case, whatever stands between them; a sentence without words is left out."""
    found = list(WORD.finditer(introduction.text))
    starts = [match.start() for match in found]
    ranges = [
        (bisect.bisect_left(starts, start), bisect.bisect_left(starts, end)) for start, end, _ in introduction.sentences
    ]
    return Reading(
        introduction.text,
        tuple(match.group().casefold().replace("\u2019", "'") for match in found),
        tuple(match.span() for match in found),
        tuple(sorted((a, b) for a, b in ranges if a < b)),
    )


def plant(old: Reading, rng: random.Random) -> Iterator[tuple[Kind, range]]:
    """PLANTED spans of each kind that the text has room for, as ranges of words."""
    longer = [s for s in old.sentences if s[1] - s[0] >= 2]
    for _ in range(PLANTED):
        word = rng.randrange(len(old.words))
        yield "word", range(word, word + 1)
        if longer:
            first, last = rng.choice(longer)
            length = rng.randint(2, min(6, last - first))
            start = rng.randint(first, last - length)
            yield "phrase", range(start, start + length)
        yield "sentence", range(*rng.choice(old.sentences))
        if len(old.sentences) > 1:
            end = rng.choice(old.sentences[:-1])[1]
            yield "across", range(max(0, end - rng.randint(1, 4)), min(len(old.words), end + rng.randint(1, 4)))


def align(old: Reading, new: Reading, frequency: Mapping[str, float]) -> dict[int, int]:
    """Old word to new word, where more than chance says that it is the same word of the same thought.

    A pair of equal words is worth the bits of its frequency: in all corpora, or in either of the two texts where it is
    more frequent there, so that a company's name proves little. An alignment counts from log2(m * n / CHANCE) bits on.
    Besides, a whole sentence that stands once in each text is the same sentence, however short.
    """
    worth = _worth(old, new, frequency)
    needed = math.log2(len(old.words) * len(new.words) / CHANCE)
    partner: dict[int, int] = {}
    while True:
        bits, pairs = _best_alignment(worth)
        if bits < needed:
            break
        partner.update(pairs)
        worth[[i for i, _ in pairs], :] = 0.0
        worth[:, [j for _, j in pairs]] = 0.0
    taken = set(partner.values())
    for (a, b), (c, _) in _same_sentences(old, new):
        shifted = {i: c + i - a for i in range(a, b)}
        if not shifted.keys() & partner.keys() and not taken & set(shifted.values()):
            partner.update(shifted)
    return partner


def judge(old: Reading, new: Reading, partner: Mapping[int, int], kind: Kind, words: range, answer: Carried) -> Outcome:
    """Hold an answer against the alignment: the words exist where all of them went to one run of words."""
    images = [partner.get(word, -1) for word in words]
    exists = images[0] >= 0 and images == list(range(images[0], images[0] + len(images)))
    place = range(0)
    if answer.start is not None and answer.end is not None:
        place = new.words_between(answer.start, answer.end)
    is_right = exists and answer.fate == "unchanged" and list(place) == images
    return Outcome(kind, answer.fate, exists, is_right, _is_wrong(old, new, partner, words, answer, place))


def _is_wrong(
    old: Reading, new: Reading, partner: Mapping[int, int], words: range, answer: Carried, place: range
) -> bool:
    """Is there an answer, and in sentences that none of the words went to?

    Words "unchanged" must have gone there themselves; for "reworded" any words of the sentences that held them do.
    """
    if answer.start is None:
        return False
    if answer.fate == "reworded":
        touched = {old.sentence_of(word) for word in words}
        words_of = [range(*old.sentences[n]) for n in touched if n >= 0]
        images = {partner[word] for span in words_of for word in span if word in partner}
    else:
        images = {partner[word] for word in words if word in partner}
    return not {new.sentence_of(j) for j in images} & {new.sentence_of(j) for j in place}


def _worth(old: Reading, new: Reading, frequency: Mapping[str, float]) -> NDArray[np.float64]:
    here, there = Counter(old.words), Counter(new.words)
    bits = {
        word: -math.log2(max(frequency[word], here[word] / len(old.words), there[word] / len(new.words)))
        for word in here.keys() & there.keys()
    }
    places: dict[str, list[int]] = {}
    for j, word in enumerate(new.words):
        places.setdefault(word, []).append(j)
    worth = np.zeros((len(old.words), len(new.words)))
    for i, word in enumerate(old.words):
        worth[i, places.get(word, [])] = bits.get(word, 0.0)
    return worth


def _best_alignment(worth: NDArray[np.float64]) -> tuple[float, list[tuple[int, int]]]:
    """The local alignment of most bits, and its pairs of words."""
    rows, columns = worth.shape
    slope = SKIPPED_BITS * np.arange(columns + 1)
    table = np.zeros((rows + 1, columns + 1))
    for i in range(rows):
        row = np.maximum(table[i] - SKIPPED_BITS, 0.0)
        matched = np.where(worth[i] > 0, table[i, :-1] + worth[i], 0.0)
        row[1:] = np.maximum(row[1:], matched)
        table[i + 1] = np.maximum.accumulate(row + slope) - slope
    i, j = (int(n) for n in np.unravel_index(int(np.argmax(table)), table.shape))
    best = float(table[i, j])
    pairs = []
    while table[i, j] > 1e-9:
        if i and j and worth[i - 1, j - 1] > 0 and math.isclose(table[i, j], table[i - 1, j - 1] + worth[i - 1, j - 1]):
            i, j = i - 1, j - 1
            pairs.append((i, j))
        elif i and math.isclose(table[i, j], table[i - 1, j] - SKIPPED_BITS, abs_tol=1e-9):
            i -= 1
        else:
            j -= 1
    return best, pairs[::-1]


def _same_sentences(old: Reading, new: Reading) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    here = [old.words[a:b] for a, b in old.sentences]
    there = [new.words[a:b] for a, b in new.sentences]
    once = {s for s, n in Counter(here).items() if n == 1} & {s for s, n in Counter(there).items() if n == 1}
    for sentence in sorted(once):
        yield old.sentences[here.index(sentence)], new.sentences[there.index(sentence)]
