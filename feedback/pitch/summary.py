"""One line for the person: first what works, then the one thing to do next. Each half makes sense alone."""

from collections.abc import Mapping, Sequence

from feedback.pitch.checks import CHECKS
from feedback.pitch.model import Contribution, Finding, Scores, Severity

_FROM_WORDS = 0.6
"""Share of its points from which on something counts as working."""
_LIKELY = 0.5
"""Certainty under which a finding is no first thing to do, where there is another one."""
PRAISE: Mapping[str, str] = {
    "a reason for the role": "one hears why you want this work",
    "a second reason": "your reason for this work has more than one side",
    "it comes early": "your reason for this work comes early",
    "what carries you on hard days": "one believes that you stay on hard days",
    "a promise to the team": "one hears what the team would gain by you",
    "a second promise": "one hears what the team would gain by you",
    "something true of this company": "you know whom you are talking to",
    "a second thing about it": "you know whom you are talking to",
    "a skill in action": "one sees what you can do",
    "how you work with people": "one sees how it is to work with you",
    "a second glimpse of it": "one sees how it is to work with you",
    "a scene": "you tell a moment that one can picture",
    "the scene goes on": "you tell a moment that one can picture",
}
"""What can be praised, by the name of the part of the scores that it earned."""
DENIED: Mapping[str, frozenset[str]] = {
    "role-why-missing": frozenset({"a reason for the role", "a second reason", "it comes early"}),
    "role-why-late": frozenset({"it comes early"}),
    "drive-missing": frozenset({"what carries you on hard days"}),
    "team-why-missing": frozenset({"a promise to the team", "a second promise"}),
    "company-missing": frozenset({"something true of this company", "a second thing about it"}),
    "story-missing": frozenset({"a scene", "the scene goes on"}),
}
"""What a finding of a check leaves unpraised: scores look at each sentence alone, findings at what stands around it."""
_STEPS = {check.id: check.step for check in CHECKS}
_ORDER = {severity: place for place, severity in enumerate(Severity)}


def summarise(scores: Scores, findings: Sequence[Finding]) -> str:
    """What earned most of its points by words of the text, and what the weightiest finding asks for."""
    return f"{_works(scores, findings)} {_next(findings)}"


def _works(scores: Scores, findings: Sequence[Finding]) -> str:
    denied = frozenset[str]().union(*(DENIED.get(finding.check, ()) for finding in findings))
    earned = [
        (contribution.points * dimension.share, contribution)
        for dimension in scores.dimensions
        for contribution in dimension.contributions
        if _is_praise(contribution) and contribution.name not in denied
    ]
    if not earned:
        return "This is a start."
    best = max(earned, key=lambda pair: pair[0])[1]
    return f"What works: {PRAISE[best.name]}, in {best.reason.removeprefix('perhaps ')}."


def _is_praise(contribution: Contribution) -> bool:
    """Earned by something that was said, not by something left unsaid."""
    return (
        contribution.name in PRAISE
        and contribution.start is not None
        and contribution.points >= _FROM_WORDS * contribution.most > 0
    )


def _next(findings: Sequence[Finding]) -> str:
    if not findings:
        return "Next: say it aloud to somebody, and ask what they remember."
    first = min(findings, key=lambda finding: (_ORDER[finding.severity], finding.certainty < _LIKELY))
    return f"Next: {_STEPS[first.check]}"
