"""Every check has texts on which it fires and texts on which it stays silent; a missing set fails."""

import pytest

from feedback.pitch import CHECKS, Check, analyse
from tests.pitch.examples import FOLDER, Example, examples, introductions, judge, pool
from tests.pitch.measured import COUNTS

FEWEST_FIRING, FEWEST_SILENT, FEWEST_CASES = 5, 10, 40
LABELLED = frozenset(
    {"role-why-missing", "role-why-late", "drive-missing", "team-why-missing", "company-missing", "resume-first"}
    | {"skill-culture-balance", "i-for-team", "pay-motive", "employer-criticism", "self-belittling", "story-missing"}
    | {"stock-phrase"}
)
"""Checks that follow from a move or a verdict, which the corpora have labels for (docs/engine.md)."""
POOLS = {"good", "weak", "long", "introductions"}

each_check = pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.id)


@each_check
def test_check_has_enough_examples(check: Check) -> None:
    texts = examples(check.id)
    assert len({e.text for e in texts["fires"]}) >= FEWEST_FIRING
    assert len({e.text for e in texts["silent"]}) >= FEWEST_SILENT
    if check.id not in LABELLED | COUNTS:
        assert sum(map(len, texts.values())) + len(introductions(check.id)) >= FEWEST_CASES


@each_check
def test_check_fires_and_says_what_it_saw_why_and_what_to_try(check: Check) -> None:
    for example in examples(check.id)["fires"]:
        found = judge(check, example)
        assert found, example.text
        for finding in found:
            assert finding.seen and finding.why == check.principle
            assert finding.try_next.endswith("?")
            assert (finding.start is None) == (finding.end is None)


@each_check
def test_check_stays_silent(check: Check) -> None:
    assert [e.text for e in examples(check.id)["silent"] if judge(check, e)] == []


@each_check
def test_check_is_still_wrong_where_it_is_known_to_be(check: Check) -> None:
    """Whoever mends one of these moves it to `fires` or `silent`."""
    assert [e.text for e in examples(check.id)["misses"] if judge(check, e)] == []
    assert [e.text for e in examples(check.id)["false alarms"] if not judge(check, e)] == []


def test_examples_are_of_registered_checks_only() -> None:
    assert {path.stem for path in FOLDER.glob("*.txt")} - POOLS == {check.id for check in CHECKS}


@pytest.mark.parametrize("example", pool("good"), ids=lambda example: example.company)
def test_good_introductions_score_above_weak_ones(example: Example) -> None:
    good = analyse(example.text, kind=example.kind, company=example.company).scores.overall
    weak = [analyse(e.text, kind=e.kind, company=e.company).scores.overall for e in pool("weak")]
    assert good > max(weak) + 20


@pytest.mark.parametrize("example", pool("good"), ids=lambda example: example.company)
def test_good_introductions_have_few_findings(example: Example) -> None:
    assert len(analyse(example.text, kind=example.kind, company=example.company).findings) <= 4
