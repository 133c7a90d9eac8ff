"""How long it is to listen to: the whole, its opening, one breath."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import MOVES, Check
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage
from feedback.pitch.patterns import later
from feedback.pitch.words import start_of_word, words_in

SHORT_SHARE = 0.5
"""Share of the target length under which an introduction is too short to carry both whys."""
SLOWEST, FASTEST = 0.9, 1.14
"""Pace against the cohort's words a minute: 125 to 160 is what speaking guides give (Lucas; Orai) around 140."""
LONG_SENTENCE = 38
"""Words; Microsoft's style guide stops at 30, LanguageTool and Harper at 40. Speech joins clauses, so the upper end."""
BREATH_WORDS = 30
"""Words without a pause: breath groups in reading aloud last 3 to 5 s and seldom above 10 (Winkworth et al. 1994), and
10 s are 23 words at 140 a minute. A good reader finds pauses where no comma stands, hence 30, as Microsoft's guide."""
IDLE, POLITELY_IDLE = 0.3, 0.6
"""Probability of every move but CLICHE below which a sentence says nothing yet; the second for one that greets, thanks
or announces."""
OPENING_S = 15.0
"""Seconds in which a listener decides to listen."""

_POLITE = later(
    r"\b(?:hello|hi|hey|good (?:morning|afternoon|evening|day)|dear|thank(?:s| you)|welcome|pleasure|how (?:is"
    r"|are) (?:everyone|you)|can you hear|introduce myself|where (?:do|shall|should) i (?:begin|start)"
    r"|let me (?:start|begin)|nice to (?:be|meet)|allow me|tell you (?:a little|a bit|something) about)\b",
    re.IGNORECASE,
)
_PAUSE = later(r"[,;:\u2013\u2014().!?\u2026\"\u201c\u201d]+(?=\s|$)|\s[-\u2013\u2014]+\s|[(\"\u201c]|\n")


class TooLong(Check):
    id = "too-long"
    title = "Too long to say"
    principle = "What is over the limit is not heard, and it pushes out what should have stayed in their mind."
    about = "The text takes longer to say than the cohort's limit, at its words a minute."
    step = "cut it to the time that you have."
    family = "telling"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        limit_s, pace = passage.settings.limit_s, passage.settings.words_per_minute
        if passage.spoken_s <= limit_s or pace <= 0:
            return
        yield self.span(
            start_of_word(passage.text, int(limit_s * pace / 60)),
            len(passage.text.rstrip()),
            f"It takes about {passage.spoken_s:.0f} seconds to say ({passage.spoken_s / FASTEST:.0f} if you speak fast,"
            f" {passage.spoken_s / SLOWEST:.0f} if slowly); the limit of {limit_s} is reached here.",
            "If you could keep only two things in their minds, what would you leave out?",
            min(1.0, 0.5 + (passage.spoken_s - limit_s) / (0.3 * max(1, limit_s))),
        )


class TooShort(Check):
    id = "too-short"
    title = "Too short to land"
    principle = "Both whys need room: a reason, an example, and what the team gains."
    about = "The text takes less than half of the cohort's target length to say."
    step = "take the time that is yours."
    family = "telling"
    severity = Severity.MINOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        target_s = passage.settings.target_s
        if passage.spoken_s >= SHORT_SHARE * target_s:
            return
        yield self.whole(
            f"It takes about {passage.spoken_s:.0f} seconds to say; {target_s} are yours.",
            "Which of your sentences would make a friend ask \u201chow come?\u201d, and what would you answer?",
            min(1.0, 0.5 + (SHORT_SHARE * target_s - passage.spoken_s) / (0.3 * max(1, target_s))),
        )


class SlowOpening(Check):
    id = "slow-opening"
    title = "The first seconds say nothing"
    principle = "They decide in the first breath whether to listen or to wait."
    about = "The sentences of the first 15 seconds greet, thank, announce or use stock phrases, and make no other move."
    step = "begin with your first real sentence."
    family = "telling"
    severity = Severity.MINOR
    needs = MOVES

    def look(self, passage: Passage) -> Iterator[Finding]:
        wanted = OPENING_S * passage.settings.words_per_minute / 60
        idle, heard = [], 0
        for sentence in passage.sentences:
            likeliest = max(p for move, p in sentence.probabilities.items() if move != "CLICHE")
            if heard >= wanted or likeliest >= (POLITELY_IDLE if _POLITE.search(passage.of(sentence)) else IDLE):
                break
            idle.append(sentence)
            heard += words_in(passage.of(sentence))
        if not idle or heard < wanted or len(idle) == len(passage.sentences):
            return
        yield self.span(
            idle[0].start,
            idle[-1].end,
            f"{heard} words, about {heard * 60 / passage.settings.words_per_minute:.0f} seconds, pass before you say"
            " anything of yourself.",
            "Which sentence of yours makes people look up, and what if it came first?",
            0.7,
        )


class LongSentence(Check):
    id = "long-sentence"
    title = "Sentences too long to say"
    principle = "What cannot be said in one breath cannot be followed in one hearing."
    about = "A sentence has more than 38 words (in a transcript without punctuation nothing is said)."
    step = "cut your longest sentence in two."
    family = "telling"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            count = words_in(passage.of(sentence))
            if count > LONG_SENTENCE and passage.is_ended(sentence):
                yield self.at(
                    sentence,
                    f"This sentence has {count} words.",
                    "Say it aloud: where do you breathe, and could a full stop stand there?",
                    min(1.0, 0.6 + (count - LONG_SENTENCE) / 50),
                )


class Breathless(Check):
    id = "breathless"
    title = "No place to breathe"
    principle = "A speaker without air hurries, and a listener without a pause loses the thread."
    about = "More than 30 words follow each other without a comma, a dash or any other pause."
    step = "give your longest stretch a pause."
    family = "telling"
    severity = Severity.NOTE
    yields_to = frozenset({"long-sentence"})

    def look(self, passage: Passage) -> Iterator[Finding]:
        if passage.is_unpunctuated:
            return
        for sentence in passage.sentences:
            if not passage.is_ended(sentence):
                continue
            words = passage.of(sentence)
            longest = max(words_in(part) for part in _PAUSE.split(words))
            if longest > BREATH_WORDS:
                yield self.at(
                    sentence,
                    f"{longest} words follow each other without a pause.",
                    "Where does your voice want to rest when you say it, and what belongs together on either side?",
                    min(0.9, 0.6 + (longest - BREATH_WORDS) / 40),
                )
