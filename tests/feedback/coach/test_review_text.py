from hypothesis import given
from hypothesis import strategies as st

from feedback.pitch import carry_on, make_anchor
from feedback.reports.review_text import Chunk, Mark, show_text

OLD = "I like boats. My team split the nights. We shipped it late. I want to learn."
WORDS = st.text(alphabet="ab .!\n\u00e9\U0001f600", max_size=60)


@given(WORDS, WORDS, st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=4))
def test_chunks_with_a_place_are_the_text_whatever_changed_and_is_marked(
    old: str, new: str, spans: list[tuple[int, int]]
) -> None:
    marks = [Mark(start, start + length, "finding", str(i)) for i, (start, length) in enumerate(spans)]

    for previous in (None, old):
        placed = [c for piece in show_text(new, previous, marks) for c in piece.chunks if c.start is not None]
        assert "".join(chunk.text for chunk in placed) == new
        assert [new[chunk.start : chunk.end] for chunk in placed] == [chunk.text for chunk in placed]


def test_words_are_counted_through_and_marks_cut_them() -> None:
    (piece,) = show_text("One two, three.", None, [Mark(5, 11, "comment", "k"), Mark(0, 7, "finding", "9", "minor")])

    assert piece.kind == "plain"
    assert piece.chunks == (
        Chunk("One", 0, 3, 0, findings="9", severity="minor"),
        Chunk(" ", 3, 4, None, findings="9", severity="minor"),
        Chunk("t", 4, 5, 1, findings="9", severity="minor"),
        Chunk("wo", 5, 7, 1, findings="9", comments="k", severity="minor"),
        Chunk(",", 7, 8, 1, comments="k"),
        Chunk(" ", 8, 9, None, comments="k"),
        Chunk("th", 9, 11, 2, comments="k"),
        Chunk("ree.", 11, 15, 2),
    )


def test_two_findings_on_the_same_words_show_the_heavier_one() -> None:
    marks = [Mark(0, 3, "finding", "1", "note"), Mark(0, 3, "finding", "2", "major")]

    (piece,) = show_text("One", None, marks)

    assert piece.chunks == (Chunk("One", 0, 3, 0, findings="1 2", severity="major"),)


def test_kept_reworded_moved_new_and_gone_are_told_apart() -> None:
    new = "I want to learn. I like boats. My team shared the nights. Come and see us at work."

    pieces = [(p.kind, "".join(c.text for c in p.chunks)) for p in show_text(new, OLD, []) if p.kind != "space"]

    assert pieces == [
        ("moved", "I want to learn."),
        ("kept", "I like boats."),
        ("reworded", "My team splitshared the nights."),
        ("gone", "We shipped it late. "),
        ("new", "Come and see us at work."),
    ]


def test_sentences_that_went_together_are_folded_together() -> None:
    (gone,) = [piece for piece in show_text("I like boats.", OLD, []) if piece.kind == "gone"]

    assert [chunk.text for chunk in gone.chunks] == [
        "My team split the nights. ",
        "We shipped it late. ",
        "I want to learn.",
    ]


def test_words_are_found_again_where_they_stand_now() -> None:
    new = "First of all: My team split the nights."
    start = OLD.index("split")

    found = carry_on(make_anchor(OLD, start, start + len("split the nights")), OLD, new)

    assert (found.fate, new[found.start : found.end]) == ("unchanged", "split the nights")


def test_words_of_a_changed_sentence_show_what_changed() -> None:
    new = "I like boats. My team shared the nights."
    start = OLD.index("split")

    found = carry_on(make_anchor(OLD, start, start + 5), OLD, new)

    assert found.fate == "reworded"
    assert [(run.op, run.text.strip()) for run in found.words if run.op != "same" and run.text.strip()] == [
        ("removed", "split"),
        ("added", "shared"),
    ]


def test_words_of_a_sentence_that_went_are_gone() -> None:
    start = OLD.index("shipped")

    assert carry_on(make_anchor(OLD, start, start + 7), OLD, "I like boats.").fate == "gone"
