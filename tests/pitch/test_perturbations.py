"""What an introduction's verdicts and scores must not depend on; docs/engine.md says what was measured."""

import random
from collections import Counter
from functools import cache

import pytest

from feedback.pitch import VERDICTS, Analysis, analyse
from tests.pitch.perturbations import (
    NEVER_JUDGED,
    NEVER_JUDGED_EITHER,
    SAME_VERDICTS,
    Perturbation,
    Said,
    other_names,
    other_pronouns,
    with_mention,
    without_endings,
)
from training.corpora import load

HOLD = 0.95
MOST_POINTS = 1.0


@cache
def sample() -> list[Said]:
    """24 introductions of more than 40 words, the same in every run."""
    long = [i for i in load() if len(i.text.split()) > 40]
    return [Said(i.text, i.company, i.kind) for i in random.Random(11).sample(long, 24)]


@cache
def judged(said: Said) -> Analysis:
    return analyse(said.text, company=said.company, kind=said.kind)


def moved(one: Said, other: Said) -> float:
    return abs(judged(one).scores.overall - judged(other).scores.overall)


def test_verdicts_hold_however_it_is_said() -> None:
    held: Counter[str] = Counter()
    asked: Counter[str] = Counter()
    for perturb in SAME_VERDICTS:
        for said in sample():
            other = perturb(said, random.Random(said.text))
            if other == said:
                continue
            name = getattr(perturb, "__name__", "")
            asked[name] += len(VERDICTS)
            held[name] += sum(judged(other).verdicts[v] == judged(said).verdicts[v] for v in VERDICTS)
    assert len(asked) == len(SAME_VERDICTS)
    assert held.total() >= HOLD * asked.total()
    assert {name: held[name] / asked[name] for name in asked if held[name] < 0.93 * asked[name]} == {}


@pytest.mark.parametrize("mention", NEVER_JUDGED)
def test_what_is_never_judged_moves_no_score(mention: str) -> None:
    assert [said for said in sample()[:12] if moved(said, with_mention(said, mention)) > MOST_POINTS] == []


@pytest.mark.parametrize("mention", NEVER_JUDGED_EITHER)
def test_other_mentions_of_it_move_none(mention: str) -> None:
    assert [said for said in sample()[:6] if moved(said, with_mention(said, mention)) > MOST_POINTS] == []


@pytest.mark.parametrize("perturb", [other_pronouns, without_endings])
def test_gender_and_endings_move_no_score(perturb: Perturbation) -> None:
    others = [(said, perturb(said, random.Random(1))) for said in sample()]
    assert sum(said != other for said, other in others) >= 5
    assert [other for said, other in others if moved(said, other) > MOST_POINTS] == []


def test_names_move_no_score() -> None:
    others = [(said, other_names(said, random.Random(said.text))) for said in sample()]
    assert sum(said != other for said, other in others) >= 15
    assert [other for said, other in others if moved(said, other) > MOST_POINTS] == []
