"""An analysis as a report for a person, and as plain data for a program."""

import textwrap
from dataclasses import asdict, dataclass
from typing import Any

from feedback.pitch.checks import CHECKS
from feedback.pitch.compare import Comparison, Piece
from feedback.pitch.model import Analysis, Dimension, Finding, Severity
from feedback.pitch.progress import FindingChange, ScoreChange

WIDTH = 88
"""Columns of the report; narrow enough for half a screen."""
_BAR = 20
TITLES = {check.id: check.title for check in CHECKS}
HEADINGS = {Severity.MAJOR: "First of all", Severity.MINOR: "Worth a look", Severity.NOTE: "Small things"}
FATES = {"resolved": "Mended", "new": "New", "still": "Still there", "moved": "Still there, elsewhere"}
_COMPARED = {"kept": " ", "reworded": "~", "moved": ">", "new": "+", "gone": "-"}


def as_dict(analysis: Analysis) -> dict[str, Any]:
    """Everything the analysis holds; `scores` is {"overall", "dimensions": [...]}, offsets are code points."""
    data = asdict(analysis)
    data["sentences"] = [
        {"start": s.start, "end": s.end, "moves": list(s.moves), "probabilities": dict(s.probabilities)}
        for s in analysis.sentences
    ]
    return data


def as_answer(id: Any, analysis: Analysis) -> dict[str, Any]:
    """One line of --jsonl: the form that scoring against the labelled corpora reads."""
    return {
        "id": id,
        "sentences": [{"start": s.start, "end": s.end, "moves": list(s.moves)} for s in analysis.sentences],
        "verdicts": dict(analysis.verdicts),
        "findings": [asdict(finding) for finding in analysis.findings],
        "scores": {
            "overall": analysis.scores.overall,
            **{dimension.key: dimension.value for dimension in analysis.scores.dimensions},
        },
        "words": analysis.words,
        "spoken_s": analysis.spoken_s,
        "refusal": analysis.refusal,
        "summary": analysis.summary,
    }


def certainty_in_words(certainty: float) -> str:
    """How sure a finding is (0..1), as a person would say it."""
    for least, words in ((0.85, "quite sure"), (0.6, "fairly sure"), (0.4, "perhaps")):
        if certainty >= least:
            return words
    return "a guess"


def as_text(analysis: Analysis) -> str:
    """The report that the command line prints where no terminal is; terminal.py has the other."""
    if analysis.refusal:
        return _wrapped(analysis.refusal)
    length = f"{analysis.words} words, about {analysis.spoken_s:.0f} seconds to say"
    lines = [f"Overall {analysis.scores.overall:.0f} of 100", length, "", _wrapped(analysis.summary), ""]
    lines += [_bar(dimension) for dimension in analysis.scores.dimensions]
    for severity, heading in HEADINGS.items():
        found = [finding for finding in analysis.findings if finding.severity is severity]
        if found:
            lines += ["", heading]
            lines += [_finding(finding) for finding in found]
    if not analysis.findings:
        lines += ["", "Nothing to mend was found."]
    return "\n".join(lines)


def _bar(dimension: Dimension) -> str:
    filled = round(dimension.value / 100 * _BAR)
    return f"{dimension.title:30} {'#' * filled}{'.' * (_BAR - filled)} {dimension.value:3.0f}"


def _finding(finding: Finding) -> str:
    head = f"- {TITLES[finding.check]} ({certainty_in_words(finding.certainty)})"
    return "\n".join(
        (head, *(_wrapped(part, "  ") for part in (finding.seen, finding.why, f"Try: {finding.try_next}")))
    )


@dataclass(frozen=True)
class Change:
    """Two versions of a text, and what the engine says of each and of what became of it."""

    old: str
    new: str
    before: Analysis
    after: Analysis
    comparison: Comparison
    findings: tuple[FindingChange, ...]
    scores: tuple[ScoreChange, ...]


def change_as_dict(change: Change) -> dict[str, Any]:
    """What `--compare --json` prints; offsets are code points of the version that they stand beside."""
    found = (change.before.findings, change.after.findings)
    return {
        "overall": [change.before.scores.overall, change.after.scores.overall],
        "sentences": [
            {key: value for key, value in asdict(piece).items() if value not in (None, ())}
            for piece in change.comparison.pieces
        ],
        "findings": [
            {
                "fate": one.fate,
                "holds": one.holds,
                "old": None if one.old is None else asdict(found[0][one.old]),
                "new": None if one.new is None else asdict(found[1][one.new]),
            }
            for one in change.findings
        ],
        "scores": [asdict(one) for one in change.scores],
    }


def change_as_text(change: Change) -> str:
    """Each sentence: kept, reworded (~), moved (>), new (+), gone (-); then what that did to scores and findings."""
    if change.comparison.is_same:
        return "Nothing was changed."
    lines = [
        textwrap.fill(
            _piece(change.old, change.new, piece),
            WIDTH,
            initial_indent=f"{_COMPARED[piece.kind]} ",
            subsequent_indent="  ",
        )
        for piece in change.comparison.pieces
    ]
    refused = [text for text in (change.before.refusal, change.after.refusal) if text]
    if refused:
        return "\n".join([*lines, "", _wrapped(refused[0])])
    before, after = change.before.scores.overall, change.after.scores.overall
    lines += ["", f"Overall {before:.0f} before, {after:.0f} now"]
    lines += [f"{one.points:+6.1f}  {one.name}" for one in change.scores]
    for fate, heading in FATES.items():
        titles = [title_of(change, one) for one in change.findings if one.fate == fate]
        if titles:
            lines += ["", heading, *(f"- {title}" for title in titles)]
    return "\n".join(lines)


def title_of(change: Change, one: FindingChange) -> str:
    """What the check of a finding is called, whichever version has the finding."""
    found = change.before.findings[one.old or 0] if one.new is None else change.after.findings[one.new]
    return TITLES[found.check]


def _piece(old: str, new: str, piece: Piece) -> str:
    if piece.kind == "reworded":
        marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
        return " ".join(marks[change.op].format(change.text.strip()) for change in piece.words if change.text.strip())
    words = old[piece.old_start : piece.old_end] if piece.kind == "gone" else new[piece.new_start : piece.new_end]
    return " ".join(words.split())


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
