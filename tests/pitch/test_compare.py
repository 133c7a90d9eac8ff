"""What became of each sentence between two versions."""

from hypothesis import given, settings
from hypothesis import strategies as st

from feedback.pitch import Comparison, compare

SENTENCES = st.sampled_from(
    [
        "I weld.",
        "I weld boats.",
        "My aunt taught me in Cork.",
        "My aunt taught me near Cork!",
        "Why? ",
        "\n\n",
        " ",
        "a b c",
        "😀.",
    ]
)
TEXTS = st.one_of(st.text(), st.lists(SENTENCES, max_size=12).map(" ".join))


def kinds(comparison: Comparison) -> list[str]:
    return [piece.kind for piece in comparison.pieces]


def test_compare_tells_kept_reworded_moved_new_and_gone() -> None:
    old = "I love boats. My aunt taught me to sail in Cork. I ran a team of nine. Thank you."
    new = "My aunt Mary taught me to sail near Cork. I love boats. You publish your failures. Thank you."
    found = [
        (
            piece.kind,
            old[piece.old_start : piece.old_end] if piece.old_start is not None else None,
            new[piece.new_start : piece.new_end] if piece.new_start is not None else None,
        )
        for piece in compare(old, new).pieces
    ]
    assert found == [
        ("reworded", "My aunt taught me to sail in Cork. ", "My aunt Mary taught me to sail near Cork. "),
        ("kept", "I love boats. ", "I love boats. "),
        ("gone", "I ran a team of nine. ", None),
        ("new", None, "You publish your failures. "),
        ("kept", "Thank you.", "Thank you."),
    ]


def test_compare_sees_a_moved_sentence() -> None:
    old = "One is here. Two is here too. Three is last."
    assert kinds(compare(old, "Three is last. One is here. Two is here too.")) == ["moved", "kept", "kept"]


def test_compare_reworded_tells_the_words() -> None:
    (piece,) = compare("I weld small boats in Cork.", "I weld big boats in Cork.").pieces
    assert [(change.op, change.text) for change in piece.words] == [
        ("same", "I weld "),
        ("removed", "small"),
        ("added", "big"),
        ("same", " boats in Cork."),
    ]


def test_compare_same_text_is_same() -> None:
    assert compare("One. Two.", "One.\n\nTwo. ").is_same
    assert compare("", "").pieces == ()


def test_compare_gone_sentences_stand_where_they_were() -> None:
    assert kinds(compare("Red apples fell. I kept one. The rest rotted.", "I kept one.")) == ["gone", "kept", "gone"]


@settings(deadline=None)  # other work on the machine is no failure
@given(TEXTS, TEXTS)
def test_compare_rebuilds_both_texts(old: str, new: str) -> None:
    pieces = compare(old, new).pieces
    assert "".join(new[p.new_start : p.new_end] for p in pieces if p.new_start is not None) == new
    spans = sorted((p.old_start, p.old_end) for p in pieces if p.old_start is not None and p.old_end is not None)
    assert "".join(old[start:end] for start, end in spans) == old
    for piece in pieces:
        if piece.kind == "reworded":
            before = "".join(change.text for change in piece.words if change.op != "added")
            after = "".join(change.text for change in piece.words if change.op != "removed")
            assert (before, after) == (old[piece.old_start : piece.old_end], new[piece.new_start : piece.new_end])


def test_compare_of_one_endless_sentence_still_rebuilds() -> None:
    old = " ".join(f"w{n}" for n in range(3000)) + "."
    new = old.replace("w1500", "changed")
    for piece in compare(old, new).pieces:
        assert piece.kind in ("kept", "reworded", "new", "gone")
    assert "".join(new[p.new_start : p.new_end] for p in compare(old, new).pieces if p.new_start is not None) == new
