"""What became of a comment's words in the next version."""

import time

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from feedback.pitch import Carried, carry_on, compare, make_anchor, split_sentences
from tests.pitch.examples import SENTENCES

OLD = (
    "I started in my uncle's bakery at five in the morning. What keeps me going is a shop that opens on time. "
    "I asked the drivers what slowed them down, and we drew a new route together. I want to learn planning from you."
)
TEXTS = st.one_of(
    st.text(min_size=1, max_size=200),
    st.lists(st.sampled_from(SENTENCES), min_size=1, max_size=8).map(" ".join),
)


def fate(quote: str, new: str) -> tuple[str, str]:
    """What becomes of a quote of OLD, and the words at the span that the answer gives."""
    start = OLD.index(quote)
    carried = carry_on(make_anchor(OLD, start, start + len(quote)), OLD, new)
    return carried.fate, new[carried.start : carried.end] if carried.start is not None else ""


@pytest.mark.parametrize(
    ("quote", "new", "expected"),
    [
        ("the drivers", "Good morning. " + OLD, ("unchanged", "the drivers")),
        (
            "slowed them down",
            "You asked. I asked THE drivers what slowed\nthem down.",
            ("unchanged", "slowed\nthem down"),
        ),
        ("together", "We drew a new route together; I had asked the drivers.", ("unchanged", "together")),
        ("on time. I asked", OLD.replace("time. I asked", "time; I asked"), ("unchanged", "on time; I asked")),
        (
            "my uncle's bakery",
            "I started in my aunt's shop at five in the morning. I want to learn planning from you.",
            ("reworded", "I started in my aunt's shop at five in the morning. "),
        ),
        ("the drivers", "I started in my uncle's bakery at five in the morning.", ("gone", "")),
    ],
    ids=["inserted before", "sentence cut", "sentence split", "two sentences", "reworded", "gone"],
)
def test_words_are_carried_on(quote: str, new: str, expected: tuple[str, str]) -> None:
    assert fate(quote, new) == expected


@pytest.mark.parametrize("quote", ["the", "what", "me", "I want to"])
def test_common_words_of_a_sentence_that_went_are_not_found_in_another(quote: str) -> None:
    new = "Every Monday the mayor asks me what I want to say, and I say it."

    assert fate(quote, new) == ("gone", "")


def test_the_second_of_two_equal_places_stays_the_second() -> None:
    old = "Trust is earned. I weld boats at night. My aunt taught me. I weld boats at night. Trust is kept."
    second = old.rindex("weld boats")
    new = "Trust is earned, they say. I weld boats at night. My uncle taught me. I weld boats at night. Trust is kept."

    carried = carry_on(make_anchor(old, second, second + 10), old, new)

    assert carried == Carried("unchanged", new.rindex("weld boats"), new.rindex("weld boats") + 10)


def test_a_reworded_sentence_tells_its_changes() -> None:
    new = "What keeps me awake is a shop that opens on time."
    start = OLD.index("going")

    carried = carry_on(make_anchor(OLD, start, start + 5), OLD, new, compare(OLD, new))

    assert [(run.op, run.text) for run in carried.words if run.op != "same" and run.text.strip()] == [
        ("removed", "going"),
        ("added", "awake"),
    ]


@settings(deadline=None)  # other work on the machine is no failure
@given(TEXTS, st.data())
def test_an_unchanged_text_keeps_every_span(text: str, data: st.DataObject) -> None:
    start, end = span(text, data)

    assert carry_on(make_anchor(text, start, end), text, text) == Carried("unchanged", start, end)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_an_insertion_before_shifts_every_span(text: str, inserted: str, data: st.DataObject) -> None:
    new = inserted + text
    assume(not new.startswith(text))  # otherwise nothing tells an insertion before from one after
    start, end = span(text, data)

    shifted = Carried("unchanged", start + len(inserted), end + len(inserted))
    assert carry_on(make_anchor(text, start, end), text, new) == shifted


@settings(deadline=None)
@given(st.permutations(SENTENCES), st.data())
def test_words_of_a_sentence_taken_out_are_never_found_in_another(sentences: list[str], data: st.DataObject) -> None:
    old = " ".join(sentences)
    out = data.draw(st.integers(0, len(sentences) - 1))
    moved = data.draw(st.permutations(sentences[:out] + sentences[out + 1 :]))
    first = old.index(sentences[out])
    start, end = span(sentences[out], data)

    assert carry_on(make_anchor(old, first + start, first + end), old, " ".join(moved)).fate == "gone"


@settings(deadline=None)
@given(st.permutations(SENTENCES), st.permutations(SENTENCES), st.data())
def test_words_of_a_moved_sentence_move_with_it(before: list[str], after: list[str], data: st.DataObject) -> None:
    old, new = " ".join(before), " ".join(after)
    sentence = data.draw(st.sampled_from(SENTENCES))
    start, end = span(sentence, data)
    assume(sentence[start:end].strip())

    carried = carry_on(make_anchor(old, old.index(sentence) + start, old.index(sentence) + end), old, new)

    assert carried == Carried("unchanged", new.index(sentence) + start, new.index(sentence) + end)


@settings(deadline=None)
@given(TEXTS, TEXTS, st.data())
def test_any_two_texts_are_answered_within_the_new_one(old: str, new: str, data: st.DataObject) -> None:
    carried = carry_on(make_anchor(old, *span(old, data)), old, new)

    if carried.start is None or carried.end is None:
        assert carried == Carried("gone")
    else:
        assert 0 <= carried.start < carried.end <= len(new)
        assert carried.fate in ("unchanged", "reworded")
    if carried.fate == "reworded":
        assert (
            any(a < (carried.end or 0) and (carried.start or 0) < b for a, b in split_sentences(new)) or not new.strip()
        )


def test_the_most_repetitive_text_costs_little() -> None:
    old = "a " * 5000
    began = time.process_time()

    carry_on(make_anchor(old, 4000, 4001), old, "b " + old + "b " + "a " * 5000)

    assert time.process_time() - began < 20  # seconds; hours where places times words are compared without a bound


def span(text: str, data: st.DataObject) -> tuple[int, int]:
    start = data.draw(st.integers(0, len(text) - 1))
    return start, data.draw(st.integers(start + 1, len(text)))
