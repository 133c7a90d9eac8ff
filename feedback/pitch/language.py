"""Whether a text can be judged at all: the engine knows English, and introductions of a few words to some minutes."""

import re

LONGEST_TEXT = 20_000
"""Code points; about 25 minutes of speech, five times the method's outer bound."""
FEWEST_WORDS = 5
"""Below this there is nothing to tell apart."""
LEAST_ENGLISH = 0.22
"""Share of the words that are among English's commonest; the labelled introductions have .36 to .75 (tests/pitch)."""
LEAST_LATIN = 0.7
MOST_CONTROLS = 0.02
"""Share of control characters from which on a text is taken for a binary file."""

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffd\ud800-\udfff]")
_COMMON = frozenset(
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
    - _COMMON
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
    words = [word.lower().replace("\u2019", "'") for word in _WORD.findall(text)]
    if not words:
        return "There are no words here, only signs, so nothing was judged."
    if _latin_share(text) < LEAST_LATIN or not _is_english(words):
        return "This does not read like English, and only English is judged, so nothing was judged."
    if len(words) < FEWEST_WORDS:
        return "These are too few words to say anything about; write a sentence or two first."
    return None


def _latin_share(text: str) -> float:
    letters = [letter for letter in text if letter.isalpha()]
    return sum(letter < "\u0250" for letter in letters) / len(letters) if letters else 1.0


def _is_english(words: list[str]) -> bool:
    """A few words get the benefit of the doubt unless they are plainly another language's."""
    common = sum(word in _COMMON for word in words)
    foreign = sum(word in _FOREIGN for word in words)
    if len(words) < 12:
        return foreign <= max(1, common)
    return common >= LEAST_ENGLISH * len(words) and foreign <= common
