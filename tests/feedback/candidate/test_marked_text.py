"""Texts under overlapping marks."""

from hypothesis import given
from hypothesis import strategies as st

from feedback.reports.marked_text import Said, Segment, mark_text
from feedback.reports.review_text import Mark

TEXT = "I led a team. 🎉 We won."


def finding(start: int, end: int, key: str = "1", severity: str = "note") -> Mark:
    return Mark(start, end, "finding", key, severity)


def test_mark_text_without_marks_is_one_segment() -> None:
    assert mark_text(TEXT, []) == (Segment(TEXT),)


def test_mark_text_of_nothing_is_nothing() -> None:
    assert mark_text("", [finding(0, 1)]) == ()


def test_mark_text_cuts_overlapping_marks_and_names_the_heaviest() -> None:
    assert mark_text(
        TEXT, [finding(2, 12, "7", "minor"), finding(6, 16, "8", "major"), Mark(6, 7, "comment", "c")]
    ) == (
        Segment("I "),
        Segment("led ", ("7",), (), "minor", "finding-7"),
        Segment("a", ("7", "8"), ("c",), "major", "finding-8"),
        Segment(" team", ("7", "8"), (), "major"),
        Segment(". 🎉 "[:4], ("8",), (), "major"),
        Segment("We won."),
    )


def test_mark_text_leaves_out_what_lies_outside() -> None:
    assert mark_text("abc", [finding(2, 9), finding(1, 1), finding(-1, 2)]) == (Segment("abc"),)


@given(st.text(max_size=60), st.lists(st.tuples(st.integers(-2, 62), st.integers(-2, 62)), max_size=8))
def test_mark_text_joined_is_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [finding(start, end, str(number)) for number, (start, end) in enumerate(spans)]
    segments = mark_text(text, marks)
    assert "".join(segment.text for segment in segments) == text
    for mark in marks:
        if 0 <= mark.start < mark.end <= len(text):
            covered = "".join(segment.text for segment in segments if mark.key in segment.findings)
            assert covered == text[mark.start : mark.end]


def test_mark_text_says_of_each_part_which_sentence_it_is_of() -> None:
    led, won = Said(0, 13, "a station of your career"), Said(16, 23, "a result of yours")
    assert mark_text(TEXT, [finding(10, 18)], [led, won, Said(20, 99, "outside")]) == (
        Segment("I led a te", said=led),
        Segment("am.", ("1",), (), "note", "finding-1", led),
        Segment(" 🎉 ", ("1",), (), "note"),
        Segment("We", ("1",), (), "note", said=won),
        Segment(" won.", said=won),
    )
