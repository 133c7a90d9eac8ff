"""What closes ears: money as the motive, blame, complaint."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import Check
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage


class PayMotive(Check):
    id = "pay-motive"
    title = "Pay as a motive"
    principle = "Pay and titles are fair to want and belong to another talk; here they crowd out what moves you."
    about = "A sentence gives pay, perks, title, prestige, hours, commute or security as a motive."
    family = "what repels"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.making("PAY"):
            yield self.at(
                sentence,
                f"{passage.quote(sentence)} reads as wanting the job for what it pays or gives.",
                "If the pay were the same everywhere, what would still make you choose this one?",
                sentence.probabilities["PAY"],
            )


class EmployerCriticism(Check):
    id = "employer-criticism"
    title = "Criticism of an employer"
    principle = "Whoever listens imagines being talked about next, and loses sight of what you want instead."
    about = "A sentence blames or belittles a present or former employer, boss, colleague or client."
    family = "what repels"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.making("EMPLOYER_CRITICISM"):
            yield self.at(
                sentence,
                f"{passage.quote(sentence)} may be heard as blaming people whom you worked with.",
                "What did you learn there that you want to build on, whoever was at fault?",
                sentence.probabilities["EMPLOYER_CRITICISM"],
            )


class Negativity(Check):
    id = "self-belittling"
    title = "Complaint or self-belittling"
    principle = "An apology or a complaint asks the listener for comfort, when you could give them energy."
    about = "A sentence complains, belittles the speaker, apologises or expects failure."
    family = "what repels"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.making("NEGATIVITY"):
            yield self.at(
                sentence,
                f"{passage.quote(sentence)} makes you, or the world, smaller than needed.",
                "What did this hard part teach you, that you would not want to have missed?",
                sentence.probabilities["NEGATIVITY"],
            )


class ConditionSet(Check):
    id = "condition-set"
    title = "A condition set too early"
    principle = "The first minutes are for finding out whether you would enjoy each other; conditions come after a yes."
    about = "A phrase sets a condition or a deadline, or refuses a kind of work."
    family = "what repels"
    severity = Severity.MINOR

    _PHRASE = re.compile(
        r"\b(?:i will not (?:accept|consider|settle)|i won't (?:accept|consider|settle)|take it or leave it"
        r"|non-negotiable|i (?:need|require|expect) an (?:answer|offer|decision) (?:by|before|within)"
        r"|or i(?:'ll| will) (?:walk|go elsewhere)|my (?:only )?conditions? (?:is|are)|i refuse to"
        r"|i have other offers)\b",
        re.IGNORECASE,
    )

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            match = self._PHRASE.search(passage.of(sentence))
            if match:
                yield self.at(
                    sentence,
                    f"{passage.quote(sentence)} sets a condition.",
                    "What would make you say yes gladly, and how would they notice that in you today?",
                    0.7,
                )
