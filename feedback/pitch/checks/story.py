"""Told like a bedtime story: a scene, a turn, a point, an end that looks ahead."""

import re
import statistics
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check, MoveMissing
from feedback.pitch.checks.vocabulary import particulars
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage
from feedback.pitch.patterns import later
from feedback.pitch.words import words_in

FEWEST_SENTENCES = 4
ABSTRACT_SHARE, FEWEST_ABSTRACT = 0.05, 6
"""Share of words that are abstract nouns by their ending; of the labelled introductions that a coach rates 4 or 5
one in a hundred has more than .026."""
SCENE = 0.6
"""Probability from which on a sentence is surely a scene: what one says of its point must not rest on a guess."""
EVEN_RHYTHM = 0.2
"""Spread of the sentences' lengths (deviation by mean) under which they march; of those that a
coach rates 4 or 5 one in fifty has less."""
FEWEST_ITEMS = 3
"""Lines with a bullet that make a list."""

TURN = later(
    r"\b(?:reali[sz]ed?|reali[sz]ing|understood|dawned|(?:hit|struck) me|clicked|i (?:just )?(?:knew|decided|saw"
    r"|thought|stopped|began|started|noticed|felt|found|wanted|asked myself|promised|swore|learn(?:ed|t)|figured"
    r"|couldn't)|that(?:'s| is| was)(?: \w+)? (?:when|the (?:moment|day|night|evening|morning|first time|point"
    r"|year|week)|it)|since (?:that|then)|ever since|from (?:that|then)|(?:changed|turned) (?:how|my|the way|what"
    r"|me|everything)|something (?:\w+ )?(?:fell|shifted|changed|turned|opened)|that (?:evening|night|day|morning"
    r"|week|moment|afternoon|year) (?:i|was|changed|made|has)|taught me|showed me|never (?:again|forgot|forgotten"
    r"|stopped)|made me (?:see|want|think|wonder|ask)|suddenly|for the first time|turned out|turns out|(?:which"
    r"|that) is (?:why|how|when)|that's (?:why|how)|made up my mind|i (?:have|'ve) (?:wanted|been|never|kept"
    r"|asked))\b",
    re.IGNORECASE,
)
_ABSTRACT = later(r"\b[a-z]{3,}(?:tion|sion|ment|ness|ity|ance|ence|ship|ism)s?\b", re.IGNORECASE)
_NOT_ABSTRACT = later(
    r"\b(?:stations?|apartments?|city|cities|universit(?:y|ies)|moments?|ambulances?|audiences?|department|departments"
    r"|government|basement|instruments?|witness|business|sentences?|sixth?|fence|silence|kitchen|television|lions?"
    r"|documents?|cement|garments?|pension|appointments?|conference|questions?|university|question|ship|friendship"
    r"|facility|mention|mentions|attention|electricity|equipment|shipment|shipments|treatment|medicine|entrance"
    r"|dance|chance|once|since|hence|pieces?|prescriptions?|patience|absence|differences?|distance|balance)\b",
    re.IGNORECASE,
)
_BULLET = later(r"^[ \t]*(?:[-*\u2022\u2013]|\d{1,2}[.)]) ", re.MULTILINE)
_AHEAD = later(
    r"\b(?:together|we'?(?:d|ll)?|let's|our|us|look(?:ing)? forward|i'?(?:d|ll)|i (?:would|want|hope|will|can't wait|am"
    r" ready|plan)|you(?:'d|'ll|r)?|next|tomorrow|one day|someday|join(?:ing)?|would|hope|future|start(?:ing)?|ready"
    r"|bring|monday)\b",
    re.IGNORECASE,
)
_FAREWELL = later(r"\b(?:thank(?:s| you)|regards|sincerely|cheers|that's (?:me|it|all)|nice to meet)\b", re.IGNORECASE)


class StoryMissing(MoveMissing):
    id = "story-missing"
    title = "No story"
    principle = "One small scene with its \u201caha\u201d is believed and remembered where ten statements are not."
    about = "No sentence narrates a scene."
    step = "tell one moment that one can picture."
    family = "story"
    severity = Severity.MINOR
    yields_to = frozenset({"sent-anywhere"})
    move = "STORY"
    question = "When and where did it dawn on you that this is your work: who was there, and what was said?"

    def is_asked(self, passage: Passage) -> bool:
        return len(passage.sentences) >= FEWEST_SENTENCES

    def seen(self, passage: Passage) -> str:
        return "You state and list; there is no moment that one could picture."


class ScenePointless(Check):
    id = "scene-without-point"
    title = "A scene without its point"
    principle = "A scene convinces when one hears what it changed; otherwise it is an anecdote, and takes time."
    about = "A scene is told; nothing in it or after it says what it changed, or what it has to do with the role."
    step = "say what your scene changed in you."
    family = "story"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        scene = passage.making("STORY")
        if max((s.probabilities["STORY"] for s in scene), default=0.0) < SCENE:
            return
        rest = [s for s in passage.sentences if s.start >= scene[0].start]
        pointed = max(
            s.probabilities[move] for s in rest for move in ("ROLE_WHY", "DRIVE", "TEAM_WHY", "COMPANY", "CULTURE")
        )
        if pointed >= 0.5 or any(TURN.search(passage.of(s)) for s in rest):
            return
        yield self.at(
            scene[-1],
            f"After {passage.quote(scene[-1])} nothing says why you told it.",
            "What did you do differently from the next day on, and what has that to do with this role?",
            1.0 - pointed,
        )


class TurnMissing(Check):
    id = "aha-missing"
    title = "A scene without its turn"
    principle = "The \u201caha\u201d is the moment in which they see you think; without it a scene is weather."
    about = "A scene is told, and from there on neither a turn of thought is told nor a reason for the role given."
    step = "say what dawned on you in your scene."
    family = "story"
    severity = Severity.NOTE
    needs = MOVES
    yields_to = frozenset({"scene-without-point"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        scene = passage.making("STORY")
        if not scene:
            return
        reasons = [s for s in passage.making("ROLE_WHY") if s.start >= scene[0].start]
        surely = max(s.probabilities["STORY"] for s in scene) >= SCENE
        if reasons or not surely or TURN.search(passage.plain):
            return
        yield self.at(
            scene[-1],
            f"{passage.quote(scene[-1])} is a scene; what went through your head in it is not told.",
            "What did you believe before this moment that you no longer believed after it?",
            0.6,
        )


class Abstract(Check):
    id = "abstract-throughout"
    title = "Abstract throughout"
    principle = "Nobody can picture an -ation or an -ility; people remember what they could have filmed."
    about = "More than 5% of the words are abstract nouns, no scene is told, and names and figures are few."
    step = "replace one abstract word by what one would see."
    family = "story"
    severity = Severity.NOTE
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        found = [word for word in _ABSTRACT.findall(passage.plain) if not _NOT_ABSTRACT.fullmatch(word)]
        if len(found) < FEWEST_ABSTRACT or len(found) < ABSTRACT_SHARE * passage.words or passage.making("STORY"):
            return
        words = dict.fromkeys(word.lower() for word in found)
        concrete = sum(len(particulars(passage.of(s), passage.company)) for s in passage.sentences)
        if concrete > len(passage.sentences) / 2:
            return
        yield self.whole(
            f"{len(found)} of {passage.words} words are abstract: " + ", ".join(list(words)[:5]) + " \u2026",
            "Take one of them: who was there when it happened, and what did one see?",
            min(0.9, 0.5 + len(found) / passage.words),
        )


class LikeAList(Check):
    id = "like-a-list"
    title = "Told like a list"
    principle = "A story has long breaths and short ones; sentences of one length sound like items being ticked off."
    about = "Three bullets, or six sentences and more that are all about equally long."
    step = "let one short sentence stand among the long ones."
    family = "story"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        bullets = len(_BULLET.findall(passage.text))
        if bullets >= FEWEST_ITEMS:
            yield self.whole(
                f"{bullets} lines are items of a list.",
                "If you told this to a friend on a walk, which item would you begin with, and what comes of it?",
                0.85,
            )
            return
        counts = [words_in(passage.of(s)) for s in passage.sentences]
        if len(counts) < 6 or passage.is_unpunctuated:
            return
        spread = statistics.pstdev(counts) / statistics.mean(counts)
        if spread < EVEN_RHYTHM:
            yield self.whole(
                f"Your {len(counts)} sentences are all about {statistics.mean(counts):.0f} words long.",
                "Which of them deserves to be five words short, and which one could take its time?",
                min(0.85, 0.5 + EVEN_RHYTHM - spread),
            )


class EndingMissing(Check):
    id = "ending-missing"
    title = "It stops instead of ending"
    principle = "The last sentence is what stays: let it look ahead, to what you would do together."
    about = "Neither of the last two sentences (thanks aside) looks ahead, to them or to the work together."
    step = "end on what you would do together."
    family = "story"
    severity = Severity.NOTE
    needs = MOVES
    yields_to = frozenset({"team-why-missing"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        said = [s for s in passage.sentences if not (_FAREWELL.search(passage.of(s)) and words_in(passage.of(s)) < 12)]
        if len(said) < 5:
            return
        for sentence in said[-2:]:
            ahead = max(sentence.probabilities[move] for move in ("TEAM_WHY", "ROLE_WHY", "COMPANY"))
            if ahead >= 0.4 or _AHEAD.search(passage.of(sentence)):
                return
        yield self.at(
            said[-1],
            f"You end on {passage.quote(said[-1])}, which looks back or stands still.",
            "What do you see the team and yourself doing on a good day next year?",
            0.65,
        )
