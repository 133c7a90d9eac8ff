"""Scores that open up: each dimension is a sum of named parts, each part has the words that earned or cost it.

A part is a number from 0 to 1 times the points of data/points.json, which `python -m training train` fits to a coach's
ratings. Nothing is ever subtracted: what repels costs the points of its absence. Sentences that by themselves plainly
give pay as a motive earn nothing anywhere, so that adding one never raises anything. Each sentence is looked at alone:
in context, what one adds would change what its neighbours are taken for.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from feedback.pitch.model import DIMENSIONS, Contribution, Dimension, Kind, Scores, Sentence
from feedback.pitch.passage import Passage, resume_opening, sides, taken_alone
from feedback.pitch.words import words_in

POINTS = "points.json"
TITLES: Mapping[str, str] = {
    "why_role": "Why this role",
    "why_team": "Why you on this team",
    "balance": "Balance of skill and culture",
    "warmth": "Warmth and togetherness",
    "telling": "Telling",
}
DOUBT, CERTAINTY = 0.1, 0.7
"""Probabilities of a move below which it earns nothing and from which on it earns all, in between in proportion."""
EARLY, TOO_LATE = 0.4, 0.9
"""Shares of the words before the first reason: up to the first it earns all, from the second on nothing."""
BREATH_WORDS = 38
"""Words of a sentence that can still be said in one breath (checks/telling.py)."""
MODEST_RECORD = 0.25
"""Share of the sentences that may be record (stations, results) before it overshadows the person."""


@dataclass(frozen=True)
class Part:
    """How much of a contribution was earned (0..1), and where."""

    dimension: str
    name: str
    earned: float
    reason: str
    sentence: Sentence | None = None


def score(passage: Passage, points: Mapping[str, float] | None = None) -> Scores:
    """Scores by points of the overall for each part's name (the committed ones where None); they sum to 100."""
    points = points or committed_points()
    dimensions = []
    found = parts(passage)
    for key in DIMENSIONS:
        mine = [part for part in found if part.dimension == key]
        share = sum(points[part.name] for part in mine) / 100.0
        contributions = tuple(
            Contribution(
                name=part.name,
                points=round(part.earned * points[part.name] / share, 2),
                reason=part.reason,
                start=part.sentence.start if part.sentence else None,
                end=part.sentence.end if part.sentence else None,
                most=round(points[part.name] / share, 2),
            )
            for part in mine
        )
        value = round(sum(contribution.points for contribution in contributions), 2)
        dimensions.append(Dimension(key, TITLES[key], min(100.0, value), contributions, round(share, 4)))
    overall = round(sum(dimension.value * dimension.share for dimension in dimensions), 2)
    return Scores(min(100.0, overall), tuple(dimensions))


def nothing() -> Scores:
    """The scores of a text that is not judged."""
    return Scores(0.0, tuple(Dimension(key, TITLES[key], 0.0, ()) for key in DIMENSIONS))


@cache
def committed_points() -> Mapping[str, float]:
    """Points of the overall by the name of the part."""
    data = json.loads(resources.files("feedback.pitch").joinpath("data", POINTS).read_text(encoding="utf-8"))
    return {str(name): float(value) for name, value in data["points"].items()}


def parts(passage: Passage) -> tuple[Part, ...]:
    """All parts, the same names in the same order for every text."""
    passage = replace(passage, sentences=passage.alone)
    paid = passage.making("PAY")
    counted = tuple(sentence for sentence in passage.sentences if "PAY" not in sentence.moves)
    view = replace(passage, sentences=counted)
    return (
        *_why_role(view, passage),
        *_why_team(view),
        *_balance(view),
        *_warmth(view),
        *_telling(view, passage, sum(words_in(passage.of(sentence)) for sentence in paid)),
    )


def _why_role(view: Passage, whole: Passage) -> Iterable[Part]:
    yield from _shown(view, "why_role", "ROLE_WHY", ("a reason for the role", "a second reason"))
    yield _early(view)
    yield from _shown(view, "why_role", "DRIVE", ("what carries you on hard days",))
    yield _absent(whole, "why_role", "PAY", "no pay as a motive")


def _why_team(view: Passage) -> Iterable[Part]:
    yield from _shown(view, "why_team", "TEAM_WHY", ("a promise to the team", "a second promise"))
    yield from _shown(view, "why_team", "COMPANY", ("something true of this company", "a second thing about it"))


def _balance(view: Passage) -> Iterable[Part]:
    yield from _shown(view, "balance", "SKILL", ("a skill in action",))
    skill, culture = sides(view.sentences)
    larger = max(skill, culture) / (skill + culture) if skill + culture else 1.0
    yield Part(
        "balance",
        "skill and culture in equal parts",
        min(1.0, (1.0 - larger) / 0.4),
        f"skill has {skill / (skill + culture):.0%} of both" if skill + culture else "neither is shown",
    )
    opening = resume_opening(view.sentences)
    yield Part(
        "balance",
        "the person comes first",
        0.0 if opening else 1.0,
        f"opens with the record: {view.quote(opening)}" if opening else "does not open with the record",
        opening,
    )
    record = [max(_sure(s, "RESUME"), _sure(s, "ACHIEVEMENT")) for s in view.sentences]
    share = sum(record) / len(record) if record else 0.0
    yield Part(
        "balance",
        "the record does not overshadow",
        1.0 - min(1.0, max(0.0, share - MODEST_RECORD) / (0.7 - MODEST_RECORD)),
        f"stations and results have {share:.0%} of the sentences",
    )


def _warmth(view: Passage) -> Iterable[Part]:
    names = ("how you work with people", "a second glimpse of it")
    yield from _shown(view, "warmth", "CULTURE", names)
    alone = taken_alone(view)
    yield Part(
        "warmth",
        "shared work is shared",
        1.0 - max((_sure(sentence, "ACHIEVEMENT") for sentence in alone), default=0.0),
        f"{view.quote(alone[0])} is told as one person's doing" if alone else "no shared result is claimed alone",
        alone[0] if alone else None,
    )
    yield _absent(view, "warmth", "EMPLOYER_CRITICISM", "nobody is blamed")
    yield _absent(view, "warmth", "NEGATIVITY", "no complaint or apology")


def _telling(view: Passage, whole: Passage, paid_words: int) -> Iterable[Part]:
    yield from _shown(view, "telling", "STORY", ("a scene", "the scene goes on"))
    stock = sorted((_sure(s, "CLICHE") for s in view.sentences), reverse=True)
    worst = _worst(view, "CLICHE")
    yield Part(
        "telling",
        "no stock phrases",
        1.0 - min(1.0, 0.6 * sum(stock[:1]) + 0.4 * sum(stock[1:2])),
        f"{view.quote(worst)} is stock" if worst else "said in words of your own",
        worst,
    )
    yield _length(whole, paid_words)
    counts = [words_in(view.of(sentence)) for sentence in view.sentences]
    long = sum(count > BREATH_WORDS for count in counts)
    yield Part(
        "telling",
        "sentences that can be said",
        1.0 - min(1.0, 2.0 * long / len(counts)) if counts else 1.0,
        f"{long} of {len(counts)} sentences are longer than a breath",
    )


def _shown(view: Passage, dimension: str, move: str, names: tuple[str, ...]) -> Iterable[Part]:
    """The likeliest sentences of a move, one a name."""
    ranked = sorted(view.sentences, key=lambda sentence: -sentence.probabilities[move])
    for place, name in enumerate(names):
        sentence = ranked[place] if place < len(ranked) else None
        earned = _sure(sentence, move) if sentence else 0.0
        if sentence is None or earned == 0.0:
            yield Part(dimension, name, 0.0, "not found")
        else:
            surely = "" if move in sentence.moves else "perhaps "
            yield Part(dimension, name, earned, surely + view.quote(sentence), sentence)


def _absent(passage: Passage, dimension: str, move: str, name: str) -> Part:
    """What is earned by not doing something: the first sentence of the move costs six tenths, the second the rest."""
    costs = sorted((_sure(s, move) for s in passage.sentences), reverse=True)
    worst = _worst(passage, move)
    lost = 0.6 * sum(costs[:1]) + 0.4 * sum(costs[1:2])
    return Part(dimension, name, 1.0 - lost, passage.quote(worst) if worst else "none found", worst)


def _early(view: Passage) -> Part:
    """The place of the first reason, in words that are not themselves reasons: then a further reason never costs."""
    others = [0 if "ROLE_WHY" in s.moves else words_in(view.of(s)) for s in view.sentences]
    total, before = sum(others), 0
    best, where = 0.0, None
    for sentence, words in zip(view.sentences, others, strict=True):
        place = before / total if total else 0.0
        timely = min(1.0, max(0.0, (TOO_LATE - place) / (TOO_LATE - EARLY))) * _sure(sentence, "ROLE_WHY")
        if timely > best:
            best, where = timely, sentence
        before += words
    return Part("why_role", "it comes early", best, view.quote(where) if where else "not found", where)


def _length(whole: Passage, paid_words: int) -> Part:
    """All from 0.6 of the target up to the limit; words spent on pay make a text longer, never long enough."""
    settings = whole.settings
    wanted = max(1.0, 0.6 * settings.target_s * settings.words_per_minute / 60)
    allowed = max(1.0, settings.limit_s * settings.words_per_minute / 60)
    enough = min(1.0, (whole.words - paid_words) / wanted)
    over = min(1.0, max(0.0, whole.words / allowed - 1.0))
    said = "spoken" if whole.kind is Kind.SPEECH else "written"
    reason = f"{whole.words} words, {whole.spoken_s:.0f} seconds as {said}; the limit is {settings.limit_s}"
    return Part("telling", "a length that lands", max(0.0, enough * (1.0 - over)), reason)


def _sure(sentence: Sentence, move: str) -> float:
    probability = sentence.probabilities[move]
    return min(1.0, max(0.0, (probability - DOUBT) / (CERTAINTY - DOUBT)))


def _worst(passage: Passage, move: str) -> Sentence | None:
    """The sentence that costs most, where any costs something."""
    likeliest = passage.likeliest(move)
    return likeliest if likeliest and _sure(likeliest, move) > 0 else None
