"""From a text to an Analysis."""

from feedback.pitch.model import DIMENSIONS, MOVES, VERDICTS, Analysis, Dimension, Kind, Scores, Sentence, Settings
from feedback.pitch.words import split_sentences, spoken_s, words_in


def analyse(
    text: str, *, role: str = "", company: str = "", kind: Kind | str = Kind.WRITTEN, settings: Settings | None = None
) -> Analysis:
    """Judge one introduction; never raises on any str. See Analysis for what a refusal looks like."""
    settings = settings or Settings()
    sentences = tuple(Sentence(start, end, (), dict.fromkeys(MOVES, 0.0)) for start, end in split_sentences(text, kind))
    return Analysis(
        sentences=sentences,
        findings=(),
        scores=Scores(0.0, tuple(Dimension(key, key, 0.0, ()) for key in DIMENSIONS)),
        verdicts=dict.fromkeys(VERDICTS, False),
        words=words_in(text),
        spoken_s=spoken_s(text, settings.words_per_minute),
        refusal=None if sentences else "There are no words here to judge yet.",
        summary="",
    )


def ruleset_version() -> str:
    """Short hash of the engine's code and weights."""
    return "0"
