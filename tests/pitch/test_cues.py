"""A cue stands in every phrase that its pattern meets: looking for cues first may cost no finding."""

import re

import pytest

from feedback.pitch.checks import CHECKS
from feedback.pitch.checks.check import Phrases
from feedback.pitch.checks.wording import HEDGE, HEDGE_CUES, TERM, TERM_CUES
from tests.pitch.examples import examples
from training.corpora import load

HINTED = [
    *((check.id, check.pattern, check.cues) for check in CHECKS if isinstance(check, Phrases)),
    ("hedges", HEDGE, HEDGE_CUES),
    ("jargon", TERM, TERM_CUES),
]


@pytest.mark.parametrize(
    ("check", "pattern", "cues"), HINTED, ids=lambda value: value if isinstance(value, str) else ""
)
def test_a_cue_stands_in_every_phrase(check: str, pattern: re.Pattern[str], cues: tuple[str, ...]) -> None:
    texts = [example.text for section in examples(check).values() for example in section]
    texts += [introduction.text for introduction in load()[::8]]
    phrases = {match.group().lower() for text in texts for match in pattern.finditer(text.replace("\u2019", "'"))}
    assert phrases
    assert {phrase for phrase in phrases if not any(cue in phrase for cue in cues)} == set()


@pytest.mark.parametrize(("pattern", "cues"), [(HEDGE, HEDGE_CUES), (TERM, TERM_CUES)], ids=("hedges", "jargon"))
def test_counting_cues_never_counts_less_than_the_phrases(pattern: re.Pattern[str], cues: tuple[str, ...]) -> None:
    for introduction in load()[::8]:
        small = introduction.text.replace("\u2019", "'").lower()
        assert sum(small.count(cue) for cue in cues) >= sum(1 for _ in pattern.finditer(small))
