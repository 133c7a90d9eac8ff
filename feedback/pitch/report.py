"""An analysis as a report for a person, and as plain data for a program."""

import textwrap
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from feedback.pitch.checks import CHECKS
from feedback.pitch.compare import Comparison, Piece
from feedback.pitch.model import Analysis, Dimension, Finding, Severity

WIDTH = 88
"""Columns of the report; narrow enough for half a screen."""
_BAR = 20
_TITLES = {check.id: check.title for check in CHECKS}
_HEADINGS = {Severity.MAJOR: "First of all", Severity.MINOR: "Worth a look", Severity.NOTE: "Small things"}
_COMPARED = {"kept": " ", "reworded": "~", "moved": ">", "new": "+", "gone": "-"}

Style = Callable[[str], str]


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


def as_text(analysis: Analysis, bold: Style = str) -> str:
    """The report that the command line prints; `bold` marks headings where the terminal can."""
    if analysis.refusal:
        return _wrapped(analysis.refusal)
    length = f"{analysis.words} words, about {analysis.spoken_s:.0f} seconds to say"
    lines = [bold(f"Overall {analysis.scores.overall:.0f} of 100"), length, "", _wrapped(analysis.summary), ""]
    lines += [_bar(dimension) for dimension in analysis.scores.dimensions]
    for severity, heading in _HEADINGS.items():
        found = [finding for finding in analysis.findings if finding.severity is severity]
        if found:
            lines += ["", bold(heading)]
            lines += [_finding(finding) for finding in found]
    if not analysis.findings:
        lines += ["", "Nothing to mend was found."]
    return "\n".join(lines)


def _bar(dimension: Dimension) -> str:
    filled = round(dimension.value / 100 * _BAR)
    return f"{dimension.title:30} {'#' * filled}{'.' * (_BAR - filled)} {dimension.value:3.0f}"


def _finding(finding: Finding) -> str:
    head = f"- {_TITLES[finding.check]} ({certainty_in_words(finding.certainty)})"
    return "\n".join(
        (head, *(_wrapped(part, "  ") for part in (finding.seen, finding.why, f"Try: {finding.try_next}")))
    )


def compared_as_text(old: str, new: str, comparison: Comparison) -> str:
    """One line a sentence: kept, reworded (~), moved (>), new (+), gone (-)."""
    if comparison.is_same:
        return "Nothing was changed."
    return "\n".join(
        textwrap.fill(
            _piece(old, new, piece), WIDTH, initial_indent=f"{_COMPARED[piece.kind]} ", subsequent_indent="  "
        )
        for piece in comparison.pieces
    )


def _piece(old: str, new: str, piece: Piece) -> str:
    if piece.kind == "reworded":
        marks = {"same": "{}", "added": "[+{}]", "removed": "[-{}]"}
        return " ".join(marks[change.op].format(change.text.strip()) for change in piece.words if change.text.strip())
    words = old[piece.old_start : piece.old_end] if piece.kind == "gone" else new[piece.new_start : piece.new_end]
    return " ".join(words.split())


def _wrapped(text: str, indent: str = "") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent)
