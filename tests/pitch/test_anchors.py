"""Places that are found again in the next version."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.pitch import Anchor, find_anchor, make_anchor
from feedback.pitch.anchors import CONTEXT

OLD = "I weld boats. My aunt taught me to sail. I weld boats again."


def test_make_anchor_keeps_words_and_surroundings() -> None:
    assert make_anchor(OLD, 14, 21) == Anchor(
        14, 21, "My aunt", "I weld boats. ", " taught me to sail. I weld boats again."
    )


def test_make_anchor_context_is_bounded() -> None:
    anchor = make_anchor("x" * 500, 200, 210)
    assert (len(anchor.prefix), len(anchor.suffix)) == (CONTEXT, CONTEXT)


@pytest.mark.parametrize(("start", "end"), [(3, 3), (5, 2), (-1, 4), (0, 1000)])
def test_make_anchor_without_words_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="no words at"):
        make_anchor(OLD, start, end)


def test_find_anchor_after_an_insertion() -> None:
    assert find_anchor("Hello there. " + OLD, make_anchor(OLD, 14, 21)) == (27, 34)


def test_find_anchor_takes_the_place_whose_surroundings_agree() -> None:
    second = make_anchor(OLD, 41, 53)
    new = "I weld boats, well. My uncle taught me to sail. I weld boats again."
    assert find_anchor(new, second) == (48, 60)


def test_find_anchor_gone_is_none() -> None:
    assert find_anchor("Something else.", make_anchor(OLD, 14, 21)) is None
    assert find_anchor(OLD, Anchor(0, 0, "", "", "")) is None


def test_find_anchor_between_equals_without_context_is_none() -> None:
    assert find_anchor("z boats. z boats. z boats.", Anchor(90, 95, "boats", "qqq", "qqq")) is None


@settings(deadline=None)  # other work on the machine is no failure
@given(st.text(min_size=1, max_size=300), st.data())
def test_find_anchor_in_the_same_text_is_the_same_place(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    assert find_anchor(text, make_anchor(text, start, end)) == (start, end)
