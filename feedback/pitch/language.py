"""Whether a text can be judged at all: the engine knows English, and introductions of a few words to some minutes."""

import re
from functools import lru_cache

from feedback.pitch.patterns import later

LONGEST_TEXT = 20_000
"""Code points; about 25 minutes of speech, five times the method's outer bound."""
FEWEST_WORDS = 5
"""Below this there is nothing to tell apart."""
LEAST_ENGLISH = 0.22
"""Share of the words that are among English's commonest; the labelled introductions have .36 to .75 (tests/pitch)."""
LEAST_LATIN = 0.7
MOST_CONTROLS = 0.02
"""Share of control characters from which on a text is taken for a binary file."""

CACHED_SENTENCES = 8192
"""As many as the tagger keeps: while somebody types, all sentences but one are those of a moment ago."""

LONG_ENOUGH = 40
"""Words below which a text without an "I" may still become an introduction."""
MOST_SIGNS = 0.03
"""Share of signs of programs and tables; the labelled introductions have less than .002."""

_SELF = frozenset("i i'm i've i'd i'll my me mine myself we we've we'd we're our us".split())  # noqa: SIM905 -- as below
_ADVERT = later(
    r"\b(?:we are (?:looking for|seeking|hiring)|you will|you have|the (?:ideal|successful) candidate|responsibilities"
    r"|requirements|qualifications|apply (?:now|today|by)|we offer|equal opportunity|join our team|your profile)\b",
    re.IGNORECASE,
)
_RECORD = later(
    r"\b(?:seeking|looking for|experience[d]?|skills?|skilled|degree|diploma|certifi\w+|apprentice\w*|service"
    r"|positions?|education|languages|licence|published|notice period|career|manage[dr]|increased|reduced|delivered"
    r"|led|promoted|responsible|qualified|graduat\w+|fluent|proficient)\b",
    re.IGNORECASE,
)
_WORD = later(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_CONTROL = later(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
COMMON = frozenset(
    """the of and to a in is you that it he was for on are as with his they i at be this have from or one had by
    but not what all were we when your can said there an each which she do how their if will up other about
    out many then them these so some her would make like him into time has look two more go see no way could
    people my than been who its now did get come made may our over new after back only good me us very just
    any because want does well also where much before through here right too same tell such why ask went off
    need again still should while last might never let every between own under always being doing i'm i've
    i'd i'll it's that's don't didn't can't you're we're um uh something work team job years year what's
    really am""".split()  # noqa: SIM905 -- a paragraph is easier to read than 190 quotes
)
_FOREIGN = (
    frozenset(
        """der die das und ich ist nicht ein eine mit auf f\u00fcr zu den von les des est et je une dans pour pas que
    qui sur au el los las una y yo es con por para como pero il di che la le per sono non e o os um uma com
    eu n\u00e3o na em het een van ik ben niet w na si\u0119 jestem nie z i jag och att det som \u00e4r en og
    jeg er""".split()  # noqa: SIM905 -- as above
    )
    - COMMON
)


def refusal(text: str) -> str | None:
    """One sentence that says why this text is not judged, or None where it is."""
    if not text.strip():
        return "There are no words here to judge yet."
    if len(text) > LONGEST_TEXT:
        return (
            f"This text has {len(text):,} characters; up to {LONGEST_TEXT:,} are read,"
            " which is already far more than an introduction needs."
        )
    if len(_CONTROL.findall(text)) > MOST_CONTROLS * len(text):
        return "This does not look like text but like a file of another kind, so nothing was judged."
    words = _words(text)
    if not words:
        return "There are no words here, only signs, so nothing was judged."
    if _latin_share(text) < LEAST_LATIN or not _is_english(words):
        return "This does not read like English, and only English is judged, so nothing was judged."
    if len(words) < FEWEST_WORDS:
        return "These are too few words to say anything about; write a sentence or two first."
    if is_no_introduction(text):
        return "This does not read like somebody introducing themselves, so nothing was judged."
    return None


@lru_cache(CACHED_SENTENCES)
def is_foreign(sentence: str) -> bool:
    """Plainly in another language, so that a tagger of English has no say; short sentences get the benefit of doubt."""
    words = _words(sentence)
    if len(words) < FEWEST_WORDS:
        return False
    common = sum(word in COMMON for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    return _latin_share(sentence) < LEAST_LATIN or (foreign >= 2 and foreign > common)


def is_no_introduction(text: str) -> bool:
    """English, but nobody speaks of themselves in it: an advert, an article, a recipe, program code.

    The lines of a résumé have no subject ("Reduced costs by 9%"); a text of such lines is somebody's.
    """
    words = _words(text)
    if len(words) < LONG_ENOUGH:
        return False
    signs = sum(text.count(sign) for sign in "{}<>=;|\\#")
    if signs > MOST_SIGNS * len(text):
        return True
    if any(word in _SELF for word in words):
        return len(_ADVERT.findall(text)) >= 3 and not any(word in ("i", "i'm", "i've", "my") for word in words)
    return "you" in words or len(_RECORD.findall(text)) < 2


def _words(text: str) -> list[str]:
    return [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]


def _latin_share(text: str) -> float:
    if text.isascii():
        return 1.0
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) / len(letters) if letters else 1.0


def _is_english(words: list[str]) -> bool:
    """A few words get the benefit of the doubt unless they are plainly another language's."""
    common = sum(word in COMMON for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    if len(words) < 12:
        return foreign <= max(1, common)
    return common >= LEAST_ENGLISH * len(words) and foreign <= common
