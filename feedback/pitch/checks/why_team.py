"""Why you on this team: what they gain, and what is true of them alone."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check, MoveMissing, Phrases, cues_of
from feedback.pitch.checks.vocabulary import is_hollow
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage, nearest
from feedback.pitch.patterns import later

FEWEST_SENTENCES = 3
"""An introduction shorter than this need not speak of the company yet."""

_OF_THEM = later(
    r"\b(?:your|this) (?:company|firm|organi[sz]ation|culture|reputation|mission|vision|values|products?|services?"
    r"|brand|people|work|business|employees|workplace)\b",
    re.IGNORECASE,
)
_PRAISE = later(
    r"\b(?:innovati\w+|leading|leader|reputation|culture|mission|vision|values?|growth|growing|products?|services?"
    r"|brand|quality|well-known|known for|respected|renowned|exciting|dynamic|impress\w+|great|amazing|best|success\w*"
    r"|inspir\w+|excellen\w+|prestigious|global|modern|established|admire\w*|fantastic|wonderful|care for|cares about"
    r"|customer (?:focus|service)|strong|top|interesting|good|diverse|sustainab\w+|cutting-edge|perfect|future)\b",
    re.IGNORECASE,
)
_OFFERED = later(
    r"\b(?:values?|valuable|assets?|addition|success\w*|contribut\w+|impact|best|fit|match|energy|passion"
    r"|dedicat\w+|commit\w+|enthusias\w+|ideas?|integrity|disciplin\w+|professional\w*|grow\w*|results?|difference"
    r"|number one|helping|be of (?:use|help)|potential|skills?|experience|expertise|100|hundred|heights|next level"
    r"|motivat\w+|targets?|member|perspective|leadership|positiv\w+|attitude|mindset|strengths?|achieve|goals"
    r"|better)\b",
    re.IGNORECASE,
)
_FLATTERY = later(
    r"\b(?:(?:the|world's) (?:very )?(?:best|greatest|finest|most (?:amazing|innovative|exciting|admired"
    r"|impressive|inspiring|prestigious|successful|respected)) (?:\w+ ){0,2}(?:company|companies|firm|firms|team"
    r"|employer|organi[sz]ation|place|workplace|brand|in the (?:world|industry|business|market|country|field))"
    r"|(?:dream|perfect|ideal) (?:company|employer|firm|workplace|team|organi[sz]ation)|(?:an|a great|a huge"
    r"|the greatest|my) (?:honou?r|privilege) (?:to|of) (?:\w+ )?(?:work|join|be|sit|talk|speak|working|joining"
    r"|being|meet)|(?:be|feel|am|i'm) (?:so |very |deeply |truly )?(?:honou?red|privileged) (?:to|by|if)"
    r"|always (?:admired|looked up to|dreamed of (?:working|joining)|dreamt of (?:working|joining)|been a (?:huge "
    r"|big )?fan)|second to none|no other company|(?:huge|big|massive|biggest) (?:fan|admirer) of (?:your|this"
    r"|the) (?:company|work|team|brand|firm|culture)|(?:truly|so|absolutely|incredibly|just) (?:amazing|inspiring"
    r"|awesome|incredible|outstanding|fantastic|phenomenal|visionary|legendary)|your (?:incredible|amazing"
    r"|fantastic|outstanding|visionary|legendary|phenomenal|brilliant|awesome|world-class|wonderful|remarkable"
    r"|inspiring) (?:\w+ )?(?:company|team|culture|leadership|ceo|founder|brand|work|success|people|reputation"
    r"|products?|organi[sz]ation|firm))\b",
    re.IGNORECASE,
)


class TeamWhyMissing(MoveMissing):
    id = "team-why-missing"
    title = "No reason for the team"
    principle = (
        "The other half of an introduction is why this team would be lucky to have you: what they gain, and how."
    )
    about = "No sentence says what this team or company gains by having the speaker."
    step = "say what this team would gain by having you."
    family = "why you on this team"
    severity = Severity.MAJOR
    move = "TEAM_WHY"
    question = "What will be easier, better or more fun for your colleagues after your first few months with them?"

    def seen(self, passage: Passage) -> str:
        return nearest(passage, self.move, "I found no sentence that says what this team would gain by having you.")


class PromiseEmpty(Check):
    id = "promise-empty"
    title = "A promise without evidence"
    principle = "A promise is believed when one can see you keep it: the thing that you do, and for whom."
    about = "Every promise to the team is made of words that anybody uses, with nothing to picture in it."
    step = "make your promise to the team something that one can picture."
    family = "why you on this team"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        promises = passage.making("TEAM_WHY")
        hollow = [s for s in promises if is_hollow(passage.of(s), passage.company) and _OFFERED.search(passage.of(s))]
        if promises and hollow == list(promises):
            yield self.at(
                promises[0],
                f"{passage.quote(promises[0])} is a promise that anybody could make.",
                "Which small thing did you do for a team before, that you would do for this one in its first week?",
                0.8 * promises[0].probabilities["TEAM_WHY"],
            )


class CompanyMissing(MoveMissing):
    id = "company-missing"
    title = "Nothing about this company"
    principle = "An introduction that could be sent to anybody tells them that it probably was."
    about = "No sentence shows knowledge of this very company."
    step = "say one thing that you know of this company and of no other."
    family = "why you on this team"
    severity = Severity.MINOR
    yields_to = frozenset({"sent-anywhere", "company-interchangeable"})
    move = "COMPANY"
    question = (
        "What have you seen, used or read of theirs that made you curious, and what would be false of their rival?"
    )

    def is_asked(self, passage: Passage) -> bool:
        return len(passage.sentences) >= FEWEST_SENTENCES

    def seen(self, passage: Passage) -> str:
        name = passage.company.strip()
        if name and name.lower() in passage.text.lower():
            return f"You name {name}, but nothing that is true of {name} alone."
        return "Nothing here could not be said to any other company."


class CompanyInterchangeable(Check):
    id = "company-interchangeable"
    title = "True of any company"
    principle = "Put a rival's name in its place: if the sentence stays true, it says nothing about this company."
    about = "All that is said of the company is praise in words that any company uses of itself."
    step = "replace the praise of the company by one fact about it."
    family = "why you on this team"
    severity = Severity.MINOR
    needs = MOVES
    yields_to = frozenset({"flattery"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        name = passage.company.strip().lower()
        about = [
            s
            for s in passage.sentences
            if (name and name in passage.of(s).lower()) or _OF_THEM.search(passage.of(s)) or "COMPANY" in s.moves
        ]
        praised = [s for s in about if _PRAISE.search(passage.of(s)) and "TEAM_WHY" not in s.moves]
        if praised and all(is_hollow(passage.of(s), passage.company) for s in about):
            yield self.at(
                praised[0],
                f"{passage.quote(praised[0])} would stay true with a rival's name in it.",
                "What did you notice about them that made you curious, and that their closest rival does otherwise?",
                0.75,
            )


class Flattery(Phrases):
    id = "flattery"
    title = "Flattery"
    principle = "Praise without a fact sounds like wanting something; knowing them sounds like interest."
    about = "A superlative about the company, an honour, a lifelong admiration."
    step = "swap the compliment for something that you know about them."
    family = "why you on this team"
    severity = Severity.NOTE
    pattern = _FLATTERY
    cues = cues_of(
        "best|greatest|finest|most |dream|perfect|ideal|hono|privilege|admire|looked up to|fan|second to none"
        "|no other company|amazing|inspiring|awesome|incredib|outstanding|phenomenal|visionary|legendary|brilliant"
        "|world-class|wonderful|remarkable"
    )
    said = "pays a compliment instead of showing that you know them."
    question = "What exactly of theirs did you use, read or see, and what did it make you think?"
