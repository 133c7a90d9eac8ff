"""Work that was shared is told as shared, with the speaker in it."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check, Phrases
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import FIRST_PERSON, Passage, taken_alone
from feedback.pitch.patterns import later

FEWEST_WE = 3
"""Sentences that tell of work with "we" before one asks where the speaker is."""
DID = 0.4
"""Probability from which on a sentence counts as telling of work done."""

_WE = later(r"\b(?:we|we'(?:ve|d|re|ll)|our|us)\b", re.IGNORECASE)
_CREDIT = later(
    r"\b(?:under my (?:leadership|guidance|direction|supervision|management|watch|command)|thanks to (?:me"
    r"|my (?:leadership|guidance|vision|strategy|direction|hard work|efforts?|initiative|decisions?))"
    r"|single-?\s?handed(?:ly)?|(?:all )?by myself (?:i )?(?:saved|turned|rescued|built|grew|launched|delivered"
    r"|ran)|i (?:made|got|had|drove|pushed) (?:my|the) (?:team|people|staff|crew|engineers|developers"
    r"|reps) (?:\w+ ){0,2}?(?:deliver|perform|hit|work|reach|ship|succeed|sell|exceed|do)|without me (?:the|my|our"
    r"|it|they|this|that|none|nothing|nobody)|i (?:personally |alone )?(?:carried|rescued|saved"
    r"|turned around) (?:the|my|our|this|that) (?:whole |entire )?(?:team|project|department|company|shop|store"
    r"|branch|business|account|launch|firm)|my (?:team|people|staff|reps|engineers|crew) (?:of \w+ )?(?:deliver"
    r"|achiev|generat|produc|exceed|brought|hit|grew|increas|outperform|sold)\w*(?: \S+){1,8} (?:for me|under me"
    r"|because of me|thanks to me)|i was the (?:brain|engine|architect|driving force|mastermind|one) behind|(?:its"
    r"|the|this|that) success was (?:down to|because of|due to) (?:me|my))\b",
    re.IGNORECASE,
)


class IForTeam(Check):
    id = "i-for-team"
    title = "\u201cI\u201d where a team did it"
    principle = (
        "Results that took several people sound larger, and you sound better to work with, when they are in the story."
    )
    about = "A result that reads like shared work is credited to the speaker, and nobody is given a part in any."
    step = "give those who did it with you a part in the result."
    family = "togetherness"
    severity = Severity.MINOR
    needs = MOVES
    yields_to = frozenset({"credit-not-shared"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in taken_alone(passage):
            yield self.at(
                sentence,
                f"{passage.quote(sentence)} is told as your doing alone.",
                "Who else made this happen, and which part would have failed without them?",
                0.8 * sentence.probabilities["ACHIEVEMENT"],
            )


class WeHides(Check):
    id = "we-hides"
    title = "\u201cWe\u201d hides what you did"
    principle = "A team in which nobody can see you is as hard to hire as a hero: say what your hands did in it."
    about = "Three sentences and more tell of work done, all of them with \u201cwe\u201d and none with \u201cI\u201d."
    step = "say which part of the shared work was yours."
    family = "togetherness"
    severity = Severity.NOTE
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        told = [
            s for s in passage.sentences if max(s.probabilities[m] for m in ("SKILL", "ACHIEVEMENT", "STORY")) >= DID
        ]
        shared = [s for s in told if _WE.search(passage.of(s))]
        if len(shared) < FEWEST_WE or any(FIRST_PERSON.search(passage.of(s)) for s in told):
            return
        yield self.at(
            shared[0],
            f"From {passage.quote(shared[0])} on, {len(shared)} sentences tell what \u201cwe\u201d did and none what"
            " you did.",
            "If a camera had followed you alone through this work, what would it have filmed?",
            0.7,
        )


class CreditNotShared(Phrases):
    id = "credit-not-shared"
    title = "The credit stays with you"
    principle = "Whoever gives credit away is believed to have earned it; whoever keeps it is feared a little."
    about = "A phrase that takes the credit for what others did: under my leadership, thanks to me, single-handedly."
    step = "name whoever did it with you, and what was theirs."
    family = "togetherness"
    severity = Severity.MINOR
    pattern = _CREDIT
    said = "keeps the credit with you."
    question = "Whose idea, patience or night shift was in this, and what would they say that you did?"
