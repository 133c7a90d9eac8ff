"""What was left in by mistake."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import Check
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage, quoted

SHOUTED_WORDS = 4
"""Words in capitals in one sentence from which on they are no names of standards or agencies."""


class PlaceholderLeft(Check):
    id = "placeholder-left"
    title = "A placeholder was left in"
    principle = "A gap that nobody filled tells the listener that the text was not made for them."
    about = "A blank to fill in: a word like [Company] in brackets, a row of underscores or X's, TBD."
    family = "integrity"
    severity = Severity.MAJOR

    _BLANK = re.compile(
        r"[\[{<](?:insert |your |the |add )?(?:company|companies|employer|role|position|job title|title|name"
        r"|team|product|industry|x+|tbd|todo|date|number|city|manager)(?: name| title| here)?[\]}>]|_{3,}"
        r"|\bX{3,}\b|\bTBD\b|\blorem ipsum\b",
        re.IGNORECASE,
    )

    def look(self, passage: Passage) -> Iterator[Finding]:
        for match in self._BLANK.finditer(passage.text):
            yield self.span(
                *match.span(),
                f"{quoted(match.group())} is still to be filled in.",
                "Who exactly are you talking to, and what do you know about them?",
                0.95,
            )


class Shouting(Check):
    id = "all-capitals"
    title = "Written in capitals"
    principle = "Capitals read as shouting, and hide the words that you want to stress."
    about = "More than half of a sentence's words of four letters and more, and at least four of them, are capitals."
    family = "integrity"
    severity = Severity.NOTE

    _LONG_WORD = re.compile(r"[^\W\d_]{4,}")

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            words = self._LONG_WORD.findall(passage.of(sentence))
            shouted = sum(word.isupper() for word in words)
            if shouted >= SHOUTED_WORDS and shouted > len(words) / 2:
                yield self.at(
                    sentence,
                    f"{passage.quote(sentence)} stands in capitals.",
                    "Which single word in it matters most when you say it aloud?",
                    0.95,
                )
