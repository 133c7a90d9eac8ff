"""Whatever a person types, the answer is sane, and no exception."""

import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.pitch import CHECKS, MOVES, VERDICTS, Kind, analyse
from feedback.pitch.language import LONGEST_TEXT
from feedback.pitch.report import as_answer, as_dict, as_text

WORDS = "I want to build boats because my aunt did . We , ; : ! ? … \" ' ( ) \n \n\n - 38% £4m the pay is better"
ENGLISH = st.sampled_from(WORDS.split(" "))
ODD = st.sampled_from(["\x00", "\ud800", "\u202e", "\u0301", "😀", "ß", "İ", "\x85", "\u2028", "[Company]", "x" * 300])
TEXTS = st.one_of(
    st.text(),
    st.text(alphabet=st.characters(categories=["Cs", "Cc", "Cf", "Mn", "So", "Lo"])),
    st.lists(st.one_of(ENGLISH, ENGLISH, ENGLISH, ODD), max_size=120).map(" ".join),
    st.lists(st.one_of(ENGLISH, ODD), max_size=60).map("".join),
)
SECONDS = 20.0
"""Many times what the slowest of the monotonous texts takes anywhere; one pattern that backtracks takes minutes."""
IDS = {check.id for check in CHECKS}


@settings(deadline=None)  # the first text loads the weights
@given(TEXTS, st.sampled_from(["written", "speech", "other"]), st.text(max_size=20))
def test_any_text_is_answered(text: str, kind: str, company: str) -> None:
    analysis = analyse(text, company=company, role=company, kind=kind)
    place = 0
    for sentence in analysis.sentences:
        assert place <= sentence.start < sentence.end <= len(text)
        place = sentence.end
        assert set(sentence.moves) <= set(MOVES)
        assert all(0.0 <= probability <= 1.0 for probability in sentence.probabilities.values())
    for finding in analysis.findings:
        assert finding.check in IDS
        assert 0.0 <= finding.certainty <= 1.0
        if finding.start is not None and finding.end is not None:
            assert 0 <= finding.start < finding.end <= len(text)
    for dimension in analysis.scores.dimensions:
        assert 0.0 <= dimension.value <= 100.0
    assert 0.0 <= analysis.scores.overall <= 100.0
    assert tuple(analysis.verdicts) == VERDICTS
    assert as_text(analysis)
    assert json.loads(json.dumps(as_answer(1, analysis)))["id"] == 1
    assert json.loads(json.dumps(as_dict(analysis)))["words"] == analysis.words


@pytest.mark.parametrize("kind", list(Kind))
@pytest.mark.parametrize(
    "piece",
    [
        *(
            "a ",
            "I'",
            "'",
            "a.",
            ".",
            "[",
            "_",
            "so like, ",
            "not a a ",
            "not a for ",
            "pay ",
            "\\n",
            "9,",
            "A1/",
            "A & ",
        ),
        *("not just a ", "nobody a ", "i was the only one a ", "my team of a delivered a ", "i am a ", "gap of a "),
        *("Join A and ", "sorry ", "was verily ", "we are "),
    ],
)
def test_long_monotonous_text_ends_in_time(kind: Kind, piece: str) -> None:
    """No pattern backtracks: each of these would take minutes where one did."""
    began = time.process_time()
    analyse(piece * (LONGEST_TEXT // len(piece)), kind=kind, company=piece)
    analyse("I want to build boats with you because the " + piece * (19_000 // len(piece)), kind=kind)
    assert time.process_time() - began < SECONDS
