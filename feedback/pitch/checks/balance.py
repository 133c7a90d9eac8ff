"""Skill set and culture fit in equal parts, and the person before the record."""

from collections.abc import Iterator

from feedback.pitch.checks.check import Check
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import LARGEST_SHARE, Passage, resume_opening, sides, taken_alone

LEAST_SENTENCES = 2.5
"""Expected sentences on skill and culture below which a share says nothing."""


class ResumeFirst(Check):
    id = "resume-first"
    title = "The résumé comes first"
    principle = "They have your résumé; what opens the conversation is the person and the reason, not the record."
    about = "The first sentence with a move recites stations or results and gives no reason."
    family = "balance"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        opening = resume_opening(passage.sentences)
        if opening is None:
            return
        record = max(opening.probabilities["RESUME"], opening.probabilities["ACHIEVEMENT"])
        yield self.at(
            opening,
            f"You open with the record: {passage.quote(opening)}.",
            "Which moment made you want this work, and what if you began there?",
            record,
        )


class SkillCultureBalance(Check):
    id = "skill-culture-balance"
    title = "Skill and culture out of balance"
    principle = "Energy divided equally between what you can do and how you are to work with is what makes a colleague."
    about = "One side has more than 70% of the sentences on skill and culture (expected numbers, at least 2.5 in all)."
    family = "balance"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        skill, culture = sides(passage.sentences)
        total = skill + culture
        if total < LEAST_SENTENCES or max(skill, culture) <= LARGEST_SHARE * total:
            return
        share = max(skill, culture) / total
        if skill > culture:
            seen = f"Of what you say on skill and culture, about {share:.0%} is what you can do or have done."
            question = "Who did you enjoy working with, and what did the two of you do when it got difficult?"
        else:
            seen = f"Of what you say on skill and culture, about {share:.0%} is how you work and what you know of them."
            question = "What do you do so well that people bring it to you, and what does it look like while you do it?"
        yield self.whole(seen, question, 0.5 + (share - LARGEST_SHARE))


class IForTeam(Check):
    id = "i-for-team"
    title = "\u201cI\u201d where a team did it"
    principle = (
        "Results that took several people sound larger, and you sound better to work with, when they are in the story."
    )
    about = "A result that reads like shared work is credited to the speaker, and nobody is given a part in any."
    family = "togetherness"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in taken_alone(passage):
            yield self.at(
                sentence,
                f"{passage.quote(sentence)} is told as your doing alone.",
                "Who else made this happen, and which part would have failed without them?",
                0.8 * sentence.probabilities["ACHIEVEMENT"],
            )
