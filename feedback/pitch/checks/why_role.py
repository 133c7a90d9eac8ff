"""Why this role: the inner reason, what is to grow, what carries on hard days."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check, MoveMissing
from feedback.pitch.checks.vocabulary import told
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage, nearest
from feedback.pitch.patterns import later

LATE = 0.4
"""Share of the words after which a first reason comes too late: the first minutes set the tone."""
FEWEST_SENTENCES = 5
"""An introduction shorter than this has no room yet for more than its first reason."""
OWN_WORDS = 3
"""Words of one's own from which on a declared passion names its object, and so is more than declared (rule 15)."""

_FEELING = r"(?:passion(?:ate)?|enthusias(?:m|tic)|excited|thrilled|keen|interest(?:ed)?|motivated|committed|dedicated)"
_ASSERTED = later(
    rf"\b(?:i'm|i am|i've (?:always )?been|i have (?:always )?been) (?!not )(?:\w+ ){{0,2}}{_FEELING}\b"
    rf"|\b(?:i have|i've|i've got|with) (?:a |an |my )?(?:\w+ ){{0,2}}(?:passion|enthusiasm|interest) (?:for|in)\b"
    r"|\bmy (?:\w+ )?passion (?:is|has|lies)\b|\bdream (?:job|role|position|opportunity)\b"
    r"|\b(?:really|truly|very much) want this\b|\bi would love (?:this|the) (?:job|role|position|opportunity)\b"
    r"|\balways (?:wanted to be|dreamed of being|dreamt of being) an? \w+",
    re.IGNORECASE,
)
_REASON = later(
    r"\b(?:because|since|when|whenever|the (?:moment|day|night)|why|draws?|until|miss(?:ing)?|after|once|so that)\b",
    re.IGNORECASE,
)
_GROWS = later(
    r"\b(?:learn(?:ing|t|ed)?|grow(?:ing)? (?:in|into|as|up|my|there|here)|get(?:ting)? better|improve my|deepen"
    r"|stretch|master|stud(?:y|ying)|teach (?:me|myself)|taught|find out|understand (?:how|why|what)|curious"
    r"|become an?|(?:want|like|love|hope|ready) to (?:know|see|understand|try|build|be able|be in|plan|work on"
    r"|spend)|not yet|go(?:ing)? deep(?:er)?|(?:stand|sit|work) next to|explain (?:things )?(?:to me|twice)"
    r"|tell me|bluntly|new (?:at|to)|next step|still (?:have|need|want) to|from scratch|pick(?:ing|ed)? up)\b",
    re.IGNORECASE,
)


class RoleWhyMissing(MoveMissing):
    id = "role-why-missing"
    title = "No reason for the role"
    principle = (
        "Listeners remember what you hunger for: the inner reason for this work, not a list of what you have done."
    )
    about = "No sentence gives an inner reason for wanting this kind of work."
    step = "say what draws you to this work."
    family = "why this role"
    severity = Severity.MAJOR
    yields_to = frozenset({"role-why-asserted"})
    move = "ROLE_WHY"
    question = "What do you miss where you are now, that this role would let you do every day?"

    def seen(self, passage: Passage) -> str:
        return nearest(passage, self.move, "I found no sentence that says what draws you to this work.")


class RoleWhyAsserted(Check):
    id = "role-why-asserted"
    title = "Passion said, not shown"
    principle = "Anybody can say that they are passionate; the reason behind it is what a listener believes."
    about = "Enthusiasm is declared, in few words of one's own, and no other sentence gives an inner reason."
    step = "give the reason behind your enthusiasm."
    family = "why this role"
    severity = Severity.MAJOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        declared = [s for s in passage.sentences if _is_declared(passage.of(s), passage.company)]
        if not declared or any(s not in declared for s in passage.making("ROLE_WHY")):
            return
        yield self.at(
            declared[0],
            f"{passage.quote(declared[0])} declares it; nothing in the text says where it comes from.",
            "When did you last lose track of time over this work, and what exactly held you?",
            0.75,
        )


class RoleWhyLate(Check):
    id = "role-why-late"
    title = "The reason for the role comes late"
    principle = "The first minute sets the tone, so the reason that moves you should not wait behind the rest."
    about = "The first reason for the role begins after 40% of the words."
    step = "bring your reason for this work forward."
    family = "why this role"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        reasons = passage.making("ROLE_WHY")
        if not reasons or len(passage.sentences) < FEWEST_SENTENCES:
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


class GrowthMissing(Check):
    id = "growth-missing"
    title = "Nothing that you want to grow in"
    principle = "Somebody who brings a skill and wants to grow another one is easy to imagine in the role for years."
    about = "There is a reason for the role, and no words for what the speaker wants to learn or grow in."
    step = "name one thing that you want to learn here."
    family = "why this role"
    severity = Severity.NOTE
    needs = MOVES
    yields_to = frozenset({"role-why-missing", "role-why-asserted"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        if not _has_room(passage) or _GROWS.search(passage.plain):
            return
        yield self.whole(
            "You say what you can and want, and nothing that you still wish to learn.",
            "Which of your skills is half grown, and what in this role would make it whole?",
            0.5,
        )


class DriveMissing(MoveMissing):
    id = "drive-missing"
    title = "Nothing about the hard days"
    principle = "Saying what keeps you going when the work is hard shows that the wish for it is more than a mood."
    about = "There is a reason for the role, but no sentence says what keeps the speaker going."
    step = "say what carries you through a bad day."
    family = "why this role"
    severity = Severity.NOTE
    yields_to = frozenset({"role-why-asserted", "growth-missing"})
    move = "DRIVE"
    question = "When did you last want to give up on something like this, and what made you go on?"

    def is_asked(self, passage: Passage) -> bool:
        return _has_room(passage)

    def seen(self, passage: Passage) -> str:
        return "You say why you want this work, and not yet what carries you through its bad days."


def _has_room(passage: Passage) -> bool:
    """There is a reason, and enough else that one may ask for more."""
    return len(passage.sentences) >= FEWEST_SENTENCES and bool(passage.making("ROLE_WHY"))


def _is_declared(words: str, company: str) -> bool:
    return bool(_ASSERTED.search(words)) and not _REASON.search(words) and len(told(words, company)) <= OWN_WORDS
