"""What a check is, and how it says what it found."""

import re
from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator
from enum import StrEnum
from typing import ClassVar

from feedback.pitch.model import Finding, Sentence, Severity
from feedback.pitch.passage import Passage, quoted


class Need(StrEnum):
    """What a check looks at beside the words; without it, it is not asked."""

    MOVES = "moves"
    COMPANY = "company"
    EARLIER = "version before"


class Check(ABC):
    """One thing that the engine looks for. `id` is permanent: findings, dismissals and settings refer to it.

    `principle` is the method's reason in one sentence, which a finding gives as `why`; `about` says what makes it
    fire; `step` is the one thing to do, as a summary says it. Where a check of `yields_to` has a finding on the same
    words, or on the whole text, this one keeps silent: of two ways to say a thing a person needs the better one.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    principle: ClassVar[str]
    about: ClassVar[str]
    step: ClassVar[str]
    family: ClassVar[str]
    severity: ClassVar[Severity]
    needs: ClassVar[frozenset[Need]] = frozenset()
    yields_to: ClassVar[frozenset[str]] = frozenset()

    @abstractmethod
    def look(self, passage: Passage) -> Iterator[Finding]:
        """Findings in the order of the text."""

    def whole(self, seen: str, try_next: str, certainty: float) -> Finding:
        """A finding on the whole text."""
        return Finding(self.id, self.severity, None, None, seen, self.principle, try_next, _bounded(certainty))

    def span(self, start: int, end: int, seen: str, try_next: str, certainty: float) -> Finding:
        """A finding on a stretch of the text."""
        return Finding(self.id, self.severity, start, end, seen, self.principle, try_next, _bounded(certainty))

    def at(self, sentence: Sentence, seen: str, try_next: str, certainty: float) -> Finding:
        """A finding on a sentence."""
        return self.span(sentence.start, sentence.end, seen, try_next, certainty)


MOVES = frozenset({Need.MOVES})


class MoveMissing(Check):
    """A check that speaks where no sentence makes a move."""

    needs = MOVES
    move: ClassVar[str]
    question: ClassVar[str]

    @abstractmethod
    def seen(self, passage: Passage) -> str:
        """What the finding says."""

    def is_asked(self, passage: Passage) -> bool:
        """Is the text such that one may ask for the move?"""
        return True

    def look(self, passage: Passage) -> Iterator[Finding]:
        if not passage.making(self.move) and self.is_asked(passage):
            yield self.whole(self.seen(passage), self.question, absence(passage, self.move))


class MoveMade(Check):
    """A check that speaks at every sentence that makes a move; `said` goes on after the sentence."""

    needs = MOVES
    move: ClassVar[str]
    said: ClassVar[str]
    question: ClassVar[str]

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.making(self.move):
            seen = f"{passage.quote(sentence)} {self.said}"
            yield self.at(sentence, seen, self.question, sentence.probabilities[self.move])


class Phrases(Check):
    """A check for phrases of a pattern within one sentence; `said` goes on after the sentence."""

    pattern: ClassVar[re.Pattern[str]]
    cues: ClassVar[tuple[str, ...]] = ("",)
    """Some of these stands in every sentence that the pattern meets: looking for them costs next to nothing."""
    said: ClassVar[str]
    question: ClassVar[str]

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            words = passage.of(sentence)
            small = words.lower()
            if any(cue in small for cue in self.cues) and self.pattern.search(words):
                yield self.at(sentence, f"{passage.quote(sentence)} {self.said}", self.question, 0.75)


def cues_of(words: str) -> tuple[str, ...]:
    """Cues as they are written down: with bars between, white space meant."""
    return tuple(words.split("|"))


def is_dense(found: int, *, fewest: int, share: float, of: int) -> bool:
    """Are `found` things, of `of` in all, at least the fewest that are spoken of, and more than the share?"""
    return found >= fewest and found > share * of


def listed(words: Iterable[str], most: int) -> str:
    """The first of these words, each once, in quotation marks."""
    return ", ".join(map(quoted, list(dict.fromkeys(words))[:most]))


def absence(passage: Passage, *moves: str) -> float:
    """How sure it is that no sentence makes any of the moves (0..1): 1 less the highest probability."""
    return 1.0 - max((s.probabilities[move] for s in passage.sentences for move in moves), default=0.0)


def _bounded(certainty: float) -> float:
    return round(min(1.0, max(0.0, certainty)), 2)
