"""Words that are no names: what three writers write in small letters, so that no writer's own names are among them."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable

from training.corpora import Introduction

FEWEST_WRITERS = 3
"""Who all use the word. Without the writers that an encoder leaves out there would still be one or two."""
CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter""".split()  # noqa: SIM905 -- easier to read than 21 quotes
)
"""Written with a capital, and nobody's name."""

_WORD = re.compile(r"[^\W\d_]{2,}")


def common(introductions: Iterable[Introduction]) -> list[str]:
    """In the order of the alphabet; words that stand with a capital within sentences at least as often are left out."""
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    writers: dict[str, set[str]] = defaultdict(set)
    for i in introductions:
        for start, end, _ in i.sentences:
            for place, word in enumerate(_WORD.findall(i.text[start:end])):
                if word.islower():
                    small[word] += 1
                    writers[word].add(i.writer)
                elif place:
                    capital[word.lower()] += 1
    found = {w for w in small if len(writers[w]) >= FEWEST_WRITERS and small[w] > capital[w]}
    return sorted(found | CALENDAR)
