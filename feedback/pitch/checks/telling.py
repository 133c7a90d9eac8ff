"""How it is to listen to: length, breath, fillers."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import Check
from feedback.pitch.model import Finding, Kind, Severity
from feedback.pitch.passage import Passage
from feedback.pitch.words import split_words, words_in

SHORT_SHARE = 0.5
"""Share of the target length under which an introduction is too short to carry both whys."""
LONG_SENTENCE = 38
"""Words; Microsoft's style guide stops at 30, LanguageTool and Harper at 40. Speech joins clauses, so the upper end."""
FILLER_SHARE = 0.04
"""Share of fillers from which on listeners mind (Read.ai: under 4%; Laske 2024: harm at 12 a minute, none at 5)."""
SAME_OPENINGS = 5
"""Successive sentences with the same first word; LanguageTool counts three, but introductions say "I" of necessity."""


class TooLong(Check):
    id = "too-long"
    title = "Too long to say"
    principle = "What is over the limit is not heard, and it pushes out what should have stayed in their mind."
    about = "The text takes longer to say than the cohort's limit, at its words a minute."
    family = "telling"
    severity = Severity.MAJOR

    def look(self, passage: Passage) -> Iterator[Finding]:
        limit_s, pace = passage.settings.limit_s, passage.settings.words_per_minute
        if passage.spoken_s <= limit_s or pace <= 0:
            return
        spans = split_words(passage.text)
        start = spans[min(len(spans) - 1, _token_of_word(passage.text, spans, limit_s * pace / 60))][0]
        yield self.span(
            start,
            spans[-1][1],
            f"It takes about {passage.spoken_s:.0f} seconds to say; the limit of {limit_s} is reached here.",
            "If you could keep only two things in their minds, what would you leave out?",
            min(1.0, 0.5 + (passage.spoken_s - limit_s) / (0.3 * max(1, limit_s))),
        )


class TooShort(Check):
    id = "too-short"
    title = "Too short to land"
    principle = "Both whys need room: a reason, an example, and what the team gains."
    about = "The text takes less than half of the cohort's target length to say."
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


class LongSentence(Check):
    id = "long-sentence"
    title = "Sentences too long to say"
    principle = "What cannot be said in one breath cannot be followed in one hearing."
    about = "A sentence has more than 38 words (in a transcript without punctuation nothing is said)."
    family = "telling"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            count = words_in(passage.of(sentence))
            if count > LONG_SENTENCE and passage.text[sentence.end - 1] in ".!?\u2026\"\u201d')":
                yield self.at(
                    sentence,
                    f"This sentence has {count} words.",
                    "Say it aloud: where do you breathe, and could a full stop stand there?",
                    min(1.0, 0.6 + (count - LONG_SENTENCE) / 50),
                )


class Fillers(Check):
    id = "fillers"
    title = "Many fillers"
    principle = "A pause says \u201cI am thinking\u201d better than a filler does."
    about = "In a transcript of speech more than 4% of the words are fillers."
    family = "telling"
    severity = Severity.NOTE

    _FILLER = re.compile(
        r"\b(?:u+h+m*|u+m+|e+r+m*|hm+|you know|i mean|sort of like|like,|basically|literally|actually,)(?!\w)",
        re.IGNORECASE,
    )

    def look(self, passage: Passage) -> Iterator[Finding]:
        fillers = [match.group().strip(",").lower() for match in self._FILLER.finditer(passage.text)]
        if passage.kind is not Kind.SPEECH or len(fillers) < 4 or len(fillers) <= FILLER_SHARE * passage.words:
            return
        commonest = max(dict.fromkeys(fillers), key=fillers.count)
        yield self.whole(
            f"{len(fillers)} of {passage.words} words are fillers, most often \u201c{commonest}\u201d.",
            "Where do they gather: which thought is not ready yet, and what would it be in one plain sentence?",
            0.8,
        )


class SameOpening(Check):
    id = "same-opening"
    title = "Sentences that begin alike"
    principle = "Sentences with one beginning sound like a list, and a list is not a story."
    about = "Five successive sentences begin with the same word."
    family = "telling"
    severity = Severity.NOTE

    _FIRST = re.compile(r"\w+(?:'\w+)?")

    def look(self, passage: Passage) -> Iterator[Finding]:
        run: list[int] = []
        words = [
            match.group().lower() if (match := self._FIRST.search(passage.of(s))) else "" for s in passage.sentences
        ]
        for i in range(len(words) + 1):
            if run and i < len(words) and words[i] and words[i].split("'")[0] == words[run[0]].split("'")[0]:
                run.append(i)
                continue
            if len(run) >= SAME_OPENINGS:
                yield self.span(
                    passage.sentences[run[0]].start,
                    passage.sentences[run[-1]].end,
                    f"{len(run)} sentences in a row begin with \u201c{words[run[0]]}\u201d.",
                    "Which of them could begin with the person, the place or the day that it happened on?",
                    0.75,
                )
            run = [i]


def _token_of_word(text: str, spans: tuple[tuple[int, int], ...], word: float) -> int:
    """Index of the token that holds the word with this number."""
    said = 0
    for i, (start, end) in enumerate(spans):
        said += words_in(text[start:end])
        if said > word:
            return i
    return len(spans) - 1
