"""How like two texts are, told from short signatures that can be kept with them: MinHash over shingles (Broder 1997).

A coach is shown two introductions of a cohort that share more than chance does, with both places; a candidate is not,
since it may be the other who copied.
"""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

SHINGLE_WORDS = 5
"""Words in a row: of two introductions in the labelled corpora that have nothing to do with each other, hardly any
share one of this length, and four words ("i would like to") they often do."""
VALUES = 64
"""Numbers of a signature: the estimate of a similarity of .2 is then off by .05 in the mean (1 / sqrt(64) at most)."""
ALIKE = 0.15
"""Similarity from which on a coach should look; two independent introductions have less than .02."""

_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
_PRIME = (1 << 61) - 1


@dataclass(frozen=True)
class SamePlace:
    """A stretch of one text that stands in the other, too, capitals and punctuation aside."""

    one_start: int
    one_end: int
    other_start: int
    other_end: int


def shingles(text: str) -> Iterator[tuple[int, int, int]]:
    """Every run of SHINGLE_WORDS words as (hash, start, end), in order; the hash is the same on every machine."""
    plain = text.replace("\u2019", "'")
    words = [(match[0].lower().encode("utf-8", "replace"), *match.span()) for match in _WORD.finditer(plain)]
    for i in range(len(words) - SHINGLE_WORDS + 1):
        part = words[i : i + SHINGLE_WORDS]
        hashed = zlib.crc32(b" ".join([word for word, _, _ in part]))
        yield hashed, part[0][1], part[-1][2]


def signature(text: str) -> tuple[int, ...]:
    """VALUES numbers that two texts share in proportion to the shingles that they share; () for too short a text."""
    hashes = {value for value, _, _ in shingles(text)}
    if not hashes:
        return ()
    return tuple(min((a * value + b) % _PRIME for value in hashes) for a, b in _functions())


def similarity(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """Estimated share (0..1) of the shingles of both texts that they have in common (Jaccard), from signatures."""
    if not one or len(one) != len(other):
        return 0.0
    return sum(a == b for a, b in zip(one, other, strict=True)) / len(one)


def to_bytes(values: tuple[int, ...]) -> bytes:
    """A signature as it is kept: 8 bytes a number, least byte first; b"" for ()."""
    return struct.pack(f"<{len(values)}Q", *values)


def from_bytes(kept: bytes) -> tuple[int, ...]:
    """The signature that `to_bytes` made this of."""
    return struct.unpack(f"<{len(kept) // 8}Q", kept)


def share_in(one: str, other: str) -> float:
    """Share (0..1) of the first text's shingles that the other one has, too; 0 for too short a text."""
    here, there = ({value for value, _, _ in shingles(text)} for text in (one, other))
    return len(here & there) / len(here) if here else 0.0


def same_places(one: str, other: str) -> tuple[SamePlace, ...]:
    """The longest stretches that both texts have, in the order of the first; none overlap in it."""
    there: dict[int, int] = {}
    other_shingles = list(shingles(other))
    for i, (value, _, _) in enumerate(other_shingles):
        there.setdefault(value, i)
    places: list[SamePlace] = []
    here = list(shingles(one))
    i = 0
    while i < len(here):
        j = there.get(here[i][0])
        if j is None:
            i += 1
            continue
        n = 1
        while i + n < len(here) and j + n < len(other_shingles) and here[i + n][0] == other_shingles[j + n][0]:
            n += 1
        places.append(SamePlace(here[i][1], here[i + n - 1][2], other_shingles[j][1], other_shingles[j + n - 1][2]))
        # the next stretch may only begin after this one's last word
        i += n + SHINGLE_WORDS - 1
    return tuple(places)


@cache
def _functions() -> tuple[tuple[int, int], ...]:
    """Coefficients of VALUES hash functions a x + b modulo a prime, from digests so that they never change."""
    pairs = []
    for n in range(VALUES):
        digest = hashlib.blake2b(b"coachhub %d" % n, digest_size=16).digest()
        pairs.append((int.from_bytes(digest[:8], "big") % (_PRIME - 1) + 1, int.from_bytes(digest[8:], "big") % _PRIME))
    return tuple(pairs)
