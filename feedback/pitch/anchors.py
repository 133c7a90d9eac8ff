"""Places in a text that can be found again in its next version."""

from dataclasses import dataclass

CONTEXT = 40
"""Code points kept on either side of a quote, enough to tell two places with the same words apart."""


@dataclass(frozen=True)
class Anchor:
    """A span, its words, and up to CONTEXT code points before and after it."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def make_anchor(text: str, start: int, end: int) -> Anchor:
    """The anchor of a span; raises ValueError where the span is empty or lies outside the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(f"no words at {start} to {end} in a text of {len(text)} characters")
    return Anchor(start, end, text[start:end], text[max(0, start - CONTEXT) : start], text[end : end + CONTEXT])


def find_anchor(text: str, anchor: Anchor) -> tuple[int, int] | None:
    """Where the quote stands in this text, or None where it is gone or nothing tells several places apart.

    The only occurrence is taken as it is; of several the one whose surroundings agree best, and of equals the one at
    the old position.
    """
    if not anchor.quote:
        return None
    places = _occurrences(text, anchor.quote)
    if len(places) == 1:
        return places[0], places[0] + len(anchor.quote)
    fits = sorted(((_fit(text, place, anchor), place) for place in places), reverse=True)
    if not fits:
        return None
    best = [place for fit, place in fits if fit == fits[0][0]]
    if len(best) > 1:
        best = [place for place in best if place == anchor.start]
    if len(best) != 1 or (fits[0][0] == 0 and best[0] != anchor.start):
        return None
    return best[0], best[0] + len(anchor.quote)


def _occurrences(text: str, quote: str) -> list[int]:
    places = []
    place = text.find(quote)
    while place >= 0:
        places.append(place)
        place = text.find(quote, place + 1)
    return places


def _fit(text: str, place: int, anchor: Anchor) -> int:
    """Code points of context that agree, counted outwards from the quote, plus those words that it shares nearby."""
    before = text[max(0, place - len(anchor.prefix)) : place]
    end = place + len(anchor.quote)
    after = text[end : end + len(anchor.suffix)]
    touching = _common(before[::-1], anchor.prefix[::-1]) + _common(after, anchor.suffix)
    nearby = set(before.split()) & set(anchor.prefix.split()) | set(after.split()) & set(anchor.suffix.split())
    return 2 * touching + sum(map(len, nearby))


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
