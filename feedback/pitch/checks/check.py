"""What a check is, and how it says what it found."""

from abc import ABC, abstractmethod
from collections.abc import Iterator
from typing import ClassVar

from feedback.pitch.model import Finding, Sentence, Severity
from feedback.pitch.passage import Passage


class Check(ABC):
    """One thing that the engine looks for. `id` is permanent: findings, dismissals and settings refer to it.

    `principle` is the method's reason in one sentence, which a finding gives as `why`; `about` says what makes it
    fire.
    """

    id: ClassVar[str]
    title: ClassVar[str]
    principle: ClassVar[str]
    about: ClassVar[str]
    family: ClassVar[str]
    severity: ClassVar[Severity]

    @abstractmethod
    def look(self, passage: Passage) -> Iterator[Finding]:
        """Findings in the order of the text."""

    def whole(self, seen: str, try_next: str, certainty: float, severity: Severity | None = None) -> Finding:
        """A finding on the whole text."""
        return Finding(
            self.id, severity or self.severity, None, None, seen, self.principle, try_next, _bounded(certainty)
        )

    def span(
        self, start: int, end: int, seen: str, try_next: str, certainty: float, severity: Severity | None = None
    ) -> Finding:
        """A finding on a stretch of the text."""
        return Finding(
            self.id, severity or self.severity, start, end, seen, self.principle, try_next, _bounded(certainty)
        )

    def at(
        self, sentence: Sentence, seen: str, try_next: str, certainty: float, severity: Severity | None = None
    ) -> Finding:
        """A finding on a sentence."""
        return self.span(sentence.start, sentence.end, seen, try_next, certainty, severity)


def absence(passage: Passage, move: str) -> float:
    """How sure it is that no sentence makes the move (0..1): 1 less the likeliest sentence's probability."""
    likeliest = passage.likeliest(move)
    return 1.0 - likeliest.probabilities[move] if likeliest else 1.0


def _bounded(certainty: float) -> float:
    return round(min(1.0, max(0.0, certainty)), 2)
