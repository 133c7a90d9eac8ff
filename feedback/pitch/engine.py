"""From a text to an Analysis."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from importlib import resources
from importlib.resources.abc import Traversable
from typing import TYPE_CHECKING

from feedback.pitch import scores
from feedback.pitch.checks import findings
from feedback.pitch.denials import denied
from feedback.pitch.language import LONGEST_TEXT, is_foreign, refusal
from feedback.pitch.model import MOVES, VERDICTS, Analysis, Kind, Sentence, Settings
from feedback.pitch.passage import Passage, verdicts
from feedback.pitch.protected import is_only_a_mention, neutral
from feedback.pitch.summary import summarise
from feedback.pitch.words import split_sentences, spoken_s, words_in

if TYPE_CHECKING:
    from feedback.pitch.tagger import Tagger

DEFAULTS = Settings()


def analyse(
    text: str,
    *,
    role: str = "",
    company: str = "",
    kind: Kind | str = Kind.WRITTEN,
    settings: Settings = DEFAULTS,
    earlier: str = "",
) -> Analysis:
    """Judge one introduction; never raises on any str. See Analysis for what a refusal looks like.

    `kind` other than "speech" counts as written. `earlier` is the text of the version before, where there is one: some
    checks look at what changed.
    """
    from feedback.pitch.tagger import committed  # noqa: PLC0415 -- numpy costs 0.1 s, which only judging needs

    return judge(text, role, company, kind, settings, committed(), scores.committed_points(), earlier)


def judge(
    text: str,
    role: str,
    company: str,
    kind: Kind | str,
    settings: Settings,
    tagger: "Tagger",
    points: Mapping[str, float],
    earlier: str = "",
) -> Analysis:
    """`analyse` with a tagger and points of one's own, as training needs it."""
    refused = refusal(text)
    if refused:
        return _refused(text, settings, refused)
    passage = replace(read(text, role, company, kind, settings, tagger), earlier=earlier)
    found = findings(passage)
    scored = scores.score(passage, points)
    return Analysis(
        sentences=passage.sentences,
        findings=found,
        scores=scored,
        verdicts=verdicts(passage),
        words=passage.words,
        spoken_s=round(passage.spoken_s, 1),
        refusal=None,
        summary=summarise(scored, found),
    )


def read(text: str, role: str, company: str, kind: Kind | str, settings: Settings, tagger: "Tagger") -> Passage:
    """The text with its sentences tagged."""
    kind = Kind.SPEECH if kind == Kind.SPEECH else Kind.WRITTEN
    sentences = []
    for start, end in split_sentences(text, kind):
        sentence = text[start:end]
        probabilities = tagger.probabilities(neutral(sentence), neutral(company))
        is_unjudged = is_foreign(sentence) or is_only_a_mention(sentence)
        probabilities |= dict.fromkeys(MOVES if is_unjudged else denied(sentence), 0.0)
        sentences.append(Sentence(start, end, tagger.moves(probabilities), probabilities))
    return Passage(text, role, company, kind, settings, tuple(sentences))


def _refused(text: str, settings: Settings, reason: str) -> Analysis:
    words = words_in(text[:LONGEST_TEXT])
    return Analysis(
        sentences=(),
        findings=(),
        scores=scores.nothing(),
        verdicts=dict.fromkeys(VERDICTS, False),
        words=words,
        spoken_s=round(spoken_s(text[:LONGEST_TEXT], settings.words_per_minute), 1),
        refusal=reason,
        summary=reason,
    )


@cache
def ruleset_version() -> str:
    """Ten hexadecimal digits over the engine's code and data: the same exactly where every text is judged the same."""
    digest = hashlib.sha256()
    for name, file in sorted(_rules(resources.files("feedback.pitch"))):
        digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def ruleset_of(settings: Settings) -> str:
    """`ruleset_version`, a hyphen and six more digits over a cohort's settings, which change results, too."""
    told = [settings.words_per_minute, settings.target_s, settings.limit_s, *sorted(settings.checks_off)]
    return f"{ruleset_version()}-{hashlib.sha256(repr(told).encode()).hexdigest()[:6]}"


JUDGES_NOTHING = frozenset({"__main__.py", "report.py", "anchors.py", "progress.py"})
"""Files that change no judgement: how it is shown, and what became of sentences."""


def _rules(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name in ("checks", "data"):
            found += _rules(entry, f"{entry.name}/")
        elif (prefix == "data/" or entry.name.endswith(".py")) and entry.name not in JUDGES_NOTHING:
            found.append((prefix + entry.name, entry))
    return found
