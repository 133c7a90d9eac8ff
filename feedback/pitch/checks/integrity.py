"""What was left in by mistake, and what does not agree."""

import re
from collections.abc import Iterator

from feedback.pitch.checks.check import Check, Need
from feedback.pitch.compare import Piece, compare
from feedback.pitch.language import is_foreign
from feedback.pitch.model import Finding, Severity
from feedback.pitch.passage import Passage, quoted
from feedback.pitch.patterns import later

SHOUTED_WORDS = 4
"""Words in capitals in one sentence from which on they are no names of standards or agencies."""
ROUNDED = 0.06
"""Part by which a figure may differ and still be the same one, rounded."""

_NUMBERS = {
    word: number
    for number, word in enumerate(
        """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen
        seventeen eighteen nineteen twenty""".split()  # noqa: SIM905 -- as in language.py
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90, "hundred": 100}
_TOKEN = later(r"\S+")
_VALUE = later(r"[\u00a3$\u20ac]?(\d[\d,]*(?:\.\d+)?)(%|k|m|bn|th|st|nd|rd|s)?")
_YEAR = range(1900, 2100)


class PlaceholderLeft(Check):
    id = "placeholder-left"
    title = "A placeholder was left in"
    principle = "A gap that nobody filled tells the listener that the text was not made for them."
    about = "A blank to fill in: a word like [Company] in brackets, a row of underscores or X's, TBD."
    step = "fill in the blank."
    family = "integrity"
    severity = Severity.MAJOR

    _BLANK = later(
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


class OtherCompany(Check):
    id = "other-company"
    title = "Another company's name"
    principle = "One wrong name undoes every right sentence: they hear that you said all this to others first."
    about = "A sentence on joining or working here names a company that is not the one applied to."
    step = "put the right company's name in, and read what else was written for the other."
    family = "integrity"
    severity = Severity.MAJOR
    needs = frozenset({Need.COMPANY})

    _NAMED = later(
        r"\b(?:[Jj]oin(?:ing)?|[Aa]pply(?:ing)? (?:to|at|with)|[Hh]ere at|[Ww]ork(?:ing)? (?:at|for)"
        r"|[Cc]ontribute to|[Ii]nterview(?:ing)? (?:at|with)|(?:[Rr]ole|[Pp]osition|[Jj]ob|[Oo]pportunity"
        r"|[Ff]uture|[Oo]pening|[Vv]acancy|[Cc]areer|[Ii]nterest|[Tt]eam) (?:at|with|in)|[Pp]art of|[Dd]ear|[Ww]hy"
        r"|[Cc]hose|[Cc]hoose|[Bb]ring to) (?P<name>[A-Z][\w&'-]*(?:(?: (?:&|of|and))? [A-Z][\w&'-]*){0,3})"
    )
    _AHEAD = later(
        r"\b(?:would|want|will|i'd|i'll|look(?:ing)? forward|like to|love to|hope|excited|eager|keen|apply|applying"
        r"|here at|dear|join(?:ing)?|why i chose|i chose|contribute|i can bring|opportunity|future)\b",
        re.IGNORECASE,
    )
    _BEFORE = later(
        r"\b(?:worked|was|were|used to|left|previous\w*|before|former\w*|formerly|years? (?:at|with|in)"
        r"|months? (?:at|with|in)|since|until|currently|at the moment|now|my (?:last|current|first|old|present)"
        r"|started|began|studied|joined|have been|i am a|i'm a|today|did|learned|learnt|taught|graduat\w+|spent"
        r"|ran|managed|had)\b",
        re.IGNORECASE,
    )
    _NO_COMPANY = frozenset(
        """i i'm i'd i've i'll product director head chief junior senior sales marketing finance engineering design
        operations sir madam hiring team dr mr mrs ms monday tuesday wednesday thursday friday saturday sunday january
        february march april may june july august september october november december christmas easter english french
        german spanish dutch europe africa asia america london paris berlin dublin britain england scotland wales
        ireland excel python sql java""".split()  # noqa: SIM905 -- as in language.py
    )

    def look(self, passage: Passage) -> Iterator[Finding]:
        if not self._NAMED.search(passage.plain):
            return
        own = {word.lower() for word in re.findall(r"\w+", passage.company)}
        told_before = [s for s in passage.sentences if self._BEFORE.search(passage.of(s))]
        for sentence in passage.sentences:
            words = passage.of(sentence)
            if not self._AHEAD.search(words) or self._BEFORE.search(words):
                continue
            for match in self._NAMED.finditer(words):
                name = match["name"].removesuffix("'s").rstrip(".'")
                parts = {part.lower() for part in re.findall(r"[\w']+", name)}
                if parts & own or parts & self._NO_COMPANY or len(name) < 3:
                    continue
                if any(re.search(rf"\b{re.escape(name)}\b", passage.of(s)) for s in told_before):
                    continue  # a station of theirs, by its name
                start = sentence.start + match.start("name")
                yield self.span(
                    start,
                    start + len(name),
                    f"You speak of {quoted(name)}, and this introduction is for {passage.company.strip()}.",
                    "Was this written for another company first, and what else in it was?",
                    0.7,
                )
                break


class ContradictsEarlier(Check):
    id = "contradicts-earlier"
    title = "Not what you said before"
    principle = "Figures that change from one telling to the next make people doubt the ones that do not."
    about = "In a sentence of the version before, a year or a number has become another one."
    step = "check which of the two figures is right."
    family = "integrity"
    severity = Severity.MINOR
    needs = frozenset({Need.EARLIER})

    def look(self, passage: Passage) -> Iterator[Finding]:
        for piece in compare(passage.earlier, passage.text).pieces:
            for start, end, old in self._changed(piece):
                yield self.span(
                    start,
                    end,
                    f"{quoted(passage.text[start:end])} was {quoted(old)} in your last version.",
                    "Which of the two would you say if somebody asked you back?",
                    0.8,
                )

    @staticmethod
    def _changed(piece: Piece) -> Iterator[tuple[int, int, str]]:
        """Span in the new text, and the old words, of every number that took another's place."""
        place = piece.new_start or 0
        removed: list[str] = []
        for change in piece.words:
            if change.op == "removed":
                removed = change.text.split()
                continue
            tokens = list(_TOKEN.finditer(change.text))
            if change.op == "added" and len(tokens) == len(removed):
                for token, old in zip(tokens, removed, strict=True):
                    if _differ(_value(old), _value(token.group())):
                        core = token.group().rstrip(".,;:!?")
                        yield place + token.start(), place + token.start() + len(core), old.rstrip(".,;:!?")
            removed = []
            place += len(change.text)


class Shouting(Check):
    id = "all-capitals"
    title = "Written in capitals"
    principle = "Capitals read as shouting, and hide the words that you want to stress."
    about = "More than half of a sentence's words of four letters and more, and at least four of them, are capitals."
    step = "write it in small letters."
    family = "integrity"
    severity = Severity.NOTE

    _LONG_WORD = later(r"[^\W\d_]{4,}")

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


class MixedLanguages(Check):
    id = "mixed-languages"
    title = "Partly in another language"
    principle = "Only English is judged here, so what you say in another language counts for nothing in the score."
    about = "A sentence of five words and more is plainly not English; it is not judged."
    step = "say the part that is not English in English, too."
    family = "integrity"
    severity = Severity.NOTE

    def look(self, passage: Passage) -> Iterator[Finding]:
        for sentence in passage.sentences:
            if is_foreign(passage.of(sentence)):
                yield self.at(
                    sentence,
                    f"{passage.quote(sentence)} does not read like English, and was not judged.",
                    "Will your listeners understand it, and what would be lost if you said it in English?",
                    0.8,
                )


def _value(token: str) -> tuple[float, str] | None:
    """The number that a token is, with its unit; None for a word."""
    bare = token.strip("().,;:!?\"'\u201c\u201d\u2014-").lower()
    if bare in _NUMBERS:
        return float(_NUMBERS[bare]), ""
    match = _VALUE.fullmatch(bare)
    return (float(match[1].replace(",", "")), match[2] or "") if match else None


def _differ(old: tuple[float, str] | None, new: tuple[float, str] | None) -> bool:
    if old is None or new is None or old[1] != new[1]:
        return False
    if old[0] in _YEAR and new[0] in _YEAR:
        return old[0] != new[0]
    return abs(old[0] - new[0]) > ROUNDED * max(old[0], new[0])
