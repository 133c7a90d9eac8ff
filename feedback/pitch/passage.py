"""A text with its sentences tagged: what the verdicts, the checks and the scores look at."""

import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from feedback.pitch.model import Kind, Sentence, Settings
from feedback.pitch.patterns import later
from feedback.pitch.words import spoken_s, words_in

LONGEST_QUOTE = 90
"""Code points of the writer's words that a finding repeats."""
SKILL_SIDE = frozenset({"SKILL", "ACHIEVEMENT", "RESUME"})
CULTURE_SIDE = frozenset({"CULTURE", "COMPANY"})
ENDS = frozenset(".!?\u2026\"\u201d')")
NEAREST = 0.3
"""Probability from which on the likeliest sentence is worth showing as the nearest there is."""
LARGEST_SHARE = 0.7
"""The larger side's share of the sentences up to which skill and culture count as balanced (CODEBOOK.md)."""
LEAST_SENTENCES = 2.5
"""Expected sentences on skill and culture below which a share says nothing."""

FIRST_PERSON = later(r"\b(?:i|i'[a-z]+|my|me|mine|myself)\b", re.IGNORECASE)
_TOGETHER = later(
    r"\b(?:we|we've|we'd|together|crew|colleagues?|everyone|everybody|helped|credit|theirs|as much as"
    r"|thanks to (?!me\b|my\b)|with (?:the|her|him|my|our|two|three|four|five) |and (?:me|myself)\b|(?:my|the"
    r"|our) team\b|did (?:most|nine)|belongs? to|not mine|not me|(?:his|hers?|their) idea|[a-z]+'s (?:idea"
    r"|notion|doing|work))\b",
    re.IGNORECASE,
)
_SHARED_WORK = later(
    r"\b(?:grew|grown|launch\w*|ship(?:ped|ping)|deliver(?:ed|y)|reduc\w+|cut|brought|increas\w+|rais(?:ed"
    r"|ing)|took|taken|built|led|doubl\w+|tripl\w+|halv\w+|releas\w+|saved|complet\w+|opened|improv\w+|rewrote"
    r"|redesign\w*|introduced|implement\w+|scaled|drove|put in|moved|turned|achieved|closed|rebuilt|shortened"
    r"|slashed|retention|revenue|conversion|churn|number one|single-handed\w*|under m[ey]|was me|that's me)\b",
    re.IGNORECASE,
)
_OWN_WORK = later(
    r"\b(?:papers?|published|thesis|dissertation|degree|exams?|marathon|commend\w+|certificat\w+"
    r"|scholarship|letters?|h-index|diploma|of the (?:month|year|quarter)|quota|my (?:phd|own time))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Passage:
    """One introduction as the engine sees it; `sentences` are in order and do not overlap, `earlier` is the text of the
    version before, "" where there is none. `any_from` is by move the probability of its likeliest sentence from which
    on it is made somewhere in the text, .5 where nothing is said. `alone` are the sentences, too, each tagged as if it
    stood by itself."""

    text: str
    role: str
    company: str
    kind: Kind
    settings: Settings
    sentences: tuple[Sentence, ...]
    alone: tuple[Sentence, ...]
    earlier: str = ""
    any_from: Mapping[str, float] = field(default_factory=dict, hash=False)

    @cached_property
    def words(self) -> int:
        """Words of the whole text."""
        return words_in(self.text)

    @cached_property
    def spoken_s(self) -> float:
        """Seconds at the settings' words a minute."""
        return spoken_s(self.text, self.settings.words_per_minute)

    @cached_property
    def plain(self) -> str:
        """The text, as long as it is, with straight apostrophes so that patterns need one form only."""
        return self.text.replace("\u2019", "'")

    @cached_property
    def is_unpunctuated(self) -> bool:
        """Most sentences end without a mark, as in a transcript by a machine: their lengths say nothing."""
        return sum(self.is_ended(sentence) for sentence in self.sentences) * 2 < len(self.sentences)

    @cached_property
    def is_shouted(self) -> bool:
        """Most letters are capitals."""
        letters = sum(letter.isalpha() for letter in self.text)
        return sum(letter.isupper() for letter in self.text) * 2 > letters

    def is_ended(self, sentence: Sentence) -> bool:
        """A mark ends the sentence, not a cut through a text without marks."""
        return self.text[sentence.end - 1] in ENDS

    def of(self, sentence: Sentence) -> str:
        """The sentence's own words, as in `plain`."""
        return self.plain[sentence.start : sentence.end]

    def quote(self, sentence: Sentence) -> str:
        """The sentence in quotation marks, shortened at a word."""
        return quoted(self.text[sentence.start : sentence.end])

    def making(self, move: str) -> tuple[Sentence, ...]:
        """Sentences that make the move, in order."""
        return tuple(sentence for sentence in self.sentences if move in sentence.moves)

    def likeliest(self, move: str) -> Sentence | None:
        """The sentence with the highest probability of the move; None without sentences."""
        return max(self.sentences, key=lambda sentence: sentence.probabilities[move], default=None)

    def part_before(self, sentence: Sentence) -> float:
        """Share of the text's words (0..1) that come before the sentence."""
        return words_in(self.text[: sentence.start]) / self.words if self.words else 0.0


def nearest(passage: Passage, move: str, none: str) -> str:
    """What a finding saw that misses a move: the sentence that comes nearest to it, where one does.

    One that plainly does something else, or harm, is no beginning to build on.
    """
    others = {"RESUME", "PAY", "EMPLOYER_CRITICISM", "NEGATIVITY", "CLICHE"}
    ready = [s for s in passage.sentences if not others & set(s.moves) and s.probabilities[move] >= NEAREST]
    if not ready:
        return none
    likeliest = max(ready, key=lambda sentence: sentence.probabilities[move])
    return f"{none} {passage.quote(likeliest)} might become one."


def quoted(words: str) -> str:
    """Words in quotation marks on one line, without a final full stop, cut at a word after LONGEST_QUOTE signs."""
    line = " ".join(words.split()).removesuffix(".")
    if len(line) > LONGEST_QUOTE:
        line = line[:LONGEST_QUOTE].rsplit(" ", 1)[0].rstrip(" ,;:") + " \u2026"
    return f"\u201c{line}\u201d"


def verdicts(passage: Passage) -> dict[str, bool]:
    """The nine verdicts of CODEBOOK.md: seven follow from the moves as it says, two by the rules below.

    Whether a move is made anywhere is asked of the whole text: a finding, which has to point at a sentence and must not
    accuse wrongly, may need to be surer than this.
    """

    def made(move: str) -> bool:
        likeliest = passage.likeliest(move)
        return likeliest is not None and likeliest.probabilities[move] >= passage.any_from.get(move, 0.5)

    skill, culture = sides(passage.sentences)
    return {
        "has_role_why": made("ROLE_WHY"),
        "has_team_why": made("TEAM_WHY"),
        "balanced": skill + culture > 0 and max(skill, culture) <= LARGEST_SHARE * (skill + culture),
        "resume_first": resume_opening(passage.sentences) is not None,
        "pay_motive": made("PAY"),
        "criticises_employer": made("EMPLOYER_CRITICISM"),
        "i_heavy": bool(taken_alone(passage)),
        "generic": not made("COMPANY"),
        "has_story": made("STORY"),
    }


def sides(sentences: Iterable[Sentence]) -> tuple[float, float]:
    """Sentences on the side of skill and on that of culture; one with both counts on both.

    Expected numbers, each sentence counting by its probability: on left-out writers that finds the verdict `balanced`
    more often (.73) than counting what passes a threshold (.67), as culture is the move that is hardest to see.
    """
    skill = culture = 0.0
    for sentence in sentences:
        skill += _any_of(sentence, SKILL_SIDE)
        culture += _any_of(sentence, CULTURE_SIDE)
    return skill, culture


def skill_share(sentences: Iterable[Sentence]) -> float | None:
    """Skill's part (0..1) of what is said on skill and culture; None where less than LEAST_SENTENCES is on either."""
    skill, culture = sides(sentences)
    return skill / (skill + culture) if skill + culture >= LEAST_SENTENCES else None


def shares_in_words(passage: Passage) -> tuple[float, float]:
    """Shares (0..1) of all words that are in sentences on skill and in sentences on culture, as `sides` counts them."""
    skill = culture = 0.0
    for sentence in passage.sentences:
        words = words_in(passage.of(sentence))
        skill += words * _any_of(sentence, SKILL_SIDE)
        culture += words * _any_of(sentence, CULTURE_SIDE)
    return skill / max(1, passage.words), culture / max(1, passage.words)


def _any_of(sentence: Sentence, moves: frozenset[str]) -> float:
    """Probability that the sentence makes at least one of the moves, taken as independent."""
    return 1.0 - math.prod(1.0 - sentence.probabilities[move] for move in sorted(moves))


def resume_opening(sentences: Iterable[Sentence]) -> Sentence | None:
    """The first sentence that carries a move other than CLICHE, where it recites and gives no reason."""
    for sentence in sentences:
        moves = set(sentence.moves) - {"CLICHE"}
        if moves:
            recites = moves & {"RESUME", "ACHIEVEMENT"} and not moves & {"ROLE_WHY", "DRIVE", "TEAM_WHY"}
            return sentence if recites else None
    return None


def taken_alone(passage: Passage) -> tuple[Sentence, ...]:
    """Results of shared work that are credited to "I" alone; empty where anybody is given a part in one.

    Work of one's own (papers, exams, a quota) is no shared work. A line without a subject ("Reduced costs by 9%")
    counts as "I".
    """
    results = [(sentence, passage.of(sentence)) for sentence in passage.making("ACHIEVEMENT")]
    if any(_TOGETHER.search(words) for _, words in results):
        return ()
    return tuple(
        s for s, words in results if _takes(words) and _SHARED_WORK.search(words) and not _OWN_WORK.search(words)
    )


def _takes(words: str) -> bool:
    first = words.split(maxsplit=1)[0].strip("-*\u2022").lower() if words.split() else ""
    return bool(FIRST_PERSON.search(words)) or (first.endswith("ed") and len(first) > 4)
