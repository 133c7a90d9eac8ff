"""The two things that have to land: why this role, and why the team would be lucky."""

from collections.abc import Iterator

from feedback.pitch.checks.check import Check, absence
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage

NEAREST = 0.15
"""Probability from which on the likeliest sentence is worth showing as the nearest there is."""
LATE = 0.4
"""Share of the words after which a first reason comes too late: the first minutes set the tone."""


class RoleWhyMissing(Check):
    id = "role-why-missing"
    title = "No reason for the role"
    principle = (
        "Listeners remember what you hunger for: the inner reason for this work, not a list of what you have done."
    )
    about = "No sentence gives an inner reason for wanting this kind of work."
    family = "why this role"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.making("ROLE_WHY"):
            return
        yield self.whole(
            _nearest(passage, "ROLE_WHY", "I found no sentence that says what draws you to this work."),
            "What do you miss where you are now, that this role would let you do every day?",
            absence(passage, "ROLE_WHY"),
        )


class RoleWhyLate(Check):
    id = "role-why-late"
    title = "The reason for the role comes late"
    principle = "The first minute sets the tone, so the reason that moves you should not wait behind the rest."
    about = "The first reason for the role begins after 40% of the words."
    family = "why this role"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        reasons = passage.making("ROLE_WHY")
        if not reasons or len(passage.sentences) < 5:
            return
        first = reasons[0]
        before = passage.part_before(first)
        if before > LATE:
            yield self.at(
                first,
                f"Your first reason, {passage.quote(first)}, comes after {before:.0%} of the words.",
                "What if they heard only your first three sentences: which of them would tell why you are here?",
                0.9 * first.probabilities["ROLE_WHY"],
            )


class DriveMissing(Check):
    id = "drive-missing"
    title = "Nothing about the hard days"
    principle = "Saying what keeps you going when the work is hard shows that the wish for it is more than a mood."
    about = "There is a reason for the role, but no sentence says what keeps the speaker going."
    family = "why this role"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.making("DRIVE") or not passage.making("ROLE_WHY") or len(passage.sentences) < 5:
            return
        yield self.whole(
            "You say why you want this work, and not yet what carries you through its bad days.",
            "When did you last want to give up on something like this, and what made you go on?",
            absence(passage, "DRIVE"),
        )


class TeamWhyMissing(Check):
    id = "team-why-missing"
    title = "No reason for the team"
    principle = (
        "The other half of an introduction is why this team would be lucky to have you: what they gain, and how."
    )
    about = "No sentence says what this team or company gains by having the speaker."
    family = "why you on this team"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.making("TEAM_WHY"):
            return
        yield self.whole(
            _nearest(passage, "TEAM_WHY", "I found no sentence that says what this team would gain by you."),
            "What will be easier, better or more fun for them after your first few months?",
            absence(passage, "TEAM_WHY"),
        )


class CompanyMissing(Check):
    id = "company-missing"
    title = "Nothing about this company"
    principle = "An introduction that could be sent to anybody tells them that it probably was."
    about = "No sentence shows knowledge of this very company."
    family = "why you on this team"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.making("COMPANY") or len(passage.sentences) < 3:
            return
        name = passage.company.strip()
        named = bool(name) and name.lower() in passage.text.lower()
        seen = (
            f"You name {name}, but nothing that is true of {name} alone."
            if named
            else "Nothing here could not be said to any other company."
        )
        yield self.whole(
            seen,
            "What have you seen, used or read of theirs that made you curious, and what would be false of their rival?",
            absence(passage, "COMPANY"),
        )


def _nearest(passage: Passage, move: str, none: str) -> str:
    """What the finding saw: the sentence that comes nearest to the move, where one comes near at all."""
    likeliest = passage.likeliest(move)
    if likeliest is None or likeliest.probabilities[move] < NEAREST:
        return none
    return f"{none} The nearest is {passage.quote(likeliest)}."
