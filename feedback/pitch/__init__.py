"""The pitch engine: an introduction goes in, what it does towards and against its aim comes out.

Python, NumPy, onnxruntime and its own data files; `analyse` is the way in, `python -m feedback.pitch FILE` the command
line.
"""

from feedback.pitch.anchors import Anchor, Carried, carry_on, find_anchor, make_anchor
from feedback.pitch.checks import CHECKS
from feedback.pitch.checks.check import Check
from feedback.pitch.compare import Comparison, Piece, WordChange, compare
from feedback.pitch.engine import analyse, ruleset_of, ruleset_version, use_threads
from feedback.pitch.model import (
    DIMENSIONS,
    MOVE_TITLES,
    MOVES,
    VERDICTS,
    Analysis,
    Contribution,
    Dimension,
    Finding,
    Kind,
    Scores,
    Sentence,
    Settings,
    Severity,
)
from feedback.pitch.passage import LARGEST_SHARE, skill_share
from feedback.pitch.progress import FindingChange, Place, ScoreChange, carry_findings, explain
from feedback.pitch.words import split_sentences, split_words, spoken_s, words_in

__all__ = [
    "CHECKS",
    "DIMENSIONS",
    "LARGEST_SHARE",
    "MOVES",
    "MOVE_TITLES",
    "VERDICTS",
    "Analysis",
    "Anchor",
    "Carried",
    "Check",
    "Comparison",
    "Contribution",
    "Dimension",
    "Finding",
    "FindingChange",
    "Kind",
    "Piece",
    "Place",
    "ScoreChange",
    "Scores",
    "Sentence",
    "Settings",
    "Severity",
    "WordChange",
    "analyse",
    "carry_findings",
    "carry_on",
    "compare",
    "explain",
    "find_anchor",
    "make_anchor",
    "ruleset_of",
    "ruleset_version",
    "skill_share",
    "split_sentences",
    "split_words",
    "spoken_s",
    "use_threads",
    "words_in",
]
