"""What the tagger reads of a sentence: plain words, without what must not matter.

Training and scoring both come through here, so that they cannot drift apart. What `plain` takes away cannot change a
judgement: whose name it is, the size of a number, he or she, contractions, fillers, capitals, most punctuation.
"""

import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from feedback.pitch.protected import neutral

COMPANY_WORD = "acme"
"""Stands for the name of the company applied to: what matters is that it is named, not which it is."""
NAME_WORD = "smith"
"""Stands for every other name, of people, places and products."""
WORDS = "words.txt"
"""Of data/: words that are no names (training/words.py)."""
LONGEST_NAME = 40
"""Code points of a name or a word that are looked at; longer ones are addresses or noise."""

_APOSTROPHES = str.maketrans({"\u2019": "'", "\u2018": "'"})
_SPELT_OUT: Mapping[str, str] = {
    "won't": "will not",
    "wont": "will not",
    "can't": "can not",
    "cannot": "can not",
    "shan't": "shall not",
    "let's": "let us",
    "im": "i am",
    "id": "i would",
    "ive": "i have",
    "youre": "you are",
    "youve": "you have",
    "youll": "you will",
    "theyre": "they are",
    "weve": "we have",
    "thats": "that is",
    "whats": "what is",
    "theres": "there is",
    "it's": "it is",
    "that's": "that is",
    "what's": "what is",
    "there's": "there is",
    "here's": "here is",
    "who's": "who is",
    "he's": "they are",
    "she's": "they are",
    "gonna": "going to",
    "wanna": "want to",
    "he": "they",
    "she": "they",
    "him": "them",
    "his": "their",
    "her": "their",
    "hers": "theirs",
    "himself": "themselves",
    "herself": "themselves",
}
_NEGATED = re.compile(r"(are|could|did|do|does|had|has|have|is|must|should|was|were|would|need)n'?t")
_ENDINGS: Mapping[str, str] = {"'m": " am", "'re": " are", "'ve": " have", "'ll": " will", "'d": " would"}
_CAPITALISED = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)*")
_SEVERAL_NAMES = re.compile(rf"{NAME_WORD}(?:[ -]{NAME_WORD}\b)+")
_NO_FIRST_NAME = re.compile(r".*(?:ing|ed|s|ly|er|ion|ity|ment|ness|able|ive|ful|al|ic|'(?!s$)\w+)")
"""What a word may end in that only stands with a capital because it is the first."""
_FILLERS = frozenset({"um", "uh", "umm", "uhm", "erm", "er", "hmm"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*|[%$\u00a3\u20ac?]")
_NUMBER = re.compile(r"[0-9]+(?:[.,][0-9]+)*")


@lru_cache(maxsize=8192)
def plain(sentence: str, company: str = "") -> str:
    """The sentence's words in lower case between single blanks; "" where it has none."""
    text = neutral(sentence.translate(_APOSTROPHES))
    for name in _company_patterns(neutral(company)):
        text = name.sub(COMPANY_WORD, text)
    text = _NUMBER.sub(_alike, _without_accents(_without_names(text).lower()))
    words = [_spelt_out(word[:LONGEST_NAME]) for word in _WORD.findall(text) if word not in _FILLERS]
    return " ".join(words)


def _without_names(text: str) -> str:
    """Every name as NAME_WORD, however many words it has; a rare first word is one if it does not look inflected."""
    first = _CAPITALISED.search(text)
    if first is None:
        return text

    def other(match: re.Match[str]) -> str:
        word = match[0]
        stem = word.partition("'")[0]
        if len(stem) == 1 or not stem[0].isupper() or stem.isupper() or stem.lower() in _words():
            return word
        if match.start() == first.start() and _NO_FIRST_NAME.fullmatch(word.lower()):
            return word
        return NAME_WORD + ("'s" if word.endswith("'s") else "")

    return _SEVERAL_NAMES.sub(NAME_WORD, _CAPITALISED.sub(other, text))


@cache
def _words() -> frozenset[str]:
    return frozenset(resources.files("feedback.pitch").joinpath("data", WORDS).read_text(encoding="utf-8").split())


def _spelt_out(word: str) -> str:
    if word in _SPELT_OUT:
        return _SPELT_OUT[word]
    if negated := _NEGATED.fullmatch(word):
        return f"{negated[1]} not"
    stem, mark, ending = word.rpartition("'")
    return stem + _ENDINGS[mark + ending] if mark + ending in _ENDINGS else word


def _alike(number: re.Match[str]) -> str:
    """A year stays a year, and a number keeps how many digits it has, up to four."""
    digits = number[0]
    if len(digits) == 4 and digits[:2] in ("19", "20"):
        return "2015"
    return ("5", "20", "300", "4000")[min(4, sum(sign.isdigit() for sign in digits)) - 1]


def _without_accents(text: str) -> str:
    if text.isascii():
        return text
    return "".join(sign for sign in unicodedata.normalize("NFD", text) if unicodedata.category(sign) != "Mn")


@lru_cache(maxsize=256)
def _company_patterns(company: str) -> tuple[re.Pattern[str], ...]:
    """The full name in any case, and its first word as written where it is long enough to be a name of its own."""
    name = " ".join(company.translate(_APOSTROPHES).split())[:LONGEST_NAME]
    if not name:
        return ()
    first = name.split()[0]
    patterns = [re.compile(rf"(?<!\w){re.escape(name)}(?!\w)", re.IGNORECASE)]
    if first != name and len(first) > 3:
        patterns.append(re.compile(rf"(?<!\w){re.escape(first)}(?!\w)"))
    return tuple(patterns)
