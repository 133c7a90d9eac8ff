"""Scores are sums of named parts, and move as the method says."""

from dataclasses import replace

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feedback.pitch import CHECKS, DIMENSIONS, Analysis, analyse, split_sentences
from feedback.pitch.engine import read
from feedback.pitch.model import Contribution, Dimension, Finding, Scores, Settings, Severity
from feedback.pitch.scores import committed_points, score
from feedback.pitch.summary import DENIED, PRAISE, summarise
from feedback.pitch.tagger import committed
from training.corpora import Introduction, load

CORPUS = [i for i in load() if i.quality]
# sentences that plainly make the move, none of them from the corpora
REASONS = [
    "What I miss in my present work is seeing a person use the thing that I made.",
    "I want to learn how a boat is built from the first line to the launch.",
    "I would love to work on the question of how a town gets its water.",
]
PAID = [
    "To be honest I am looking for a higher salary than what I get now.",
    "The pay here is much better, and that is the main reason why I applied.",
    "I need a better paid job because of my mortgage.",
]

introductions = st.sampled_from(CORPUS)


def judged(i: Introduction, text: str) -> Analysis:
    return analyse(text, role=i.role, company=i.company, kind=i.kind)


def with_sentence(i: Introduction, sentence: str, place: int) -> str:
    """The introduction with a paragraph of one sentence between two others, so that all others stay what they were."""
    starts = [
        start for start, _ in split_sentences(i.text, i.kind) if i.text[:start].rstrip()[-1:] in ("", ".", "!", "?")
    ]
    start = [*starts, len(i.text)][place % (len(starts) + 1)]
    longer = f"{i.text[:start].rstrip()}\n\n{sentence}\n\n{i.text[start:]}".strip()
    # Before a list the new paragraph changes how its heading is split: not what is asked here.
    others = [words for words in sentences(longer, i.kind) if words != sentence]
    assume(others == sentences(i.text, i.kind))
    return longer


def sentences(text: str, kind: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text, kind)]


def values(analysis: Analysis) -> dict[str, float]:
    return {dimension.key: dimension.value for dimension in analysis.scores.dimensions} | {
        "overall": analysis.scores.overall
    }


@pytest.mark.parametrize(("sentence", "move"), [(s, "ROLE_WHY") for s in REASONS] + [(s, "PAY") for s in PAID])
def test_added_sentences_are_what_they_are_taken_for(sentence: str, move: str) -> None:
    (tagged,) = analyse(sentence).sentences
    assert move in tagged.moves


@given(introductions)
@settings(deadline=None, max_examples=25)  # a text takes some ten milliseconds, and the first loads the weights
def test_scores_are_sums_of_their_parts(i: Introduction) -> None:
    scores = judged(i, i.text).scores
    assert tuple(dimension.key for dimension in scores.dimensions) == DIMENSIONS
    for dimension in scores.dimensions:
        assert sum(part.points for part in dimension.contributions) == pytest.approx(dimension.value, abs=0.011)
        assert sum(part.most for part in dimension.contributions) == pytest.approx(100, abs=0.05)
        assert all(0 <= part.points <= part.most for part in dimension.contributions)
        assert all(part.reason for part in dimension.contributions)
    assert sum(d.value * d.share for d in scores.dimensions) == pytest.approx(scores.overall, abs=0.011)
    assert sum(d.share for d in scores.dimensions) == pytest.approx(1.0, abs=0.001)


@given(introductions, st.sampled_from(REASONS), st.integers(0, 60))
@settings(deadline=None, max_examples=50)
def test_a_further_reason_never_lowers_why_role(i: Introduction, reason: str, place: int) -> None:
    before = values(judged(i, i.text))["why_role"]
    assert values(judged(i, with_sentence(i, reason, place)))["why_role"] >= before


@given(introductions, st.sampled_from(PAID), st.integers(0, 60))
@settings(deadline=None, max_examples=50)
def test_pay_never_raises_anything(i: Introduction, paid: str, place: int) -> None:
    before = values(judged(i, i.text))
    after = values(judged(i, with_sentence(i, paid, place)))
    assert {key: after[key] for key in after if after[key] > before[key] + 1e-9} == {}


@given(introductions)
@settings(deadline=None, max_examples=20)
def test_the_same_text_gets_the_same_analysis(i: Introduction) -> None:
    assert judged(i, i.text) == judged(i, i.text)


def test_points_sum_to_a_hundred() -> None:
    assert sum(committed_points().values()) == pytest.approx(100)
    assert all(points > 0 for points in committed_points().values())


def test_summary_says_first_what_works_then_one_thing_to_do() -> None:
    text = (
        "What I miss in consulting is seeing the thing shipped. Your open map of every borehole is why I wrote to you."
        " To be honest I am looking for a higher salary than what I get now."
    )
    analysis = analyse(text, company="Brightwater")
    assert analysis.summary == (
        "What works: one hears why you want this work,"
        " in \u201cWhat I miss in consulting is seeing the thing shipped\u201d."
        " Next: say what this team would gain by having you."
    )


def test_summary_praises_nothing_that_a_finding_misses() -> None:
    praised = Contribution("a scene", 30.0, "“The lift stopped”", 0, 16, most=30.0)
    scores = Scores(10.0, (Dimension("telling", "Telling", 30.0, (praised,), 1.0),))
    missed = Finding("story-missing", Severity.MAJOR, None, None, "seen", "why", "next?", 0.9)
    assert summarise(scores, []).startswith("What works: you tell a moment that one can picture")
    assert summarise(scores, [missed]).startswith("This is a start.")
    assert DENIED.keys() <= {check.id for check in CHECKS}
    assert frozenset[str]().union(*DENIED.values()) <= set(PRAISE)


def test_scores_look_at_each_sentence_alone() -> None:
    i = CORPUS[0]
    passage = read(i.text, "", i.company, "written", Settings(), committed(1))
    assert passage.sentences != passage.alone
    assert score(passage) == score(replace(passage, sentences=passage.alone))


def test_everything_that_is_earned_by_words_can_be_praised() -> None:
    assert set(PRAISE) <= set(committed_points())
