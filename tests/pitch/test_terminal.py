"""The report as a terminal shows it."""

import io
import re

from rich.console import Console

from feedback.pitch import (
    Analysis,
    Contribution,
    Dimension,
    Finding,
    Scores,
    Severity,
    analyse,
    carry_findings,
    compare,
)
from feedback.pitch.progress import explain
from feedback.pitch.report import Change
from feedback.pitch.terminal import print_analysis, print_change

TEXT = "I weld boats.\r\nThe pay [bold] is better, \x1b[31mand that is why."


def console(*, colours: bool = False) -> Console:
    return Console(
        file=io.StringIO(),
        force_terminal=True,
        width=60,
        color_system="standard" if colours else None,
        highlight=False,
    )


def written(to: Console) -> str:
    assert isinstance(to.file, io.StringIO)
    return to.file.getvalue()


def shown(to: Console) -> list[str]:
    """The lines on the screen."""
    return [line.rstrip() for line in re.sub(r"\x1b\[[0-9;]*m", "", written(to)).split("\n")]


def finding(check: str, severity: Severity, start: int | None, end: int | None) -> Finding:
    return Finding(check, severity, start, end, "This was seen.", "This is why.", "What now?", 0.9)


def analysis(*findings: Finding, refusal: str | None = None) -> Analysis:
    part = Contribution("a reason for the role", 62.0, "seen", None, None, 100.0)
    scores = Scores(62.0, (Dimension("why_role", "Why this role", 62.0, (part,), 1.0),))
    return Analysis((), findings, scores, {}, 12, 5.1, refusal, "What works: the boats.")


def test_findings_are_numbered_where_they_stand_in_the_text_and_below() -> None:
    to = console()
    found = (finding("long-sentence", Severity.NOTE, 0, 13), finding("pay-motive", Severity.MAJOR, 15, len(TEXT)))
    print_analysis(TEXT, analysis(*found), to)
    assert shown(to) == [
        "╭──────────────────────────────────────────────────────────╮",
        "│ 62 of 100   12 words, about 5 seconds to say             │",
        "│                                                          │",
        "│ What works: the boats.                                   │",
        "╰──────────────────────────────────────────────────────────╯",
        "  Why this role  ━━━━━━━━━━━━━━━─────────  62",
        "",
        "╭─ What you wrote ─────────────────────────────────────────╮",
        "│ I weld boats. [2]                                        │",
        "│ The pay [bold] is better, \ufffd[31mand that is why. [1]      │",
        "╰──────────────────────────────────────────────────────────╯",
        "",
        "First of all",
        " 1 Pay as a motive  quite sure",
        "   This was seen.",
        "   This is why.",
        "   Try: What now?",
        "",
        "Small things",
        " 2 Sentences too long to say  quite sure",
        "   This was seen.",
        "   This is why.",
        "   Try: What now?",
        "",
        "",
    ]


def test_the_gravest_colour_marks_words_of_two_findings() -> None:
    to = console(colours=True)
    found = (finding("pay-motive", Severity.MAJOR, 2, 12), finding("long-sentence", Severity.NOTE, 0, 13))
    print_analysis("I weld boats.", analysis(*found), to)
    assert (
        "\x1b[36mI \x1b[0m\x1b[1;31mweld boats\x1b[0m\x1b[1m [1]\x1b[0m\x1b[36m.\x1b[0m\x1b[1m [2]\x1b[0m"
        in written(to)
    )


def test_nothing_to_mend_and_nothing_judged_are_said() -> None:
    to = console()
    print_analysis("I weld boats.", analysis(), to)
    assert shown(to)[-2:] == ["Nothing to mend was found.", ""]
    to = console()
    print_analysis("", analysis(refusal="There are no words here."), to)
    assert shown(to)[0].startswith("╭─ Not judged ─")
    assert shown(to)[1].strip("│ ") == "There are no words here."


def test_change_is_told_by_sentence_score_and_finding() -> None:
    old = "I weld small boats in Cork. The pay is better here, and that is why I applied."
    new = "I weld big boats in Cork. What I miss is seeing them sail, at [Company]."
    before, after = analyse(old), analyse(new, earlier=old)
    comparison = compare(old, new)
    findings = carry_findings(old, before.findings, new, after.findings, comparison)
    change = Change(old, new, before, after, comparison, findings, explain(before.scores, after.scores))
    to = console(colours=True)
    print_change(change, to)
    lines = shown(to)
    assert lines[:5] == [
        "~ I weld small big boats in Cork.",
        "- The pay is better here, and that is why I applied.",
        "+ What I miss is seeing them sail, at [Company].",
        "",
        f"Overall {before.scores.overall:.0f} → {after.scores.overall:.0f}",
    ]
    assert "- Pay as a motive" in lines[lines.index("Mended") : lines.index("New")]
    assert "- A placeholder was left in" in lines[lines.index("New") :]
    assert "\x1b[9;31msmall\x1b[0m \x1b[1;32mbig\x1b[0m" in written(to)

    same = Change(old, old, before, before, compare(old, old), (), ())
    to = console()
    print_change(same, to)
    assert shown(to) == ["Nothing was changed.", ""]
