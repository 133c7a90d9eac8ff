"""What a demo coach answers to a version: from the findings, moves and scores that the engine gave it."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from feedback.demo import remarks
from feedback.models import CheckRun, Decision, Finding, Severity, Snippet
from feedback.pitch import DIMENSIONS

NEARLY_FROM, READY_FROM = 58.0, 82.0
"""Overall scores (0 to 100) from which a coach without leniency says so."""
LENIENCY_POINTS = 8.0
"""Overall points that one unit of leniency is worth."""
BALANCE_CHECK = "skill-culture-balance"
WEIGHTS = {Severity.MAJOR: 3, Severity.MINOR: 2, Severity.NOTE: 1}
SHORTEST_QUOTE, LONGEST_QUOTE = 4, 22
"""Words that a comment is anchored on."""


FROM_SNIPPET = 0.6
"""Share of remarks for which the coach has a snippet that are written from it."""


@dataclass(frozen=True)
class DemoRemark:
    """On code points `start` to `end`; praise is about no check and asks for nothing."""

    start: int
    end: int
    body: str
    is_praise: bool = False
    check_id: str = ""
    snippet: Snippet | None = None


@dataclass(frozen=True)
class Answer:
    """`points` is {criterion position: points}."""

    decision: str
    summary: str
    points: dict[int, int]
    comments: tuple[DemoRemark, ...]


def answer_version(
    *, run: CheckRun, findings: list[Finding], said: Counter[str], snippets: Mapping[str, Snippet], leniency: float,
    rng: random.Random,
) -> Answer:  # fmt: skip
    """`said` counts what the coach has said before, so that they repeat themselves as little as their stock allows;
    `snippets` are theirs by theme."""
    decision, points = judge(run, leniency, rng)
    weighty = sorted(findings, key=lambda f: (-WEIGHTS[Severity(f.severity)], f.position))
    themes = [theme for theme in (_theme(run, finding) for finding in weighty) if theme]
    return Answer(
        decision=decision,
        summary=_summary(run, themes, decision, said, rng),
        points=points,
        comments=tuple(sorted(_comments(run, weighty, decision, said, snippets, rng), key=lambda row: row.start)),
    )


def judge(run: CheckRun, leniency: float, rng: random.Random) -> tuple[str, dict[int, int]]:
    """A decision, and {criterion position: points}."""
    return _decision(run, leniency, rng), _points(run, leniency, rng)


def _decision(run: CheckRun, leniency: float, rng: random.Random) -> str:
    felt = (run.overall or 0.0) + leniency * LENIENCY_POINTS + rng.gauss(0, 4)
    if felt >= READY_FROM:
        return Decision.READY
    return Decision.NEARLY_THERE if felt >= NEARLY_FROM else Decision.KEEP_WORKING


def _points(run: CheckRun, leniency: float, rng: random.Random) -> dict[int, int]:
    """0 to 3 a criterion, in the order of the default rubric, which is that of DIMENSIONS."""
    points = {}
    for position, key in enumerate(DIMENSIONS):
        value = (getattr(run, key) or 0.0) / 100 * 3.4 - 0.2 + leniency * 0.4 + rng.gauss(0, 0.35)
        points[position] = min(3, max(0, round(value)))
    return points


def _summary(run: CheckRun, themes: list[str], decision: str, said: Counter[str], rng: random.Random) -> str:
    best = max(DIMENSIONS, key=lambda key: (getattr(run, key) or 0.0, key))
    parts = []
    if (getattr(run, best) or 0.0) >= 40:
        parts.append(_fresh(remarks.WORKS[best], said, rng))
    if themes and decision != Decision.READY:
        parts.append(_fresh(remarks.NEXT[themes[0]], said, rng))
        others = [theme for theme in themes if theme != themes[0]]
        if others and rng.random() < 0.3:
            parts.append(_fresh(remarks.NEXT[others[0]], said, rng))
    parts.append(_fresh(remarks.CLOSINGS[decision], said, rng))
    return " ".join(parts)


def _comments(
    run: CheckRun, weighty: list[Finding], decision: str, said: Counter[str], snippets: Mapping[str, Snippet],
    rng: random.Random,
) -> list[DemoRemark]:  # fmt: skip
    comments: list[DemoRemark] = []
    most = 0 if decision == Decision.READY and rng.random() < 0.6 else rng.choice((1, 2, 2, 3))
    for finding in weighty:
        theme = _theme(run, finding)
        if len(comments) < most and theme and finding.start is not None and finding.end is not None:
            span = _words_around(run.version.text, finding.start, finding.end, rng)
            if not _overlaps(span, comments):
                comments.append(_about(finding, theme, span, [row.body for row in comments], said, snippets, rng))
    praised = rng.choice((0, 1, 1, 2) if decision != Decision.READY else (1, 2, 2))
    for sentence in rng.sample(run.sentences, len(run.sentences)):
        good = [move for move in sentence["moves"] if move in remarks.PRAISE]
        span = _words_around(run.version.text, sentence["start"], sentence["end"], rng)
        if praised and good and not set(sentence["moves"]) & set(remarks.MOVE_THEMES) and not _overlaps(span, comments):
            comments.append(DemoRemark(*span, _fresh(remarks.PRAISE[rng.choice(good)], said, rng), is_praise=True))
            praised -= 1
    return comments


def _about(
    finding: Finding, theme: str, span: tuple[int, int], before: list[str], said: Counter[str],
    snippets: Mapping[str, Snippet], rng: random.Random,
) -> DemoRemark:  # fmt: skip
    snippet = snippets.get(theme)
    if snippet is not None and snippet.body not in before and rng.random() < FROM_SNIPPET:
        return DemoRemark(*span, snippet.body, check_id=finding.check_id, snippet=snippet)
    unsaid = tuple(text for text in remarks.CRITIQUE[theme] if text not in before)  # a snippet may have said one
    return DemoRemark(*span, _fresh(unsaid or remarks.CRITIQUE[theme], said, rng), check_id=finding.check_id)


def _theme(run: CheckRun, finding: Finding) -> str | None:
    """What to say to a finding: by its check, else by a move of the sentence in which it begins."""
    if finding.check_id == BALANCE_CHECK:
        return "balance_head" if _leans_to_skill(run) else "balance_heart"
    if finding.check_id in remarks.CHECK_THEMES:
        return remarks.CHECK_THEMES[finding.check_id]
    for sentence in run.sentences:
        if finding.start is not None and sentence["start"] <= finding.start < sentence["end"]:
            for move in sentence["moves"]:
                if move in remarks.MOVE_THEMES:
                    return remarks.MOVE_THEMES[move]
    return None


def _leans_to_skill(run: CheckRun) -> bool:
    moves = Counter(move for sentence in run.sentences for move in sentence["moves"])
    return moves["SKILL"] + moves["ACHIEVEMENT"] + moves["RESUME"] >= moves["CULTURE"] + moves["COMPANY"]


def _words_around(text: str, start: int, end: int, rng: random.Random) -> tuple[int, int]:
    """A span of whole words that a person would have marked: the one given, or the head or tail of a long one."""
    places, at = [], start
    for word in text[start:end].split():
        at = text.index(word, at)
        places.append((at, at + len(word)))
        at += len(word)
    if len(places) > LONGEST_QUOTE or (len(places) > 2 * SHORTEST_QUOTE and rng.random() < 0.5):
        count = rng.randint(SHORTEST_QUOTE, min(LONGEST_QUOTE, len(places)) - 1)
        places = places[:count] if rng.random() < 0.5 else places[-count:]
    return places[0][0], places[-1][1]


def _overlaps(span: tuple[int, int], comments: Iterable[DemoRemark]) -> bool:
    return any(span[0] < row.end and row.start < span[1] for row in comments)


def _fresh(stock: tuple[str, ...], said: Counter[str], rng: random.Random) -> str:
    least = min(said[text] for text in stock)
    chosen = rng.choice([text for text in stock if said[text] == least])
    said[chosen] += 1
    return chosen
