"""How like two texts are, and where."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.pitch.sameness import ALIKE, SHINGLE_WORDS, VALUES, same_places, shingles, signature, similarity
from tests.pitch.examples import pool
from training.corpora import load

WORDS = st.lists(
    st.sampled_from(["the", "pump", "is", "old", "and", "my", "aunt", "sails", "when", "it", "rains"]), max_size=60
)
GOOD = [example.text for example in pool("good")]
BORROWED = " ".join(GOOD[0].split()[20:60])


def jaccard(one: str, other: str) -> float:
    a, b = ({value for value, _, _ in shingles(text)} for text in (one, other))
    return len(a & b) / (len(a | b) or 1)


def test_shingles_are_runs_of_words_whatever_their_capitals_and_marks() -> None:
    text = "It\u2019s MY aunt, who \u2014 sails. Twice!"
    assert [text[start:end] for _, start, end in shingles(text)] == [
        "It\u2019s MY aunt, who \u2014 sails",
        "MY aunt, who \u2014 sails. Twice",
    ]
    assert [value for value, _, _ in shingles(text)] == [
        value for value, _, _ in shingles("it's my aunt who sails twice")
    ]


def test_a_signature_is_the_same_on_every_machine() -> None:
    assert signature("one two three four five six")[:3] == (
        signature("One, two; three four FIVE six.")[0],
        *signature("one two three four five six")[1:3],
    )
    assert len(signature(GOOD[0])) == VALUES
    assert signature("too short for it") == ()


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS)
def test_similarity_estimates_the_shared_shingles(one: list[str], other: list[str]) -> None:
    a, b = " ".join(one), " ".join(other)
    estimated = similarity(signature(a), signature(b))
    assert estimated == similarity(signature(b), signature(a))
    if min(len(one), len(other)) < SHINGLE_WORDS:
        assert estimated == 0.0
    else:
        # five deviations of the mean of VALUES draws
        assert abs(estimated - jaccard(a, b)) <= 5 * 0.5 / VALUES**0.5
        assert similarity(signature(a), signature(a)) == 1.0


def test_independent_introductions_are_not_alike() -> None:
    """Versions of one introduction are; those of different people in the corpora are not."""
    introductions = [i for i in load() if i.pair is None and len(i.text.split()) > 40][::8]
    signs = [signature(i.text) for i in introductions]
    found = [
        (introductions[i].id, introductions[j].id)
        for i in range(len(signs))
        for j in range(i)
        if similarity(signs[i], signs[j]) >= ALIKE and introductions[i].id[:-1] != introductions[j].id[:-1]
    ]
    assert found == []


def test_a_borrowed_third_is_alike() -> None:
    assert similarity(signature(GOOD[0]), signature(f"{BORROWED} {GOOD[1]}")) >= ALIKE / 2
    assert similarity(signature(GOOD[0]), signature(GOOD[0].replace("farmer", "miller"))) >= ALIKE


def test_same_places_are_the_words_that_both_have() -> None:
    other = f"I weld boats in Cork. {BORROWED.upper()} And that is all."
    (place,) = same_places(GOOD[0], other)
    assert " ".join(GOOD[0][place.one_start : place.one_end].split()) == BORROWED.rstrip(".,")
    assert other[place.other_start : place.other_end] == BORROWED.upper().rstrip(".,")


@settings(deadline=None, max_examples=40)
@given(WORDS, WORDS)
def test_same_places_lie_in_both_texts_and_do_not_overlap(one: list[str], other: list[str]) -> None:
    a, b = " ".join(one), " ".join(other)
    position = 0
    for place in same_places(a, b):
        assert position <= place.one_start < place.one_end <= len(a)
        assert a[place.one_start : place.one_end] == b[place.other_start : place.other_end]
        assert len(a[place.one_start : place.one_end].split()) >= SHINGLE_WORDS
        position = place.one_end


@pytest.mark.parametrize("text", ["", "a b c", "\ud800 \ud800 \ud800 \ud800 \ud800 \ud800"])
def test_odd_texts_are_survived(text: str) -> None:
    assert same_places(text, GOOD[0]) == ()
    assert similarity(signature(text), signature(GOOD[0])) == 0.0
