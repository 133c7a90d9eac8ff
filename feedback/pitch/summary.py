"""One line for the person: first what works, then the one thing to do next."""

from collections.abc import Sequence

from feedback.pitch.model import Contribution, Finding, Scores, Severity

_ORDER = {Severity.MAJOR: 0, Severity.MINOR: 1, Severity.NOTE: 2}
_FROM_WORDS = 0.6
"""Share of its points from which on something counts as working."""


def summarise(scores: Scores, findings: Sequence[Finding]) -> str:
    """What earned most of its points by words of the text, and the question of the weightiest finding."""
    return f"{_works(scores)} {_next(findings)}"


def _works(scores: Scores) -> str:
    earned = [
        (contribution.points * dimension.share, contribution)
        for dimension in scores.dimensions
        for contribution in dimension.contributions
        if _is_praise(contribution)
    ]
    if not earned:
        return "This is a start."
    best = max(earned, key=lambda pair: pair[0])[1]
    return f"What works: {best.name}, in {best.reason.removeprefix('perhaps ')}."


def _is_praise(contribution: Contribution) -> bool:
    """Earned by something that was said, not by something left unsaid."""
    return (
        contribution.start is not None
        and "\u201c" in contribution.reason
        and not contribution.name.startswith("no")
        and contribution.points >= _FROM_WORDS * contribution.most > 0
    )


def _next(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Next: say it aloud to somebody, and ask what they remember."
    first = min(findings, key=lambda finding: (_ORDER[finding.severity], -finding.certainty))
    return f"Next: {first.try_next}"
