"""What the engine says about a text: frozen results that any caller can store or show.

All offsets are Unicode code points into the text as it was given, end exclusive.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

MOVE_TITLES = {
    "ROLE_WHY": "a reason for the role",
    "DRIVE": "what keeps you going",
    "TEAM_WHY": "what the team gains",
    "SKILL": "a skill, shown",
    "CULTURE": "how you are to work with",
    "COMPANY": "knowing this company",
    "ACHIEVEMENT": "a result of yours",
    "RESUME": "a station of your career",
    "PAY": "pay as a motive",
    "EMPLOYER_CRITICISM": "criticism of an employer",
    "NEGATIVITY": "a complaint",
    "STORY": "a scene",
    "CLICHE": "a stock phrase",
}
"""The moves of CODEBOOK.md, in its order, as people read them."""
MOVES: tuple[str, ...] = tuple(MOVE_TITLES)

VERDICTS: tuple[str, ...] = (
    "has_role_why",
    "has_team_why",
    "balanced",
    "resume_first",
    "pay_motive",
    "criticises_employer",
    "i_heavy",
    "generic",
    "has_story",
)
"""The verdicts on a whole introduction of CODEBOOK.md, in its order."""

DIMENSIONS: tuple[str, ...] = ("why_role", "why_team", "balance", "warmth", "telling")


class Kind(StrEnum):
    """How the text came about: typed, or a transcript of speech."""

    WRITTEN = "written"
    SPEECH = "speech"


class Severity(StrEnum):
    """How much a finding should weigh with the person who reads it."""

    MAJOR = "major"
    MINOR = "minor"
    NOTE = "note"


@dataclass(frozen=True)
class Settings:
    """What a cohort may set.

    `words_per_minute`: 125 to 160 is the range that speaking guides give (Lucas; Orai), 140 its middle. `target_s` and
    `limit_s` are seconds of speech: interview guides agree on 60 to 120 s. `checks_off` holds ids of checks.
    """

    words_per_minute: int = 140
    target_s: int = 90
    limit_s: int = 120
    checks_off: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Sentence:
    """One sentence, the moves that it makes, and for every move of MOVES how probable it is (0..1)."""

    start: int
    end: int
    moves: tuple[str, ...]
    probabilities: Mapping[str, float] = field(hash=False)


@dataclass(frozen=True)
class Finding:
    """One thing that a check says. `start` and `end` are None where it is about the whole text."""

    check: str
    severity: Severity
    start: int | None
    end: int | None
    seen: str
    why: str
    try_next: str
    certainty: float


@dataclass(frozen=True)
class Contribution:
    """A named part of a dimension's value: `points` earned out of `most`, and the words that earned (or cost) them."""

    name: str
    points: float
    reason: str
    start: int | None
    end: int | None
    most: float = 0.0


@dataclass(frozen=True)
class Dimension:
    """`value` (0..100) is the sum of the contributions' points; `share` (0..1) is its part of the overall."""

    key: str
    title: str
    value: float
    contributions: tuple[Contribution, ...]
    share: float = 0.2


@dataclass(frozen=True)
class Scores:
    """`overall` (0..100) is the sum of value x share over the dimensions."""

    overall: float
    dimensions: tuple[Dimension, ...]


@dataclass(frozen=True)
class Analysis:
    """All that the engine says about one text.

    `refusal` is None, or the one sentence that says why the text cannot be judged: then there are no sentences and no
    findings, the verdicts are all False and the scores are 0. `spoken_s` is seconds at the settings' words a minute.
    """

    sentences: tuple[Sentence, ...]
    findings: tuple[Finding, ...]
    scores: Scores
    verdicts: Mapping[str, bool] = field(hash=False)
    words: int
    spoken_s: float
    refusal: str | None
    summary: str
