"""What a check is, and how it says what it found."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from enum import StrEnum
from typing import ClassVar

from feedback.pitch.model import Finding, Sentence, Severity
from feedback.pitch.passage import Passage


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


def absence(passage: Passage, *moves: str) -> float:
    """How sure it is that no sentence makes any of the moves (0..1): 1 less the highest probability."""
    return 1.0 - max((s.probabilities[move] for s in passage.sentences for move in moves), default=0.0)


def _bounded(certainty: float) -> float:
    return round(min(1.0, max(0.0, certainty)), 2)
