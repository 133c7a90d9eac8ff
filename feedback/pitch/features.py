"""The features of a sentence that the tagger weighs: words, pairs of words, and pieces of words.

Training and scoring both come through here, so that they cannot drift apart.
"""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

_TOKEN = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[^\w\s]")
_DIGIT = re.compile(r"[0-9]")
_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'", "\u201c": '"', "\u201d": '"'})

COMPANY_WORD = "zcompany"
"""Stands for the name of the company applied to: what matters is that it is named, not which it is."""
SHORTEST_PIECE, LONGEST_PIECE = 2, 5
"""Code points in a piece of a word; 2 to 6 and 3 to 6 measured no better (docs/engine.md)."""
LONGEST_TOKEN = 40
"""Code points of a word that are looked at; longer ones are addresses or noise."""


def tokens_of(sentence: str, company: str) -> list[str]:
    """Lower-case words and signs, digits as 0, the company's name as COMPANY_WORD."""
    text = sentence.translate(_APOSTROPHES)
    for name in _company_patterns(company):
        text = name.sub(COMPANY_WORD, text)
    return [token[:LONGEST_TOKEN] for token in _TOKEN.findall(_DIGIT.sub("0", text.lower()))]


def word_features(tokens: list[str]) -> Iterator[str]:
    """Words and pairs of neighbours; a tab in front keeps them apart from pieces of words."""
    for token in tokens:
        yield "\t" + token
    for one, two in itertools.pairwise(tokens):
        yield f"\t{one} {two}"


def piece_features(token: str) -> Iterator[str]:
    """Pieces of one word, its edges marked by spaces."""
    padded = f" {token} "
    for length in range(SHORTEST_PIECE, LONGEST_PIECE + 1):
        for start in range(len(padded) - length + 1):
            yield padded[start : start + length]


@lru_cache(maxsize=256)
def _company_patterns(company: str) -> tuple[re.Pattern[str], ...]:
    """The full name in any case, and its first word as written where it is long enough to be a name of its own."""
    name = " ".join(company.translate(_APOSTROPHES).split())[:LONGEST_TOKEN]
    if not name:
        return ()
    first = name.split()[0]
    patterns = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)]
    if first != name and len(first) > 3:
        patterns.append(re.compile(rf"(?<!\w){re.escape(first)}(?!\w)"))
    return tuple(patterns)
