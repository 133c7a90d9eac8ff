"""Where words and sentences stand in a text, and how long it takes to say them."""

import re

from feedback.pitch.model import Kind

_TOKEN = re.compile(r"\S+")
_WORD = re.compile(r"[^\W_]+(?:['\u2019.,:-][^\W_]+)*")
_TERMINAL = frozenset(".!?\u2026")
_CLOSERS = frozenset("\"'\u201d\u2019)]\u00bb*")
_BULLET = re.compile(r"[-*\u2022\u2013\u2014](?=\s)|\d{1,2}[.)](?=\s)")
_SOMETIMES_LAST = frozenset(
    {"etc", "inc", "ltd", "co", "corp", "a.m", "p.m", "u.s", "u.k", "no", "b.sc", "m.sc", "b.a", "m.a", "ph.d", "b.e"}
)
_NEVER_LAST = frozenset(
    {
        "mr",
        "mrs",
        "ms",
        "dr",
        "prof",
        "st",
        "sr",
        "jr",
        "vs",
        "eg",
        "ie",
        "approx",
        "dept",
        "fig",
        "capt",
        "lt",
        "col",
        "sgt",
        "e.g",
        "i.e",
        "b.tech",
        "m.tech",
    }
)

WRAP_COLUMN = 60
"""A line shorter than this (code points) before a capital may have been ended by the writer, not by a mail program."""
LONGEST_BREATH = 45
"""Words without a full stop after which a text counts as unpunctuated; style guides stop at 30 to 40 words."""
WINDOW = 20
"""Words in one piece of unpunctuated text."""
_LINKS = frozenset({"and", "so", "but", "because", "then", "now", "also", "well", "okay", "plus", "or"})


def split_words(text: str) -> tuple[tuple[int, int], ...]:
    """Spans of the runs without white space, in order: what a page wraps so that a reader can point at a word."""
    return tuple(match.span() for match in _TOKEN.finditer(text))


def words_in(text: str) -> int:
    """How many words are said when the text is read aloud; punctuation and symbols alone are no words."""
    return sum(1 for _ in _WORD.finditer(text))


def start_of_word(text: str, number: int) -> int:
    """Where the word with this number begins, counted from 0 as `words_in` does; the text's length behind the last."""
    return next((match.start() for n, match in enumerate(_WORD.finditer(text)) if n == number), len(text))


def spoken_s(text: str, words_per_minute: int) -> float:
    """Seconds that the text takes to say; 0.0 for a pace that is not positive."""
    return words_in(text) * 60.0 / words_per_minute if words_per_minute > 0 else 0.0


def split_sentences(text: str, kind: Kind | str = Kind.WRITTEN) -> tuple[tuple[int, int], ...]:
    """Spans of the sentences, in order, without the white space around them.

    A sentence ends at closing punctuation, at an empty line, at a line that was plainly ended by hand, and in a
    transcript of speech at every line. Stretches without punctuation come in pieces of about WINDOW words.
    """
    spans: list[tuple[int, int]] = []
    for start, end in _blocks(text, str(kind)):
        tokens = [(match.start(), match.end()) for match in _TOKEN.finditer(text, start, end)]
        first = 0
        for i in range(len(tokens)):
            if i + 1 == len(tokens) or _ends(text, tokens[i], tokens[i + 1]):
                spans += _windows(text, tokens[first : i + 1])
                first = i + 1
    return tuple(spans)


def _blocks(text: str, kind: str) -> list[tuple[int, int]]:
    """Spans that no sentence crosses: paragraphs, list items, lines ended by hand."""
    blocks: list[tuple[int, int]] = []
    start, position = 0, 0
    lines = text.splitlines(keepends=True)
    widths = _paragraph_widths(lines)
    for i, line in enumerate(lines):
        position += len(line)
        following = lines[i + 1].strip() if i + 1 < len(lines) else ""
        by_hand = (following[:1].isupper() or following[:1].isdigit()) and _has_room(line, following, widths[i])
        if kind == Kind.SPEECH or not following or by_hand or _BULLET.match(following):
            if text[start:position].strip():
                blocks.append((start, position))
            start = position
    return blocks


def _paragraph_widths(lines: list[str]) -> list[int]:
    """For each line the code points of the longest line of its paragraph."""
    widths: list[int] = []
    for line in lines:
        length = len(line.rstrip())
        inside = bool(widths and length and widths[-1])
        widths.append(max(length, widths[-1]) if inside else length)
    for i in range(len(widths) - 2, -1, -1):
        if widths[i] and widths[i + 1]:
            widths[i] = widths[i + 1]
    return widths


def _has_room(line: str, following: str, width: int) -> bool:
    """The next word would have stood on this line, so that its writer ended it and not a mail program."""
    length = len(line.strip())
    return length < WRAP_COLUMN and (width < WRAP_COLUMN or length + 1 + len(following.split(maxsplit=1)[0]) <= width)


def _ends(text: str, token: tuple[int, int], following: tuple[int, int]) -> bool:
    """Does a sentence end with this token?"""
    end = token[1]
    while end > token[0] and text[end - 1] in _CLOSERS:
        end -= 1
    if end == token[0] or text[end - 1] not in _TERMINAL:
        return False
    opening = following[0]
    while opening < following[1] - 1 and not text[opening].isalnum():
        opening += 1
    lower = text[opening].islower()
    core = text[token[0] : end].strip("\"'\u201c\u2018([*")
    if text[end - 1] == ".":
        bare = core.rstrip(".").lower()
        if bare in _NEVER_LAST or (bare in _SOMETIMES_LAST and (lower or text[opening].isdigit())):
            return False
        if len(bare) == 1 and bare.isalpha() and bare != "i" and not lower and _follows_name(text, token[0]):
            return False
    return not (lower and (end < token[1] or text[end - 1] == "\u2026" or core.endswith("..")))


def _follows_name(text: str, position: int) -> bool:
    """Is the word before `position` written with a capital, so that a single letter after it is an initial?"""
    before = text[max(0, position - 30) : position].split()
    return not before or before[-1][:1].isupper()


def _windows(text: str, tokens: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """The sentence made of these tokens, or pieces of it where nobody could say it in one breath."""
    if not any(text[i].isalnum() for start, end in tokens for i in range(start, end)):
        return []
    pieces: list[tuple[int, int]] = []
    while _unpunctuated(text, tokens):
        cut = _cut(text, tokens)
        pieces.append((tokens[0][0], tokens[cut - 1][1]))
        tokens = tokens[cut:]
    pieces.append((tokens[0][0], tokens[-1][1]))
    return pieces


def _unpunctuated(text: str, tokens: list[tuple[int, int]]) -> bool:
    if len(tokens) <= LONGEST_BREATH:
        return False
    pauses = sum(text[end - 1] in ",;:\u2014" for _, end in tokens[:LONGEST_BREATH])
    is_ended = any(sign in _TERMINAL for sign in text[tokens[-1][1] - 2 : tokens[-1][1]])
    return len(tokens) > 3 * LONGEST_BREATH or (pauses < 2 and (not is_ended or len(tokens) > 2 * LONGEST_BREATH))


def _cut(text: str, tokens: list[tuple[int, int]]) -> int:
    """The token before which to cut: a linking word near WINDOW, else WINDOW itself."""
    for step in range(7):
        for place in (WINDOW + step, WINDOW - step):
            if text[slice(*tokens[place])].lower() in _LINKS:
                return place
    return WINDOW
