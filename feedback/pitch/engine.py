"""From a text to an Analysis."""

import hashlib
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
from feedback.pitch.protected import is_only_a_mention
from feedback.pitch.summary import summarise
from feedback.pitch.words import split_sentences, spoken_s, words_in

if TYPE_CHECKING:
    from feedback.pitch.tagger import Tagger

DEFAULTS = Settings()
_threads = 1


def use_threads(count: int) -> None:
    """How many threads this process may judge with, one where nothing is said; to be called before the first text."""
    global _threads
    _threads = count


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
    refused = refusal(text)
    if refused:
        return _refused(text, settings, refused)
    from feedback.pitch.tagger import committed  # noqa: PLC0415 -- onnxruntime costs 0.2 s, which only judging needs

    passage = replace(read(text, role, company, kind, settings, committed(_threads)), earlier=earlier)
    found = findings(passage)
    scored = scores.score(passage, scores.committed_points())
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
    spans = split_sentences(text, kind)
    alone = [_by_itself(text[start:end], company, tagger) for start, end in spans]
    # what is not judged, or has no words, is no context of others either
    judged = [place for place, probabilities in enumerate(alone) if any(probabilities.values())]
    together = [dict(probabilities) for probabilities in alone]
    for place, found in zip(judged, tagger.in_context([alone[place] for place in judged]), strict=True):
        start, end = spans[place]
        together[place] = found | dict.fromkeys(denied(text[start:end]), 0.0)
    return Passage(
        text,
        role,
        company,
        kind,
        settings,
        tuple(Sentence(*span, tagger.moves(found), found) for span, found in zip(spans, together, strict=True)),
        any_from=tagger.any_from,
        alone=tuple(
            Sentence(*span, tagger.moves_alone(found), found) for span, found in zip(spans, alone, strict=True)
        ),
    )


def _by_itself(sentence: str, company: str, tagger: "Tagger") -> dict[str, float]:
    is_unjudged = is_foreign(sentence) or is_only_a_mention(sentence)
    return tagger.probabilities(sentence, company) | dict.fromkeys(MOVES if is_unjudged else denied(sentence), 0.0)


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
    """Ten hexadecimal digits over the engine's code and data: the same exactly where every text is judged the same.

    The weights are 20 MB; data/tagger.json stands for them, as it holds their hash.
    """
    digest = hashlib.sha256()
    for name, file in sorted(_rules(resources.files("feedback.pitch"))):
        digest.update(name.encode() + b"\0" + file.read_bytes() + b"\0")
    return digest.hexdigest()[:10]


def ruleset_of(settings: Settings) -> str:
    """`ruleset_version`, a hyphen and six more digits over a cohort's settings, which change results, too."""
    told = [settings.words_per_minute, settings.target_s, settings.limit_s, *sorted(settings.checks_off)]
    return f"{ruleset_version()}-{hashlib.sha256(repr(told).encode()).hexdigest()[:6]}"


JUDGES_NOTHING = frozenset({"__main__.py", "report.py", "terminal.py", "anchors.py", "progress.py"})
"""Files that change no judgement: how it is shown, and what became of sentences."""


def _rules(folder: Traversable, prefix: str = "") -> list[tuple[str, Traversable]]:
    found = []
    for entry in folder.iterdir():
        if entry.is_dir() and entry.name in ("checks", "data"):
            found += _rules(entry, f"{entry.name}/")
        elif entry.name.endswith((".py", ".json", ".txt")) and entry.name not in JUDGES_NOTHING:
            found.append((prefix + entry.name, entry))
    return found
