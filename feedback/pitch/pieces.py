"""Words to the numbers of word pieces (WordPiece: the longest known piece first), as the encoder was taught them."""

import re
from collections.abc import Mapping, Sequence
from functools import lru_cache

LONGEST_SENTENCE = 96
"""Pieces of a sentence that are read, its two marks included; one in five hundred is longer than 64."""
CACHED_WORDS = 16384

_PART = re.compile(r"[^\W_]+|[^\w\s]")


class Pieces:
    """`vocabulary` is in the order of the numbers; a piece inside a word begins with ##."""

    def __init__(self, vocabulary: Sequence[str]) -> None:
        self._numbers: Mapping[str, int] = {piece: number for number, piece in enumerate(vocabulary)}
        self._first, self._last, self._unknown = (self._numbers[mark] for mark in ("[CLS]", "[SEP]", "[UNK]"))
        self._known = lru_cache(CACHED_WORDS)(self._of)

    def of(self, sentence: str) -> list[int]:
        """The numbers of a sentence as features.py writes it, between the marks of its start and end."""
        pieces = [number for word in _PART.findall(sentence) for number in self._known(word)]
        return [self._first, *pieces[: LONGEST_SENTENCE - 2], self._last]

    def _of(self, word: str) -> tuple[int, ...]:
        found, start = [], 0
        while start < len(word):
            for end in range(len(word), start, -1):
                number = self._numbers.get(("##" if start else "") + word[start:end])
                if number is not None:
                    break
            else:
                return (self._unknown,)
            found.append(number)
            start = end
        return tuple(found)
